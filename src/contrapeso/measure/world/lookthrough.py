"""Through the deal to its parts, for every importer: who delivers, who is behind a platform, and who can deny it alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

import polars as pl

from contrapeso.core.measurement import Measurement
from contrapeso.core.state import is_state, successors
from contrapeso.core.world import Part, Transfer
from contrapeso.measure.world.arms import LONGEST, UNNAMED, deliveries, grid
from contrapeso.measure.world.frame import WorldFrame

KINDS = {
    "air": r"(?:^|[^-])aircraft$|helicopter|drone|airship",
    "sea": r"ship|frigate|destroyer|corvette|cruiser|submarine|boat|carrier$|mine(?:hunter|sweeper|layer)|\btug|tanker$|craft$|breaker",
    "land": r"tank|vehicle|gun|mortar|personnel carrier|launcher|system$|bridgelayer|UGV",
}  # fmt: skip
NO_PLATFORM = (
    r"engine$|turbo(?:fan|jet|prop)|gas turbine|radar|sonar|electro-optical|(?:air-search|reconnaissance|signals intelligence|"
    r"air refuel) system|turret|chassis|missile$|torpedo$|bomb$|guided|munition|naval gun|satellite|attack drone|mine/torpedo"
)
"""Parts, sensors and munitions by SIPRI's category: they depend on a platform, or are spent."""
DRIVEN = r"towed|coastal|portable|system$|^mortar$|^anti-aircraft gun|multiple rocket launcher|missile launcher"
"""Platforms for which the register does not tell whether an engine drives them: none is looked for."""
KEY = ["state", "year"]


def platforms(frame: WorldFrame) -> pl.DataFrame:
    """Every platform delivered in 20 years, by state and year: its weight (``even``, ``low``, ``high``) and kind."""
    return frame.once("platforms", lambda: _platforms(frame))


def _platforms(frame: WorldFrame) -> pl.DataFrame:
    rows = deliveries(frame).filter(
        (pl.col("years") == LONGEST) & ~pl.col("category").str.contains(NO_PLATFORM) & pl.col("host_role").is_null()
    )
    kind = pl.coalesce(
        pl.when(pl.col("category").str.contains(look)).then(pl.lit(name)) for name, look in KINDS.items()
    )
    land = pl.col("category").str.contains("personnel carrier|tank destroyer|mortar carrier|^tank")
    return rows.select(
        *KEY, "deal_id", "supplier", "even", "low", "high", "condition", "designation",
        kind=pl.when(land & ~pl.col("category").str.contains("aircraft|tanker")).then(pl.lit("land")).otherwise(kind),
        is_driven=~pl.col("category").str.contains(DRIVEN),
    )  # fmt: skip


def roles(frame: WorldFrame) -> pl.DataFrame:
    """Who fills which role of which platform: deal, role, supplier, and whether that is sure, likely or only possible."""
    return frame.once("roles", lambda: pl.concat([_makers(frame), _parts(frame)]))


def _makers(frame: WorldFrame) -> pl.DataFrame:
    """The maker is who sold it new; for what came second-hand, the states that sold that type new, if the register has any."""
    deals = platforms(frame).select("deal_id", "supplier", "condition", "designation").unique("deal_id")
    new = (
        frame.table(Transfer)
        .filter(pl.col("condition") == "new")
        .select("designation", "supplier")
        .drop_nulls()
        .unique()
    )
    new = new.with_columns(sellers=pl.len().over("designation"))
    is_new = pl.col("condition") == "new"
    used = deals.filter(~is_new).select("deal_id", "designation").join(new, on="designation")
    sure = pl.when(pl.col("sellers") == 1).then(pl.lit("sure")).otherwise(pl.lit("possible"))
    named = deals.filter(is_new & (pl.col("supplier") != UNNAMED)).select("deal_id", "supplier", basis=pl.lit("sure"))
    found = pl.concat([named, used.select("deal_id", "supplier", basis=sure)])
    return found.select("deal_id", "supplier", "basis", role=pl.lit("maker"))


