"""Ties of every state by year: partners by layer, presence, blocs, isolation, and the partners' wars that could become its own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

import polars as pl

from contrapeso.core.measurement import Measurement
from contrapeso.core.world import Conflict
from contrapeso.core.world import Tie as TieRow
from contrapeso.measure.world.arms import successors_end, whole
from contrapeso.measure.world.frame import WorldFrame
from contrapeso.methods.network import Network, Tie, concentrations, network

FIRST = 1946
ENDS = ("low", "value", "high")
DEFENCE = ("defence", "offence")
"""The obligations under which a partner's war asks for arms."""
UNLISTED = "missions-unlisted"
LARGE = 3
"""A pact of so many states is a bloc."""


def in_force(frame: WorldFrame, kind: str) -> pl.DataFrame:
    """The ties of a kind in every year that its source covers: all year long, on its last day, or on some day of it."""
    return frame.once(f"in-force-{kind}", lambda: _in_force(frame.table(TieRow).filter(pl.col("kind") == kind)))


def _in_force(rows: pl.DataFrame) -> pl.DataFrame:
    last = max(
        (day.year for name in ("start_last", "end_last") if isinstance(day := rows[name].max(), date)),
        default=FIRST - 1,
    )
    years = pl.DataFrame({"year": range(FIRST, last + 1)}, schema={"year": pl.Int64()})
    opens, closes = pl.date("year", 1, 1), pl.date("year", 12, 31)
    start = pl.col("start_first").fill_null(date(1, 1, 1)), pl.col("start_last").fill_null(date(1, 1, 1))
    end = pl.col("end_first").fill_null(date(9999, 12, 31)), pl.col("end_last").fill_null(date(9999, 12, 31))
    held = rows.join(years, how="cross").filter((start[0] <= closes) & (end[1] >= opens))
    return held.with_columns(
        low=(start[1] <= opens) & (end[0] >= closes), value=(start[1] <= closes) & (end[0] >= closes), high=pl.lit(True)
    ).select("tie_id", "state", "partner", "organisation", "obligations", "level", "directed", "year", *ENDS)


def partners(frame: WorldFrame, kind: str) -> pl.DataFrame:
    """Pairs of states tied in a year, both ways round; members of one pact are tied to each other."""
    return frame.once(f"partners-{kind}", lambda: _pairs(in_force(frame, kind)))


def _pairs(held: pl.DataFrame) -> pl.DataFrame:
    names = ["state", "partner", "year", "obligations", "tie_id", "organisation", *ENDS]
    plain = held.filter(pl.col("partner").is_not_null() & pl.col("organisation").is_null())
    turned = plain.filter(~pl.col("directed")).rename({"state": "partner", "partner": "state"})
    members = held.filter(pl.col("organisation").is_not_null())
    other = members.select(
        "organisation", "year", partner="state", **{f"{end}_of": pl.col(end) for end in ENDS}
    ).unique()
    joined = (
        members.drop("partner").join(other, on=["organisation", "year"]).filter(pl.col("state") != pl.col("partner"))
    )
    joined = joined.with_columns(pl.col(end) & pl.col(f"{end}_of") for end in ENDS)
    return pl.concat([part.select(names) for part in (plain, turned, joined)])


def count_partners(frame: WorldFrame, kind: str, topics: dict[str, Sequence[str] | None]) -> pl.DataFrame:
    """The number of states tied to each, by topic: those whose tie has one of the obligations, or any tie (None)."""
    pairs = partners(frame, kind)
    found = []
    for topic, obligations in topics.items():
        some = pairs if obligations is None else pairs.filter(_owe(obligations))
        found.append(_counted(frame, kind, some).with_columns(topic=pl.lit(topic)))
    return pl.concat(found)


def _owe(obligations: Sequence[str]) -> pl.Expr:
    """Whether a tie has one of the obligations."""
    return pl.col("obligations").list.set_intersection(list(obligations)).list.len() > 0


def _counted(frame: WorldFrame, kind: str, pairs: pl.DataFrame) -> pl.DataFrame:
    counts = pairs.group_by("state", "year").agg(pl.col("partner").filter(end).n_unique().alias(end) for end in ENDS)
    return _shown(_everyone(frame, kind).join(counts, on=["state", "year"], how="left"))


