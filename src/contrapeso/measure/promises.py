"""What became of promises: kept, late, open, withdrawn or unknown, by the same rule for both directions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from contrapeso.core.facts import Act, Fact
from contrapeso.core.measurement import Measurement
from contrapeso.core.period import PartialDate
from contrapeso.ledger.evidence import Evidence
from contrapeso.measure.frame import Frame

Outcome = Literal["kept", "late", "open", "unknown", "withdrawn"]
OUTCOMES: tuple[Outcome, ...] = ("kept", "late", "open", "unknown", "withdrawn")
_RUNNING = ("in-force", "pending")


@dataclass(frozen=True, slots=True)
class Promise:
    """Something owed under an act: the steps (and statuses) that show it was done, and the day due if stated."""

    act: Act
    shown_by: tuple[str, ...]
    due: PartialDate | None
    outcome: Outcome
    is_timed: bool
    """Whether the dates tell that what was done was done in time."""

    @property
    def rows(self) -> tuple[Fact, ...]:
        return (self.act, *self.act.steps(*self.shown_by, "withdrawn"))

    @property
    def missing(self) -> tuple[str, ...]:
        """The facts that would settle it."""
        if self.outcome == "kept":
            return () if self.is_timed else ("due-on",) if self.due is None else (f"{self.shown_by[0]}-date",)
        return self.shown_by[:1] if self.outcome == "unknown" else ()


def promise(
    act: Act, shown_by: tuple[str, ...], due: PartialDate | None, evidence: Evidence, is_current: bool
) -> Promise:
    """Judge one promise on the day; ``is_current`` says whether the recorded status of the act is that of the day.

    Kept: a step shows it, or the status of the act does; a part delivered under an act that still runs is not the
    whole. Late: the step came surely after the day
    due, or none came by then and the register is complete for such steps. Open: not yet due, or running with no day
    due. Unknown: everything else; silence of an incomplete register proves nothing.
    """
    runs = is_current and act.status in _RUNNING
    done = next((step for step in act.steps(*shown_by) if not (runs and step.stage == "delivered")), None)
    if act.steps("withdrawn") or act.record_type == "withdrawn":
        return Promise(act, shown_by, due, "withdrawn", True)
    if done and due and done.on.first > due.last:
        return Promise(act, shown_by, due, "late", True)
    if done or (is_current and act.status in shown_by):
        return Promise(act, shown_by, due, "kept", bool(done and due and done.on.last <= due.last))
    return Promise(act, shown_by, due, _undone(act, shown_by, due, evidence, runs), True)


def _undone(act: Act, shown_by: tuple[str, ...], due: PartialDate | None, evidence: Evidence, runs: bool) -> Outcome:
    if due is not None:
        if evidence.on <= due.last:
            return "open"
        return "late" if evidence.complete(act.kind, shown_by[0], due) else "unknown"
    return "open" if runs else "unknown"


def is_current(act: Act, frame: Frame) -> bool:
    """Whether the status recorded for an act holds on the day: it was recorded by then (or nobody says when)."""
    vintage = frame.vintages.get(act.snapshot_id)
    return vintage is None or vintage <= frame.evidence.on.isoformat()


def tally(
    promises: Iterable[Promise], frame: Frame, partner: str, prefix: str = "", unit: str | None = None
) -> Iterator[Measurement]:
    """How many promises had, or may have had, each outcome; nothing on an outcome that none can have had.

    An unknown one may have been kept or late; one kept on a day nobody can compare may have been late.
    """
    listed = list(promises)
    unknown = [one for one in listed if one.outcome == "unknown"]
    untimed = [one for one in listed if one.outcome == "kept" and not one.is_timed]
    for outcome in OUTCOMES:
        found = [one for one in listed if one.outcome == outcome]
        low, high = len(found), len(found)
        if outcome == "kept":
            low, high = low - len(untimed), high + len(unknown)
        if outcome == "late":
            high += len(untimed) + len(unknown)
        doubtful = [*unknown, *untimed] if outcome in ("kept", "late") else found if outcome == "unknown" else []
        if high:
            yield frame.between(
                len(found), low, high, object=partner, topic=f"{prefix}{outcome}", unit=unit,
                rows=[row for one in (found or doubtful) for row in one.rows],
                missing=tuple({code for one in doubtful for code in one.missing}),
            )  # fmt: skip
