"""Loads a Python file of content as a module; the same content is imported once per process."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

from contrapeso.core.identity import hash_bytes


def load_module(path: Path, kind: str) -> ModuleType:
    """Import a file under a private name made of its kind, its place and its content; whatever it raises, passes."""
    name = f"contrapeso_{kind}_{hash_bytes(str(path.resolve()).encode() + path.read_bytes())[:16]}"
    if name in sys.modules:
        return sys.modules[name]
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except BaseException:
        del sys.modules[name]
        raise
    return module
