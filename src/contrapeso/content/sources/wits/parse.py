"""Reads country summaries of WITS: totals, product groups and the five largest partners, year by year."""

from __future__ import annotations

import polars as pl

from contrapeso.ingest.world.recorder import Recorder
from contrapeso.ingest.world.sheets import unpivot
from contrapeso.ingest.world.trade import WORLD, dollars, record_trade

COLUMNS = {
    "Reporter": "reporter_name", "Partner": "partner", "Product categories": "product", "Indicator Type": "type", "Indicator": "indicator",
}  # fmt: skip
YEARS = r"(19|20)\d\d"
WAYS = {
    "Imports (in US$ Mil)": "M", "Trade (US$ Mil)-Top 5 Import Partner": "M", "Import(US$ Mil)": "M",
    "Exports (in US$ Mil)": "X", "Trade (US$ Mil)-Top 5 Export Partner": "X", "Export(US$ Mil)": "X",
}  # fmt: skip
"""The indicators that are amounts, and which way the goods went."""
UNUSED = (
    "Country Growth (%)", "Duty Free Imports (US$ Thousand)", "Duty Free Tariff Lines Share (%)", "Export Product share(%)",
    "GDP (current US$ Mil)", "GNI per capita, Atlas method (current US$)", "HH Market concentration index",
    "Import Product share(%)", "Index of export market penetration", "Maximum Rate (%)", "No. Of Export partners",
    "No. Of Export products", "No. Of Import partners", "No. Of Import products", "No. Of Tariff Agreement",
    "Partner share(%)-Top 5 Export Partner", "Partner share(%)-Top 5 Import Partner", "Simple Average (%)",
    "Trade (% of GDP)", "Trade Balance (% of GDP)", "Trade Balance (current US$ Mil)", "Trade in services (% of GDP)",
    "Weighted Average (%)", "World Growth (%)",
)  # fmt: skip
"""Shares, growth, tariffs and what else is worked out from amounts, or is no trade."""
GROUPS = (WORLD, "European Union")
"""Reporters that are sums of others."""
EVERYTHING = "All Products"
MILLION = 1_000_000


def parse(recorder: Recorder) -> None:
    """The amounts of every summary; what is worked out from them is left out."""
    parts = [recorder.delimited(role, COLUMNS, rest=YEARS) for role in recorder.roles("summary")]
    rows = pl.concat(parts, how="diagonal")
    rows = recorder.refuse(rows, pl.any_horizontal(pl.col("partner", "product", "indicator").is_null()), "empty")
    known = pl.col("indicator").is_in([*WAYS, *UNUSED])
    rows = recorder.refuse(rows, ~known, "unknown-indicator", "indicator")
    rows = rows.filter(pl.col("indicator").is_in(list(WAYS)))
    rows = recorder.refuse(rows, pl.col("reporter_name").is_null(), "no-reporter", "partner")
    rows = rows.filter(~pl.col("reporter_name").is_in(GROUPS))
    years = [name for name in rows.columns if name.isdigit()]
    rows = unpivot(rows, years, "period", "value").filter(pl.col("value").is_not_null())
    rows = recorder.numbers(rows, "value", least=0, required=True)
    is_import = pl.col("indicator").replace_strict(WAYS) == "M"
    groups = pl.col("product") != EVERYTHING
    rows = rows.with_columns(
        origin_name=pl.when(is_import).then("partner").otherwise("reporter_name"),
        destination_name=pl.when(is_import).then("reporter_name").otherwise("partner"),
        product=pl.when(groups).then("product"),
        product_list=pl.when(groups).then(pl.lit("WITS product groups")),
        value=dollars(pl.col("value"), MILLION),
    )
    record_trade(recorder, rows.drop("partner", "type", "indicator"))