def _parts(frame: WorldFrame) -> pl.DataFrame:
    """The parts that comments link to platforms: sure where one deal fits, the first of several likely, others possible."""
    rows = frame.table(Part).filter(pl.col("host_deal_ids").list.len() > 0)
    named = rows.select(
        "role", "basis", supplier=pl.coalesce("supplier", pl.lit(UNNAMED)), deal_id="host_deal_ids",
        place=pl.int_ranges(pl.col("host_deal_ids").list.len()),
    ).explode("deal_id", "place", empty_as_null=False)  # fmt: skip
    likely = pl.when(pl.col("place") == 0).then(pl.lit("likely")).otherwise(pl.lit("possible"))
    basis = pl.when(pl.col("basis") == "deal").then(pl.lit("sure")).otherwise(likely)
    return (
        named.filter(pl.col("supplier") != UNNAMED)
        .select("deal_id", "supplier", "role", basis=basis)
        .select("deal_id", "supplier", "basis", "role")
    )


CRITICAL = ("maker", "engine")
"""Without its maker's support or its engine's a platform stops in the end; other parts degrade it."""


def direct(frame: WorldFrame) -> pl.DataFrame:
    """Σ w [p delivered the platform]."""
    rows = platforms(frame).filter(pl.col("supplier") != UNNAMED).with_columns(basis=pl.lit("sure"))
    unnamed = platforms(frame).filter(pl.col("supplier") == UNNAMED).with_columns(candidates=pl.lit("any"))
    return _shares(frame, rows, unnamed)


def exposure(frame: WorldFrame) -> pl.DataFrame:
    """Σ w [p made the platform or supplied any part of it that the register names]."""
    return _shares(frame, who_fills(frame, None), unfilled(frame))


def denial(frame: WorldFrame) -> pl.DataFrame:
    """Σ w [p is the only known supplier of a critical role of the platform]: what p alone can end in the long run."""
    found = _shares(frame, who_fills(frame, CRITICAL), unfilled(frame))
    return found.with_columns(is_assumed=pl.lit(True))


def who_fills(frame: WorldFrame, kinds: Sequence[str] | None) -> pl.DataFrame:
    """Platforms by who fills a role of them, at the best basis that any role gives; the supplier as it is on the day."""
    return frame.once(("filled", kinds), lambda: _fill(frame, kinds))


def _fill(frame: WorldFrame, kinds: Sequence[str] | None) -> pl.DataFrame:
    wanted = roles(frame) if kinds is None else roles(frame).filter(pl.col("role").is_in(kinds))
    rows = platforms(frame).drop("supplier").join(wanted, on="deal_id")
    rows = rows.join(_heirs(rows), on=["supplier", "year"], how="left").with_columns(
        pl.coalesce("heir", "supplier").alias("supplier")
    )
    rank = pl.col("basis").replace_strict({"sure": 0, "likely": 1, "possible": 2}, return_dtype=pl.Int8)
    rows = rows.filter(pl.col("supplier") != pl.col("state")).with_columns(rank=rank).sort("rank")
    return rows.unique([*KEY, "deal_id", "supplier"], keep="first", maintain_order=True).drop("rank", "heir", "role")


def _heirs(rows: pl.DataFrame) -> pl.DataFrame:
    years = range(int(rows["year"].min() or 0), int(rows["year"].max() or -1) + 1)  # type: ignore[arg-type]
    found = [
        (code, year, heirs[0])
        for code in rows["supplier"].unique() if is_state(code)
        for year in years
        for heirs in [successors(code, date(year, 12, 31))] if len(heirs) == 1 and heirs[0] != code
    ]  # fmt: skip
    return pl.DataFrame(found, schema={"supplier": pl.String(), "year": pl.Int64(), "heir": pl.String()}, orient="row")


def unfilled(frame: WorldFrame) -> pl.DataFrame:
    """Platforms with a critical role that nobody fills for sure, and who might: any state, or those that export engines."""
    rows, known = platforms(frame), roles(frame)
    makers, engines = (known.filter(pl.col("role") == role)["deal_id"].unique() for role in CRITICAL)
    nobody = rows.filter(~pl.col("deal_id").is_in(makers.implode())).with_columns(candidates=pl.lit("any"))
    silent = rows.filter(
        pl.col("is_driven") & ~pl.col("deal_id").is_in(engines.implode()) & pl.col("deal_id").is_in(makers.implode())
    )
    return pl.concat([nobody, silent.with_columns(candidates=pl.col("kind"))])