def _everyone(frame: WorldFrame, kind: str) -> pl.DataFrame:
    """Every state from its first tie of the kind on: one that lost its ties has none, which is said."""
    held = in_force(frame, kind)
    sides = pl.concat([held.select("state", "year"), held.select(state="partner", year="year")]).drop_nulls()
    last = held["year"].max()
    lives = sides.group_by("state").agg(first=pl.col("year").min())
    ends = [successors_end(code, whole(last)) for code in lives["state"]]
    lives = lives.with_columns(last=pl.Series(ends, dtype=pl.Int64))
    return lives.select("state", year=pl.int_ranges("first", pl.col("last") + 1)).explode("year", empty_as_null=False)


def _shown(found: pl.DataFrame) -> pl.DataFrame:
    """The columns of measurements; no tie is a count of nothing."""
    numbers = (pl.col(end).fill_null(0).cast(pl.Float64) for end in ENDS)
    return found.select("state", *numbers, period=pl.col("year").cast(pl.String))


def missions(frame: WorldFrame) -> pl.DataFrame:
    """States with a resident embassy that a state sends and receives, in the year of the newest opening that is dated.

    Missions that the list lacks are not counted, so that it has no upper end.
    """
    rows = frame.table(TieRow).filter((pl.col("kind") == "embassy") & (pl.col("level") != "non-resident"))
    newest = rows["start_last"].max()
    if not isinstance(newest, date):
        return _table([])
    sent = rows.group_by("state").agg(n=pl.col("partner").n_unique()).with_columns(topic=pl.lit("sent"))
    received = rows.group_by(state="partner").agg(n=pl.col("state").n_unique()).with_columns(topic=pl.lit("received"))
    both = pl.concat([sent, received]).drop_nulls("state")
    lacks = pl.lit([UNLISTED], dtype=pl.List(pl.String()))
    return both.select(
        "state", "topic", value=pl.col("n").cast(pl.Float64), missing=lacks, period=pl.lit(str(newest.year))
    )


def networks(frame: WorldFrame) -> dict[int, tuple[Network, Network, Network]]:
    """Defence pacts and defence agreements together, year by year: those that held all year, at its end, on some day."""
    return frame.once("networks", lambda: _networks(frame))


def _networks(frame: WorldFrame) -> dict[int, tuple[Network, Network, Network]]:
    agreed = partners(frame, "defence-agreement")
    pacts = partners(frame, "alliance").filter(_owe(DEFENCE))
    pairs = pl.concat([agreed, pacts]).filter(pl.col("state") < pl.col("partner"))
    shared = [whole(rows["year"].max()) for rows in (agreed, pacts)]
    found: dict[int, tuple[Network, Network, Network]] = {}
    for (year,), rows in pairs.filter(pl.col("year").is_between(1980, min(shared))).group_by("year"):
        states = {*rows["state"], *rows["partner"]}
        low, value, high = (_network(rows.filter(end), states, whole(year)) for end in ENDS)
        found[whole(year)] = low, value, high
    return dict(sorted(found.items()))


def _network(rows: pl.DataFrame, states: set[str], year: int) -> Network:
    pairs = rows.select("state", "partner").unique().iter_rows()
    return network([Tie("tie", one, other) for one, other in pairs], states, date(year, 12, 31))


def presence(frame: WorldFrame) -> pl.DataFrame:
    """Harmonic centrality among the states that have a defence pact or agreement (Boldi & Vigna 2014)."""
    rows = []
    for year, nets in networks(frame).items():
        columns = (net.harmonic.tolist() for net in nets)
        rows += [(state, str(year), *found) for state, *found in zip(nets[0].states, *columns, strict=True)]
    return _table(rows)


def cut_off(frame: WorldFrame) -> pl.DataFrame:
    """The most states that a state would no longer reach if one partner were lost, on the ties at the year's end."""
    rows = []
    for year, (_, net, _) in networks(frame).items():
        most = net.lost_reach.max(axis=1).tolist()
        rows += [(state, str(year), float(n), float(n), float(n)) for state, n in zip(net.states, most, strict=True)]
    return _table(rows)


def blocs(frame: WorldFrame) -> pl.DataFrame:
    """HHI of the blocs among a state's partners; a bloc is the largest defence pact of three or more that a state is in."""
    rows = []
    members = in_force(frame, "alliance").filter(_owe(DEFENCE))
    for year, nets in networks(frame).items():
        bloc_of = _blocs(members.filter((pl.col("year") == year) & pl.col("value")))
        found = [concentrations(net, bloc_of) for net in nets]
        for state, one in found[1].items():
            ends = [each[state].hhi for each in found if state in each]
            rows.append((state, str(year), min(ends), one.hhi, max(ends)))
    return _table(rows).with_columns(is_assumed=pl.lit(True))


