"""The chart of few lines: names that do not overlap, bands that hold their line, a table that says it all."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contrapeso.charts import NARROW, WIDE, draw_svg
from contrapeso.charts.lines import MOST, Path, Point, lines, spread
from contrapeso.core.text import LANGUAGES, same


def chart(n: int, name: str = "State") -> object:
    paths = [
        Path(
            same(f"{name} {at}"),
            tuple(Point(year, at * 0.01, at * 0.01 - 0.1, at * 0.01 + 0.1) for year in (2000, 2001)),
        )
        for at in range(n)
    ]
    header = tuple(same(one) for one in ("s", "y", "v", "l", "h"))
    return lines("x", paths, title=same("t"), units=same("u"), source=same("s"), alt=same("a"), header=header)


@given(st.lists(st.floats(0, 300), min_size=1, max_size=6))
def test_names_are_never_nearer_than_the_gap_and_keep_their_order(places: list[float]) -> None:
    found = spread(sorted(places), 16.0, 300.0)
    assert all(b - a >= 16.0 - 1e-9 for a, b in pairwise(found))
    assert found[-1] <= 300.0


def test_it_draws_in_both_languages_within_the_width_asked_for() -> None:
    drawn = chart(MOST, "Name that is long")
    for language in LANGUAGES:
        for width in (WIDE, NARROW):
            svg = draw_svg(drawn, language, width)  # type: ignore[arg-type]
            assert float(svg.split('width="')[1].split('"')[0]) <= width + 12
            assert svg.count("Name that is long") >= MOST


def test_the_table_holds_every_point_with_its_band() -> None:
    rows = chart(2).rows  # type: ignore[attr-defined]
    assert len(rows) == 4
    assert [cell if isinstance(cell, float) else cell.en for cell in rows[0]] == ["State 0", "2000", 0.0, -0.1, 0.1]


@pytest.mark.parametrize("n", [0, MOST + 1])
def test_more_lines_than_can_be_told_apart_are_refused(n: int) -> None:
    with pytest.raises(ValueError, match="told apart"):
        chart(n)