def exporters(frame: WorldFrame) -> pl.DataFrame:
    """The states that delivered engines for platforms of a kind to anybody in 20 years: ``year``, ``kind``, ``supplier``."""
    return frame.once("exporters", lambda: _exporters(frame))


def _exporters(frame: WorldFrame) -> pl.DataFrame:
    engines = deliveries(frame).filter(
        (pl.col("years") == LONGEST) & (pl.col("host_role") == "engine") & (pl.col("supplier") != UNNAMED)
    )
    words = {"aircraft": "air", "turbo": "air", "ship": "sea", "turbine": "sea", "vehicle": "land"}
    kind = pl.coalesce(
        pl.when(pl.col("category").str.contains(look)).then(pl.lit(name)) for look, name in words.items()
    )
    return engines.select("year", "supplier", kind=kind).drop_nulls().unique()


def _shares(frame: WorldFrame, filled: pl.DataFrame, unknown: pl.DataFrame) -> pl.DataFrame:
    """Weighted shares with exact ends: light or heavy weights, possible suppliers in or out, candidates for what is unknown."""
    sums = [pl.col(name).fill_null(0.0).sum() for name in ("even", "low", "high")]
    whole = (
        platforms(frame)
        .group_by(KEY)
        .agg(*(one.name.prefix("all_") for one in sums), unvalued=pl.col("even").is_null().any())
    )
    is_sure, is_value = pl.col("basis") == "sure", pl.col("basis") != "possible"
    by = [*KEY, "supplier"]
    found = filled.group_by(by).agg(
        even=pl.col("even").filter(is_value).sum(), sure_low=pl.col("low").filter(is_sure).sum(),
        sure_high=pl.col("high").filter(is_sure).sum(), may_low=pl.col("low").sum(), may_high=pl.col("high").sum(),
    )  # fmt: skip
    hidden = _hidden(frame, found.select(by), filled, unknown)
    found = (
        found.join(hidden, on=by, how="left")
        .join(whole, on=KEY)
        .with_columns(pl.col("more_low", "more_high").fill_null(0.0))
    )
    least = pl.col("sure_low") / (pl.col("sure_low") + pl.col("all_high") - pl.col("sure_high"))
    reach = pl.col("may_high") + pl.col("more_high")
    most = reach / (reach + pl.col("all_low") - pl.col("may_low") - pl.col("more_low"))
    value = pl.col("even") / pl.col("all_even")
    found = found.filter(pl.col("all_even") > 0).with_columns(
        value=value, least=least.fill_nan(0.0), most=most.fill_nan(0.0)
    )
    ends = {
        "low": pl.min_horizontal("least", "value").clip(0.0, 1.0),
        "high": pl.max_horizontal("most", "value").clip(0.0, 1.0),
    }
    known = {name: pl.when(~pl.col("unvalued")).then(end) for name, end in ends.items()}
    lacks = pl.concat_list(
        pl.when(pl.col("more_high") > 0).then(pl.lit("suppliers")), pl.when("unvalued").then(pl.lit("delivered-value"))
    )
    shown = found.with_columns(**known).select(
        "state", pl.col("value").clip(0.0, 1.0), "low", "high", period=pl.col("year").cast(pl.String),
        object=pl.when(pl.col("supplier").str.contains("^[A-Z]{3}$")).then("supplier"), missing=lacks.list.drop_nulls(),
    )  # fmt: skip
    return shown.filter(pl.col("object").is_not_null() & (pl.col("high").is_null() | (pl.col("high") > 0)))


