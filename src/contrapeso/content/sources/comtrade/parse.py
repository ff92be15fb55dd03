"""Reads Comtrade's own CSV extracts, and workbooks of what all states report of their trade with one partner."""

from __future__ import annotations

import polars as pl

from contrapeso.ingest.world.recorder import Recorder
from contrapeso.ingest.world.trade import WORLD, record_trade

SHEET = "Sheet1"
CELLS = {
    "refYear": "period", "flowCode": "flow", "partnerDesc": "partner", "reporterDesc": "reporter_name", "partner_sum": "value",
}  # fmt: skip
RANKS = (" ?", "partner_rank", "partner_perc", "partner_upper_sum", "partner_upper_perc", "cmdCode")
"""Ranks and shares that whoever prepared the workbook worked out from the sums."""
COLUMNS = {
    "freqCode": "frequency", "refYear": "period", "reporterDesc": "reporter_name", "flowCode": "flow", "partnerDesc": "partner",
    "partner2Code": "second", "classificationCode": "product_list", "cmdCode": "product", "customsCode": "customs",
    "mosCode": "supply", "motCode": "transport", "netWgt": "quantity", "primaryValue": "value", "isReported": "reported",
    "isAggregate": "aggregate",
}  # fmt: skip
UNUSED = (
    "typeCode", "refPeriodId", "refMonth", "period", "reporterCode", "reporterISO", "flowDesc", "partnerCode", "partnerISO",
    "partner2ISO", "partner2Desc", "classificationSearchCode", "isOriginalClassification", "cmdDesc", "aggrLevel", "isLeaf",
    "customsDesc", "motDesc", "qtyUnitCode", "qtyUnitAbbr", "qty", "isQtyEstimated", "altQtyUnitCode", "altQtyUnitAbbr",
    "altQty", "isAltQtyEstimated", "isNetWgtEstimated", "grossWgt", "isGrossWgtEstimated", "cifvalue", "fobvalue",
    "legacyEstimationFlag",
)  # fmt: skip
WHOLE = {"second": "0", "customs": "C00", "supply": "0", "transport": "0"}
"""The codes of a row that is broken down by nothing: second partner, customs procedure, mode of supply and of transport."""
FLAGS = {"true": True, "1": True, "false": False, "0": False}
ADDED = "isReported: false; isAggregate: true"
NOT_REPORTED = "isReported: false"
"""As the file says it, as a note has one language; what it means stands in the method, in both."""
WAYS = ("M", "X")
TOTAL = "TOTAL"


def parse(recorder: Recorder) -> None:
    """Every workbook and extract together, as one account may stand in several."""
    parts = [_workbook(recorder, role) for role in (*recorder.roles("imports"), *recorder.roles("exports"))]
    parts += [_extract(recorder, role) for role in recorder.roles("extract")]
    rows = pl.concat(parts, how="diagonal")
    rows = recorder.refuse(rows, pl.any_horizontal(pl.col("reporter_name", "partner").is_null()), "empty")
    rows = recorder.refuse(rows, pl.col("reporter_name") == WORLD, "world-reports", "reporter_name")
    rows = recorder.numbers(rows, "value", least=0, required=True)
    rows = recorder.numbers(rows, "quantity", least=0)
    is_import = pl.col("flow").str.slice(-1) == "M"
    rows = rows.with_columns(
        origin_name=pl.when(is_import).then("partner").otherwise("reporter_name"),
        destination_name=pl.when(is_import).then("reporter_name").otherwise("partner"),
        quantity_unit=pl.when(pl.col("quantity").is_not_null()).then(pl.lit("kg")),
        provisional=pl.col("period").cast(pl.Int32, strict=False) >= recorder.vintage.year - 1,
    )
    itself = pl.col("reporter_name") == pl.col("partner")
    recorder.note(rows, itself, "own-goods", "partner")
    record_trade(recorder, rows.drop("flow", "partner"))


def _workbook(recorder: Recorder, role: str) -> pl.DataFrame:
    recorder.expect_titles(role, {SHEET: SHEET}, (SHEET,), ())
    rows = recorder.sheet(role, SHEET, CELLS, unused=RANKS)
    rows = recorder.refuse(rows, ~pl.col("flow").is_in(WAYS).fill_null(False), "unknown-flow", "flow")
    return rows.with_columns(
        pl.col("period").str.strip_suffix(".0"), *_empty("quantity", "product", "product_list", "account", "note")
    )


def _extract(recorder: Recorder, role: str) -> pl.DataFrame:
    """Yearly rows; one broken down further keeps its codes as ``account``, so that nobody adds it to the whole."""
    rows = recorder.delimited(role, COLUMNS, unused=UNUSED)
    rows = recorder.refuse(rows, (pl.col("frequency") != "A").fill_null(True), "not-a-year", "frequency")
    rows = recorder.refuse(rows, ~pl.col("flow").str.contains("^[A-Z]?[MX]$").fill_null(False), "unknown-flow", "flow")
    parts = [
        pl.when((pl.col(name) != code).fill_null(False)).then(pl.concat_str(pl.lit(name + " "), name))
        for name, code in WHOLE.items()
    ]
    of_which = pl.when(~pl.col("flow").is_in(WAYS)).then("flow")
    account = pl.concat_str(of_which, *parts, separator=" ", ignore_nulls=True)
    is_total = pl.col("product") == TOTAL
    is_reported, is_sum = (
        pl.col(name).str.to_lowercase().replace_strict(FLAGS, default=None, return_dtype=pl.Boolean)
        for name in ("reported", "aggregate")
    )
    return rows.with_columns(
        account=pl.when(account != "").then(account),
        note=pl.when(~is_reported).then(pl.when(is_sum).then(pl.lit(ADDED)).otherwise(pl.lit(NOT_REPORTED))),
        product=pl.when(~is_total).then("product"),
        product_list=pl.when(~is_total).then("product_list"),
    ).drop("frequency", "reported", "aggregate", *WHOLE)


def _empty(*names: str) -> list[pl.Expr]:
    return [pl.lit(None, dtype=pl.String).alias(name) for name in names]
