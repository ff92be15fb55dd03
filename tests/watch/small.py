"""States of an invented country, made by hand for the tests of the watch."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from contrapeso.core.facts import Act, Stage, Status
from contrapeso.core.parameter import Dated
from contrapeso.core.period import PartialDate
from contrapeso.core.text import Text, same
from contrapeso.watch.rule import WatchRule
from contrapeso.watch.state import Judged, Reading, State

SAID = Text(es="dicho", en="said")


def rule(kind: str, **more: Any) -> WatchRule:
    return WatchRule(**{"id": f"ury/{kind}", "kind": kind, "title": SAID, **more})


RULES = (
    rule("red-line", id="ury/base", objective="no-base", act=(("base", True),)),
    rule("red-line", id="ury/consent", objective="consent", requirements=("ury/consent",), verdicts=("FAIL",)),
    rule("finding", verdicts=("FAIL", "WARN")),
    rule("deadline"),
    rule("fact", id="ury/acts", table="act"),
    rule("fact", id="ury/steps", table="stage"),
    rule("fact", id="ury/designations", table="status"),
    rule("law"),
    rule("correction", tables=("act", "stage"), ignore=("note",)),
)


def day(text: str) -> date:
    return date.fromisoformat(text)


def judged(name: str, verdict: str, **more: Any) -> Judged:
    """A finding ``ury/<requirement>:<act>``."""
    requirement, _, act = name.partition(":")
    due = more.pop("due", None)
    return Judged(
        id=f"ury/{name}", requirement=f"ury/{requirement}", act=None if act == "-" else act, verdict=verdict,  # type: ignore[arg-type]
        due_on=day(due) if due else None, **more,
    )  # fmt: skip


def reading(name: str, value: float | None, **more: Any) -> Reading:
    """A measurement ``ury/<indicator>:<object>:-``."""
    indicator, _, other = name.partition(":")
    ends = {"low": value, "high": value} | {key: more.pop(key) for key in ("low", "high") if key in more}
    return Reading(
        id=f"ury/{name}:-", indicator=indicator, object=other, capability=None, value=value, unit="share",
        is_assumed=True, **ends, **more,
    )  # fmt: skip


def act(act_id: str, **more: Any) -> Act:
    return Act(**{"act_id": act_id, "kind": "mou", "title": same(act_id.title()), **more})


def stage(act_id: str, name: str, on: str, **more: Any) -> Stage:
    when = PartialDate.parse(on)
    return Stage(stage_id=f"{act_id}.{name}", act_id=act_id, stage=name, on=when, precision=when.precision, **more)  # type: ignore[arg-type]


def status(status_id: str, start: str) -> Status:
    when = PartialDate.parse(start)
    return Status(status_id=status_id, status="ally", state="URY", start=when, start_precision=when.precision)


def number(name: str, value: float | None, basis: str = "norm") -> Dated:
    return Dated(name, "share", value is not None, value, basis)  # type: ignore[arg-type]


def state(
    on: str,
    findings: Iterable[Judged] = (),
    readings: Iterable[Reading] = (),
    acts: Iterable[Act] = (),
    stages: Iterable[Stage] = (),
    statuses: Iterable[Status] = (),
    norms: Mapping[str, str] | None = None,
    parameters: Iterable[Dated] = (),
) -> State:
    return State(
        on=day(on), findings={one.id: one for one in findings}, readings={one.id: one for one in readings},
        acts={one.act_id: one for one in acts}, stages={one.stage_id: one for one in stages},
        statuses={one.status_id: one for one in statuses}, norms=norms or {}, parameters={one.name: one for one in parameters},
    )  # fmt: skip