def _hidden(frame: WorldFrame, suppliers: pl.DataFrame, filled: pl.DataFrame, unknown: pl.DataFrame) -> pl.DataFrame:
    """By supplier, the weight of platforms with an unknown role that it might fill and of which it is not known anyhow."""
    by = [*KEY, "supplier"]
    might = suppliers.join(exporters(frame), on=["year", "supplier"]).rename({"kind": "candidates"})
    anybody = suppliers.with_columns(candidates=pl.lit("any"))
    allowed = pl.concat([might.select(*by, "candidates"), anybody])
    pools = unknown.group_by(*KEY, "candidates").agg(pl.col("low").sum(), pl.col("high").sum())
    mine = unknown.select(*KEY, "deal_id", "candidates").join(
        filled.select(*by, "deal_id", "low", "high"), on=[*KEY, "deal_id"]
    )
    mine = mine.group_by(*by, "candidates").agg(own_low=pl.col("low").sum(), own_high=pl.col("high").sum())
    found = allowed.join(pools, on=[*KEY, "candidates"]).join(mine, on=[*by, "candidates"], how="left")
    rest = {name: (pl.col(name) - pl.col(f"own_{name}").fill_null(0.0)).clip(0.0) for name in ("low", "high")}
    return found.with_columns(**rest).group_by(by).agg(more_low=pl.col("low").sum(), more_high=pl.col("high").sum())


def unknown_roles(frame: WorldFrame) -> pl.DataFrame:
    """The share of platforms, by weight, with a critical role that the register does not fill; missing without platforms."""
    by_weight = unfilled(frame).unique([*KEY, "deal_id"]).group_by(KEY)
    unknown = by_weight.agg(pl.col("even").sum(), pl.col("low").sum(), pl.col("high").sum())
    whole = platforms(frame).group_by(KEY).agg(pl.col("even", "low", "high").fill_null(0.0).sum().name.prefix("all_"))
    everyone = grid(frame).filter(pl.col("years") == LONGEST).select(KEY)
    found = everyone.join(whole, on=KEY, how="left").join(unknown, on=KEY, how="left")
    found = found.with_columns(pl.col("even", "low", "high").fill_null(0.0))
    value = pl.when(pl.col("all_even") > 0).then(pl.col("even") / pl.col("all_even")).clip(0.0, 1.0)
    low = pl.col("low") / (pl.col("low") + pl.col("all_high") - pl.col("high"))
    high = pl.col("high") / (pl.col("high") + pl.col("all_low") - pl.col("low"))
    found = found.with_columns(value=value, least=low.fill_nan(0.0), most=high.fill_nan(0.0))
    return found.select(
        "state", "value", period=pl.col("year").cast(pl.String),
        low=pl.when(value.is_not_null()).then(pl.min_horizontal("least", "value").clip(0.0, 1.0)),
        high=pl.when(value.is_not_null()).then(pl.max_horizontal("most", "value").clip(0.0, 1.0)),
        missing=pl.concat_list(pl.when(pl.col("value").is_null()).then(pl.lit("deliveries"))).list.drop_nulls(),
    )  # fmt: skip


def platforms_behind(frame: WorldFrame, one: Measurement) -> Iterable[str]:
    """The deals for platforms that a supplier is behind (all, where none is named), and the parts that say so."""
    rows = platforms(frame).filter((pl.col("state") == one.subject) & (pl.col("year") == int(one.period)))
    parts = (
        frame.table(Part)
        .filter(pl.col("recipient") == one.subject)
        .explode("host_deal_ids", empty_as_null=False)
        .filter(pl.col("host_deal_ids").is_in(rows["deal_id"].implode()))
    )
    if one.object is not None:
        mine = who_fills(frame, None).filter(pl.col("supplier") == one.object)["deal_id"].unique()
        rows = rows.filter((pl.col("supplier") == one.object) | pl.col("deal_id").is_in(mine.implode()))
        heirs = [
            code
            for code in parts["supplier"].drop_nulls().unique()
            if one.object in successors(code, date(int(one.period), 12, 31))
        ]
        parts = parts.filter(pl.col("supplier").is_in(heirs))
    deals = (f"{Transfer.table}:{deal_id}" for deal_id in rows["deal_id"].unique(maintain_order=True))
    return [
        *deals,
        *(
            f"{Part.table}:{deal}/{place}"
            for deal, place in parts.select("deal_id", "place").unique(maintain_order=True).iter_rows()
        ),
    ]
