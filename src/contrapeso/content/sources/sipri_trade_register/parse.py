"""Reads the trade register as transfers: flags of doubt, lists of delivery years, parties that are no states."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from contrapeso.content.sources.sipri_trade_register.links import Link, link_deals
from contrapeso.core.world import Part, Transfer
from contrapeso.ingest.world.recorder import Recorder

COLUMNS = {
    "Recipient": "recipient_name",
    "Supplier": "supplier_name",
    "Year of order": "ordered_on",
    "Year of order ?": "ordered_on_uncertain",
    "Number ordered": "ordered",
    "Number ordered ?": "ordered_uncertain",
    "Weapon designation": "designation",
    "Weapon description": "category",
    "Number delivered": "delivered",
    "Number delivered ?": "delivered_uncertain",
    "Year(s) of delivery": "years",
    "status": "condition",
    "Comments": "comment",
    "SIPRI TIV per unit": "value_unit_tiv",
    "SIPRI TIV for total order": "value_ordered_tiv",
    "SIPRI TIV of delivered weapons": "value_delivered_tiv",
}
FLAGS = ("ordered_on_uncertain", "ordered_uncertain", "delivered_uncertain")
VALUES = ("value_unit_tiv", "value_ordered_tiv", "value_delivered_tiv")
CONDITIONS = {
    "New": "new",
    "Second hand": "second-hand",
    "Second hand but modernized": "second-hand-modernised",
}
NAMED = ("recipient_name", "supplier_name", "ordered_on", "designation", "category", "condition")
LINKED = (
    "deal_id", "recipient", "recipient_name", "supplier", "ordered_on", "ordered", "designation", "category", "comment",
)  # fmt: skip
HOST = {
    "host_role": pl.String(),
    "host_name": pl.String(),
    "host_category": pl.String(),
    "host_count": pl.Int64(),
    "host_maker": pl.String(),
    "host_maker_name": pl.String(),
    "host_basis": pl.String(),
}
YEAR = r"(?:19|20)\d\d"


def parse(recorder: Recorder) -> None:
    """Every deal of the register as a row of ``transfer``."""
    deals = recorder.delimited("register", COLUMNS, rejoin=True)
    deals = _typed(recorder, deals)
    deals = _valued(recorder, deals)
    deals = _parties(recorder, deals)
    deals = deals.with_columns(deal_id=_deal_ids(deals))
    links = link_deals(deals.select(LINKED).to_dicts())
    recorder.add(Transfer, deals.drop("years").join(_hosts(links), on="deal_id", how="left", maintain_order="left"))
    recorder.add(Part, _parts(deals, links))


def _hosts(links: Mapping[str, list[Link]]) -> pl.DataFrame:
    """The first platform that each part's comment names, as the ``host_*`` columns of its deal."""
    rows = [(deal_id, *_shown(found[0]), _first(found[0])) for deal_id, found in links.items()]
    return pl.DataFrame(
        rows, schema=pl.Schema({"deal_id": pl.String(), **HOST, "host_deal_id": pl.String()}), orient="row"
    )


def _shown(link: Link) -> tuple[object, ...]:
    host = link.host
    return link.role, host.name, host.kind, host.count, link.maker, host.maker, link.basis


def _first(link: Link) -> str | None:
    return link.deals[0].deal_id if link.deals else None


def _parts(deals: pl.DataFrame, links: Mapping[str, list[Link]]) -> pl.DataFrame:
    """Every platform that each part's comment names, with the deals for it."""
    rows = [
        (
            deal_id, str(place), *_shown(link), list(link.host.aliases), link.deals[0].designation if link.deals else None,
            [deal.deal_id for deal in link.deals], link.host.purpose,
        )
        for deal_id, found in links.items()
        for place, link in enumerate(found, 1)
    ]  # fmt: skip
    lists = {
        "host_aliases": pl.List(pl.String()),
        "host_designation": pl.String(),
        "host_deal_ids": pl.List(pl.String()),
    }
    keys = {"deal_id": pl.String(), "place": pl.String()}
    schema = pl.Schema({**keys, **HOST, **lists, "purpose": pl.String()})
    parts = pl.DataFrame(rows, schema=schema, orient="row").rename({"host_role": "role", "host_basis": "basis"})
    taken = ["recipient", "recipient_name", "ordered_on", "supplier", "supplier_name", "designation", "locator"]
    return parts.join(deals.select("deal_id", *taken), on="deal_id", how="left", maintain_order="left")


