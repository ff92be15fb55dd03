"""The docket: watches, alerts and what people did, kept whole and vouched for by the trail."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa

from contrapeso.core.errors import LedgerError, UnknownName
from contrapeso.core.text import Text
from contrapeso.ledger import audit, models
from contrapeso.ledger.docket import Alert, Docket, Ending, Watch
from contrapeso.ledger.ledger import Ledger

CAUSE = {"kind": "date", "refs": ["act:a"], "on": "2026-02-02"}
SEEN = {"findings": [], "readings": [], "law": {"norm:N1": "1"}}
MADE = Watch(
    country="URY", since=date(2026, 1, 1), on=date(2026, 2, 2), code_version="1", sources=["pack-ury"],
    snapshots=["pack-ury/1"], seen=SEEN,
)  # fmt: skip


def alert(name: str, **more: object) -> Alert:
    told = Alert(
        id=name, country="URY", rule="ury/deadline", kind="overdue", subject=f"ury/x:{name}", before=None,
        after={"verdict": "FAIL", "code": None, "due_on": "2026-02-01"}, cause=CAUSE, on=date(2026, 2, 2),
        title=Text(es="Venció", en="Overdue"),
    )  # fmt: skip
    return replace(told, **more)  # type: ignore[arg-type]


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger.open(tmp_path)


@pytest.fixture
def docket(ledger: Ledger) -> Docket:
    return Docket(ledger.register)


def test_a_watch_and_its_alerts_are_kept_as_they_were(docket: Docket, ledger: Ledger) -> None:
    (kept,) = docket.record(MADE, [alert("a1")], [])
    assert docket.alerts("URY") == (kept,) and docket.alerts("USA") == ()
    assert kept == replace(alert("a1"), watch_seq=kept.watch_seq, raised_on=MADE.on, raised_at=kept.raised_at, parts=[])
    (made,) = docket.watches("URY")
    assert docket.seen(made) == SEEN and (made.since, made.on) == (MADE.since, MADE.on)
    assert ledger.verify() is None


def test_the_same_alert_is_raised_once(docket: Docket) -> None:
    docket.record(MADE, [alert("a1")], [])
    (new,) = docket.record(MADE, [alert("a1"), alert("a2")], [])
    assert new.id == "a2" and [one.id for one in docket.alerts()] == ["a1", "a2"]


def test_equal_sights_are_kept_once(docket: Docket, ledger: Ledger) -> None:
    for _ in range(3):
        docket.record(MADE, [], [])
    with ledger.register.reading() as connection:
        assert len(connection.execute(sa.select(models.watch_state)).all()) == 1
    assert len(docket.watches("URY")) == 3


def test_only_watches_that_read_nothing_else_are_in_view(docket: Docket) -> None:
    docket.record(MADE, [], [])
    docket.record(replace(MADE, sources=["pack-ury", "private"]), [], [])
    assert len(docket.watches("URY", ["pack-ury"])) == 1
    assert len(docket.watches("URY", ["pack-ury", "private"])) == 2


def test_an_alert_is_seen_answered_and_closed(docket: Docket, ledger: Ledger) -> None:
    docket.record(MADE, [alert("a1")], [])
    (seen,) = docket.act("a1", "acknowledge", actor="Ana", note="en curso")
    assert seen.state == "acknowledged"
    (answered,) = docket.act("a", "answer", actor="Luis")
    assert answered.state == "answered"
    assert docket.act("a1", "acknowledge", actor="Ana")[0].state == "answered"
    docket.record(MADE, [], [Ending("a1", CAUSE, date(2026, 3, 1))])
    (closed,) = docket.alerts("URY")
    assert (closed.state, closed.closed_on, closed.closed_by) == ("closed", date(2026, 3, 1), CAUSE)
    assert [(one.actor, one.action, one.note) for one in docket.entries("URY")] == [
        ("Ana", "acknowledge", "en curso"), ("Luis", "answer", None), ("Ana", "acknowledge", None),
    ]  # fmt: skip
    with pytest.raises(LedgerError, match="closed"):
        docket.act("a1", "answer", actor="Ana")
    assert ledger.verify() is None


def test_names_must_point_at_one_alert(docket: Docket) -> None:
    docket.record(MADE, [alert("a1"), alert("a2")], [])
    for name in ("", "b", "a", "%"):
        with pytest.raises(UnknownName):
            docket.act(name, "answer", actor="Ana")


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE alert SET state = 'closed'", "differs"),
        ("UPDATE alert SET title_es = 'Nada'", "differs"),
        ("DELETE FROM docket", "differs"),
        ("UPDATE docket SET note = 'otro'", "differs"),
        ("UPDATE watch SET since = '2026-01-15'", "differs"),
        ("UPDATE watch_state SET seen = '{}'", "hash"),
    ],
)
def test_what_is_changed_behind_the_trail_is_found(docket: Docket, ledger: Ledger, statement: str, said: str) -> None:
    docket.record(MADE, [alert("a1")], [])
    docket.act("a1", "acknowledge", actor="Ana")
    assert ledger.verify() is None
    with ledger.register.engine.begin() as connection:
        connection.execute(sa.text(statement))
    broken = ledger.verify()
    assert broken is not None and said in broken.why.en


def test_a_failure_in_the_middle_keeps_nothing(docket: Docket, ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whichever of its audit entries fails, nothing of the watch is kept."""
    docket.record(MADE, [alert("a1")], [])
    before = (docket.alerts(), docket.watches("URY"))
    append = audit.append
    for failing in range(1, 4):
        left = failing

        def fail(*arguments: object) -> int:
            nonlocal left
            left -= 1
            if left == 0:
                raise OSError(28, "No space left on device")
            return append(*arguments)  # type: ignore[arg-type]

        monkeypatch.setattr(audit, "append", fail)
        with pytest.raises(OSError):
            docket.record(MADE, [alert("a2")], [Ending("a1", CAUSE, date(2026, 3, 1))])
        monkeypatch.undo()
        assert (docket.alerts(), docket.watches("URY")) == before
        assert ledger.verify() is None
