"""Fences around the engine: no country, no clock, no network; small files and functions that say what they are for."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from contrapeso.core.state import state_name
from tests.architecture.engine import PACKS, ROOT, Function, engine_files, functions, place, python_files, tree

CLOCK = {"ledger/clock.py"}
"""The one module that may ask what time it is."""

NAMED_STATES = {"core/state.py"}
"""The authority on states is exempt, and so are examples in docstrings (``>>>``), which show real calls."""

DEMONYMS = {"PER": ("peruano", "peruana", "peruvian")}

NETWORK = {
    "aiohttp", "ftplib", "http.client", "httpx", "imaplib", "requests", "smtplib", "socket", "telnetlib",
    "urllib.request", "urllib3", "websockets",
}  # fmt: skip

CONNECTS = {"ingest/world/fetching.py"}
"""The one module that may open connections: ``contrapeso fetch``, which the user asks for."""

VAGUE = {"utils", "util", "helpers", "helper", "common", "base", "manager", "misc", "tools", "service", "handler"}


def inside(path: Path) -> str:
    return path.relative_to(ROOT / "src" / "contrapeso").as_posix()


def without_examples(source: str) -> str:
    """A module's text with its doctests blanked: from ``>>>`` to the next blank line or closing quotes."""
    return re.sub(r'^ *>>>.*?(?=^\s*$|""")', "", source, flags=re.MULTILINE | re.DOTALL)


def test_no_country_of_a_pack_is_named_in_the_engine() -> None:
    found = []
    for pack in PACKS:
        code = pack.name.upper()
        name = state_name(code)
        assert code in DEMONYMS, f"add the demonyms of {code} to DEMONYMS"
        words = "|".join(re.escape(word) for word in (name.es, name.en, *DEMONYMS[code]))
        pattern = re.compile(rf"\b(?:{code}\b|{code[:2]}-|packs/{pack.name}\b)|(?i:\b(?:{words})s?\b)")
        for path in engine_files(".py", ".yml", ".html", ".css", ".jinja", ".j2", ".typ"):
            if inside(path) in NAMED_STATES:
                continue
            for number, line in enumerate(without_examples(path.read_text(encoding="utf-8")).splitlines(), 1):
                if match := pattern.search(line):
                    found.append(f"{place(path, number)}: {match.group()}")
    assert not found, "\n".join(found)


def test_only_one_module_asks_what_time_it_is() -> None:
    asked = {"today", "now", "utcnow", "time", "time_ns", "localtime", "gmtime"}
    found = [
        f"{place(path, node.lineno)}: {ast.unparse(node.func)}()"
        for path in python_files()
        if inside(path) not in CLOCK
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in asked
        if ast.unparse(node.func.value) in ("date", "datetime", "time", "datetime.date", "datetime.datetime")
    ]
    assert not found, "\n".join(found)


def test_only_one_module_opens_connections() -> None:
    found = [
        f"{place(path, line)}: {name}"
        for path in python_files()
        if inside(path) not in CONNECTS
        for name, line in imported(path)
        if any(name == banned or name.startswith(f"{banned}.") for banned in NETWORK)
    ]
    assert not found, "\n".join(found)


def imported(path: Path) -> Iterator[tuple[str, int]]:
    """Full names of the modules a file imports, with the line."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from ((name.name, node.lineno) for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or "", node.lineno
            yield from ((f"{node.module}.{name.name}", node.lineno) for name in node.names)


def test_every_module_says_in_one_sentence_what_it_is_for() -> None:
    found = [place(path) for path in python_files() if not _one_sentence(ast.get_docstring(tree(path)))]
    assert not found, "\n".join(found)


def _one_sentence(docstring: str | None) -> bool:
    first = (docstring or "").split("\n\n")[0].strip()
    return first.endswith((".", "?", "…")) and len(first) > 15


def test_files_fit_in_the_head_and_functions_in_the_eye() -> None:
    long = [f"{place(path)}: {lines(path)} lines" for path in python_files() if lines(path) > 400]
    for path in python_files():
        for function in functions(path):
            if body_lines(function) > 40:
                long.append(f"{place(path, function.lineno)}: {function.name} has {body_lines(function)} lines")
    assert not long, "\n".join(long)


def lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def body_lines(function: Function) -> int:
    """Lines of a function without its docstring."""
    first = function.body[0]
    has_doc = (
        isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str)
    )
    doc = (first.end_lineno or 0) - first.lineno + 1 if has_doc else 0
    return (function.end_lineno or 0) - function.lineno + 1 - doc


def test_no_module_has_a_name_that_says_nothing() -> None:
    found = [place(path) for path in python_files() if path.stem in VAGUE or path.parent.name in VAGUE]
    assert not found, "\n".join(found)


def test_the_fences_see_what_they_should() -> None:
    example = 'def f():\n    """Say.\n\n    >>> f("PER")\n    1\n    """\n    return "PER"\n'
    assert without_examples(example).count("PER") == 1
    assert [name for name, _ in imported(Path(__file__))][:2] == ["__future__", "__future__.annotations"]
