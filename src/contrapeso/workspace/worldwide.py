"""Measures all states for whoever asks: from the ledger where it holds the sources, else from what a release published."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from contrapeso.core.errors import UnknownName
from contrapeso.core.identity import hash_files, hash_object
from contrapeso.core.state import check_state, is_state, state_name
from contrapeso.core.text import Text, same
from contrapeso.ledger.evidence import Evidence
from contrapeso.ledger.trace import Link
from contrapeso.locale import say
from contrapeso.measure.assembly import PLACES
from contrapeso.measure.explain import explain_indicator
from contrapeso.measure.wording import Naming, told
from contrapeso.measure.world.words import lack
from contrapeso.workspace import discover, public_record, published
from contrapeso.workspace.assembly import explain_places
from contrapeso.workspace.version import CODE_VERSION

if TYPE_CHECKING:
    import polars as pl

    from contrapeso.core.measurement import Measurement
    from contrapeso.ledger.records import Snapshot
    from contrapeso.measure.indicator import Indicator
    from contrapeso.measure.world.frame import WorldFrame
    from contrapeso.workspace.workspace import Workspace


@dataclass(frozen=True)
class Worldwide:
    """One indicator of all states: its table, and the release it comes from if not from the ledger."""

    indicator: Indicator
    table: pl.DataFrame
    release: str | None = None


def world_indicators(workspace: Workspace) -> tuple[Indicator, ...]:
    """The indicators in view that measure all states."""
    return tuple(one for one in workspace.indicators if one.is_world)


def table_of(workspace: Workspace, indicator: Indicator, known_at: date | None = None) -> Worldwide | None:
    """The table of an indicator; None where its sources are in no ledger and no release published it."""
    held = _held(workspace, indicator, known_at)
    if held is not None:
        return Worldwide(indicator, held)
    found = published.read(indicator.name) if known_at is None else None
    return Worldwide(indicator, found, published.release().name) if found is not None else None


def _held(workspace: Workspace, indicator: Indicator, known_at: date | None) -> pl.DataFrame | None:
    """What the ledger says, measured now or before; None if it lacks one of the sources, or all where any will do."""
    from contrapeso.ledger.measured import Measured
    from contrapeso.measure.world.run import measure_everywhere

    inputs = inputs_of(workspace, indicator, known_at)
    if inputs is None:
        return None
    kept = Measured(workspace.ledger)
    table = kept.read(indicator.name, inputs)
    if table is None:
        table = measure_everywhere(indicator, frame_of(workspace, indicator, known_at))
        kept.keep(indicator.name, inputs, table)
    return table


def inputs_of(workspace: Workspace, indicator: Indicator, known_at: date | None = None) -> str | None:
    """The hash under which an indicator's table is kept; None if the ledger lacks what it is measured from."""
    from contrapeso.ledger.measured import inputs_hash

    snapshots = workspace.ledger.snapshots(None, known_at, indicator.sources)
    held = {one.source for one in snapshots}
    if not held or (held != set(indicator.sources) and not indicator.any_source):
        return None
    if indicator.has_history:
        snapshots = workspace.ledger.vintages(known_at, indicator.sources)
    return inputs_hash(indicator.content_hash, engine_hash(), snapshots)


@cache
def engine_hash() -> str:
    """One hash for the code that measures all states, so that what it measured before a change is not taken for new."""
    root = Path(str(files("contrapeso")))
    measures = [*(root / "measure" / "world").glob("*.py"), root / "measure/places.py", root / "measure/assembly.py"]
    code = sorted(
        [*measures, *(root / "methods").rglob("*.py"), root / "core/regions.csv", root / "measure/world/aims.csv"]
    )
    return hash_object([CODE_VERSION, hash_files(root, code)])


def frame_of(workspace: Workspace, indicator: Indicator, known_at: date | None = None) -> WorldFrame:
    """What an indicator measures from; indicators of the same sources share what they make of it."""
    from contrapeso.measure.world.frame import WorldFrame
    from contrapeso.workspace.assembly import assembly_of

    world = workspace.ledger.world(known_at, sources=indicator.sources)
    every = {one.id: one.vintage.isoformat() for one in world.vintages}
    key = tuple(sorted(every))
    if key not in workspace.frames:
        workspace.frames[key] = WorldFrame(
            world.table,
            vintage_of(world.snapshots),
            min(one.vintage for one in world.snapshots),
            lambda: assembly_of(workspace, world.snapshots),
            history=world.history,
            all_vintages=every,
            select=world.select,
            behind=lambda fact: tuple(sorted(one.id for one in world.snapshots if fact.table in one.tables)),
            shared=workspace.shared_columns,
        )
    return workspace.frames[key]


def vintage_of(snapshots: Sequence[Snapshot]) -> str:
    """«2026-05-18» of one source; «atop v5.1 ≤2026-11-26; ucdp-prio v25.1 ≤2026-11-26» of several."""
    if len(snapshots) == 1:
        return snapshots[0].label
    return "; ".join(f"{one.source} {one.label}" for one in sorted(snapshots, key=lambda one: one.source))


def of_state(
    workspace: Workspace,
    state: str,
    on: date | None = None,
    known_at: date | None = None,
    indicator: str | None = None,
) -> tuple[Measurement, ...]:
    """What the indicators of all states (or the one named) say of a state in the last year over by a day."""
    from contrapeso.measure.world.run import of_state as picked

    code, day = check_state(state.upper()), on or workspace.today()
    chosen = [one for one in world_indicators(workspace) if _is_of_state(one, indicator)]
    if indicator is None:
        from contrapeso.workspace.ahead import measure_ahead

        measure_ahead(workspace, chosen, known_at)
    found: list[Measurement] = []
    for one in chosen:
        worldwide = table_of(workspace, one, known_at)
        if worldwide is not None:
            found += picked(worldwide.table, one.name, code, day, worldwide.release)
    return tuple(found)


