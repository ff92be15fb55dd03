"""Reads conflicts by year as the parts of states: which side, as a party or in support, against whom, and since when."""

from __future__ import annotations

import polars as pl

from contrapeso.core.world import Conflict
from contrapeso.ingest.world.recorder import Recorder

COLUMNS = {
    "conflict_id": "conflict_id", "location": "location", "side_a": "side_a", "side_b": "side_b",
    "incompatibility": "incompatibility", "territory_name": "territory", "year": "year",
    "intensity_level": "intensity", "type_of_conflict": "kind", "start_date2": "start_date", "start_prec2": "start_prec",
    "ep_end": "ended", "ep_end_date": "end_date",
    "gwno_a": "a_primary", "gwno_a_2nd": "a_secondary", "gwno_b": "b_primary", "gwno_b_2nd": "b_secondary",
}  # fmt: skip
UNUSED = (
    "side_a_id", "side_a_2nd", "side_b_id", "side_b_2nd", "cumulative_intensity", "start_date", "start_prec",
    "ep_end_prec", "gwno_loc", "region", "version",
)  # fmt: skip
KINDS = {"1": "extrasystemic", "2": "interstate", "3": "intrastate", "4": "internationalised-intrastate"}
INTENSITIES = {"1": "minor", "2": "war"}
MATTERS = {"1": "territory", "2": "government", "3": "government and territory"}
PARTS = ("a_primary", "a_secondary", "b_primary", "b_secondary")


def parse(recorder: Recorder) -> None:
    """Every state's part in a conflict in a year as a row of ``conflict``."""
    rows = recorder.delimited("conflicts", COLUMNS, unused=UNUSED)
    for name in ("conflict_id", "side_a", "side_b"):
        rows = recorder.refuse(rows, pl.col(name).is_null(), "empty", name)
    rows = recorder.refuse(rows, ~pl.col("year").str.contains(r"^(19|20)\d\d$").fill_null(False), "not-a-date", "year")
    for name, codes in (("kind", KINDS), ("intensity", INTENSITIES), ("incompatibility", MATTERS)):
        rows = recorder.refuse(rows, ~pl.col(name).is_in(list(codes)).fill_null(False), "bad-code", name)
        rows = rows.with_columns(pl.col(name).replace_strict(codes, return_dtype=pl.String))
    rows = _dated(recorder, rows)
    rows = recorder.refuse(rows, pl.all_horizontal(pl.col(PARTS).is_null()), "no-state", "side_a")
    rows = rows.with_columns(
        matter=pl.concat_str("incompatibility", "territory", separator=": ", ignore_nulls=True),
        middle=pl.date(pl.col("year").cast(pl.Int32), 7, 1),
    )
    recorder.add(Conflict, _parts(recorder, rows))


def _dated(recorder: Recorder, rows: pl.DataFrame) -> pl.DataFrame:
    """Start and end of the episode, no more precise than the publisher says."""
    for name in ("start_date", "end_date"):
        rows = rows.with_columns(_day(name).alias(f"{name}_day"))
        unread = pl.col(name).is_not_null() & pl.col(f"{name}_day").is_null()
        recorder.note(rows, unread, "not-a-date", name)
    day, code = pl.col("start_date_day"), pl.col("start_prec")
    start = (
        pl.when(code == "1").then(day.dt.to_string("%Y-%m-%d"))
        .when(code.is_in(["2", "3"])).then(day.dt.to_string("%Y-%m"))
        .when(code.is_in(["4", "5"])).then(day.dt.to_string("%Y"))
    )  # fmt: skip
    return rows.with_columns(start=start, end=pl.when(pl.col("ended") == "1").then("end_date_day"))


def _day(name: str) -> pl.Expr:
    """A date as the publisher writes it, year first, or as a spreadsheet may have saved it anew, day first."""
    return pl.coalesce(pl.col(name).str.to_date(form, strict=False) for form in ("%Y-%m-%d", "%d-%m-%Y"))


def _parts(recorder: Recorder, rows: pl.DataFrame) -> pl.DataFrame:
    """One row for each state on each side; the same conflict, year, state and side but once."""
    found = []
    for name in PARTS:
        side, part = name.split("_")
        numbers = [(row, one.strip()) for row, cell in enumerate(rows[name]) for one in (cell or "").split(",")]
        numbers = [(row, number) for row, number in numbers if number]
        named = rows[[row for row, _ in numbers]].with_columns(
            pl.Series("number", [number for _, number in numbers], dtype=pl.String),
            side=pl.lit(side),
            part=pl.lit(part),
            opponents=pl.col("side_b" if side == "a" else "side_a").str.split(", "),
        )
        found.append(named)
    parts = pl.concat(found).sort("line", maintain_order=True)
    parts = recorder.states(parts, "number", into="state", scheme="gw", on="middle")
    keys = ("conflict_id", "year", "state", "side")
    twice = pl.struct(keys).is_duplicated() & (pl.col("part") == "secondary")
    again = parts.join(parts.filter(pl.col("part") == "primary").select(keys), on=keys, how="semi")
    recorder.note(again, pl.col("part") == "secondary", "both-parts", "state")
    repeated = twice & ~pl.struct(keys).is_first_distinct()
    parts = recorder.unique(parts.filter(~repeated), *keys)
    return parts.select(
        *keys, "part", "kind", "intensity", "opponents", "location", "matter", "start", "end", "locator"
    )
