"""The records of a country report with the look-ups that its sections share."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from contrapeso.assess.missing import missing_text
from contrapeso.assess.requirement import Requirement
from contrapeso.assess.run import Finding
from contrapeso.assess.verdict import VERDICTS, VerdictName
from contrapeso.core.facts import Act, ActClause, Body, Clause, Component, Holding, Objective, Source
from contrapeso.core.period import PartialDate
from contrapeso.core.state import state_name
from contrapeso.core.text import Text, same
from contrapeso.locale import day, has_word, listed, say, word
from contrapeso.measure.wording import Naming
from contrapeso.measure.world.words import lack
from contrapeso.report.briefs.country.measured import Measures
from contrapeso.report.document import Gap, Inline, Line, Link, Mark, Ref, Run
from contrapeso.report.inputs import IndicatorRecord, Inputs
from contrapeso.report.shown import measurements, rows

LINKED_RANKS = ("official", "archived", "press")
GRAVITY = {"high": 0, "medium": 1, "low": 2}


def anchor(*parts: str) -> str:
    """An id that HTML and Typst both accept."""
    return re.sub(r"[^a-z0-9-]+", "-", "-".join(parts).lower()).strip("-")


@dataclass(frozen=True)
class View:
    """``Inputs`` seen act by act, verdict by verdict and body by body."""

    inputs: Inputs

    @cached_property
    def acts(self) -> tuple[Act, ...]:
        return self.inputs.evidence.acts

    @cached_property
    def instruments(self) -> tuple[Act, ...]:
        return tuple(act for act in self.acts if act.record_type == "instrument")

    @cached_property
    def act_ids(self) -> frozenset[str]:
        return frozenset(act.act_id for act in self.acts)

    @cached_property
    def applied(self) -> tuple[Finding, ...]:
        """The findings of law that apply to something the public may see, gravest first."""
        shown = [
            finding for finding in self.inputs.findings
            if finding.verdict != "NOT_APPLICABLE" and (finding.act is None or finding.act in self.act_ids)
            and not self.is_assumed(finding)
        ]  # fmt: skip
        return tuple(sorted(shown, key=self._gravity))

    def _gravity(self, finding: Finding) -> tuple[int, int, str, str]:
        order = VERDICTS.index(finding.verdict)
        due = finding.due_on.isoformat() if finding.due_on else ""
        return order, GRAVITY[finding.severity], due, finding.id

    def of_verdict(self, verdict: VerdictName) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.applied if finding.verdict == verdict)

    @cached_property
    def verdicts(self) -> Counter[VerdictName]:
        return Counter(finding.verdict for finding in self.applied)

    @cached_property
    def findings_by_act(self) -> dict[str, tuple[Finding, ...]]:
        grouped: dict[str, list[Finding]] = {}
        for finding in self.applied:
            if finding.act:
                grouped.setdefault(finding.act, []).append(finding)
        return {act: tuple(findings) for act, findings in grouped.items()}

    @cached_property
    def families(self) -> tuple[str, ...]:
        """The families of requirements with anything applicable, most checks first."""
        used = Counter(self.family(finding) for finding in self.applied)
        return tuple(sorted(used, key=lambda family: (-used[family], family)))

    @cached_property
    def _family_of(self) -> dict[str, str]:
        return {requirement.id: requirement.family for requirement in self.inputs.doctrine.requirements}

    def family(self, finding: Finding) -> str:
        return self._family_of[finding.requirement]

    @cached_property
    def clauses(self) -> dict[str, Clause]:
        return {clause.clause_id: clause for clause in self.inputs.evidence.rows(Clause)}

    @cached_property
    def act_clauses(self) -> tuple[ActClause, ...]:
        """The attachments whose act and clause are both public."""
        rows = self.inputs.evidence.rows(ActClause)
        return tuple(row for row in rows if row.act_id in self.act_ids and row.clause_id in self.clauses)

    @cached_property
    def components(self) -> tuple[Component, ...]:
        """The roles of platforms, as far as the public may see them."""
        return rows(self.inputs.evidence, Component)

    @cached_property
    def sources(self) -> dict[str, Source]:
        return {source.source_id: source for source in self.inputs.evidence.rows(Source)}

    @cached_property
    def _bodies(self) -> dict[str, Text]:
        return {body.body_id: body.name for body in self.inputs.evidence.rows(Body)}

    @cached_property
    def _titles(self) -> dict[str, Text]:
        return {act.act_id: act.title for act in self.acts}

    @cached_property
    def over_years(self) -> Measures:
        """The country in every year, by the indicators of all states."""
        return Measures(self.inputs.over_years)

    @cached_property
    def measures(self) -> Measures:
        return Measures(measurements(self.inputs))

    @cached_property
    def world(self) -> Measures:
        """What indicators of all states say of the country."""
        return Measures(self.inputs.world)

    @cached_property
    def indicators(self) -> dict[str, IndicatorRecord]:
        return {one.name: one for one in self.inputs.indicators}

    @cached_property
    def naming(self) -> Naming:
        """What measurements are about, in words."""
        return Naming(self.inputs.evidence, self.inputs.doctrine.words.groups)

    @cached_property
    def holdings(self) -> dict[str, Holding]:
        return {one.holding_id: one for one in rows(self.inputs.evidence, Holding)}

    @cached_property
    def objectives(self) -> dict[str, Objective]:
        return {one.objective_id: one for one in self.inputs.evidence.rows(Objective)}

    @cached_property
    def assumed(self) -> tuple[Finding, ...]:
        """What was judged by assumed thresholds, which no norm sets: shown apart from law, gravest first."""
        found = (one for one in self.inputs.findings if one.verdict != "NOT_APPLICABLE" and self.is_assumed(one))
        return tuple(sorted(found, key=self._gravity))

    @cached_property
    def law(self) -> tuple[Requirement, ...]:
        """The requirements that rest on a norm."""
        return tuple(one for one in self.inputs.doctrine.requirements if one.norms)

    def is_assumed(self, finding: Finding) -> bool:
        """Whether the requirement rests on no norm, or judges a capability."""
        return bool(finding.capability) or not self.inputs.doctrine.requirement(finding.requirement).norms

    def body(self, body_id: str) -> Text:
        return self._bodies[body_id] if body_id in self._bodies else self.inputs.evidence.get(Body, body_id).name

    def pack_word(self, group: str, code: str) -> Text:
        return self.inputs.doctrine.words(group, code)

    def missing(self, codes: Iterable[str]) -> Text:
        own = self.inputs.doctrine.words.groups.get("missing", {})
        return listed(
            [
                lack(code)
                if code not in own and has_word("world-missing", code)
                else missing_text(code, self.inputs.doctrine)
                for code in codes
            ]
        )

    def reason(self, finding: Finding) -> Text:
        """Why the verdict is what it is: the words of its code, or the facts that are missing."""
        if finding.code:
            return self.pack_word("codes", finding.code)
        if finding.missing:
            return say("bracketed", text=word("verdicts", finding.verdict), detail=self.missing(finding.missing))
        return word("verdicts", finding.verdict)

    def requirement_title(self, finding: Finding) -> Text:
        return self.inputs.doctrine.requirement(finding.requirement).title

    def about(self, finding: Finding) -> Ref:
        """What a finding is about: its act, or the country as a whole."""
        return self.act_ref(finding.act) if finding.act else Ref(self.inputs.name, "whole")

    def act_ref(self, act_id: str) -> Ref:
        return Ref(self._titles[act_id], anchor(act_id))

    def partners(self, act: Act) -> Text:
        if not act.partners:
            return word("partner-basis", act.partner_basis)
        return listed([state_name(state) for state in act.partners])

    def cited(self, source_ids: Sequence[str]) -> Line:
        """Sources as links with their rank; those of rank ``other`` are named and not linked."""
        parts: list[Inline] = []
        known = [self.sources[source_id] for source_id in source_ids if source_id in self.sources]
        for position, source in enumerate(known):
            parts.append(self.linked(source))
            tail = f" ({{rank}}){'; ' if position + 1 < len(known) else ''}"
            rank = word("ranks", source.rank)
            parts.append(Run(Text(es=tail.format(rank=rank.es), en=tail.format(rank=rank.en)), "small"))
        return tuple(parts)

    def linked(self, source: Source) -> Inline:
        may_link = source.rank in LINKED_RANKS and source.url.startswith(("https://", "http://"))
        return Link(same(source.title), source.url) if may_link else Run(same(source.title))


def mark(verdict: VerdictName) -> Mark:
    return Mark(verdict, word("verdicts", verdict))


def span(start: PartialDate | None, end: PartialDate | None) -> Text | None:
    """A period in words; None where neither end is known."""
    if start and end:
        return say("from-to", start=start, end=end)
    if start:
        return say("from-only", start=the_day(start))
    return say("to-only", end=the_day(end)) if end else None


def the_day(when: PartialDate) -> Text:
    """A date after a preposition: «el 14 de enero de 2026», but «enero de 2026»."""
    return say("the-day", day=day(when)) if when.precision == "day" else day(when)


def commas(parts: Sequence[Inline], *, between: str = "; ") -> Line:
    """Inlines one after another with a separator."""
    return phrases([(part,) for part in parts], between=between)


def phrases(lines: Sequence[Line], *, between: str = ", ") -> Line:
    """Lines one after another with a separator."""
    joined: list[Inline] = []
    for one in lines:
        joined += [Gap(between), *one] if joined else one
    return tuple(joined)


def capital(text: Text) -> Text:
    return Text(es=text.es[0].upper() + text.es[1:], en=text.en[0].upper() + text.en[1:])
