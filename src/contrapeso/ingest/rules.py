"""What the cells of one row must not say of each other: periods, precisions, money, counts, addresses."""

from __future__ import annotations

from functools import cache
from typing import get_args

from contrapeso.core.columns import columns
from contrapeso.core.period import PartialDate, Precision
from contrapeso.ingest import wording
from contrapeso.ingest.cells import Row

PERIODS = (
    ("in_force_from", "expires_on"),
    ("stay_from", "stay_to"),
    ("start", "end"),
    ("published_from", "published_to"),
)
_ADDRESSES = ("url", "official_url")


def check_row(row: Row) -> None:
    """All faults between the cells of a row; what a faulty cell would have said is not guessed."""
    _check_periods(row)
    _check_precisions(row)
    _check_money(row)
    _check_counts(row)
    _check_range(row)
    _check_addresses(row)


def _check_periods(row: Row) -> None:
    for first, last in PERIODS:
        start, end = row.value(first), row.value(last)
        if isinstance(start, PartialDate) and isinstance(end, PartialDate) and end.last < start.first:
            row.fault(last, wording.ENDS_EARLY, start=start, end=end)


def _check_precisions(row: Row) -> None:
    """``on`` with ``precision``, ``start`` with ``start_precision`` …"""
    for name, spec in columns(row.fact).items():
        if spec.codes != get_args(Precision):
            continue
        dated = name.removesuffix("_precision") if name.endswith("_precision") else str(row.fact.begins)
        if row.is_faulty(name, dated):
            continue
        precision, value = row.value(name), row.value(dated)
        if (precision is None) != (value is None):
            absent = name if precision is None else dated
            row.fault(absent, wording.PRECISION_ALONE, name=absent)
        elif value is not None and value.precision != precision:
            row.fault(name, wording.PRECISION, precision=precision, value=value, right=value.precision)


def _check_money(row: Row) -> None:
    if "currency" not in row.values:
        return
    amount, currency = row.value("amount"), row.value("currency")
    if isinstance(currency, str) and currency not in _currencies():
        row.fault("currency", wording.BAD_CURRENCY, value=currency)
    if row.is_faulty("amount"):
        return
    if amount is not None and currency is None:
        row.fault("currency", wording.NO_CURRENCY)
    if amount is None and currency is not None:
        row.fault("amount", wording.NO_AMOUNT)
    if amount is not None and amount < 0:
        row.fault("amount", wording.NEGATIVE, value=row.cell("amount"))


def _check_counts(row: Row) -> None:
    for name, spec in columns(row.fact).items():
        value = row.value(name)
        if spec.type == "integer" and isinstance(value, int) and value < 0:
            row.fault(name, wording.NEGATIVE, value=value)


def _check_range(row: Row) -> None:
    low, high = row.value("low"), row.value("high")
    if isinstance(low, float) and isinstance(high, float) and low > high:
        row.fault("high", wording.LOW_OVER_HIGH, low=low, high=high)
    least, stated, most = (row.value(name) for name in ("quantity_low", "quantity", "quantity_high"))
    for name, first, last in (
        ("quantity_high", least, most),
        ("quantity", least, stated),
        ("quantity", stated, most),
    ):
        if isinstance(first, int) and isinstance(last, int) and first > last:
            row.fault(name, wording.LOW_OVER_HIGH, low=first, high=last)


def _check_addresses(row: Row) -> None:
    for name in _ADDRESSES:
        value = row.value(name)
        if isinstance(value, str) and not value.startswith(("https://", "http://")):
            row.fault(name, wording.BAD_URL, value=value[:60])


@cache
def _currencies() -> frozenset[str]:
    import pycountry

    return frozenset(currency.alpha_3 for currency in pycountry.currencies)
