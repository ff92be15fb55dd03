"""Indicators, found by their folders: a manifest that says what is measured, and the code that measures it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from contrapeso.core.errors import ContentError, Fault, UnknownName
from contrapeso.core.identity import hash_bytes, hash_files
from contrapeso.core.loading import load_module
from contrapeso.core.manifest import read_mapping
from contrapeso.core.measurement import Measurement
from contrapeso.core.text import Text
from contrapeso.measure.frame import Frame

if TYPE_CHECKING:
    import polars as pl

    from contrapeso.measure.world.frame import WorldFrame

MANIFEST = "indicator.yml"


@dataclass(frozen=True, slots=True)
class Indicator:
    """A unit of measurement: what it asks, how, after which source, and by which rules of a pack."""

    name: str
    title: Text
    question: Text
    method: Text
    unit: str
    source: str
    """The publication or method page that defines it."""
    rules: tuple[str, ...]
    """The parameters that it may consult."""
    measure: Callable[[Frame], Iterable[Measurement]]
    folder: Path
    content_hash: str
    sources: tuple[str, ...] = ()
    """The sources of the public record that it needs, if it measures all states; none: it measures from a pack."""
    any_source: bool = False
    """Whether one of the sources is enough: each adds what it has."""
    is_detail: bool = False
    """Whether it says so much of each state that it is told only where it is asked for by name."""
    measure_world: Callable[[WorldFrame], pl.DataFrame] | None = None
    rows_behind: Callable[[WorldFrame, Measurement], Iterable[str]] | None = None
    """The facts that a measurement rests on, as ``table:key``."""
    published: str | None = None
    """How much a release publishes of it: ``all``, ``newest`` period only, or None: nothing."""
    has_history: bool = False
    """Whether it measures from all vintages of its sources, not only from the newest."""
    released_why: Text | None = None
    """Why the publishers' terms allow that much, or no more."""
    is_of_pairs: bool = False
    """Whether it relates every state to every other: it is then given only for a partner, or when asked for by name."""

    @property
    def is_world(self) -> bool:
        """Whether it measures all states from the public record."""
        return self.measure_world is not None

    @property
    def locator(self) -> str:
        """Where its manifest stands."""
        return f"indicators/{self.name}/{MANIFEST} line 1"


def read_indicators(folders: Iterable[Path]) -> tuple[Indicator, ...]:
    """The indicators in the folders below each of ``folders``, by name; ``ContentError`` with every fault."""
    faults: list[Fault] = []
    found: dict[str, Indicator] = {}
    for root in folders:
        for manifest in sorted(root.glob(f"*/{MANIFEST}")):
            for indicator in _read(manifest, faults):
                found[indicator.name] = indicator
    if faults:
        raise ContentError(faults)
    return tuple(found[name] for name in sorted(found))


def _read(manifest: Path, faults: list[Fault]) -> Iterator[Indicator]:
    folder, name = manifest.parent, f"{manifest.parent.name}/{MANIFEST}"
    entry = read_mapping(manifest, name, faults)
    if entry is None:
        return
    title, question, method = entry.text("title"), entry.text("question"), entry.text("method")
    unit, source = entry.string("unit"), entry.string("source")
    rules, sources = entry.value("rules", required=False) or [], entry.value("sources", required=False) or []
    any_source = entry.boolean("any_source", required=False) or False
    is_detail = entry.boolean("detail", required=False) or False
    published = entry.code("published", ("all", "newest", "nothing"), required=bool(sources))
    has_history = entry.boolean("history", required=False) or False
    of_pairs = bool(entry.value("pairs", required=False))
    why = entry.text("published_why", required=bool(sources))
    entry.done()
    code = folder / "measure.py"
    try:
        module = load_module(code, "indicator")
        functions = _functions(module, bool(sources))
    except Exception as error:  # content is somebody's code: whatever it raises is a fault of that file
        line = error.lineno or 0 if isinstance(error, SyntaxError) else 0
        faults.append(Fault(f"{folder.name}/measure.py", line, "", _NO_IMPORT.format(error=repr(error)), _MEND))
        return
    if title and question and method and unit and source:
        digest = hash_files(folder, [manifest, code])
        yield Indicator(
            folder.name, title, question, method, unit, source, tuple(rules), folder=folder, content_hash=digest,
            sources=tuple(sources), any_source=any_source, is_detail=is_detail, published=None if published == "nothing" else published,
            released_why=why, has_history=has_history, is_of_pairs=of_pairs, **functions,
        )  # fmt: skip


def _functions(module: Any, is_world: bool) -> dict[str, Any]:
    """What an indicator's code must define: ``measure``, or for all states ``measure_world`` and ``rows_behind``."""
    if not is_world:
        return {"measure": module.measure}
    return {"measure": _nothing, "measure_world": module.measure_world, "rows_behind": module.rows_behind}


def _nothing(frame: Frame) -> tuple[Measurement, ...]:
    """An indicator of all states says nothing of a pack."""
    return ()


def content_hash(indicators: Sequence[Indicator]) -> str:
    """One hash for the code and manifests of indicators."""
    return hash_bytes("".join(indicator.content_hash for indicator in indicators).encode())


def find_indicator(name: str, indicators: Sequence[Indicator]) -> Indicator:
    """The indicator of a name; ``UnknownName`` with the names there are."""
    for indicator in indicators:
        if indicator.name == name:
            return indicator
    listed = ", ".join(one.name for one in indicators) or "—"
    raise UnknownName(
        Text(es=f"no hay indicador {name!r}", en=f"there is no indicator {name!r}"),
        Text(es=f"use uno de: {listed}", en=f"use one of: {listed}"),
    )


_NO_IMPORT = Text(es="el archivo no se puede cargar: {error}", en="the file cannot be loaded: {error}")
_MEND = Text(
    es="corrija el código Python; debe definir measure(frame)", en="mend the Python code; it must define measure(frame)"
)