def _is_of_state(one: Indicator, indicator: str | None) -> bool:
    return indicator == one.name if indicator else not one.is_detail and not one.is_of_pairs


def of_several(
    workspace: Workspace, state: str, names: Sequence[str], on: date
) -> tuple[tuple[Measurement, ...], tuple[Indicator, ...]]:
    """What the indicators named say of a state on a day, and those for which there is no table at all."""
    by_name = {one.name: one for one in world_indicators(workspace)}
    chosen = [by_name[name] for name in names if name in by_name]
    absent = tuple(one for one in chosen if table_of(workspace, one) is None)
    found = (of_state(workspace, state, on, indicator=one.name) for one in chosen if one not in absent)
    return tuple(one for several in found for one in several), absent


def rows_behind(workspace: Workspace, one: Measurement, indicator: Indicator) -> tuple[str, ...]:
    """The facts that a measurement of the ledger rests on; a published one names none."""
    if one.release is not None or indicator.rows_behind is None:
        return ()
    return tuple(indicator.rows_behind(frame_of(workspace, indicator), one))


MOST_NAMED = 50


def with_evidence(workspace: Workspace, found: Sequence[Measurement]) -> tuple[Measurement, ...]:
    """Measurements that name the first rows they rest on, as ``explain`` shows all, and how many there are."""
    known = {one.name: one for one in world_indicators(workspace)}

    def named(one: Measurement) -> Measurement:
        rows = rows_behind(workspace, one, known[one.indicator]) if one.indicator in known else None
        return one if rows is None else replace(one, evidence=rows[:MOST_NAMED], evidence_count=len(rows))

    return tuple(map(named, found))


def is_world(workspace: Workspace, name: str | None) -> bool:
    """Whether an indicator is one of all states; ``UnknownName`` if there is none of the name."""
    from contrapeso.measure.indicator import find_indicator

    return name is not None and find_indicator(name, workspace.indicators).is_world


def needs_pack(state: str, indicator: str) -> UnknownName:
    return UnknownName(
        Text(es=f"{indicator} se mide de un paquete, y no hay para {state}", en=f"{indicator} is measured from a pack, and {state} has none"),
        Text(es="use contrapeso compare o un indicador de todos los Estados: arms-concentration …", en="use contrapeso compare, or an indicator of all states: arms-concentration …"),
    )  # fmt: skip


def not_of_all_states(indicator: str) -> UnknownName:
    """What comparing says of an indicator that is measured from the pack of one country."""
    return UnknownName(
        Text(es=f"{indicator} se mide del paquete de un país, no del registro público de todos los Estados", en=f"{indicator} is measured from the pack of a country, not from the public record of all states"),
        Text(es=f"use un indicador de todos los Estados (arms-concentration, assembly-position …), o contrapeso measure ESTADO --indicator {indicator} donde haya paquete", en=f"use an indicator of all states (arms-concentration, assembly-position …), or contrapeso measure STATE --indicator {indicator} where there is a pack"),
    )  # fmt: skip


def explain(workspace: Workspace, name: str, on: date | None) -> Link | None:
    """The chain behind an indicator of all states or a measurement of one; None for any other name."""
    prefix, slash, bare = name.rpartition("/")
    indicator, colon, _ = bare.partition(":")
    known = {one.name: one for one in world_indicators(workspace)}
    if indicator not in known or (slash and not is_state(prefix.upper())):
        return None
    if not colon:
        return explain_indicator(known[indicator])
    for one in of_state(workspace, prefix, on, indicator=indicator) if slash else ():
        if one.id == name:
            return _explained(workspace, one, known[indicator], on)
    raise UnknownName(
        Text(es=f"nada se mide con el nombre {name!r} ese día", en=f"nothing is measured under the name {name!r} on the day"),
        Text(
            es=f"vea los ID con contrapeso measure {prefix.upper() or '<ESTADO>'} --indicator {indicator} --json",
            en=f"see the ids with contrapeso measure {prefix.upper() or '<STATE>'} --indicator {indicator} --json",
        ),
    )  # fmt: skip


def _explained(workspace: Workspace, one: Measurement, indicator: Indicator, on: date | None) -> Link:
    """What a measurement rests on: its indicator, what it lacks, and every row; of a published one, how to get them."""
    links = [explain_indicator(indicator), *(Link("missing", code, lack(code)) for code in one.missing)]
    if one.release is not None:
        links.append(
            Link(
                "release",
                one.release,
                say("cli.published", release=same(one.release), sources=same(", ".join(indicator.sources))),
            )
        )
    world, known = workspace.ledger.world(sources=indicator.sources), discover.sources(workspace.config.content)
    behind = rows_behind(workspace, one, indicator)
    estimates = [ref for ref in behind if ref.startswith(f"{PLACES}:")]
    links += [explain_places(workspace, ref, on) for ref in estimates]
    rows = world.several([ref for ref in behind if ref not in estimates])
    links += [public_record.explain_row(row, world, known, with_history=indicator.has_history) for row in rows]
    about = [indicator.title, state_name(one.subject), *Naming(Evidence(workspace.today()), {}).about(one)]
    assumed = [say("cli.assumed")] if one.is_assumed else []
    said = [told(one), same(one.period), *assumed]
    says = Text(
        es=f"{' · '.join(part.es for part in about)} = {', '.join(part.es for part in said)}",
        en=f"{' · '.join(part.en for part in about)} = {', '.join(part.en for part in said)}",
    )
    return Link("measurement", one.id, says, f"vintage {one.vintage}", tuple(links))
