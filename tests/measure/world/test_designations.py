"""Designations on the table that ships with contrapeso, against asking day by day."""

from __future__ import annotations

from datetime import date
from functools import cache

import polars as pl
import pytest

from contrapeso.core.fact import Fact
from contrapeso.core.period import PartialDate
from contrapeso.core.world import Tie
from contrapeso.ingest.world.manifest import read_source
from contrapeso.ingest.world.run import BUILT_IN, open_source, read_files
from contrapeso.measure.world.designations import DAYS, standing_designations, years_designated
from contrapeso.measure.world.frame import WorldFrame

TOPICS = {"designated": ("mnna", "mnna-1987"), "treated-as": ("mnna-treated-as",)}


@cache
def frame() -> WorldFrame:
    source = read_source(BUILT_IN / "mnna")
    files, dating = open_source(source, source.carried, None)
    tables, _ = read_files(source, files, dating.on)

    def read(fact: type[Fact]):  # type: ignore[no-untyped-def]
        return tables[fact]

    return WorldFrame(read, "", dating.on)


def listed() -> dict[str, list[tuple[PartialDate, PartialDate | None]]]:
    found: dict[str, list[tuple[PartialDate, PartialDate | None]]] = {}
    for row in frame().table(Tie).filter(pl.col("level") != "mnna-treated-as").iter_rows(named=True):
        end = PartialDate.parse(row["end"]) if row["end"] else None
        found.setdefault(row["state"], []).append((PartialDate.parse(row["start"]), end))
    return found


def test_every_year_end_is_as_the_list_says() -> None:
    rows = standing_designations(frame(), TOPICS).filter(pl.col("topic") == "designated")
    known = listed()
    assert rows["state"].n_unique() > 190 and rows.filter(pl.col("value") > 0)["state"].n_unique() == len(known)
    for row in rows.iter_rows(named=True):
        at = date.fromisoformat(row["period"]) if len(row["period"]) == 10 else date(int(row["period"]), 12, 31)
        stands = any(start.last <= at and (end is None or at < end.first) for start, end in known.get(row["state"], ()))
        assert row["value"] == float(stands), row
        assert row["low"] <= row["value"] <= row["high"]


def test_the_years_count_from_the_day() -> None:
    rows = years_designated(frame(), TOPICS)
    last = rows["period"].filter(rows["period"].str.len_chars() == 10)[0]
    of = {
        row["state"]: row
        for row in rows.filter((pl.col("period") == last) & (pl.col("topic") == "designated")).iter_rows(named=True)
    }
    began = date(1998, 1, 6)
    assert of["ARG"]["value"] == pytest.approx((date.fromisoformat(last) - began).days / DAYS)
    assert of["ARG"]["low"] == of["ARG"]["high"] and of["QAT"]["low"] < of["QAT"]["value"] < of["QAT"]["high"]
    assert of["AFG"]["value"] == of["FRA"]["value"] == 0


def test_who_is_treated_as_though_designated_is_kept_apart() -> None:
    rows = standing_designations(frame(), TOPICS)
    assert set(rows.filter(pl.col("topic") == "treated-as")["state"]) == {"TWN"}
    assert rows.filter((pl.col("state") == "TWN") & (pl.col("topic") == "designated"))["value"].max() == 0
