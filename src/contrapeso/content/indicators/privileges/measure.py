"""What became of the privileges that a status is said to give: used, available but unused, conditional, not given."""

from __future__ import annotations

from collections.abc import Iterator

from contrapeso.core.facts import Clause, Privilege, Status
from contrapeso.core.measurement import Measurement
from contrapeso.measure import Frame

TOPICS = ("used", "available-unused", "conditional", "not-given", "unknown")


def measure(frame: Frame) -> Iterator[Measurement]:
    rows = [row for row in frame.evidence.rows(Privilege) if row.type == "privilege"]
    held = any(status.state == frame.home for status in frame.evidence.in_force(Status))
    by_state: dict[str | None, list[Privilege]] = {}
    for row in rows:
        by_state.setdefault(_granting_state(frame, row), []).append(row)
    for state in sorted(by_state, key=lambda code: code or ""):
        yield from _counts(frame, state, by_state[state], held)


def _granting_state(frame: Frame, row: Privilege) -> str | None:
    """The holder of the conditions tied to the privilege, else who designated the state; None unless it is just one."""
    clauses = {clause.clause_id: clause for clause in frame.evidence.rows(Clause)}
    holders = {clauses[one].holder for one in row.conditions if one in clauses} - {frame.home}
    designating = {
        state for act in frame.evidence.acts if act.kind == "status-designation" for state in act.partners
    } - {frame.home}  # fmt: skip
    found = holders or designating
    return found.pop() if len(found) == 1 else None


def _counts(frame: Frame, state: str | None, rows: list[Privilege], held: bool) -> Iterator[Measurement]:
    """Each privilege under the one topic it is known to belong to; what may belong to a topic widens its interval."""
    possible = {row.privilege_id: _possible(row, held) for row in rows}
    for topic in TOPICS:
        told = [row for row in rows if _told(row, held) == topic]
        sure = [row for row in told if len(possible[row.privilege_id]) == 1]
        perhaps = [row for row in rows if topic in possible[row.privilege_id] or row in told]
        low, high = (len(told), len(told)) if topic == "unknown" else (len(sure), len(perhaps))
        yield frame.between(
            len(told), low, high, object=state, topic=topic, rows=told or perhaps,
            missing=("privilege-use",) if low < high or (topic == "unknown" and told) else (),
        )  # fmt: skip


def _told(row: Privilege, held: bool) -> str:
    """What the record tells; without the status nothing is given."""
    if not held or row.given in ("no", "historical"):
        return "not-given"
    if row.given == "conditional" and row.used != "yes":
        return "conditional"
    known = {"yes": "used", "no": "available-unused", "unknown": "unknown"}
    return "unknown" if row.given == "unknown" else known[row.used]


def _possible(row: Privilege, held: bool) -> frozenset[str]:
    """The topics that the privilege may truly belong to."""
    told = _told(row, held)
    if told == "conditional":
        return frozenset({"conditional", "used"} if row.used == "unknown" else {"conditional"})
    if told != "unknown":
        return frozenset({told})
    maybe = {"yes": {"used"}, "no": {"available-unused"}, "unknown": {"used", "available-unused"}}[row.used]
    return frozenset(maybe | ({"conditional", "not-given"} if row.given == "unknown" else set()))
