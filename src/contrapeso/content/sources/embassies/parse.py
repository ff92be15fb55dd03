"""Reads each mission as a tie from who sends it to where it stands, and each embassy's other accreditations."""

from __future__ import annotations

import polars as pl

from contrapeso.core.world import Tie
from contrapeso.ingest.world.recorder import Recorder

COLUMNS = {
    "operator": "sender", "jurisdictions": "served", "country": "host", "city": "city", "type": "level",
    "creation": "creation", "QID": "address",
}  # fmt: skip
UNUSED = (
    "operatorQID", "address", "jurisdictionQIDs", "countryQID", "cityQID", "latitude", "longitude", "phone", "email", "website",
    "facebook", "twitter", "youtube", "picture", "pictureAuthor", "pictureLicense", "pictureLicenseURL", "typeQID", "QID ?",
)  # fmt: skip
EMBASSY = r"(?i)^(de facto embassy|embassy.*|(?:\w+ )?high commission|apostolic nunciature)$"
"""Missions at the highest rank; an assistant high commission, consulates, offices and delegations are not."""
PARTS = (
    "Anhui", "Beijing", "Chongqing", "Fujian", "Gansu", "Guangdong", "Guangxi", "Guizhou", "Hainan", "Hebei",
    "Heilongjiang", "Henan", "Hubei", "Hunan", "Inner Mongolia", "Jiangsu", "Jiangxi", "Jilin", "Liaoning", "Ningxia",
    "Qinghai", "Shaanxi", "Shandong", "Shanghai", "Shanxi", "Sichuan", "Tianjin", "Xinjiang", "Yunnan", "Zhejiang",
)  # fmt: skip
"""Provinces that an embassy is said to serve; they are in the state where it stands."""
NON_RESIDENT = "non-resident"
KEPT = ("tie_id", "kind", "state", "partner", "name", "start", "level", "directed", "locator")


def parse(recorder: Recorder) -> None:
    """Resident missions, then the states that an embassy serves from elsewhere."""
    frame = recorder.delimited("missions", COLUMNS, unused=UNUSED)
    frame = recorder.refuse(frame, pl.any_horizontal(pl.col("sender", "host", "level", "address").is_null()), "empty")
    kind = pl.when(pl.col("level").str.contains(EMBASSY)).then(pl.lit("embassy")).otherwise(pl.lit("mission"))
    entity = pl.col("address").str.extract(r"(Q\d+)$")
    frame = recorder.refuse(frame, entity.is_null(), "no-entity", "address")
    frame = frame.with_columns(kind=kind, entity=entity, directed=pl.lit(True), name=pl.col("city"), start=_start())
    frame = _state(recorder, frame, "sender", "state")
    frame = _state(recorder, frame, "host", "partner")
    frame = recorder.refuse(frame, pl.col("state") == pl.col("partner"), "own-state", "host")
    frame = recorder.unique(frame.with_columns(tie_id=_key()), "tie_id")
    recorder.add(Tie, frame.select(KEPT))
    recorder.add(Tie, _served(recorder, frame).select(KEPT))


def _start() -> pl.Expr:
    """The day of creation; 1 January is how the publisher writes a year of which no more is known."""
    day = pl.col("creation").str.extract(r"^(\d{4}-\d\d-\d\d)T")
    real = pl.when(day.str.to_date("%Y-%m-%d", strict=False).is_not_null()).then(day)
    return pl.when(real.str.ends_with("-01-01")).then(real.str.head(4)).otherwise(real)


def _key() -> pl.Expr:
    return pl.concat_str("entity", "state", "partner", separator="-")


def _state(recorder: Recorder, frame: pl.DataFrame, name: str, into: str) -> pl.DataFrame:
    frame = recorder.parties(frame, name, code=into, kind="party")
    return recorder.refuse(frame, pl.col("party") != "state", "no-state", name).drop("party")


def _served(recorder: Recorder, frame: pl.DataFrame) -> pl.DataFrame:
    """One tie for each further state to which an embassy is accredited; no start, as none is published."""
    several = frame.filter((pl.col("kind") == "embassy") & pl.col("served").str.contains("|", literal=True))
    several = several.with_columns(served=pl.col("served").str.split("|")).explode("served", empty_as_null=True)
    several = several.with_columns(served=pl.col("served").str.strip_chars()).filter(pl.col("served") != "")
    recorder.note(several, pl.col("served").is_in(PARTS), "part-of-state", "served")
    several = several.filter(~pl.col("served").is_in(PARTS))
    several = recorder.parties(several, "served", code="other", kind="party")
    recorder.note(several, pl.col("party") != "state", "no-state", "served")
    further = (
        pl.col("other").is_not_null() & (pl.col("other") != pl.col("partner")) & (pl.col("other") != pl.col("state"))
    )
    several = several.filter(further).with_columns(
        partner="other", level=pl.lit(NON_RESIDENT), start=pl.lit(None, dtype=pl.String)
    )  # fmt: skip
    return several.with_columns(tie_id=_key()).unique("tie_id", keep="first", maintain_order=True)
