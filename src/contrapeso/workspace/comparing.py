"""States side by side: every indicator of all states in one year, each value with where it comes from, or why there is none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from contrapeso.core.state import check_state
from contrapeso.workspace import worldwide
from contrapeso.workspace.ahead import measure_ahead

if TYPE_CHECKING:
    import polars as pl

    from contrapeso.core.measurement import Measurement
    from contrapeso.measure.indicator import Indicator
    from contrapeso.workspace.workspace import Workspace
    from contrapeso.workspace.worldwide import Worldwide


@dataclass(frozen=True, slots=True)
class Compared:
    """One question put to several states: a measurement each, or None where nothing is on record of a state.

    Where an indicator relates two states, the partner with the greatest value is shown.
    """

    indicator: Indicator
    topic: str | None
    cells: Mapping[str, Measurement | None]
    is_led: bool
    """Whether the partner differs from state to state."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What was asked of whom, as of which day; which indicators lack their sources, and which hold nothing for that time."""

    states: tuple[str, ...]
    on: date
    lines: tuple[Compared, ...]
    absent: tuple[Indicator, ...]
    partner: str | None = None
    silent: tuple[Indicator, ...] = ()
    """Indicators that are measured, but nothing of these states up to that day."""


def compare(
    workspace: Workspace,
    states: Sequence[str],
    on: date | None = None,
    indicator: str | None = None,
    partner: str | None = None,
) -> Comparison:
    """Compare states by the indicators of all states, or by the one named, in the last year over by a day.

    With a partner, what relates a state to others is what relates it to that one.
    """
    codes = tuple(dict.fromkeys(check_state(state.upper()) for state in states))
    facing = check_state(partner.upper()) if partner else None
    day = on or workspace.today()
    if indicator is not None and not worldwide.is_world(workspace, indicator):
        raise worldwide.not_of_all_states(indicator)
    chosen = [one for one in worldwide.world_indicators(workspace) if _is_asked(one, indicator, facing)]
    measure_ahead(workspace, chosen)
    lines: list[Compared] = []
    absent: list[Indicator] = []
    silent: list[Indicator] = []
    for one in chosen:
        found = worldwide.table_of(workspace, one)
        if found is None:
            absent.append(one)
            continue
        about = _lines(found, codes, day, facing)
        lines += about
        if not about:
            (silent if _is_whole(found) else absent).append(one)
    return Comparison(codes, day, tuple(lines), tuple(absent), facing, tuple(silent))


def _is_asked(one: Indicator, indicator: str | None, partner: str | None) -> bool:
    if indicator is not None:
        return indicator == one.name
    return not one.is_detail and (partner is not None or not one.is_of_pairs)


def _is_whole(found: Worldwide) -> bool:
    """Whether the table holds every year on record; what a release publishes of the newest year alone does not."""
    return found.release is None or found.indicator.published == "all"


def _lines(found: Worldwide, states: Sequence[str], on: date, partner: str | None) -> list[Compared]:
    import polars as pl

    from contrapeso.measure.world.run import measurements, rows_of

    rows = rows_of(found.table, list(states), on)
    is_led = bool(rows["object"].is_not_null().any())
    if partner:
        rows = rows.filter(pl.col("object").is_null() | (pl.col("object") == partner))
    cells: dict[str | None, dict[str, Measurement]] = {}
    for one in measurements(_greatest(rows), found.indicator.name, found.release):
        cells.setdefault(one.topic, {})[one.subject] = one
    return [
        Compared(found.indicator, topic, {state: cells[topic].get(state) for state in states}, is_led)
        for topic in _in_order([*cells])
    ]


def _greatest(rows: pl.DataFrame) -> pl.DataFrame:
    """One row a topic and state: the greatest value, the partner's code deciding between equals."""
    ranked = rows.sort(["topic", "state", "value", "object"], descending=[False, False, True, False], nulls_last=True)
    return ranked.unique(["topic", "state"], keep="first", maintain_order=True)


def _in_order(topics: list[str | None]) -> list[str | None]:
    """Topics by kind, then by the number they end with: five years before ten; words by the alphabet."""

    def key(topic: str | None) -> tuple[str, int, str]:
        kind, _, number = (topic or "").rpartition("-")
        return (kind, int(number), "") if number.isdigit() else (kind, 0, topic or "")

    return sorted(topics, key=key)
