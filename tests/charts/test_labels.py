"""Labels are broken into lines, never cut: no word is lost, and none of a chart's words runs out of a phone."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contrapeso.charts import NARROW, WIDE, Chart, draw_svg
from contrapeso.charts.bars import Count, stacked_bars
from contrapeso.charts.core import Index
from contrapeso.charts.core import core as core_chart
from contrapeso.charts.dumbbell import Pair, dumbbell
from contrapeso.charts.intervals import Spread, intervals
from contrapeso.charts.labels import LETTER, lines_of
from contrapeso.charts.path import PathStep, control_path
from contrapeso.core.text import Text, same

LONG = "Compras secretas, directas y de Gobierno a Gobierno sin publicación"
OTHER = "Ingreso de militares extranjeros sin armas de guerra"
REASON = "está en varias monedas, y no hay tipos de cambio para sumarlas"
SAID = {"title": same("T"), "units": same("u"), "source": same("s"), "alt": same("a")}
WORD = st.text(alphabet="abcdeéñ-", min_size=1, max_size=14)


@given(words=st.lists(WORD, min_size=1, max_size=12), room=st.floats(min_value=20, max_value=400))
def test_no_word_is_lost_and_only_a_single_word_may_be_wider(words: list[str], room: float) -> None:
    lines = lines_of(" ".join(words), room)
    assert " ".join(lines).split() == words
    assert all(len(line) * LETTER <= room or " " not in line for line in lines)


def bars() -> Chart:
    series = {"FAIL": same("Incumple"), "PASS": same("Cumple")}
    records = [Count(same(LONG), "FAIL", 213), Count(same(OTHER), "PASS", 4)]
    return stacked_bars(
        "bars", records, series=series, colours={"FAIL": "#b3261e", "PASS": "#2a6fb0"}, header=same("h"), **SAID
    )  # type: ignore[arg-type]


def pairs() -> Chart:
    names = (same("Proveedores, por su parte en lo entregado"), same("Proveedores que no votan parecido entre ellos"))
    rows = [Pair(same(OTHER), same("Nueva Zelanda, Estados Unidos e Italia"), 2.2, 1.1, (same("2.2"), same("1.1")))]
    return dumbbell("pairs", rows, names=names, header=(same("h"), same("h")), is_share=False, **SAID)  # type: ignore[arg-type]


def spreads() -> Chart:
    rows = [Spread(same(LONG), None, 0.1, 0.9, same(REASON)), Spread(same(OTHER), 0.5, 0.4, 0.6, same("0.5 [0.4–0.6]"))]
    return intervals("spreads", rows, header=(same("h"), same("h")), is_share=True, **SAID)  # type: ignore[arg-type]


def path() -> Chart:
    records = [
        PathStep(same(LONG), same("Gabinete"), True, same("5 ene 2026")),
        PathStep(same(OTHER), same("Cuenta"), False),
    ]
    return control_path(records, header=same("h"), absent=same("—"), **SAID)  # type: ignore[arg-type]


def core() -> Chart:
    rows = [Index(same(LONG), 1.0, same("1")), Index(same(OTHER), 0.0, same("0"))]
    return core_chart("core", rows, header=(same("h"), same("h")), **SAID)  # type: ignore[arg-type]


def drawn(chart: Chart, width: int) -> str:
    """All that a drawing says, its lines joined."""
    root = ElementTree.fromstring(draw_svg(chart, "es", width))
    return " ".join("".join(one.itertext()) for one in root.iter() if one.tag.endswith(("}text", "}tspan")))


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("make", [bars, pairs, spreads, path, core], ids=lambda one: one.__name__)
def test_long_labels_are_whole_at_both_widths(make: object, width: int) -> None:
    chart = make()  # type: ignore[operator]
    text = drawn(chart, width)
    assert "…" not in text
    said = [part for row in chart.rows for part in row[:1] if isinstance(part, Text)]
    words = set(re.findall(r"\w+", text))
    assert all(word in words for one in said for word in re.findall(r"\w+", one.es))


def test_the_drawing_of_long_words_is_not_wider_than_its_frame() -> None:
    """A reason in place of a value stands in lines beside its bar on a phone."""
    root = ElementTree.fromstring(draw_svg(spreads(), "es", NARROW))
    lines = ["".join(one.itertext()) for one in root.iter() if one.tag.endswith("}tspan")]
    assert max(len(line) for line in lines) * LETTER <= NARROW * 0.4
    assert float(root.attrib["viewBox"].split()[2]) <= NARROW + 1
