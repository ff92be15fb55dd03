"""Promises: one rule for both directions, which never calls silence a breach."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contrapeso.core.facts import Act, Coverage, Stage
from contrapeso.core.parameter import Rules
from contrapeso.core.period import PartialDate
from contrapeso.core.text import same
from contrapeso.ledger.evidence import Evidence
from contrapeso.measure import Frame
from contrapeso.measure.promises import OUTCOMES, Promise, is_current, promise, tally

ON = date(2026, 3, 1)


def when(text: str | None) -> PartialDate | None:
    return PartialDate.parse(text) if text else None


def act(status: str = "unknown", *steps: tuple[str, str], record_type: str = "instrument") -> Act:
    stages = tuple(
        Stage(stage_id=name, act_id="a", stage=name, on=PartialDate.parse(on), precision="day")  # type: ignore[arg-type]
        for name, on in steps
    )
    return Act(
        act_id="a", kind="purchase", title=same("case"), status=status, record_type=record_type, stages=stages,
        snapshot_id="s",
    )  # type: ignore[arg-type]  # fmt: skip


def judge(one: Act, due: str | None = None, *, current: bool = True, complete: bool = False) -> Promise:
    coverage = Coverage(
        kind="purchase", stage="delivered", start=PartialDate.parse("2000"), end=PartialDate.parse("2026"),
        complete=complete, basis=same("case"),
    )  # fmt: skip
    evidence = Evidence(ON, overlay={"coverage": [coverage]})
    return promise(one, ("delivered", "completed"), when(due), evidence, current)


@pytest.mark.parametrize(
    ("given_act", "due", "outcome", "missing"),
    [
        (act("unknown", ("delivered", "2025-05-01")), "2025", "kept", ()),
        (act("unknown", ("delivered", "2025-05-01")), "2024", "late", ()),
        (act("unknown", ("delivered", "2025-05")), "2025-05-10", "kept", ("delivered-date",)),
        (act("unknown", ("delivered", "2025-05-01")), None, "kept", ("due-on",)),
        (act("completed"), None, "kept", ("due-on",)),
        (act("in-force", ("delivered", "2025-05-01")), None, "open", ()),
        (act("in-force", ("delivered", "2025-05-01")), "2025-12-31", "unknown", ("delivered",)),
        (act("in-force", ("completed", "2025-05-01")), "2025-12-31", "kept", ()),
        (act("unknown"), "2026", "open", ()),
        (act("unknown"), "2025", "unknown", ("delivered",)),
        (act("unknown"), None, "unknown", ("delivered",)),
        (act("pending"), None, "open", ()),
        (act("cancelled", record_type="withdrawn"), "2025", "withdrawn", ()),
        (act("unknown", ("withdrawn", "2025-01-01")), "2025", "withdrawn", ()),
    ],
)  # fmt: skip
def test_what_became_of_a_promise(given_act: Act, due: str | None, outcome: str, missing: tuple[str, ...]) -> None:
    found = judge(given_act, due)
    assert (found.outcome, found.missing) == (outcome, missing)


def test_nothing_by_the_day_due_is_late_only_where_the_register_is_complete() -> None:
    assert judge(act("unknown"), "2025", complete=True).outcome == "late"
    assert judge(act("unknown"), "2025", complete=False).outcome == "unknown"


def test_a_status_recorded_later_says_nothing_about_an_earlier_day() -> None:
    assert judge(act("completed"), None, current=False).outcome == "unknown"
    frame = Frame("HOM", Evidence(ON), Rules({}, (), ON), "case", "acts", {"s": "2026-05-31"})
    assert not is_current(act("completed"), frame)
    assert is_current(
        act("completed"), Frame("HOM", Evidence(ON), Rules({}, (), ON), "case", "acts", {"s": "2026-01-31"})
    )


judged = st.builds(
    Promise, st.just(act()), st.just(("delivered",)), st.none(), st.sampled_from(OUTCOMES), st.booleans()
)


@given(st.lists(judged, max_size=12))
def test_outcomes_add_up_and_their_intervals_hold_every_way_the_unknown_may_turn_out(promises: list[Promise]) -> None:
    frame = Frame("HOM", Evidence(ON), Rules({}, (), ON), "case", "acts", {})
    found = {one.topic: one for one in tally(promises, frame, "FRA")}
    assert sum(one.value or 0 for one in found.values()) == len(promises)
    unknown = sum(one.outcome == "unknown" for one in promises)
    untimed = sum(one.outcome == "kept" and not one.is_timed for one in promises)
    for turned_late in range(unknown + untimed + 1):
        late = sum(one.outcome == "late" for one in promises) + turned_late
        if late:
            assert found["late"].low is not None and found["late"].high is not None
            assert found["late"].low <= late <= found["late"].high
    kept = sum(one.outcome == "kept" for one in promises)
    if kept + unknown:
        assert (found["kept"].low, found["kept"].high) == (kept - untimed, kept + unknown)
