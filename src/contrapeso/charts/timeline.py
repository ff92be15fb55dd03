"""Acts by year and kind: how many, of what, when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from contrapeso.charts.chart import Chart, Spec
from contrapeso.charts.theme import ACCENT, MUTED
from contrapeso.core.text import Language, Text, same

_RECENT_SHARE = 0.9
_LONG = 30


@dataclass(frozen=True, slots=True)
class KindYear:
    """How many acts of a kind began in a year."""

    kind: Text
    year: int
    acts: int


def acts_by_year(
    records: Sequence[KindYear], *, title: Text, units: Text, source: Text, alt: Text, header: tuple[Text, ...]
) -> Chart:
    """A row of circles a kind, sized by number, under bars of all acts a year; early years are pooled when few."""
    since = _pooled_before(records)
    kinds = list(dict.fromkeys(record.kind for record in records))

    def drawing(language: Language, width: int) -> Spec:
        return _drawing(records, kinds, since, language, width)

    rows = tuple((record.kind, same(str(record.year)), record.acts) for record in records)
    return Chart("acts-by-year", title, units, source, alt, header, rows, drawing)


def _pooled_before(records: Sequence[KindYear]) -> int:
    """The first year shown apart: all years, or those that hold nine acts in ten when the span is long."""
    years = sorted(year for record in records for year in [record.year] * record.acts)
    if not years or years[-1] - years[0] <= _LONG:
        return years[0] if years else 0
    return years[int(len(years) * (1 - _RECENT_SHARE))]


def _drawing(records: Sequence[KindYear], kinds: list[Text], since: int, language: Language, width: int) -> Spec:
    counts: Counter[tuple[str, int]] = Counter()
    for record in records:
        counts[record.kind[language], max(record.year, since - 1)] += record.acts
    totals: Counter[int] = Counter()
    for (_, year), acts in counts.items():
        totals[year] += acts
    order = [kind[language] for kind in kinds]
    plot = width - round(max((len(name) for name in order), default=0) * 6.7) - 24
    first, last = min(totals, default=0), max(totals, default=0)
    x = {
        "field": "year", "type": "quantitative",
        "scale": {"domain": [first - 0.7, last + 0.7], "nice": False},
        "axis": {
            "title": None, "grid": False, "values": _ticks(first, last, 9 if width > 500 else 4),
            "labelExpr": f"datum.value < {since} ? '≤{since - 1}' : format(datum.value, 'd')",
        },
    }  # fmt: skip
    bars = {
        "data": {"values": [{"year": year, "acts": acts} for year, acts in sorted(totals.items())]},
        "width": plot, "height": 70,
        "mark": {"type": "bar", "color": MUTED, "width": max(3, plot / (last - first + 2) - 2)},
        "encoding": {
            "x": {**x, "axis": None},
            "y": {"field": "acts", "type": "quantitative", "axis": {"title": None, "tickCount": 3, "domain": False}},
        },
    }  # fmt: skip
    return {"vconcat": [bars, _circles(counts, order, x, plot, small=width <= 500)], "spacing": 6}


def _circles(counts: Counter[tuple[str, int]], order: list[str], x: Spec, plot: int, *, small: bool) -> Spec:
    """A row for each kind, a circle for each year in which it has acts."""
    values = [{"kind": kind, "year": year, "acts": acts} for (kind, year), acts in sorted(counts.items())]
    return {
        "data": {"values": values}, "width": plot, "height": 26 * max(len(order), 1),
        "mark": {"type": "circle", "color": ACCENT, "opacity": 0.85},
        "encoding": {
            "x": x,
            "y": {"field": "kind", "type": "nominal", "sort": order, "axis": {"title": None, "grid": True, "ticks": False, "domain": False}},
            "size": {
                "field": "acts", "type": "quantitative",
                "scale": {"type": "linear", "range": [0, 120 if small else 330], "domainMin": 0},
                "legend": {"symbolType": "circle", "orient": "bottom", "direction": "horizontal",
                           "values": _sizes(max(counts.values(), default=1)), "symbolFillColor": ACCENT, "symbolStrokeColor": ACCENT},
            },
        },
    }  # fmt: skip


def _ticks(first: int, last: int, most: int) -> list[int]:
    step = next(step for step in (1, 2, 3, 4, 5, 10, 20, 50, 100) if (last - first) / step <= most)
    return [first, *(year for year in range(first + step, last + 1) if year % step == 0 and year - first >= step)]


def _sizes(most: int) -> list[int]:
    return sorted({1, max(1, most // 2), most})
