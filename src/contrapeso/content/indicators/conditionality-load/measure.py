"""How heavily the conditions of each partner weigh on what is done with it: severity by the share of acts covered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from contrapeso.core.measurement import Measurement
from contrapeso.core.parameter import Dated
from contrapeso.measure import Frame
from contrapeso.measure.conditions import Condition, Standing, conditions
from contrapeso.measure.cooperation import cooperation_acts, has_ended, partners, with_partner
from contrapeso.methods.conditionality import Scale, load, severity

GRADES = ("low", "medium", "high")
SCOPES = ("item", "unit", "programme", "country")


def measure(frame: Frame) -> Iterator[Measurement]:
    weights = {name: frame.rule(name) for name in (*map("grade_{}".format, GRADES), *map("scope_{}".format, SCOPES))}
    found, acts = conditions(frame.evidence), cooperation_acts(frame.evidence)
    held = {one.clause.holder for one in found} - {frame.home}
    unread = [rule.missing_code for rule in weights.values() if rule.value is None]
    for partner in sorted({*held, *partners(acts, frame.home)}):
        own = [one for one in found if one.clause.holder == partner]
        with_it = with_partner(acts, partner)
        channel = {act.act_id for act in with_it if not has_ended(act, frame.evidence.on)}
        if not own or unread:
            yield frame.missing(*(unread if own else ["clauses"]), object=partner, rows=with_it)
            continue
        yield from _load(frame, weights, own, channel, "in-force")
        if any(one.standing == "if-concluded" for one in own):
            yield from _load(frame, weights, own, channel, "if-concluded")


def _load(
    frame: Frame, weights: dict[str, Dated], own: list[Condition], channel: set[str], standing: Standing
) -> Iterator[Measurement]:
    """At the central scale; the ends over the ranges of the scale, the low one without the inferred conditions.

    The channel holds the acts with the partner that have not ended and any other act that its conditions govern.
    """
    partner, topic = own[0].clause.holder, None if standing == "in-force" else standing
    likely = [one for one in own if one.standing == standing]
    channel = channel | {one.act.act_id for one in likely}
    if not channel:
        yield frame.missing("channel-acts", object=partner, topic=topic)
        return
    certain = [one for one in likely if one.is_certain]
    low, value, high = (
        _weighed(part, weights, end, len(channel))
        for part, end in ((certain, "low"), (likely, "value"), (likely, "high"))
    )
    acts = [act for act in frame.evidence.acts if act.act_id in channel]
    yield frame.between(
        value, low, high, object=partner, topic=topic, is_assumed=bool(likely),
        rows=[*dict.fromkeys(row for one in likely for row in one.rows), *acts],
        missing=("clause-basis",) if len(certain) < len(likely) else (),
    )  # fmt: skip


def _weighed(standing: Sequence[Condition], weights: dict[str, Dated], end: str, channel: int) -> float:
    scale = Scale(
        {grade: _end(weights[f"grade_{grade}"], end) for grade in GRADES},
        {scope: _end(weights[f"scope_{scope}"], end) for scope in SCOPES},
    )
    covered: dict[str, set[str]] = {}
    for one in standing:
        covered.setdefault(one.clause.clause_id, set()).add(one.act.act_id)
    clauses = {one.clause.clause_id: one.clause for one in standing}
    return load(
        [
            (severity(clause.discretion, clause.reversibility, clause.scope, scale), len(covered[clause_id]))
            for clause_id, clause in clauses.items()
        ],
        channel,
    )


def _end(rule: Dated, end: str) -> float:
    found = rule.number if end == "value" else getattr(rule, end)
    return rule.number if found is None else float(found)
