"""Designations of states by another, such as ally outside an alliance: whether one stood in a year, and for how long."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import polars as pl

from contrapeso.core.measurement import Measurement
from contrapeso.core.names import numbered_states
from contrapeso.core.state import successors
from contrapeso.core.world import Tie
from contrapeso.measure.world.frame import WorldFrame

DAYS = 365.25
DATES = ("start_first", "start_last", "end_first", "end_last")
ENDS = ("low", "value", "high")
Topics = Mapping[str, Sequence[str]]
"""What is asked, and the regimes (``level`` of a tie) that answer it; the first is asked of every state, others where they apply."""


def standing_designations(frame: WorldFrame, topics: Topics) -> pl.DataFrame:
    """1 where a designation stands at the end of a period, else 0; low: all through it; high: on some day of it."""
    return _measured(frame, topics, _stands)


def years_designated(frame: WorldFrame, topics: Topics) -> pl.DataFrame:
    """Years since the designation that stands at the end of a period; 0 without; ends where its day is not known."""
    return _measured(frame, topics, _lasted)


def _measured(frame: WorldFrame, topics: Topics, ends: Mapping[str, pl.Expr]) -> pl.DataFrame:
    parts: list[pl.DataFrame] = []
    for topic, regimes in topics.items():
        rows = _held(frame, regimes)
        if parts:
            rows = rows.filter(pl.col("start_first").is_not_null())
        parts.append(_of_topic(rows, topic, ends))
    return pl.concat(parts)


def _held(frame: WorldFrame, regimes: Sequence[str]) -> pl.DataFrame:
    """Every state in every period, the last being the day of the list, with each designation it ever had."""
    ties = frame.table(Tie).filter((pl.col("kind") == "designation") & pl.col("level").is_in(list(regimes)))
    return frame.once(("designated", *regimes), lambda: _everyone(frame, ties))


def _everyone(frame: WorldFrame, ties: pl.DataFrame) -> pl.DataFrame:
    day, first = frame.on, frame.table(Tie)["start_first"].min()
    columns = {"state": pl.String(), "period": pl.String(), "opens": pl.Date(), "closes": pl.Date()}
    if day is None or not isinstance(first, date):
        return pl.DataFrame(schema=columns | dict.fromkeys(DATES, pl.Date()))
    closes = [date(year, 12, 31) for year in range(first.year, day.year)]
    names = [*(str(one.year) for one in closes), day.isoformat()]
    everyone = [
        (state, name, date(one.year, 1, 1), one)
        for name, one in zip(names, [*closes, day], strict=True)
        for state in numbered_states()
        if successors(state, one) == (state,)
    ]
    return pl.DataFrame(everyone, schema=columns, orient="row").join(
        ties.select("state", *DATES), on="state", how="left"
    )


def _of_topic(rows: pl.DataFrame, topic: str, measured: Mapping[str, pl.Expr]) -> pl.DataFrame:
    ends = (measured[end].cast(pl.Float64).fill_null(0.0).max().alias(end) for end in ENDS)
    return rows.group_by("state", "period").agg(*ends).with_columns(topic=pl.lit(topic))


_open = pl.col("end_first").is_null()
_begun, _surely_begun = pl.col("start_first") <= pl.col("closes"), pl.col("start_last") <= pl.col("closes")
_may_last = _open | (pl.col("end_last") >= pl.col("closes"))
_surely_lasts = _open | (pl.col("end_first") > pl.col("closes"))
_stands: Mapping[str, pl.Expr] = {
    "low": (pl.col("start_last") <= pl.col("opens")) & _surely_lasts,
    "value": _surely_begun & _surely_lasts,
    "high": _begun & (_open | (pl.col("end_last") >= pl.col("opens"))),
}
_since = {
    "low": pl.col("start_last"), "high": pl.col("start_first"),
    "value": pl.col("start_first") + (pl.col("start_last") - pl.col("start_first")) / 2,
}  # fmt: skip
_lasts = {"low": _surely_begun & _surely_lasts, "value": _surely_begun & _surely_lasts, "high": _begun & _may_last}
_lasted: Mapping[str, pl.Expr] = {
    end: pl.when(_lasts[end]).then((pl.col("closes") - _since[end]).dt.total_days() / DAYS) for end in ENDS
}


def designations_behind(frame: WorldFrame, one: Measurement, topics: Topics) -> Iterable[str]:
    """The designations of a state, past ones among them; none where it never had any."""
    rows = frame.table(Tie).filter(
        (pl.col("kind") == "designation") & (pl.col("state") == one.subject)
        & pl.col("level").is_in(list(topics[one.topic or ""]))
    )  # fmt: skip
    return (f"{Tie.table}:{tie_id}" for tie_id in rows["tie_id"])
