"""contrapeso holds a state's strategic partnerships to account, with evidence that anyone can follow.

>>> import contrapeso
>>> ws = contrapeso.open()                       # doctest: +SKIP
>>> findings = ws.assess("PER")                  # doctest: +SKIP
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from contrapeso.assess.run import Finding
    from contrapeso.core.errors import ContentError, ContrapesoError, Fault
    from contrapeso.core.text import Text
    from contrapeso.workspace import Workspace
    from contrapeso.workspace import open_workspace as open  # noqa: A004

__all__ = ["ContentError", "ContrapesoError", "Fault", "Finding", "Text", "Workspace", "open"]

_HOMES = {
    "open": ("contrapeso.workspace", "open_workspace"),
    "Workspace": ("contrapeso.workspace", "Workspace"),
    "Finding": ("contrapeso.assess.run", "Finding"),
    "ContentError": ("contrapeso.core.errors", "ContentError"),
    "ContrapesoError": ("contrapeso.core.errors", "ContrapesoError"),
    "Fault": ("contrapeso.core.errors", "Fault"),
    "Text": ("contrapeso.core.text", "Text"),
}


def __getattr__(name: str) -> Any:
    """Load a public name when it is first asked for, so that ``import contrapeso`` costs nothing."""
    from importlib import import_module

    if name not in _HOMES:
        raise AttributeError(f"module 'contrapeso' has no attribute {name!r}")
    module, attribute = _HOMES[name]
    return getattr(import_module(module), attribute)
