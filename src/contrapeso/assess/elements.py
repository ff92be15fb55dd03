"""The elements of a legal test: did a step happen, before what, by whom, with how many votes, in time?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from contrapeso.assess.verdict import Due
from contrapeso.core.facts import Act, Stage
from contrapeso.core.period import PartialDate
from contrapeso.core.truth import FALSE, TRUE, Truth, truth, unknown

if TYPE_CHECKING:
    from contrapeso.assess.doctrine import Doctrine
    from contrapeso.core.parameter import Dated
    from contrapeso.ledger.evidence import Evidence

__all__ = ["Due", "Step", "fact", "step"]


@dataclass(frozen=True, slots=True)
class Step:
    """A step of an act as the register knows it: present with its row, or absent with what its absence proves.

    Missing facts are named after the step: ``approved`` (did it happen at all), ``approved-date``,
    ``approved-body``, ``approved-votes``.
    """

    name: str
    act: Act
    stage: Stage | None
    coverage: str | None
    """The coverage row that makes silence a proof of absence, if any."""

    @property
    def on(self) -> PartialDate | None:
        return self.stage.on if self.stage else None

    @property
    def happened(self) -> Truth:
        if self.stage:
            return TRUE.because(self.stage.ref)
        return FALSE.because(self.coverage) if self.coverage else unknown(self.name)

    def before(self, other: Step) -> Truth:
        """On or before ``other``; an ``other`` that nobody recorded cannot have come first."""
        if self.stage is None:
            return self._absent_before(other)
        if other.stage is None:
            return TRUE.because(self.stage.ref)
        vague = self if self.stage.precision != "day" else other
        order = self.stage.on.on_or_before(other.stage.on, f"{vague.name}-date")
        return order.because(self.stage.ref, other.stage.ref)

    def _absent_before(self, other: Step) -> Truth:
        return self.happened.because(other.stage.ref) if other.stage else self.happened

    def by(self, body: Dated) -> Truth:
        """Taken by the body (or one of the bodies) that the rule names; true where no rule was in force."""
        if self.stage is None:
            return self.happened
        if not body.in_force:
            return TRUE
        if body.value is None:
            return unknown(self._unread(body), grounds=[self.stage.ref])
        allowed = body.value if isinstance(body.value, (list, tuple)) else (body.value,)
        known = None if self.stage.body is None else self.stage.body in allowed
        return truth(known, f"{self.name}-body", self.stage.ref).if_assumed(body.is_assumed)

    def votes_at_least(self, needed: Dated) -> Truth:
        """With at least the votes in favour that the rule asks; true where no rule was in force."""
        if self.stage is None:
            return self.happened
        if not needed.in_force:
            return TRUE
        if needed.value is None:
            return unknown(self._unread(needed), grounds=[self.stage.ref])
        votes = self.stage.votes_for
        enough = None if votes is None else votes >= needed.number
        return truth(enough, f"{self.name}-votes", self.stage.ref).if_assumed(needed.is_assumed)

    def _unread(self, rule: Dated) -> str:
        """What is missing where a rule has no value: its text, or the exact date of the step."""
        return f"{self.name}-date" if rule.is_ambiguous else rule.missing_code

    def firm(self, truth: Truth) -> Truth:
        """The same truth, unless a day that was only inferred would contradict: inferred days never do."""
        if truth.is_false and self.stage and self.stage.basis == "inferred":
            return unknown(f"{self.name}-date", grounds=truth.grounds)
        return truth

    def within(self, limit: Dated, after: Step, evidence: Evidence, doctrine: Doctrine) -> Truth | Due:
        """Taken at most ``limit`` after another step; ``Due`` while the deadline is today or later."""
        if after.stage is None:
            return unknown(f"{after.name}-date") if after.coverage is None else TRUE
        if not limit.in_force:
            return self.happened
        if limit.value is None:
            unread = unknown(limit.missing_code, grounds=[after.stage.ref])
            return unread if self.happened.is_false else self.happened & unread
        earliest = doctrine.calendar.add(after.stage.on.first, int(limit.number), limit.unit)
        latest = doctrine.calendar.add(after.stage.on.last, int(limit.number), limit.unit)
        window = PartialDate(earliest, latest)
        kept = self._kept(window, after) if self.stage else self._awaited(window, after, evidence)
        return kept.if_assumed(limit.is_assumed) if isinstance(kept, Truth) else kept

    def _kept(self, due: PartialDate, after: Step) -> Truth:
        assert self.stage is not None and after.stage is not None
        grounds = (self.stage.ref, after.stage.ref)
        if self.stage.on.last <= due.first:
            return TRUE.because(*grounds)
        if self.stage.on.first > due.last:
            return FALSE.because(*grounds)
        vague = self if self.stage.precision != "day" else after
        return unknown(f"{vague.name}-date", grounds=grounds)

    def _awaited(self, due: PartialDate, after: Step, evidence: Evidence) -> Truth | Due:
        assert after.stage is not None
        if evidence.on <= due.first:
            return Due(due.first, frozenset([after.stage.ref]))
        if evidence.on > due.last:
            return self.happened.because(after.stage.ref)
        return unknown(f"{after.name}-date", self.name, grounds=[after.stage.ref])


def step(
    act: Act,
    names: str | tuple[str, ...],
    evidence: Evidence,
    *,
    body: str | None = None,
    fits: Callable[[Stage], bool] | None = None,
) -> Step:
    """The earliest step of an act with one of the names (and, if given, by a body, or that ``fits``)."""
    wanted = (names,) if isinstance(names, str) else names
    found = [stage for stage in act.steps(*wanted) if body is None or stage.body == body]
    stage = next((stage for stage in found if fits is None or fits(stage)), None)
    return Step(wanted[0], act, stage, None if stage else _declared(act, wanted[0], evidence))


def _declared(act: Act, name: str, evidence: Evidence) -> str | None:
    """The coverage that would show such a step of the act, had it been taken; None if silence proves nothing."""
    if not evidence.may_be_complete(act.kind, name):
        return None
    since = act.began or PartialDate.of(evidence.on)
    coverage = evidence.complete(act.kind, name, PartialDate(since.first, max(since.first, evidence.on)))
    return coverage.ref if coverage else None


def fact(act: Act, name: str) -> Truth:
    """A yes/no column of the act as a truth; an empty cell is unknown for want of ``name`` in kebab-case."""
    return truth(getattr(act, name), name.replace("_", "-"), act.ref)
