"""Reads each member of each alliance and phase as a tie with its dates and what the member had promised."""

from __future__ import annotations

import polars as pl

from contrapeso.core.world import Tie
from contrapeso.ingest.world.recorder import Recorder

OBLIGATIONS = {
    "defense": "defence",
    "offense": "offence",
    "neutral": "neutrality",
    "nonagg": "non-aggression",
    "consul": "consultation",
}
COLUMNS = {
    "atopid": "atop_id", "member": "member", "yrent": "year", "moent": "month", "dayent": "day", "yrexit": "exit_year",
    "moexit": "exit_month", "dayexit": "exit_day", "ineffect": "in_effect", "bilat": "bilateral", "phase": "phase",
    **{name: name for name in OBLIGATIONS},
}  # fmt: skip
UNUSED = (
    "cowid", "cow4id", "cowsys", "maxphase", "wartime", "cowwar", "estmode", "pubsecr", "secrart", "proadd", "futmem",
    "speclgth", "length", "renounce", "proren", "renewlgt", "term", "termmode", "termcaus", "active", "conditio", "defcon",
    "offcon", "neucon", "concon", "defcoadv", "defcoloc", "defcocon", "defconum", "defcodem", "defconpr", "offcoadv",
    "offcoloc", "offcocon", "offconum", "offcodem", "neucoadv", "neucoloc", "neucocon", "neuconum", "neucodem", "neuconpr",
    "neucoatt", "concoadv", "concoloc", "concocon", "concoreq", "olimob", "asymm", "obvary", "notaiden", "dipaid",
    "terrres", "seppeace", "thirdcom", "noothall", "specthrt", "statthr1", "statthr2", "conwtin", "medarb", "milcon",
    "milaid", "intcom", "subord", "organ1", "orgpurp1", "organ2", "orgpurp2", "base", "contrib", "armred", "acqterr",
    "divgains", "demwith", "reflnun", "refothio", "natrefal", "compag", "nomicoop", "conres", "agprois", "conmen", "ecaid",
    "interv", "source", "new5", "rev5", "version",
)  # fmt: skip
NO_STATES = ("8152",)
"""Members that the project numbers beyond the states of the Correlates of War."""


def parse(recorder: Recorder) -> None:
    """One tie for each member, alliance and phase; ``organisation`` is what the members of an alliance share."""
    frame = recorder.delimited("members", COLUMNS, unused=UNUSED)
    frame = recorder.refuse(frame, pl.any_horizontal(pl.col("atop_id", "member", "year", "phase").is_null()), "empty")
    frame = recorder.refuse(frame, pl.col("member").is_in(NO_STATES), "no-state", "member")
    frame = _dated(recorder, frame)
    frame = recorder.states(frame, "member", into="state", scheme="cow", on="middle")
    unclear = pl.any_horizontal(~pl.col(name).is_in(["0", "1"]) | pl.col(name).is_null() for name in OBLIGATIONS)
    frame = recorder.refuse(frame, unclear, "bad-obligation", "defense")
    frame = recorder.unique(frame, "atop_id", "member", "phase", "start")
    promised = pl.concat_list(
        pl.when(pl.col(name) == "1").then(pl.lit(word)) for name, word in OBLIGATIONS.items()
    ).list.drop_nulls()  # fmt: skip
    rows = frame.with_columns(
        tie_id=pl.concat_str("atop_id", "member", "phase", "start", separator="-"),
        kind=pl.lit("alliance"),
        directed=pl.lit(False),
        organisation=pl.format("ATOP {}", "atop_id"),
        obligations=promised,
    )
    kept = ("tie_id", "kind", "state", "partner", "organisation", "start", "end", "obligations", "directed", "locator")
    recorder.add(Tie, _with_partner(rows).select(kept))


def _with_partner(frame: pl.DataFrame) -> pl.DataFrame:
    """The one other state of an alliance of two."""
    members = frame.select("atop_id", other="state").unique()
    two = (
        frame.filter(pl.col("bilateral") == "1").join(members, on="atop_id").filter(pl.col("other") != pl.col("state"))
    )
    alone = (
        two.group_by("tie_id")
        .agg(pl.col("other").first().alias("partner"), count=pl.len())
        .filter(pl.col("count") == 1)
    )
    return frame.join(alone.drop("count"), on="tie_id", how="left", maintain_order="left")


def _dated(recorder: Recorder, frame: pl.DataFrame) -> pl.DataFrame:
    """Entry and exit as exact as they are known; no exit where the member was bound when the data end."""
    start, end = _date("year", "month", "day"), _date("exit_year", "exit_month", "exit_day")
    frame = frame.with_columns(start=start, end=pl.when(pl.col("in_effect") == "0").then(end))
    frame = recorder.refuse(frame, pl.col("start").is_null(), "not-a-date", "year")
    lost = (pl.col("in_effect") != "1") & (pl.col("end").is_null() | (pl.col("end") < pl.col("start").str.head(4)))
    frame = recorder.refuse(frame, lost.fill_null(True), "not-a-date", "exit_year")
    middle = pl.concat_str(pl.col("start").str.head(7).str.replace(r"^(\d{4})$", "${1}-07"), pl.lit("-15"))
    return frame.with_columns(middle=middle.str.to_date("%Y-%m-%d"))


def _date(year: str, month: str, day: str) -> pl.Expr:
    """``1990-04-07``, ``1990-04`` or ``1990``; null where there is no year."""
    years = pl.when(pl.col(year).str.contains(r"^[12]\d{3}$")).then(pl.col(year))
    to_month = pl.concat_str(years, pl.col(month).str.zfill(2), separator="-")
    to_day = pl.concat_str(to_month, pl.col(day).str.zfill(2), separator="-")
    first = pl.concat_str(to_month, pl.lit("-01")).str.to_date("%Y-%m-%d", strict=False)
    is_month, is_day = first.is_not_null(), to_day.str.to_date("%Y-%m-%d", strict=False).is_not_null()
    return pl.when(is_day).then(to_day).when(is_month).then(to_month).otherwise(years)
