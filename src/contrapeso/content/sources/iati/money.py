"""An amount as a document gives it: its number, currency and dates, or what is wrong with it."""

from __future__ import annotations

import math
import re
from functools import lru_cache
from typing import Any

_DAY = re.compile(r"\s*(\d{4})-(\d\d)-(\d\d)")
_CURRENCY = re.compile(r"[A-Z]{3}")
_FIGURE = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?")
FIRST_YEAR, LAST_YEAR = 1940, 2100
DAYS = (0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


Amount = tuple[float, str, str, str | None]
"""Value, currency, date, and the day whose exchange rate counts, where it is another than the date."""


def amount(element: Any, date: Any, default_currency: str) -> Amount | str:
    """The amount of a ``value`` element on the date of another; else the reason why there is none."""
    if element is None:
        return "no-value"
    value = number(element.text)
    if value is None:
        return "no-value"
    currency = _currency(element.get("currency") or default_currency)
    if currency is None:
        return "no-currency"
    value_on = day(element.get("value-date"))
    on = (day(date.get("iso-date")) if date is not None else None) or value_on
    if on is None:
        return "no-date"
    return value, currency, on, value_on if value_on != on else None


@lru_cache(maxsize=1024)
def _currency(text: str) -> str | None:
    code = text.strip().upper()
    return code if _CURRENCY.fullmatch(code) else None


def number(text: str | None) -> float | None:
    """A number in figures, also with commas or blanks between thousands; None for anything else.

    >>> number(" 1,250.5 "), number("1_000"), number("nan"), number("1e400"), number(None)
    (1250.5, None, None, None, None)
    """
    if not text or "_" in text:
        return None
    try:
        value = float(text)
    except ValueError:
        plain = text.strip().replace(" ", "").replace(",", "")
        value = float(plain) if _FIGURE.fullmatch(plain) else math.inf
    return value if math.isfinite(value) else None


@lru_cache(maxsize=65_536)
def day(text: str | None) -> str | None:
    """The day that a text begins with, if there is such a day and it is none of another age.

    >>> day("2020-02-28Z"), day("2021-02-29"), day("0020-01-01"), day("")
    ('2020-02-28', None, None, None)
    """
    match = _DAY.match(text) if text else None
    if match is None:
        return None
    year, month, of_month = int(match[1]), int(match[2]), int(match[3])
    if not (FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12 and 1 <= of_month <= DAYS[month]):
        return None
    if month == 2 and of_month == 29 and not (year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)):
        return None
    return f"{match[1]}-{match[2]}-{match[3]}"
