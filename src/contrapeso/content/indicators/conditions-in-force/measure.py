"""How many conditions each partner holds over what was agreed, and how many more if what is pending is agreed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from contrapeso.core.measurement import Measurement
from contrapeso.measure import Frame
from contrapeso.measure.conditions import Condition, conditions
from contrapeso.measure.cooperation import cooperation_acts, partners, with_partner


def measure(frame: Frame) -> Iterator[Measurement]:
    found = conditions(frame.evidence)
    held = {one.clause.holder for one in found} - {frame.home}
    acts = cooperation_acts(frame.evidence)
    for partner in sorted({*held, *partners(acts, frame.home)}):
        if partner not in held:
            yield frame.missing("clauses", object=partner, rows=with_partner(acts, partner))
            continue
        own = [one for one in found if one.clause.holder == partner]
        yield _count(frame, partner, [one for one in own if one.standing == "in-force"])
        pending = [one for one in own if one.standing == "if-concluded"]
        if pending:
            yield _count(frame, partner, pending, "if-concluded")


def _count(frame: Frame, partner: str, standing: list[Condition], topic: str | None = None) -> Measurement:
    """Different clauses; at least those that a law or the instrument itself puts upon an act, not an inference."""
    certain, likely = _clauses(one for one in standing if one.is_certain), _clauses(standing)
    return frame.between(
        len(likely), len(certain), len(likely), object=partner, topic=topic,
        rows=dict.fromkeys(row for one in standing for row in one.rows),
        missing=("clause-basis",) if certain != likely else (),
    )  # fmt: skip


def _clauses(standing: Iterable[Condition]) -> set[str]:
    return {one.clause.clause_id for one in standing}
