"""Steps of acts as elements of a test: what is recorded, what silence proves, and when a deadline has passed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contrapeso.assess import Due, decide, fact, step
from contrapeso.core.facts import Act, Fact, Stage
from contrapeso.core.parameter import Dated
from contrapeso.core.truth import Truth
from contrapeso.ledger.evidence import Evidence
from tests.assess.small import act, complete, doctrine, evidence, stage

ON = date(2026, 11, 23)
SENATE = Dated("chamber", "body", True, "senate")
UNREAD = Dated("chamber", "body", True)
NO_RULE = Dated("chamber", "body", False)


def seen(*rows: Fact, on: date = ON) -> tuple[Act, Evidence]:
    view = evidence(act(), *rows, on=on)
    return view.act("a"), view


def told(truth: Truth | Due) -> bool | str | None:
    """True, False, ``due …`` or the missing facts."""
    if isinstance(truth, Due):
        return f"due {truth.on}"
    return ",".join(sorted(truth.missing)) if truth.is_unknown else truth.value


@pytest.mark.parametrize(
    ("rows", "happened"),
    [
        ([stage("approved", "2026-01-10")], True),
        ([stage("signed", "2026-01-10")], "approved"),
        ([stage("signed", "2026-01-10"), complete("treaty", "approved")], False),
        ([stage("signed", "2026-01-10"), complete()], False),
        ([stage("signed", "2026-01-10"), complete("purchase", "approved")], "approved"),
        ([stage("signed", "2026-01-10"), complete("treaty", "approved", end="2026-06-30")], "approved"),
        ([stage("signed", "2026-01-10"), complete("treaty", "approved", start="2026-02")], "approved"),
        ([complete()], False),
    ],
)
def test_silence_proves_absence_only_in_a_register_complete_throughout(rows: list[Fact], happened: bool | str) -> None:
    assert told(step(*_asked(rows)).happened) == happened


def _asked(rows: list[Fact]) -> tuple[Act, str, Evidence]:
    found, view = seen(*rows)
    return found, "approved", view


@pytest.mark.parametrize(
    ("approved", "ratified", "order"),
    [
        ("2026-01-10", "2026-01-11", True),
        ("2026-01-10", "2026-01-10", True),
        ("2026-01-11", "2026-01-10", False),
        ("2026-01", "2026-02-01", True),
        ("2026-02", "2026-02-10", "approved-date"),
        ("2026-02-10", "2026-02", "ratified-date"),
        ("2026", "2026", "approved-date"),
        ("2026-03", "2026-02", False),
        ("2026-01-10", None, True),
        (None, "2026-01-10", "approved"),
    ],
)
def test_order_of_steps(approved: str | None, ratified: str | None, order: bool | str) -> None:
    rows = [stage(name, on) for name, on in (("approved", approved), ("ratified", ratified)) if on]
    found, view = seen(*rows)
    assert told(step(found, "approved", view).before(step(found, "ratified", view))) == order


@pytest.mark.parametrize(
    ("body", "rule", "by"),
    [
        ("senate", SENATE, True),
        ("assembly", SENATE, False),
        (None, SENATE, "approved-body"),
        ("senate", UNREAD, "rule-chamber"),
        ("assembly", NO_RULE, True),
        ("assembly", Dated("chamber", "body", True, ["senate", "assembly"]), True),
    ],
)
def test_the_body_that_took_a_step(body: str | None, rule: Dated, by: bool | str) -> None:
    found, view = seen(stage("approved", "2026-01-10", body=body))
    assert told(step(found, "approved", view).by(rule)) == by


@pytest.mark.parametrize(
    ("votes", "needed", "enough"),
    [(31, 31, True), (30, 31, False), (None, 31, "approved-votes"), (31, None, "rule-majority")],
)
def test_votes_at_the_boundary(votes: int | None, needed: int | None, enough: bool | str) -> None:
    found, view = seen(stage("approved", "2026-01-10", votes=votes))
    assert told(step(found, "approved", view).votes_at_least(Dated("majority", "count", True, needed))) == enough


def test_an_assumed_threshold_warns_and_never_fails() -> None:
    found, view = seen(stage("approved", "2026-01-10", votes=30))
    assumed = Dated("majority", "count", True, 31, basis="assumption")
    assert decide(("below", step(found, "approved", view).votes_at_least(assumed))).name == "WARN"


THREE_WORKING_DAYS = Dated("limit", "working-days", True, 3)


@pytest.mark.parametrize(
    ("on", "published", "accounted", "extra", "kept"),
    [
        ("2026-11-23", "2026-11-02", "2026-11-05", [], True),  # Uruguay: 2 November is a holiday; 3, 4, 5 count
        ("2026-11-23", "2026-11-02", "2026-11-06", [], False),
        ("2026-11-05", "2026-11-02", None, [], "due 2026-11-05"),
        ("2026-11-06", "2026-11-02", None, [], "accounted"),
        ("2026-11-06", "2026-11-02", None, [complete()], False),
        ("2026-11-23", "2026-11", "2026-11-05", [], "published-date"),
        ("2026-11-23", "2026-11-02", "2026-11", [], "accounted-date"),
        ("2026-11-10", "2026-11", None, [], "accounted,published-date"),
        ("2026-11-23", None, "2026-11-05", [], "published-date"),
    ],
)
def test_a_limit_in_working_days(
    on: str, published: str | None, accounted: str | None, extra: list[Fact], kept: bool | str
) -> None:
    rows = [stage(name, day) for name, day in (("published", published), ("accounted", accounted)) if day]
    found, view = seen(stage("signed", "2026-10-01"), *rows, *extra, on=date.fromisoformat(on))
    accounted_step, published_step = step(found, "accounted", view), step(found, "published", view)
    assert told(accounted_step.within(THREE_WORKING_DAYS, published_step, view, doctrine())) == kept


@given(st.integers(0, 40), st.sampled_from(["working-days", "calendar-days", "hours", "months"]), st.booleans())
def test_a_deadline_is_due_until_its_day_and_overdue_after(count: int, unit: str, covered: bool) -> None:
    limit, law = Dated("limit", unit, True, count), doctrine()
    last = law.calendar.add(date(2026, 3, 2), count, unit)
    rows = [stage("published", "2026-03-02"), *([complete()] if covered else [])]
    for on, expected in ((last, f"due {last}"), (last + timedelta(1), False if covered else "accounted")):
        found, view = seen(*rows, on=on)
        assert told(step(found, "accounted", view).within(limit, step(found, "published", view), view, law)) == expected


def test_a_column_of_the_act_is_a_fact_or_missing_by_name() -> None:
    assert told(fact(act(armed=True), "armed")) is True
    assert told(fact(act(armed=False), "armed")) is False
    assert told(fact(act(), "reasons_stated")) == "reasons-stated"


def test_a_step_may_be_asked_of_one_body_or_under_several_names() -> None:
    found, view = seen(stage("opinion", "2026-01-10", body="audit"), stage("authorised", "2026-02-01"))
    assert step(found, "opinion", view, body="treasury").stage is None
    assert step(found, "opinion", view, body="audit").stage is not None
    assert step(found, ("approved", "authorised"), view).name == "approved"
    assert step(found, ("approved", "authorised"), view).on == stage("authorised", "2026-02-01").on


DAYS = [date(2025, 11, 1) + timedelta(n) for n in range(0, 200, 3)]


@st.composite
def vague_and_sharp(draw: st.DrawFn) -> tuple[dict[str, dict[str, Any]], dict[str, dict[str, Any]]]:
    """The same steps twice: as an incomplete register knows them, and as they were."""
    vague, sharp = {}, {}
    for name in ("approved", "ratified"):
        day = draw(st.sampled_from(DAYS)).isoformat()
        sharp[name] = {
            "on": day,
            "body": draw(st.sampled_from(["senate", "assembly"])),
            "votes": draw(st.integers(28, 33)),
        }
        known = {key: content for key, content in sharp[name].items() if key == "on" or draw(st.booleans())}
        vague[name] = known | {"on": day[: draw(st.sampled_from([4, 7, 10]))]}
    return vague, sharp


@given(vague_and_sharp())
def test_what_is_decided_on_little_knowledge_stays_decided_on_more(
    pair: tuple[dict[str, dict[str, Any]], dict[str, dict[str, Any]]],
) -> None:
    before, after = (_verdict([stage(name, **values) for name, values in known.items()]) for known in pair)
    assert after in ("PASS", "FAIL")
    assert before in (after, "UNDETERMINED")


def _verdict(rows: list[Stage]) -> str:
    found, view = seen(*rows)
    approved, ratified = step(found, "approved", view), step(found, "ratified", view)
    majority = Dated("majority", "count", True, 31)
    return decide(
        ("late", approved.before(ratified)),
        ("chamber", approved.by(SENATE)),
        ("below", approved.votes_at_least(majority)),
    ).name