def _typed(recorder: Recorder, deals: pl.DataFrame) -> pl.DataFrame:
    """Numbers, flags, years and conditions; a record that lacks a party, year or name is refused."""
    for name in NAMED:
        deals = recorder.refuse(deals, pl.col(name).is_null(), "empty", name)
    deals = recorder.refuse(deals, ~pl.col("ordered_on").str.contains(f"^{YEAR}$"), "not-a-date", "ordered_on")
    deals = recorder.refuse(deals, ~pl.col("condition").is_in(list(CONDITIONS)), "bad-condition", "condition")
    for name in FLAGS:
        deals = recorder.refuse(deals, pl.col(name) != "?", "bad-flag", name)
    years = pl.col("years").str.contains(rf"^{YEAR}(; {YEAR})*$")
    deals = recorder.refuse(deals, ~years, "bad-years", "years")
    deals = recorder.numbers(deals, "ordered", "delivered", whole=True, least=0)
    deals = recorder.numbers(deals, *VALUES, least=0)
    listed = pl.col("years").str.split("; ").list.sort()
    return deals.with_columns(
        *(pl.col(name).is_not_null().alias(name) for name in FLAGS),
        pl.col("condition").replace_strict(CONDITIONS),
        listed.alias("delivery_years"),
        listed.list.first().alias("delivered_from"),
        listed.list.last().alias("delivered_to"),
    )


def _valued(recorder: Recorder, deals: pl.DataFrame) -> pl.DataFrame:
    """Values of 0 that mean «no value» as missing; 0 stays where nothing was delivered."""
    unvalued = (
        (pl.col("value_unit_tiv") == 0) & ~(pl.col("value_ordered_tiv") > 0) & ~(pl.col("value_delivered_tiv") > 0)
    )
    recorder.note(deals, unvalued, "not-valued", "designation")
    return deals.with_columns(
        pl.when(pl.col("value_unit_tiv") > 0).then("value_unit_tiv"),
        pl.when(pl.col("value_ordered_tiv") > 0).then("value_ordered_tiv"),
        pl.when((pl.col("value_delivered_tiv") > 0) | (pl.col("delivered") == 0)).then("value_delivered_tiv"),
    )


def _parties(recorder: Recorder, deals: pl.DataFrame) -> pl.DataFrame:
    """Who the parties are on the day of the order; the publisher marks armed groups ``*`` and organisations ``**``."""
    deals = deals.with_columns(middle=pl.date(pl.col("ordered_on").cast(pl.Int32), 7, 1))
    for party in ("supplier", "recipient"):
        name = f"{party}_name"
        deals = deals.with_columns(pl.col(name).str.strip_chars_end("*"))
        deals = recorder.parties(deals, name, code=party, kind=f"{party}_kind", on="middle")
    return deals.drop("middle")


def _deal_ids(deals: pl.DataFrame) -> pl.Series:
    """``recipient-supplier-year-designation``, numbered by what the deals say where several share it.

    The number rests on the content, not on the place in the file, so that a deal keeps its name in the next vintage
    unless the publisher changes it or adds an earlier one of the same kind.
    """
    parties = [pl.coalesce(party, _slug(f"{party}_name")) for party in ("recipient", "supplier")]
    named = deals.select("line", base=pl.concat_str(*parties, "ordered_on", _slug("designation"), separator="-"))
    tie = deals.select("category", "years", "ordered", "delivered", "value_unit_tiv", "comment")
    ranked = named.hstack(tie).sort("base", *tie.columns, "line", nulls_last=True)
    ranked = ranked.with_columns(number=pl.int_range(pl.len()).over("base") + 1).sort("line")
    suffix = pl.when(pl.col("number") > 1).then(pl.format(".{}", "number")).otherwise(pl.lit(""))
    return ranked.select(pl.concat_str("base", suffix)).to_series()


def _slug(name: str) -> pl.Expr:
    plain = pl.col(name).str.normalize("NFKD").str.replace_all(r"\p{M}", "").str.to_lowercase()
    return plain.str.replace_all(r"[^a-z0-9]+", "-").str.strip_chars("-")
