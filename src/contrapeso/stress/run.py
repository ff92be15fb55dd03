"""Before and after a scenario: every measurement and every finding, by the one path that also serves a report."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from contrapeso.assess.run import Finding
from contrapeso.core.measurement import Measurement
from contrapeso.core.text import LANGUAGES, Text
from contrapeso.ledger.evidence import Evidence
from contrapeso.stress.overlay import Overlaid
from contrapeso.stress.scenario import Scenario, Shock

TOLERANCE = 1e-12
GRAVITY = {
    verdict: place for place, verdict in enumerate(("NOT_APPLICABLE", "PASS", "UNDETERMINED", "DUE", "WARN", "FAIL"))
}
"""How bad a verdict is; what is not judged at all counts least."""
SHARE = "share"


@dataclass(frozen=True, slots=True)
class Judged:
    """Evidence of a day with all that was measured and found of it."""

    evidence: Evidence
    measurements: tuple[Measurement, ...]
    findings: tuple[Finding, ...]


Judge = Callable[[Evidence], Judged]


@dataclass(frozen=True, slots=True)
class Change:
    """One measurement or finding before and after; None where the question does not arise on that side."""

    id: str
    before: Measurement | Finding | None
    after: Measurement | Finding | None

    @property
    def is_finding(self) -> bool:
        return isinstance(self.before or self.after, Finding)

    @property
    def is_changed(self) -> bool:
        """Whether what it says differs; the rows it rests on may differ without that."""
        return not _same(_said(self.before), _said(self.after))

    @property
    def difference(self) -> float | None:
        """The value after less the value before, where both are known."""
        values = [one.value if isinstance(one, Measurement) else None for one in (self.before, self.after)]
        return None if values[0] is None or values[1] is None else values[1] - values[0]

    @property
    def is_worse(self) -> bool:
        """Whether a verdict is graver than it was; one that did not arise is worse only if it now calls for attention."""
        was, now = _gravity(self.before), _gravity(self.after)
        return self.is_finding and now > was and (now > GRAVITY["UNDETERMINED"] or was == GRAVITY["PASS"])

    def to_dict(self) -> dict[str, Any]:
        plain = {"id": self.id, "before": _plain(self.before), "after": _plain(self.after), "changed": self.is_changed}
        return plain if self.is_finding else {**plain, "difference": self.difference}


@dataclass(frozen=True)
class Stressed:
    """A scenario upon a state: what it did to the evidence, and every measurement and finding before and after."""

    scenario: Scenario
    given: Mapping[str, tuple[str, ...]]
    on: date
    struck: tuple[tuple[Shock, tuple[str, ...]], ...]
    overlaid: Overlaid
    before: Judged
    after: Judged
    unmeasured: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Indicators that the shocks touch and that could not be measured, with the sources that they lack."""
    titles: Mapping[str, Text] = field(default_factory=dict)
    """What the groups named are called."""
    run_id: str = ""

    @property
    def seen_on(self) -> date:
        """The day on which both sides are seen: all shocks have taken effect."""
        return self.before.evidence.on

    @property
    def measurements(self) -> tuple[Change, ...]:
        return pairs(self.before.measurements, self.after.measurements)

    @property
    def findings(self) -> tuple[Change, ...]:
        return pairs(self.before.findings, self.after.findings)

    @property
    def name(self) -> str:
        """How explain calls it: ``<scenario>,<parameter>=<states>``."""
        return called(self.scenario.name, self.given)

    def explain_id(self, change: Change) -> str:
        """The name under which ``contrapeso explain`` tells an after-value."""
        return f"stress:{self.name}:{change.id}"


def called(scenario: str, given: Mapping[str, Sequence[str]]) -> str:
    return ",".join([scenario, *(f"{name}={'+'.join(values)}" for name, values in sorted(given.items()))])


def compare(before: Judged, after: Judged) -> Iterator[Change]:
    """Every measurement, then every finding, that differs."""
    for one in (*pairs(before.measurements, after.measurements), *pairs(before.findings, after.findings)):
        if one.is_changed:
            yield one


def pairs(
    before: Sequence[Measurement] | Sequence[Finding], after: Sequence[Measurement] | Sequence[Finding]
) -> tuple[Change, ...]:
    """What asks the same, side by side, in the order of before; what only arises after comes last."""
    then = {one.id: one for one in after}
    was = {one.id: one for one in before}
    return tuple(Change(name, was.get(name), then.get(name)) for name in dict.fromkeys([*was, *then]))


def _said(one: Measurement | Finding | None) -> tuple[Any, ...]:
    """What it tells; what does not apply tells as little as what does not arise."""
    if one is None or (isinstance(one, Finding) and one.verdict == "NOT_APPLICABLE"):
        return ("-",)
    if isinstance(one, Measurement):
        return one.value, one.low, one.high, one.missing
    return one.verdict, one.code, one.due_on, one.missing


def _same(one: tuple[Any, ...], other: tuple[Any, ...]) -> bool:
    return len(one) == len(other) and all(
        abs(a - b) <= TOLERANCE if isinstance(a, float) and isinstance(b, float) else a == b
        for a, b in zip(one, other, strict=True)
    )


def _gravity(one: Measurement | Finding | None) -> int:
    return GRAVITY[one.verdict] if isinstance(one, Finding) else 0


def _plain(one: Measurement | Finding | None) -> dict[str, Any] | None:
    if one is None:
        return None
    if isinstance(one, Measurement):
        kept = ("value", "low", "high", "unit", "period", "missing", "is_assumed")
        return {name: value for name, value in one.to_dict().items() if name in kept}
    return {name: value for name, value in one.to_dict().items() if name in ("verdict", "code", "due_on", "missing")}


def to_plain(found: Stressed) -> dict[str, Any]:
    """All of it as plain values for JSON: each after-value with the name that explains it."""
    return {
        "scenario": found.scenario.name, "title": _sides(found.scenario.title), "with": {k: list(v) for k, v in found.given.items()},
        "on": found.on.isoformat(), "seen_on": found.seen_on.isoformat(), "run": found.run_id,
        "shocks": [_shock(shock, states, found.overlaid) for shock, states in found.struck],
        "unmeasured": [{"indicator": name, "sources": list(sources)} for name, sources in found.unmeasured],
        "measurements": [{**one.to_dict(), "explain": found.explain_id(one)} for one in found.measurements],
        "findings": [{**one.to_dict(), "explain": found.explain_id(one)} for one in found.findings],
    }  # fmt: skip


def _shock(shock: Shock, states: tuple[str, ...], overlaid: Overlaid) -> dict[str, Any]:
    rows = sorted(ref for ref, causes in overlaid.causes.items() if shock in causes)
    assumes = _sides(shock.assumes) if shock.assumes else None
    return {"kind": shock.kind, "states": list(states), "where": shock.where, "rests_on": list(shock.rests_on), "assumes": assumes, "rows": rows}  # fmt: skip


def _sides(text: Text) -> dict[str, str]:
    return {language: text[language] for language in LANGUAGES}
