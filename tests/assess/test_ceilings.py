"""Ceilings: the documented rule over every position of an interval and a range, and what no assumption may do."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest

from contrapeso.assess import under_ceiling
from contrapeso.assess.ceilings import EXCEEDS, MAY_EXCEED, WOULD_EXCEED
from contrapeso.assess.verdict import Verdict
from contrapeso.core.measurement import Measurement
from contrapeso.core.parameter import Dated
from contrapeso.core.text import same

ASSUMED = Dated("ceiling", "share", True, 0.35, "assumption", low=0.25, high=0.45)
NORM = Dated("ceiling", "share", True, 0.35, "norm", "n-1")
GRID = [n / 20 for n in range(21)]


def share(value: float | None, low: float | None, high: float | None, state: str = "USA", **more: Any) -> Measurement:
    missing = more.pop("missing", () if value is not None else ("quantity",))
    return Measurement(
        indicator="direct-share", subject="URY", object=state, capability="lift", period="2026-01-01", value=value,
        low=low, high=high, unit="share", vintage="2026-01-01", missing=missing, **more,
    )  # fmt: skip


def judged(*measured: Measurement, ceiling: Dated = ASSUMED) -> Verdict:
    return under_ceiling(measured, ceiling, unmeasured="suppliers")


def said(verdict: Verdict) -> str:
    return " ".join([verdict.name, *([verdict.code] if verdict.code else []), *verdict.missing])


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (share(0.2, 0.1, 0.25), "PASS"),
        (share(0.2, 0.1, 0.26), f"WARN {MAY_EXCEED}"),
        (share(0.2, 0.1, 0.26, missing=("quantity",)), "UNDETERMINED quantity"),
        (share(0.35, 0.35, 0.35), f"WARN {MAY_EXCEED}"),
        (share(0.36, 0.1, 0.5, missing=("quantity",)), f"WARN {WOULD_EXCEED}"),
        (share(None, 0.36, 0.5), f"WARN {WOULD_EXCEED}"),
        (share(None, 0.1, 0.5), "UNDETERMINED quantity"),
        (share(None, 0.1, 0.2), "PASS"),
        (share(None, None, None), "UNDETERMINED quantity"),
    ],
)
def test_one_measurement_under_an_assumed_ceiling(one: Measurement, expected: str) -> None:
    assert said(judged(one)) == expected


def test_an_assumed_ceiling_never_yields_fail_and_passes_only_what_stays_under_the_whole_range() -> None:
    for low, value, high in product(GRID, GRID, GRID):
        if low <= value <= high:
            verdict = judged(share(value, low, high))
            assert verdict.name != "FAIL"
            assert (verdict.name == "PASS") == (high <= 0.25)
            assert (verdict.code == WOULD_EXCEED) == (value > 0.35)


def test_a_norm_yields_fail_only_where_all_that_may_be_true_breaks_it() -> None:
    for low, value, high in product(GRID, GRID, GRID):
        if low <= value <= high:
            verdict = judged(share(value, low, high), ceiling=NORM)
            assert (verdict.name == "FAIL") == (low > 0.35)
            assert (verdict.name == "PASS") == (high <= 0.35)
    assert said(judged(share(0.4, 0.4, 0.4), ceiling=NORM)) == f"FAIL {EXCEEDS}"
    assert said(judged(share(0.4, 0.4, 0.4, is_assumed=True), ceiling=NORM)) == f"WARN {MAY_EXCEED}"


def test_one_state_beyond_suffices_and_the_largest_comes_first() -> None:
    unsure = share(0.0, 0.0, 1.0, "FRA", missing=("suppliers",))
    verdict = judged(unsure, share(0.4, 0.4, 0.4, "ITA"), share(0.5, 0.4, 0.6, "USA"))
    assert said(verdict) == f"WARN {WOULD_EXCEED}"
    assert verdict.grounds == tuple(f"measurement:ury/direct-share:{state}:lift" for state in ("USA", "ITA"))
    assert judged(unsure, share(0.2, 0.2, 0.2, "ITA")).grounds == ("measurement:ury/direct-share:FRA:lift",)


def test_what_was_not_measured_is_undetermined_and_what_is_not_in_force_does_not_apply() -> None:
    assert said(judged()) == "UNDETERMINED suppliers"
    assert judged(share(1, 1, 1), ceiling=Dated("ceiling", "share", in_force=False)).name == "NOT_APPLICABLE"
    unread = Dated("ceiling", "share", True, missing=same("unread"))
    assert said(judged(share(1, 1, 1), ceiling=unread)) == "UNDETERMINED rule-ceiling"
