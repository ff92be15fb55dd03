"""A rule replayed: when it would have told, how long before, how often, and how much of it holds up."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from contrapeso.watch.replay import Replayed, replay
from contrapeso.watch.state import State
from tests.watch.small import judged, reading, rule, state

START = date(2026, 1, 1)
DUE = rule("deadline")


def days(n: int) -> list[date]:
    return [START + timedelta(days=one) for one in range(n)]


def states(verdicts: list[str | None], due: str = "2026-01-20") -> dict[date, State]:
    return {
        on: state(on.isoformat(), [judged("x:a", one, due=due if one == "DUE" else None)] if one else [])
        for on, one in zip(days(len(verdicts)), verdicts, strict=True)
    }


def record(then: list[str | None], now: list[str | None], vintages: int = 2) -> Replayed:
    known, looked = states(then), states(now)
    firings = replay(known.__getitem__, looked.__getitem__, DUE, days(len(then)), vintages=vintages)
    return Replayed(DUE, START, days(len(then))[-1], vintages, firings)


def test_lead_time_is_from_telling_to_the_deadline() -> None:
    found = record([None, None, "DUE", "DUE"], [None, "DUE", "DUE", "PASS"])
    (firing,) = found.firings
    assert firing.on == date(2026, 1, 3) and firing.lead_days == 17 and firing.outcome == "met"
    assert found.lead == (17,) and firing.held_up is True


def test_what_was_told_and_is_not_so_counts_against_precision() -> None:
    found = record([None, "DUE", None, "DUE"], [None, None, None, "DUE"])
    assert [firing.held_up for firing in found.firings] == [False, True]
    share = found.precision
    assert share is not None and (share.value, share.n) == (0.5, 2) and share.low < 0.1 < 0.9 < share.high


def test_with_one_vintage_precision_is_missing_and_says_so() -> None:
    found = record([None, "DUE"], [None, "DUE"], vintages=1)
    assert found.precision is None and not found.knew_then
    plain = found.to_dict()
    assert plain["known"] == "now" and plain["precision"] is None and plain["precision_missing"] == "earlier-vintages"
    assert any("only one vintage" in line.en for line in found.lines())


def test_load_counts_every_month_even_the_quiet_ones() -> None:
    quiet = Replayed(DUE, date(2025, 11, 30), date(2026, 2, 1), 2, record([None, "DUE"], [None, "DUE"]).firings)
    assert quiet.load == {"2025-11": 0, "2025-12": 0, "2026-01": 1, "2026-02": 0}


@pytest.mark.parametrize(("value", "held"), [(0.4, True), (0.1, False)])
def test_a_level_holds_up_if_it_stands_on_what_is_known_now(value: float, held: bool) -> None:
    level = rule("level", indicator="denial", opens_at=0.30, clears_at=0.25)
    then = {
        on: state(on.isoformat(), readings=[reading("denial:USA", one)])
        for on, one in zip(days(2), [0.1, 0.4], strict=True)
    }
    now = {on: state(on.isoformat(), readings=[reading("denial:USA", value)]) for on in days(2)}
    (firing,) = replay(then.__getitem__, now.__getitem__, level, days(2), vintages=2)
    assert firing.held_up is held
