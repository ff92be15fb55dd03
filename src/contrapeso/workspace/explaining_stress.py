"""Explains what a scenario leaves: an after-value down to the line of the scenario, and to the line of the file it struck."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from contrapeso.assess.missing import missing_text
from contrapeso.assess.run import Finding
from contrapeso.assess.trace import explain_finding
from contrapeso.core.errors import UnknownName
from contrapeso.core.measurement import Measurement
from contrapeso.core.text import Text
from contrapeso.ledger.trace import Link, Snapshots, describe, explain_fact
from contrapeso.locale import say
from contrapeso.measure.explain import Behind, explain_measurement
from contrapeso.measure.wording import Naming
from contrapeso.stress.run import Change, Stressed, called
from contrapeso.stress.scenario import Shock
from contrapeso.stress.strike import Target
from contrapeso.stress.telling import told_shock
from contrapeso.workspace.stressing import Bench, World, find_scenario

if TYPE_CHECKING:
    from contrapeso.workspace.workspace import Workspace

PREFIX = "stress:"


def parse(name: str) -> tuple[str, dict[str, tuple[str, ...]], str]:
    """``stress:<scenario>,<parameter>=<A>+<B>:<id>`` taken apart."""
    head, _, rest = name.removeprefix(PREFIX).partition(":")
    scenario, *pairs = head.split(",")
    given = {one.partition("=")[0]: tuple(one.partition("=")[2].split("+")) for one in pairs}
    return scenario, given, rest


def explain(workspace: Workspace, name: str, on: date | None) -> Link:
    """The chain behind an after-value; ``UnknownName`` where the scenario changes and measures nothing of the kind."""
    scenario, given, wanted = parse(name)
    country = workspace.country_of(wanted)
    bench = Bench(workspace, country, about=wanted)
    found = bench.stress(find_scenario(workspace, scenario), given, on)
    for change in (*found.measurements, *found.findings):
        if change.id == wanted:
            return Explained(bench, found).change(change)
    raise UnknownName(
        Text(es=f"nada se llama {wanted!r} antes ni después", en=f"nothing is called {wanted!r} before or after"),
        Text(
            es=f"vea los ID con contrapeso stress {country} --scenario {scenario} --json",
            en=f"see the ids with contrapeso stress {country} --scenario {scenario} --json",
        ),
    )


class Explained:
    """A scenario upon a country, with what stands behind each of its values."""

    def __init__(self, bench: Bench, found: Stressed) -> None:
        self.bench, self.found = bench, found
        self.doctrine = bench.workspace.doctrine(bench.country)
        self.snapshots: Snapshots = {one.id: one for one in bench.workspace.snapshots(bench.country)}
        self.after = self._behind()
        self.told: set[Shock] = set()

    def _behind(self) -> Behind:
        workspace, evidence = self.bench.workspace, self.found.after.evidence
        naming = Naming(evidence, self.doctrine.words.groups)
        return Behind(
            {one.name: one for one in workspace.indicators}, self.doctrine.parameters, evidence, self.snapshots, naming,
            lambda code: missing_text(code, self.doctrine), self._public(),
        )  # fmt: skip

    def _public(self) -> Callable[[str], Link | None]:
        from contrapeso.workspace.explaining import public_link

        return lambda ref: public_link(self.bench.workspace, ref, self.found.seen_on)

    def change(self, change: Change) -> Link:
        """An after-value: what it was before, and its own chain with the shocks under the rows that they touched."""
        name = self.found.explain_id(change)
        before = [Link("before", change.id, self._says(change.before))] if change.before else []
        if change.after is None:
            kind = "finding" if change.is_finding else "measurement"
            return Link(kind, name, say("stress.gone"), "", (*before, *self._shocks()))
        whole = self._world(change.after) or self._chain(change.after)
        struck = self._with_shocks(whole)
        touched = [] if _holds_shock(struck) else list(self._shocks())
        return replace(struck, name=name, rests_on=(*before, *touched, *struck.rests_on))

    def _chain(self, one: Measurement | Finding) -> Link:
        if isinstance(one, Measurement):
            return explain_measurement(one, self.after)
        refs = [ref.removeprefix("measurement:") for ref in one.evidence if ref.startswith("measurement:")]
        known = {found.id: found for found in self.found.after.measurements}
        measured = tuple(explain_measurement(known[ref], self.after) for ref in refs if ref in known)
        return explain_finding(one, self.found.after.evidence, self.doctrine, self.snapshots, measured)

    def _world(self, one: Measurement | Finding) -> Link | None:
        """A measurement of all states: its rows out of the public record, and those that only the scenario has."""
        indicator = self.after.indicators.get(one.indicator) if isinstance(one, Measurement) else None
        if not isinstance(one, Measurement) or indicator is None or indicator.rows_behind is None:
            return None
        beyond = World(self.bench, self.found.struck, self.found.seen_on).beyond(indicator)
        links = list[Link]()
        for ref in indicator.rows_behind(beyond.frame, one):
            row, shock = beyond.added.get(ref, (None, None))
            if row is not None and shock is not None:
                says = describe(row, self.found.after.evidence)
                links.append(Link("fact", ref, says, row.locator, (self._shock(shock),)))
            elif link := self.after.public(ref):
                links.append(link)
        whole = explain_measurement(replace(one, evidence=()), self.after)
        return replace(whole, rests_on=(*whole.rests_on, *links))

    def _with_shocks(self, link: Link) -> Link:
        """The same chain with, under every row that a shock touched, that shock."""
        shocks = self.found.overlaid.causes.get(link.name, ()) if link.kind == "fact" else ()
        inner = tuple(self._with_shocks(one) for one in link.rests_on)
        return replace(link, rests_on=(*(self._shock(one) for one in shocks), *inner))

    def _shocks(self) -> Iterator[Link]:
        yield from (self._shock(shock) for shock, _ in self.found.struck)

    def _shock(self, shock: Shock) -> Link:
        """A shock with the line of its scenario; the first time with what it takes for granted and the clauses that allow it."""
        states = dict(self.found.struck).get(shock, ())
        name, says = called(self.found.scenario.name, self.found.given), told_shock(self.found.scenario, shock, states)
        if shock in self.told:
            return Link("shock", name, says, shock.where)
        self.told.add(shock)
        evidence = self.found.before.evidence
        assumed = [Link("assumption", self.found.scenario.name, shock.assumes, shock.where)] if shock.assumes else []
        target = Target(self.bench.country, evidence, self.found.on, self.found.given, lambda name: ())
        clauses = [explain_fact(row, evidence, self.snapshots) for row in target.clauses(shock.rests_on, states)]
        return Link("shock", name, says, shock.where, (*assumed, *clauses))

    def _says(self, one: Measurement | Finding | None) -> Text:
        if isinstance(one, Measurement):
            return explain_measurement(replace(one, evidence=()), self.after).says
        assert one is not None
        return explain_finding(one, self.found.before.evidence, self.doctrine, self.snapshots).says


def _holds_shock(link: Link) -> bool:
    return link.kind == "shock" or any(map(_holds_shock, link.rests_on))
