"""The public record as a workspace sees it: its sources with their vintages, their issues, and the chain behind a row."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import reduce
from operator import or_
from pathlib import Path
from typing import TYPE_CHECKING

from contrapeso.core.columns import columns
from contrapeso.core.fact import Fact
from contrapeso.core.facts import TABLES, to_plain
from contrapeso.core.state import check_state
from contrapeso.core.text import LANGUAGES, Text, same
from contrapeso.core.world import WORLD, Flow, Issue, Series
from contrapeso.ledger.schema import facts_from_arrow
from contrapeso.ledger.trace import Link
from contrapeso.ledger.world import of_snapshot
from contrapeso.locale import say, word
from contrapeso.workspace import discover

if TYPE_CHECKING:
    from contrapeso.ingest.run import Ingested
    from contrapeso.ingest.world.inbox import Fetched
    from contrapeso.ingest.world.manifest import Source
    from contrapeso.ledger.records import Snapshot
    from contrapeso.ledger.world import World
    from contrapeso.workspace.workspace import Workspace


def ingest(workspace: Workspace, name: str, paths: Sequence[Path], vintage: date | None) -> Ingested:
    """Record a source's files, all or nothing; without files, what was fetched last, or what the source carries."""
    from contrapeso.ingest.world.inbox import newest
    from contrapeso.ingest.world.run import ingest_source

    source = discover.find_source(name, workspace.config.content)
    held = None if paths else newest(source, workspace.config.inbox)
    paths = held.files if held else paths or source.carried
    retrieved_on = held.on if held else None
    return ingest_source(
        workspace.ledger, source, paths, vintage, retrieved_on=retrieved_on, progress=workspace.progress
    )


def fetch(workspace: Workspace, name: str) -> Fetched:
    """Put the files that a source's publisher offers in the inbox, all or none."""
    from contrapeso.ingest.world import inbox

    source = discover.find_source(name, workspace.config.content)
    return inbox.fetch(source, workspace.config.inbox, workspace.ledger.register.clock(), progress=workspace.progress)


def sources(workspace: Workspace) -> list[dict[str, object]]:
    """Every source with its terms and the vintages that the ledger holds, newest last."""
    held: dict[str, list[Snapshot]] = {}
    for snapshot in workspace.ledger.register.all_snapshots():
        held.setdefault(snapshot.source, []).append(snapshot)
    found = discover.sources(workspace.config.content).values()
    return [_plain(source) | {"vintages": _vintages(held.get(source.name, []))} for source in found]


def _plain(source: Source) -> dict[str, object]:
    texts = {
        name: _sides(getattr(source, name))
        for name in ("title", "publisher", "terms", "obtain", "grain", "coverage", "method")
    }
    files = [{"role": rule.role, "pattern": rule.pattern, "format": rule.format} for rule in source.files]
    return {
        "source": source.name, **texts, "licence": source.licence, "homepage": source.homepage, "cite": source.cite,
        "tables": list(source.tables), "files": files, "fetch": [rule.url for rule in source.fetch],
    }  # fmt: skip


def _vintages(snapshots: Sequence[Snapshot]) -> list[dict[str, object]]:
    return [
        {
            "snapshot": one.id, "vintage": one.vintage.isoformat(), "edition": one.edition, "dated_by": one.dated_by,
            "label": one.label, "rows": one.rows, "issues": one.issues,
            "retrieved_at": one.retrieved_at,
            "files": {name: file.sha256 for name, file in one.files.items() if not file.table},
        }
        for one in sorted(snapshots, key=lambda one: (one.vintage, one.seq))
    ]  # fmt: skip


def issues(workspace: Workspace, name: str, known_at: date | None) -> list[dict[str, object]]:
    """Every record of a source's newest vintage that was dropped, or kept with something missing, and why."""
    source = discover.find_source(name, workspace.config.content)
    world = workspace.ledger.world(known_at, sources=[name])
    return [_issue(row, source) for row in world.rows(Issue)]


def _issue(row: Issue, source: Source) -> dict[str, object]:
    return to_plain(row) | {"why": _sides(reason_words(row.reason, source))}


def rows_about(workspace: Workspace, fact: type[Fact], country: str, on: date | None) -> list[dict[str, object]]:
    """The rows of a table in which a state takes part, as plain values."""
    code = check_state(country.upper())
    table = workspace.ledger.world(on=on).expr(fact)
    named = [table[name] == code for name, spec in columns(fact).items() if spec.is_state and spec.type == "string"]
    found = table.filter(reduce(or_, named)).to_pyarrow()
    parts = dict.fromkeys(found["snapshot_id"].to_pylist())
    return [to_plain(row) for one in parts for row in facts_from_arrow(fact, of_snapshot(found, one), one)]


