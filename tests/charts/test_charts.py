"""Charts are data: complete in both languages, drawn offline in the package's own typeface, the same every time."""

from __future__ import annotations

import struct
import xml.etree.ElementTree as ElementTree
from datetime import date

import pytest

from contrapeso.charts import NARROW, WIDE, Chart, draw_png, draw_svg
from contrapeso.charts.bars import Count, stacked_bars
from contrapeso.charts.calendar import Stay, Turn, stays
from contrapeso.charts.dumbbell import Pair, dumbbell
from contrapeso.charts.heatmap import Cell, heatmap
from contrapeso.charts.path import PathStep, control_path
from contrapeso.charts.theme import FONT, GROUP_COLOURS, VERDICT_COLOURS, ink_on
from contrapeso.charts.timeline import KindYear, acts_by_year
from contrapeso.core.text import LANGUAGES, Language, Text

SPANISH, ENGLISH = "Tratados", "Treaties"


def text(es: str, en: str) -> Text:
    return Text(es=es, en=en)


KIND, TITLE, UNITS = text(SPANISH, ENGLISH), text("Título", "Title"), text("actos", "acts")
SOURCE, ALT = text("Fuente: x", "Source: x"), text("Descripción", "Description")


def timeline() -> Chart:
    records = [KindYear(KIND, 1940, 1), *(KindYear(KIND, year, 2) for year in range(2000, 2026))]
    return acts_by_year(records, title=TITLE, units=UNITS, source=SOURCE, alt=ALT, header=(TITLE, UNITS, UNITS))


def bars() -> Chart:
    records = [Count(KIND, "FAIL", 3), Count(KIND, "PASS", 5), Count(text("Otros", "Others"), "PASS", 1)]
    series = {"FAIL": text("Incumple", "Fails"), "DUE": text("Vence", "Due"), "PASS": text("Cumple", "Passes")}
    return stacked_bars(
        "bars", records, series=series, colours=VERDICT_COLOURS, title=TITLE, units=UNITS, source=SOURCE, alt=ALT, header=TITLE
    )  # fmt: skip


def path() -> Chart:
    step = text("Aprobación", "Approval")
    records = [PathStep(KIND, step, True, text("5 ene 2026", "5 Jan 2026"), "73–25–2"), PathStep(KIND, UNITS, False)]
    return control_path(
        records,
        title=TITLE,
        units=UNITS,
        source=SOURCE,
        alt=ALT,
        header=TITLE,
        absent=text("no consta", "not on record"),
    )


def calendar() -> Chart:
    records = [
        Stay(KIND, date(2026, 1, 1), date(2026, 12, 31), text("2026", "2026")),
        Stay(UNITS, None, date(2025, 7, 1), text("hasta julio", "until July")),
    ]
    turn = Turn(date(2026, 7, 27), text("A → B", "A → B"))
    return stays(
        records, turn, date(2026, 11, 23), title=TITLE, units=UNITS, source=SOURCE, alt=ALT, header=(TITLE, UNITS),
        today_label=text("hoy", "today"),
    )  # fmt: skip


HEAT_ROWS = (KIND, text("Buques de apoyo y de transporte anfibio", "Ships for support and amphibious transport"))
HEAT_COLUMNS = tuple(text(f"Estado {n}", f"State {n}") for n in range(7))


def heat() -> Chart:
    known = [Cell(KIND, column, n / 7, n / 7, n / 7, text(f"{n}", f"{n}")) for n, column in enumerate(HEAT_COLUMNS[:5])]
    cells = [
        *known, Cell(KIND, HEAT_COLUMNS[5], 0.4, 0.4, 0.996, text("40–99", "40–99")),
        Cell(HEAT_ROWS[1], HEAT_COLUMNS[0], None, None, None, text("no se sabe", "not known")),
        Cell(HEAT_ROWS[1], HEAT_COLUMNS[6], None, 0.2, 0.8, text("entre 20 y 80", "between 20 and 80")),
    ]  # fmt: skip
    return heatmap(
        "heat", cells, rows=HEAT_ROWS, columns=HEAT_COLUMNS, title=TITLE, units=UNITS, source=SOURCE, alt=ALT,
        header=TITLE, absent=text("—", "—"),
    )  # fmt: skip


def pairs() -> Chart:
    said = (text("0 %", "0%"), text("62 %", "62%"))
    rows = [Pair(KIND, UNITS, 0.0, 0.62, said), Pair(KIND, text("otros", "others"), 0.8, 1.0, said)]
    names = (text("Directo", "Direct"), text("A través", "Through"))
    return dumbbell("pairs", rows, names=names, title=TITLE, units=UNITS, source=SOURCE, alt=ALT, header=(TITLE, UNITS))


CHARTS = [timeline(), bars(), path(), calendar(), heat(), pairs()]
each = pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.chart_id)


