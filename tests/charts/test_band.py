"""A share with its band: both languages within the width, every step labelled and in the table, one step refused."""

from __future__ import annotations

import pytest

from contrapeso.charts import NARROW, WIDE, draw_svg
from contrapeso.charts.band import Limit, Step, band
from contrapeso.charts.chart import Chart
from contrapeso.core.text import LANGUAGES, Text, same


def chart(n: int = 4, limit: Limit | None = None) -> Chart:
    steps = [Step(6.0 * at, same(f"step {at}"), 1.0 - at / 5, 0.8 - at / 5, 1.0, same(f"{at} said")) for at in range(n)]
    return band(
        "x", steps, title=same("t"), units=same("u"), source=same("s"), alt=same("a"), header=(same("h"), same("v")),
        axis=Text(es="meses", en="months"), limit=limit,
    )  # fmt: skip


def test_it_draws_in_both_languages_within_the_width_asked_for() -> None:
    drawn = chart(limit=Limit(0.5, Text(es="mínimo", en="least")))
    for language in LANGUAGES:
        for width in (WIDE, NARROW):
            svg = draw_svg(drawn, language, width)
            assert float(svg.split('width="')[1].split('"')[0]) <= width + 12
            assert all(f"step {at}" in svg for at in range(4))
            assert ("meses" if language == "es" else "months") in svg
            assert ("mínimo" if language == "es" else "least") in svg


def test_the_table_holds_every_step() -> None:
    assert [tuple(cell.en for cell in row if isinstance(cell, Text)) for row in chart(3).rows] == [
        ("step 0", "0 said"), ("step 1", "1 said"), ("step 2", "2 said"),
    ]  # fmt: skip


@pytest.mark.parametrize("n", [0, 1])
def test_fewer_than_two_steps_make_no_band(n: int) -> None:
    with pytest.raises(ValueError, match="two steps"):
        chart(n)
