"""A share for every pair of names as a heat map: number and interval in its cell, the unknown told apart from nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from contrapeso.charts.chart import Chart, Spec
from contrapeso.charts.theme import MUTED, ink_on
from contrapeso.core.text import Language, Text

_NONE, _LEAST, _MOST = "#f4f6f8", "#d3e5f2", "#0b3c5d"
"""Nothing, and the ends of one hue that darkens evenly: readable without telling colours apart."""
_HEIGHT, _LETTER = 33, 6.7


@dataclass(frozen=True, slots=True)
class Cell:
    """A share of 1 with the ends of its interval; all None where nothing is known. ``said`` is its cell in the table."""

    row: Text
    column: Text
    value: float | None
    low: float | None
    high: float | None
    said: Text


def heatmap(
    chart_id: str,
    cells: Sequence[Cell],
    *,
    rows: Sequence[Text],
    columns: Sequence[Text],
    title: Text,
    units: Text,
    source: Text,
    alt: Text,
    header: Text,
    absent: Text,
) -> Chart:
    """Rows and columns in the order given; on a phone the columns stand in several blocks, one below the other."""
    found = {(cell.row, cell.column): cell.said for cell in cells}

    def drawing(language: Language, width: int) -> Spec:
        return _drawing(cells, [row[language] for row in rows], [one[language] for one in columns], language, width)

    table = tuple((row, *(found.get((row, column), absent) for column in columns)) for row in rows)
    return Chart(chart_id, title, units, source, alt, (header, *columns), table, drawing)


def _drawing(cells: Sequence[Cell], rows: list[str], columns: list[str], language: Language, width: int) -> Spec:
    is_wide = width > 500
    most = max(min(len(columns), 8 if is_wide else 4), 1)
    shown = {row: _in_two(row, 30 if is_wide else 17) for row in rows}
    room = min(_length(shown.values()) * _LETTER, width * (0.32 if is_wide else 0.38))
    side = (width - room - (16 if is_wide else 40)) / most
    heads = {column: _in_two(column, side / _LETTER) for column in columns}
    fits = _length(heads.values()) * _LETTER <= side
    values = [_value(cell, shown[cell.row[language]], heads[cell.column[language]]) for cell in cells]
    blocks = [columns[start : start + most] for start in range(0, len(columns), most)]
    y = {"field": "row", "type": "nominal", "scale": {"domain": list(shown.values()), "paddingInner": 0.08},
         "axis": {**_AXIS, "minExtent": room, "maxExtent": room, "labelOffset": _RAISED}}  # fmt: skip
    drawn = [_block(values, [heads[column] for column in block], y, side, fits, is_wide) for block in blocks]
    return {"vconcat": drawn, "spacing": 18}


_AXIS = {
    "title": None, "ticks": False, "domain": False, "labelPadding": 6, "labelOverlap": False, "labelLineHeight": 13,
    "labelExpr": "split(datum.label, '|')",
}  # fmt: skip


_RAISED = {"condition": {"test": "indexof(datum.label, '|') >= 0", "value": -6}, "value": 0}
"""A label of two lines stands with its middle, not its first line, at the middle of its row."""


def _in_two(name: str, most: float) -> str:
    """The name with a bar where its line breaks best, if it is longer than ``most`` letters."""
    if len(name) <= most or " " not in name:
        return name
    spaces = [at for at, letter in enumerate(name) if letter == " "]
    middle = min(spaces, key=lambda at: abs(2 * at - len(name)))
    return f"{name[:middle]}|{name[middle + 1 :]}"


def _length(names: Iterable[str]) -> int:
    """Letters of the longest line."""
    return max((len(part) for name in names for part in name.split("|")), default=0)


def _value(cell: Cell, row: str, column: str) -> Spec:
    fill = _fill(_known(cell))
    return {
        "row": row, "column": column, "fill": fill, "text": _number(cell), "span": _span(cell), "ink": ink_on(fill),
        "edge": MUTED if _known(cell) is None else "#b9c6d1",
    }  # fmt: skip


def _number(cell: Cell) -> str:
    """«62», whole per cent without the sign; «?» where the value is not known."""
    known = _known(cell)
    return "?" if known is None else _cent(known)


def _known(cell: Cell) -> float | None:
    """The value, or the one that both ends agree on."""
    return cell.low if cell.value is None and cell.low == cell.high else cell.value


def _span(cell: Cell) -> str:
    """«40–80», or nothing where the ends read as the value does."""
    if cell.low is None or cell.high is None:
        return ""
    low, high = _cent(cell.low), _cent(cell.high)
    return "" if low == high == _number(cell) else f"{low}–{high}"


def _cent(share: float) -> str:
    return "<1" if 0 < share < 0.005 else str(min(round(100 * share), 99 if share < 1 else 100))


def _fill(share: float | None) -> str:
    """A colour between the two ends of the scale, which starts above nothing."""
    if share is None:
        return "#ffffff"
    if share == 0:
        return _NONE
    ends = [(int(_LEAST[at : at + 2], 16), int(_MOST[at : at + 2], 16)) for at in (1, 3, 5)]
    return "#" + "".join(f"{round(light + (dark - light) * min(share, 1)):02x}" for light, dark in ends)


def _block(values: list[Spec], columns: list[str], y: Spec, side: float, fits: bool, is_wide: bool) -> Spec:
    slant = (
        {"labelAngle": 0, "labelPadding": 19 if any("|" in one for one in columns) else 6}
        if fits
        else {"labelAngle": -50, "labelAlign": "left"}
    )
    axis = {**_AXIS, **slant, "orient": "top", "labelLimit": 200, "labelFontSize": 11.5}
    if not fits:
        axis["labelExpr"] = "replace(datum.label, '|', ' ')"
    place = {
        "x": {"field": "column", "type": "nominal", "scale": {"domain": columns, "paddingInner": 0.04}, "axis": axis},
        "y": y,
    }
    fill, ink, edge = ({"field": name, "type": "nominal", "scale": None} for name in ("fill", "ink", "edge"))
    shown = [value for value in values if value["column"] in columns]
    return {
        "data": {"values": shown}, "width": side * len(columns), "height": _HEIGHT * len(y["scale"]["domain"]),
        "layer": [
            {"mark": {"type": "rect", "strokeWidth": 0.8}, "encoding": {**place, "fill": fill, "stroke": edge}},
            *(
                {"data": {"values": [value for value in shown if bool(value["span"]) == is_open]},
                 "mark": {"type": "text", "fontSize": 12, "fontWeight": 600, "dy": -6 if is_open else 0},
                 "encoding": {**place, "text": {"field": "text"}, "color": ink}}
                for is_open in (True, False)
            ),
            {"mark": {"type": "text", "fontSize": 10 if is_wide else 9.5, "dy": 7},
             "encoding": {**place, "text": {"field": "span"}, "color": ink}},
        ],
    }  # fmt: skip