REVISED = (Flow, Series)
"""The tables whose keys name the same thing in every vintage: there a figure has a history."""
ABOUT_STATES: tuple[type[Fact], ...] = tuple(
    fact for fact in WORLD if any(spec.is_state for spec in columns(fact).values())
)
"""The tables of the public record that can be listed for a state."""


def reason_words(reason: str, source: Source) -> Text:
    """The words for a reason: the source's own, or the engine's."""
    return source.reasons[reason] if reason in source.reasons else word("issue-reasons", reason)


def is_world(name: str) -> bool:
    """Whether a name is ``table:key`` of a table of the public record."""
    table, colon, _ = name.partition(":")
    return bool(colon) and table in TABLES and TABLES[table] in WORLD


def known_sources(workspace: Workspace) -> dict[str, Source]:
    """The sources of the public record in view, by name."""
    return discover.sources(workspace.config.content)


def explain(workspace: Workspace, name: str, on: date | None) -> Link:
    """The chain behind a row of the public record: line of a file, snapshot, publisher and terms."""
    world = workspace.ledger.world(on=on)
    return explain_row(world.get(name), world, known_sources(workspace), with_history=True)


def explain_row(row: Fact, world: World, known: dict[str, Source], *, with_history: bool = False) -> Link:
    """A row with the line it was read from, the snapshot that holds it, and who published the file.

    With its history: what other vintages say of it, where its key means the same in all of them.
    """
    held = (one for one in world.snapshots if one.id == row.snapshot_id)
    links = [explain_snapshot(one, known.get(one.source), row.locator) for one in held]
    if with_history and isinstance(row, REVISED):
        links += [_explain_earlier(one, before) for one, before in world.earlier(row)]
    return Link("fact", row.ref, _says(row), row.locator, tuple(links))


def _explain_earlier(snapshot: Snapshot, row: Fact) -> Link:
    """What another vintage says of a row: the figure, the line, the snapshot."""
    assert isinstance(row, REVISED)
    told = say("cli.earlier-value", value=row.value, unit=row.unit) if row.value is not None else same("—")
    says = say("cli.earlier", vintage=snapshot.vintage, told=told)
    return Link("revision", snapshot.id, says, row.locator)


MOST_FILES = 6
"""So many files of a snapshot are named; of more, those that the row was read from."""


def explain_snapshot(snapshot: Snapshot, source: Source | None, locator: str = "") -> Link:
    """A snapshot with the hashes of its files, of very many those that the row stands in, and who published them."""
    named = {name: file.sha256 for name, file in snapshot.files.items() if not file.table}
    shown = named
    if len(named) > MOST_FILES:
        shown = {name: sha256 for name, sha256 in named.items() if locator.startswith(name)}
        shown = shown or dict(list(named.items())[:MOST_FILES])
    rest = [f"+ {len(named) - len(shown)}"] if len(named) > len(shown) else []
    files = "; ".join([*(f"{name} sha256 {sha256[:12]}…" for name, sha256 in shown.items()), *rest])
    says = Text(es=f"{snapshot.source} · edición {snapshot.label}", en=f"{snapshot.source} · vintage {snapshot.label}")
    terms = Text(es=f"{snapshot.publisher.es} ({snapshot.licence})", en=f"{snapshot.publisher.en} ({snapshot.licence})")
    publisher = Link("source", snapshot.source, terms, source.homepage if source else "")
    return Link("snapshot", snapshot.id, says, files, (publisher,))


def _says(row: Fact) -> Text:
    """What a row says, column by column, in the publisher's own words."""
    left_out = ("public", "locator", "snapshot_id")
    cells = {name: value for name, value in to_plain(row).items() if name not in left_out}
    shown = [f"{name}: {_cell(value)}" for name, value in cells.items() if is_said(value)]
    return same(" · ".join(shown))


def is_said(value: object) -> bool:
    """Whether a cell says something: a number 0 does, an absence or a plain no does not."""
    return value is not None and value is not False and value not in ("", [])


def _cell(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _sides(text: Text | None) -> dict[str, str] | None:
    return {language: text[language] for language in LANGUAGES} if text else None
