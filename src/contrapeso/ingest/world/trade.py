"""Trade as publishers of every layout report it, as flows: who sent what to whom, in dollars, and who says so."""

from __future__ import annotations

import polars as pl

from contrapeso.core.world import Flow
from contrapeso.ingest.world.recorder import Recorder

WORLD = "World"
"""What publishers call the sum over all partners; a flow from or to it has no state at that end."""
YEAR = r"^(19|20)\d\d$"
ENDS = ("origin", "destination")


def dollars(value: pl.Expr, scale: int) -> pl.Expr:
    """Figures in thousands or millions as dollars, exactly: what their decimals say, without the dust of binary numbers."""
    return (value * scale).round(3)


def record_trade(recorder: Recorder, rows: pl.DataFrame, *, said_by: str | None = None) -> None:
    """Flows from rows with ``origin_name``, ``destination_name``, ``period``, ``value`` in dollars, ``line``, ``locator``.

    ``reporter_name`` names the state whose account it is; else ``said_by`` is the publisher that compiled it. Columns
    of ``Flow`` that rows have besides are kept; ``origin_asked`` and ``destination_asked`` are names as the authority
    knows them, where the publisher's differ. What a state sent to itself is kept, and noted by the source.
    """
    rows = recorder.refuse(rows, ~pl.col("period").str.contains(YEAR).fill_null(False), "not-a-date", "period")
    rows = rows.with_columns(december=pl.date(pl.col("period").cast(pl.Int32), 12, 31))
    for end in ENDS:
        rows = _end(recorder, rows, end)
    if said_by is None:
        rows = recorder.parties(rows, "reporter_name", code="reporter", kind="reporter_kind", on="december")
        rows = rows.with_columns(reporter=pl.coalesce("reporter", "reporter_name")).drop("reporter_kind")
    else:
        rows = rows.with_columns(reporter=pl.lit(said_by))
    rows = rows.with_columns(flow_id=_name(recorder, rows))
    rows = recorder.unique(rows, "flow_id")
    fixed = {"kind": "trade", "stage": "reported", "unit": "USD", "period_kind": "calendar-year"}
    rows = rows.with_columns(pl.lit(word).alias(name) for name, word in fixed.items())
    if "provisional" not in rows.columns:
        rows = rows.with_columns(provisional=pl.lit(False))
    recorder.add(Flow, rows.drop("december", "reporter_name", strict=False))


def _end(recorder: Recorder, rows: pl.DataFrame, end: str) -> pl.DataFrame:
    """One end's code; none for the world as a whole and for what the authority knows to be no state."""
    asked = f"{end}_asked" if f"{end}_asked" in rows.columns else f"{end}_name"
    rows = rows.with_columns(pl.when(pl.col(f"{end}_name") != WORLD).then(pl.col(asked)).alias("asked"))
    rows = recorder.parties(rows, "asked", code=end, kind="kind_of_end", on="december")
    return rows.drop("asked", "kind_of_end", f"{end}_asked", strict=False)


def _name(recorder: Recorder, rows: pl.DataFrame) -> pl.Expr:
    """``<source>-<year>-<origin>-<destination>-<reporter>``, then product and breakdown where there is one."""
    ends = [pl.coalesce(end, pl.col(f"{end}_name").str.replace_all(r"[^\w.]+", "_")) for end in ENDS]
    further = [pl.col(name) for name in ("product", "account") if name in rows.columns]
    said_by = pl.col("reporter").str.replace_all(r"[^\w.]+", "_")
    parts = [pl.lit(recorder.source.name), pl.col("period"), *ends, said_by, *further]
    return pl.concat_str(parts, separator="-", ignore_nulls=True).str.replace_all(" ", "_")
