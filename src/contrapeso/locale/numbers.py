"""Numbers, money, dates and lists as each of the two languages writes them."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache

from contrapeso.core.period import PartialDate
from contrapeso.core.text import Language, Text

_LOCALES: dict[Language, str] = {"es": "es_PE", "en": "en_US"}
_DAY: dict[Language, str] = {"es": "d 'de' MMMM 'de' y", "en": "d MMMM y"}
_MONTH: dict[Language, str] = {"es": "MMMM 'de' y", "en": "MMMM y"}
_SHORT: dict[Language, str] = {"es": "d MMM y", "en": "d MMM y"}
_SHORT_MONTH = "MMM y"
_ISO = re.compile(r"\b\d{4}-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?\b")
_LEAST = 0.005
"""The smallest share that rounds to one per cent."""
_SMALL = 0.01


def number(value: float) -> Text:
    """A number with thousands and at most two decimals: 1,234,567.5; there is no negative zero.

    >>> number(-0.0).en, number(0).en
    ('0', '0')
    """
    value = round(value, 2) or 0
    return Text(es=_number(value, "es"), en=_number(value, "en"))


@cache
def _number(value: float, language: Language) -> str:
    from babel.numbers import format_decimal

    return str(format_decimal(value, format="#,##0.##", locale=_LOCALES[language]))


def percent(share: float) -> Text:
    """A share of 1 as a whole percentage: «62 %» / “62%”; what is small but not nothing is said to be under 1.

    >>> percent(0.62).en, percent(0.001).en, percent(0.0).en
    ('62%', '<1%', '0%')
    """
    small = 0 < share < _LEAST
    said = "<1" if small else _number(min(round(100 * share), 99 if share < 1 else 100), "en")
    return Text(es=f"{said}\u00a0%", en=f"{said}%")


def figure(value: float) -> Text:
    """A measured number: at most two decimals, and below 0.01 its first two digits, as what is small is not nothing.

    >>> figure(1 / 3).es, figure(0.0044248).en, figure(0.0).en
    ('0.33', '0.0044', '0')
    """
    return Text(es=_figure(value, "es"), en=_figure(value, "en"))


@cache
def _figure(value: float, language: Language) -> str:
    from babel.numbers import format_decimal

    decimals = 2 if value == 0 or abs(value) >= _SMALL else 1 - math.floor(math.log10(abs(value)))
    return str(format_decimal(value, format=f"#,##0.{'#' * decimals}", locale=_LOCALES[language]))


def amount(value: float) -> Text:
    """An amount of money without its currency: 1,234,567.50; whole amounts without decimals."""
    return Text(es=_amount(value, "es"), en=_amount(value, "en"))


def money(value: float, currency: str) -> Text:
    """An amount with its ISO 4217 currency: USD 1,234,567.50."""
    return Text(es=f"{currency}\u00a0{_amount(value, 'es')}", en=f"{currency}\u00a0{_amount(value, 'en')}")


def _amount(value: float, language: Language) -> str:
    from babel.numbers import format_decimal

    pattern = "#,##0" if value == int(value) else "#,##0.00"
    return str(format_decimal(value, format=pattern, locale=_LOCALES[language]))


def day(when: PartialDate | date, *, short: bool = False) -> Text:
    """A date at the precision at which it is known: «14 de enero de 2026», «enero de 2026», «2026»."""
    partial = PartialDate.of(when) if isinstance(when, date) else when
    return Text(es=_day(partial, "es", short), en=_day(partial, "en", short))


@cache
def _day(when: PartialDate, language: Language, short: bool) -> str:
    from babel.dates import format_date

    if when.precision == "year":
        return str(when.first.year)
    if when.precision == "month":
        pattern = _SHORT_MONTH if short else _MONTH[language]
    else:
        pattern = (_SHORT if short else _DAY)[language]
    return str(format_date(when.first, pattern, locale=_LOCALES[language])).replace(".", "")


def dated(text: str) -> Text:
    """A text with its ISO days and months in words, as a vintage that several sources make up: «atop v5.1 ≤26 nov 2026».

    >>> dated("comtrade 2026-03-03; wits ≤2026-11").es
    'comtrade 3 mar 2026; wits ≤nov 2026'
    >>> dated("2024").en
    '2024'
    """

    def said(language: Language) -> str:
        return _ISO.sub(lambda found: _day(PartialDate.parse(found[0]), language, True), text)

    return Text(es=said("es"), en=said("en"))


def listed(parts: Sequence[Text]) -> Text:
    """Several texts as one: «a, b y c» / “a, b and c”."""
    return Text(es=_joined([part.es for part in parts], "es"), en=_joined([part.en for part in parts], "en"))


def set_apart(parts: Iterable[Text]) -> Text:
    """Several texts as one where some may hold commas: «a; b; c»."""
    texts = list(parts)
    return Text(es="; ".join(part.es for part in texts), en="; ".join(part.en for part in texts))


def _joined(parts: list[str], language: Language) -> str:
    if len(parts) < 2:
        return "".join(parts)
    before_i = parts[-1].lower().startswith(("i", "hi")) and not parts[-1].lower().startswith("hie")
    joint = {"es": "e" if before_i else "y", "en": "and"}[language]
    return f"{', '.join(parts[:-1])} {joint} {parts[-1]}"


def either(parts: Sequence[Text]) -> Text:
    """Several texts as alternatives, set off by commas: «a, o b,» / “a, or b,”; one stands as it is."""
    if len(parts) < 2:
        return listed(parts)
    last = parts[-1]
    before_o = last.es.lower().startswith(("o", "ho"))
    return Text(
        es=f"{', '.join(part.es for part in parts[:-1])}, {'u' if before_o else 'o'} {last.es},",
        en=f"{', '.join(part.en for part in parts[:-1])}, or {last.en},",
    )