@each
@pytest.mark.parametrize("language", LANGUAGES)
def test_spec_says_title_units_source_and_alternative(chart: Chart, language: Language) -> None:
    spec = chart.spec(language)
    assert spec["title"] == {"text": TITLE[language], "subtitle": [UNITS[language], SOURCE[language]]}
    assert spec["description"] == ALT[language]
    assert spec["usermeta"] == {"source": SOURCE[language], "units": UNITS[language]}


@each
@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_draws_within_its_width_in_its_own_typeface(chart: Chart, width: int) -> None:
    svg = draw_svg(chart, "es", width)
    root = ElementTree.fromstring(svg)
    assert width * 0.9 <= float(root.attrib["width"]) <= width * 1.06
    assert FONT in svg
    assert SPANISH in svg and ENGLISH not in svg


@each
def test_draws_the_same_bytes_and_its_own_ids(chart: Chart) -> None:
    first = draw_svg(chart, "en")
    assert first == draw_svg(chart, "en")
    ids = [element.attrib["id"] for element in ElementTree.fromstring(first).iter() if "id" in element.attrib]
    assert all(name.startswith(chart.chart_id) for name in ids)


@each
def test_table_has_a_cell_for_every_header(chart: Chart) -> None:
    assert chart.rows
    assert {len(row) for row in chart.rows} == {len(chart.header)}


def test_timeline_pools_a_long_sparse_past() -> None:
    svg = draw_svg(timeline(), "es")
    assert "≤" in svg and ">1940<" not in svg
    assert timeline().rows[0][1] == Text(es="1940", en="1940")


def test_bars_stack_without_gaps_and_keep_totals() -> None:
    values = bars().spec("es")["data"]["values"]
    first = [value for value in values if value["label"] == SPANISH]
    assert [(value["start"], value["end"]) for value in first] == [(0, 3), (3, 8)]
    assert bars().rows == ((KIND, 3, 5), (text("Otros", "Others"), 0, 1))


def test_path_table_tells_what_is_not_on_record() -> None:
    assert path().rows[0][1:] == (
        text("5 ene 2026 (73–25–2)", "5 Jan 2026 (73–25–2)"), text("no consta", "not on record")
    )  # fmt: skip


def _cells(language: Language, width: int) -> dict[tuple[str, str], dict[str, object]]:
    blocks = heat().spec(language, width)["vconcat"]
    return {(value["row"], value["column"]): value for block in blocks for value in block["data"]["values"]}


def test_heat_map_prints_intervals_and_tells_unknown_from_nothing() -> None:
    cells = _cells("es", WIDE)
    shown = {column: cells[SPANISH, f"Estado {column}"] for column in range(6)}
    assert [cell["text"] for cell in shown.values()] == ["0", "14", "29", "43", "57", "40"]
    assert [cell["span"] for cell in shown.values()] == ["", "", "", "", "", "40–99"]
    unknown = next(cell for cell in cells.values() if cell["text"] == "?" and not cell["span"])
    assert unknown["fill"] != shown[0]["fill"] and unknown["edge"] != shown[0]["edge"]
    bounded = next(cell for cell in cells.values() if cell["column"] == "Estado 6")
    assert (bounded["text"], bounded["span"]) == ("?", "20–80")


def test_heat_map_darkens_with_the_share_and_its_numbers_can_be_read() -> None:
    cells = _cells("es", WIDE)
    fills = [str(cells[SPANISH, f"Estado {n}"]["fill"]) for n in range(5)]
    assert fills == sorted(fills, key=_luminance, reverse=True) and len(set(fills)) == 5
    assert all(_contrast(str(cell["fill"]), str(cell["ink"])) >= 4.5 for cell in cells.values())


def test_heat_map_stands_in_blocks_on_a_phone() -> None:
    wide, narrow = (heat().spec("en", width)["vconcat"] for width in (WIDE, NARROW))
    assert (len(wide), len(narrow)) == (1, 2)
    assert len(_cells("en", NARROW)) == len(_cells("en", WIDE)) == 8


def test_heat_map_table_has_every_cell() -> None:
    rows = heat().rows
    assert [len(row) for row in rows] == [8, 8]
    assert rows[1][1] == text("no se sabe", "not known") and rows[1][2] == text("—", "—")


def test_dumbbell_joins_both_shares_and_says_them() -> None:
    values = pairs().spec("es")["data"]["values"]
    assert [(value["first"], value["second"], value["text"]) for value in values] == [
        (0.0, 0.62, "0 → 62"),
        (0.8, 1.0, "80 → 100"),
    ]
    assert pairs().rows[0] == (KIND, UNITS, text("0 %", "0%"), text("62 %", "62%"))


def test_png_is_drawn_at_scale() -> None:
    png = draw_png(bars(), "es", scale=2)
    width, _ = struct.unpack(">II", png[16:24])
    assert width == pytest.approx(2 * WIDE, rel=0.05)


@pytest.mark.parametrize("colour", [*VERDICT_COLOURS.values(), *GROUP_COLOURS.values()])
def test_numbers_on_segments_can_be_read(colour: str) -> None:
    assert _contrast(colour, ink_on(colour)) >= 4.5


def _contrast(one: str, other: str) -> float:
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
