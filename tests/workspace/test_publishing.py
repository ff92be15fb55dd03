"""What a release publishes: the rule holds for what is carried and refuses what would rebuild a publisher's table."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import polars as pl
import pytest

import contrapeso
from contrapeso.core.errors import ContrapesoError
from contrapeso.measure.indicator import Indicator, read_indicators
from contrapeso.measure.world.run import NAMES, SCHEMA
from contrapeso.workspace import published
from contrapeso.workspace.publishing import LARGEST, UNITS, check_days, publishable
from tests.architecture.engine import CONTENT


@cache
def world() -> dict[str, Indicator]:
    return {one.name: one for one in read_indicators([CONTENT / "indicators"]) if one.is_world}


CARRIED = sorted(path.stem for path in (CONTENT / "published").glob("*.parquet"))


def rows(*given: dict[str, object], unit: str = "share") -> pl.DataFrame:
    full = [
        {"topic": None, "object": None, "unit": unit, "missing": [], "is_assumed": False, "vintage": "2026-01-01"} | one
        for one in given
    ]
    return pl.DataFrame(full, schema=pl.Schema(SCHEMA))


def test_every_indicator_that_may_be_published_is_carried_and_no_other() -> None:
    allowed = sorted(name for name, one in world().items() if one.published)
    assert allowed == CARRIED == sorted(published.release().indicators)


@pytest.mark.parametrize("name", CARRIED)
def test_rows_are_carried_in_the_order_of_what_is_measured(name: str) -> None:
    table = published.read(name)
    assert table is not None and table.schema == pl.Schema(SCHEMA)
    assert table.equals(table.sort(NAMES))


@pytest.mark.parametrize("name", CARRIED)
def test_no_day_is_one_that_somebody_gave(name: str) -> None:
    """A file states its day or edition, or the day is a bound, and the vintage says that it is."""
    said = published.release().indicators[name]
    for source in said["sources"].values():
        assert source["dated_by"] in ("stated", "recorded", "retrieved")
        assert (f"≤{source['vintage']}" in said["vintage"]) == (source["dated_by"] != "stated")
        assert source["edition"] is None or f"v{source['edition']}" in said["vintage"]


def test_a_day_that_nothing_bears_out_is_refused(tmp_path: Path) -> None:
    folder = CONTENT / "sources" / "atop"
    sample = tmp_path / "atop9_1m.csv"
    sample.write_bytes((folder / "sample.csv").read_bytes())
    chosen = [world()["ties-alliances"]]
    with contrapeso.open(tmp_path / "given") as workspace:
        workspace.ingest_source("atop", [sample], date(2022, 7, 1))
        with pytest.raises(ContrapesoError, match="atop 2022-07-01"):
            check_days(workspace, chosen)
    with contrapeso.open(tmp_path / "recorded") as workspace:
        workspace.ingest_source("atop", [sample])
        check_days(workspace, chosen)


@pytest.mark.parametrize("name", CARRIED)
def test_what_is_carried_keeps_the_rule(name: str) -> None:
    table = published.read(name)
    assert table is not None and table.height > 0
    assert set(table["unit"].unique()) <= set(UNITS)
    if table["object"].is_not_null().any():
        assert table["period"].n_unique() == 1
    numbers = table.select(pl.col("value", "low", "high").drop_nans())
    assert all((numbers[end] - numbers[end].round(4)).abs().fill_null(0.0).max() < 1e-3 for end in numbers.columns)  # type: ignore[operator]
    known = table.filter(pl.col("value").is_not_null() & pl.col("low").is_not_null())
    assert known.filter((pl.col("low") > pl.col("value")) | (pl.col("value") > pl.col("high"))).height == 0
    assert table.filter(pl.col("value").is_null() & (pl.col("missing").list.len() == 0)).height == 0


@pytest.mark.parametrize("name", CARRIED)
def test_files_are_small_and_name_their_sources(name: str) -> None:
    said = published.release().indicators[name]
    assert (CONTENT / "published" / f"{name}.parquet").stat().st_size <= LARGEST
    assert set(said["sources"]) == set(world()[name].sources)


@pytest.mark.parametrize("unit", ["TIV", "million USD of 2024", "currency", "organisations"])
def test_money_and_publishers_units_are_refused(unit: str) -> None:
    table = rows({"state": "COL", "period": "2025", "value": 1.0, "low": 1.0, "high": 1.0}, unit=unit)
    with pytest.raises(ValueError, match=r"not published"):
        publishable(world()["arms-concentration"], table)


def test_pairs_year_by_year_are_refused() -> None:
    table = rows({"state": "COL", "object": "USA", "period": "2025", "value": 0.5, "low": 0.5, "high": 0.5})
    with pytest.raises(ValueError, match="newest"):
        publishable(replace(world()["arms-direct"], published="all"), table)


def test_of_pairs_only_the_newest_year_goes_out_rounded_and_without_rows() -> None:
    pair = {"state": "COL", "object": "USA", "value": 1 / 3, "low": 0.3, "high": 0.4}
    found = publishable(world()["arms-direct"], rows(pair | {"period": "2024"}, pair | {"period": "2025"}))
    assert found["period"].cast(pl.String).to_list() == ["2025"]
    assert found["value"].to_list() == pytest.approx([0.3333], abs=1e-6)
    assert not {"evidence", "vintage"} & set(found.columns)


def test_publishers_own_tables_are_not_published() -> None:
    assert {name for name, one in world().items() if one.published is None} >= {
        "assembly-left",
        "assistance-by-category",
        "assistance-by-stage",
        "assistance-revision",
        "democracy",
        "gdp-per-head",
        "governance",
        "military-burden",
        "population",
        "ties-organisations",
        "trade-cut-off",
        "trade-largest",
        "trade-mirror",
        "trade-reverse",
    }  # fmt: skip


@pytest.mark.parametrize("name", ["LICENCES.md", "LICENCES.es.md"])
def test_each_source_has_its_terms_in_both_languages(name: str) -> None:
    text = (CONTENT / "published" / name).read_text(encoding="utf-8")
    for indicator in CARRIED:
        assert f"`{indicator}`" in text