def _blocs(members: pl.DataFrame) -> dict[str, str]:
    sizes = members.group_by("organisation").agg(size=pl.col("state").n_unique()).filter(pl.col("size") >= LARGE)
    largest = members.join(sizes, on="organisation").sort("size", "organisation", descending=[True, False])
    return dict(largest.unique("state", keep="first", maintain_order=True).select("state", "organisation").iter_rows())


def _table(rows: list[tuple[str, str, float, float, float]]) -> pl.DataFrame:
    schema = {
        "state": pl.String(),
        "period": pl.String(),
        "low": pl.Float64(),
        "value": pl.Float64(),
        "high": pl.Float64(),
    }
    return pl.DataFrame(rows, schema=schema, orient="row")


def entanglement(frame: WorldFrame) -> pl.DataFrame:
    """Pairs of a defence obligation and a conflict of that partner in which the state is not itself, by state and year.

    Topic ``primary``: the partner is a primary party; ``any-party``: it may also support one.
    """
    pulls = _pulls(frame)
    topics = {"primary": pl.col("part") == "primary", "any-party": pl.lit(True)}
    found = []
    for topic, fits in topics.items():
        pair = pl.struct("partner", "conflict_id")
        counts = (
            pulls.filter(fits).group_by("state", "year").agg(pair.filter(end).n_unique().alias(end) for end in ENDS)
        )
        everyone = _everyone(frame, "alliance").filter(pl.col("year") <= last_year(frame))
        found.append(_shown(everyone.join(counts, on=["state", "year"], how="left")).with_columns(topic=pl.lit(topic)))
    return pl.concat(found)


def last_year(frame: WorldFrame) -> int:
    """The last year that both obligations and conflicts cover."""
    conflicts = frame.table(Conflict)["year_first"].dt.year().max()
    return min(whole(in_force(frame, "alliance")["year"].max()), whole(conflicts))


def _pulls(frame: WorldFrame) -> pl.DataFrame:
    return frame.once("pulls", lambda: _owed(frame))


def _owed(frame: WorldFrame) -> pl.DataFrame:
    owed = partners(frame, "alliance").filter(_owe(DEFENCE))
    fought = (
        frame.table(Conflict)
        .select("conflict_id", "part", partner="state", year=pl.col("year_first").dt.year().cast(pl.Int64))
        .unique()
    )
    own = fought.select("conflict_id", "year", state="partner").unique()
    return owed.join(fought, on=["partner", "year"]).join(own, on=["conflict_id", "year", "state"], how="anti")


def ties_behind(frame: WorldFrame, one: Measurement, kinds: Sequence[str]) -> Iterable[str]:
    """The ties of a state in the year measured."""
    year = int(one.period)
    for kind in kinds:
        held = in_force(frame, kind).filter(
            (pl.col("year") == year) & ((pl.col("state") == one.subject) | (pl.col("partner") == one.subject))
        )
        yield from (f"{TieRow.table}:{tie_id}" for tie_id in held["tie_id"].unique(maintain_order=True))


def missions_behind(frame: WorldFrame, one: Measurement) -> Iterable[str]:
    """The embassies that a state sends, or receives."""
    side = "state" if one.topic == "sent" else "partner"
    rows = frame.table(TieRow).filter(
        (pl.col("kind") == "embassy") & (pl.col("level") != "non-resident") & (pl.col(side) == one.subject)
    )
    return [f"{TieRow.table}:{tie_id}" for tie_id in rows["tie_id"]]


def pulls_behind(frame: WorldFrame, one: Measurement) -> Iterable[str]:
    """The obligations that meet a conflict, and those conflicts."""
    pulls = _pulls(frame).filter((pl.col("state") == one.subject) & (pl.col("year") == int(one.period)))
    if one.topic == "primary":
        pulls = pulls.filter(pl.col("part") == "primary")
    ties = [f"{TieRow.table}:{tie_id}" for tie_id in pulls["tie_id"].unique(maintain_order=True)]
    rows = frame.table(Conflict).join(
        pulls.select("conflict_id", "partner").unique(),
        left_on=["conflict_id", "state"],
        right_on=["conflict_id", "partner"],
    )
    rows = rows.filter(pl.col("year_first").dt.year() == int(one.period))
    names = rows.select("conflict_id", "year", "state", "side").unique(maintain_order=True).iter_rows()
    return [*ties, *(f"{Conflict.table}:{'/'.join(name)}" for name in names)]
