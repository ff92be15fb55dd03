"""A range is what was stated, and nothing is guessed from it."""

from __future__ import annotations

import pytest

from contrapeso.methods.range import Range


@pytest.mark.parametrize(
    "wrong", [(0.2, 0.1, None), (0.0, 0.1, 0.2), (0.0, float("nan"), None), (0.0, float("inf"), 0.1)]
)
def test_what_is_out_of_order_or_not_finite_is_refused(wrong: tuple[float, float, float | None]) -> None:
    with pytest.raises(ValueError, match="finite and in order"):
        Range(*wrong)


def test_a_number_is_a_range_of_one_point_within_its_limits() -> None:
    assert Range.of(0.5, "a share", 0.0, 1.0) == Range(0.5, 0.5, 0.5)
    assert Range.of(Range(0.1, 0.3), "a share", 0.0, 1.0).value is None
    with pytest.raises(ValueError, match=r"a share is between 0 and 1, not 0\.5 to 1\.5"):
        Range.of(Range(0.5, 1.5), "a share", 0.0, 1.0)
