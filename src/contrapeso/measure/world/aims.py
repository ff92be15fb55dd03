"""What assistance to every state was for, by the purpose codes that its publishers give."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

import polars as pl

from contrapeso.core.measurement import Measurement
from contrapeso.core.world import Flow
from contrapeso.measure.world.frame import WorldFrame

DAC = ("dac-5", "dac-3")
"""Lists of purposes whose codes say what the topics ask: the DAC's of five and of three digits."""
SURELY, PERHAPS, UNKNOWN, OTHER = "surely", "perhaps", "unknown", "other"
REST, UNCLASSIFIED = "for-other", "for-unclassified"
"""What serves none of the topics, and what does not say what it serves."""
NO_RATES, TAKEN_BACK, NO_PURPOSE = "exchange-rates", "de-obligations", "purpose-codes"
KIND, STAGE = "assistance", "disbursed"
GROUP = ["state", "period", "topic"]


@cache
def readings() -> Mapping[str, Mapping[str, str]]:
    """The codes of each topic with their reading.

    One of three digits that surely serves stands for all that begin with it; one that perhaps does, for itself only.
    """
    found: dict[str, dict[str, str]] = {}
    with (Path(__file__).parent / "aims.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found.setdefault(row["topic"], {})[row["codes"]] = row["reading"]
    return found


def reading(topic: str, listed: str | None, code: str | None) -> str:
    """Whether a purpose surely serves a topic, perhaps, does not, or says nothing.

    >>> [reading("for-security", "dac-5", code) for code in ("15210", "15132", "12220", "99810", None)]
    ['surely', 'perhaps', 'other', 'unknown', 'unknown']
    >>> reading("for-justice", "dac-3", "151"), reading("for-justice", "iati-99", "own")
    ('perhaps', 'unknown')
    >>> [reading("for-other", "dac-5", code) for code in ("14031", "15132", "99810")], reading("for-unclassified", None, None)
    (['surely', 'other', 'unknown'], 'surely')
    """
    is_unknown = listed not in DAC or not code or code[:3] in readings()[UNKNOWN]
    if topic == UNCLASSIFIED:
        return SURELY if is_unknown else OTHER
    if is_unknown or not code:
        return UNKNOWN
    if topic == REST:
        found = {reading(named, listed, code) for named in readings() if named != UNKNOWN}
        return OTHER if SURELY in found else PERHAPS if PERHAPS in found else SURELY
    codes, branch = readings()[topic], readings()[topic].get(code[:3], OTHER)
    return codes.get(code) or (branch if len(code) == 3 or branch == SURELY else OTHER)


def shares_by_purpose(frame: WorldFrame) -> pl.DataFrame:
    """The share of what a state was paid in a year that serves each topic, of what has a purpose that says so.

    The low end counts the money that surely serves the topic, over all; the high end adds what perhaps does and what
    has no purpose. Amounts of several currencies are never added: their joint share lies between the least and the
    greatest of theirs, and has no value.
    """
    sums = _sums(frame)
    known = pl.col("whole") - pl.col(UNKNOWN)
    is_whole = (pl.col("least") >= 0) & (pl.col("whole") > 0)
    sums = sums.with_columns(
        value=pl.when(is_whole & (known > 0)).then(pl.min_horizontal(pl.col(SURELY) / known, 1.0)),
        low=pl.when(is_whole).then(pl.col(SURELY) / pl.col("whole")),
        high=pl.when(is_whole).then(
            pl.min_horizontal((pl.col(SURELY) + pl.col(PERHAPS) + pl.col(UNKNOWN)) / pl.col("whole"), 1.0)
        ),
    )
    found = sums.group_by(GROUP, maintain_order=True).agg(
        pl.col("value").first(), pl.col("low").min(), pl.col("high").max(), several=pl.len() > 1,
        broken=(~is_whole).any(),
    )  # fmt: skip
    has_ends, has_value = ~pl.col("broken"), ~pl.col("broken") & ~pl.col("several")
    found = found.with_columns(
        value=pl.when(has_value).then(pl.col("value").clip(pl.col("low"), pl.col("high"))),
        low=pl.when(has_ends).then("low"), high=pl.when(has_ends).then("high"),
    )  # fmt: skip
    lacks = pl.concat_list(
        pl.when("broken").then(pl.lit(TAKEN_BACK)), pl.when("several").then(pl.lit(NO_RATES)),
        pl.when(has_value & pl.col("value").is_null()).then(pl.lit(NO_PURPOSE)),
    )  # fmt: skip
    return found.select(*GROUP, "value", "low", "high", missing=lacks.list.drop_nulls())


def _sums(frame: WorldFrame) -> pl.DataFrame:
    """What a state was paid in a year and currency, by how each topic reads its purpose."""
    rows = _paid(frame)
    topics = [*(topic for topic in readings() if topic != UNKNOWN), REST, UNCLASSIFIED]
    codes = rows.select("purpose_list", "purpose").unique(maintain_order=True)
    read = pl.DataFrame(
        [
            (listed, code, topic, reading(topic, listed, code))
            for listed, code in codes.iter_rows()
            for topic in topics
        ],
        schema=dict.fromkeys(("purpose_list", "purpose", "topic", "reading"), pl.String), orient="row",
    )  # fmt: skip
    joined = rows.join(read, on=["purpose_list", "purpose"], nulls_equal=True)
    by = [*GROUP, "unit"]
    classes = joined.group_by(*by, "reading", maintain_order=True).agg(pl.col("value").sum())
    parts = [pl.col("value").filter(pl.col("reading") == name).sum().alias(name) for name in (SURELY, PERHAPS, UNKNOWN)]
    return classes.group_by(by, maintain_order=True).agg(
        *parts, whole=pl.col("value").sum(), least=pl.col("value").min()
    )


def _paid(frame: WorldFrame) -> pl.DataFrame:
    rows = frame.table(Flow).filter(
        (pl.col("kind") == KIND) & (pl.col("stage") == STAGE)
        & pl.col("destination").is_not_null() & pl.col("value").is_not_null()
    )  # fmt: skip
    return rows.with_columns(state="destination", period=pl.col("period").str.head(4))


def paid_behind(frame: WorldFrame, one: Measurement) -> Iterable[str]:
    """All that a state was paid in a year: a share rests on the whole."""
    rows = _paid(frame).filter((pl.col("state") == one.subject) & (pl.col("period") == one.period))
    return (f"{Flow.table}:{flow_id}" for flow_id in rows["flow_id"])
