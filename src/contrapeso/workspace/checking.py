"""Checks a pack whole: its facts, its doctrine, its cases, and the references between them; and files of the IATI standard."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from contrapeso.assess.cases import read_cases
from contrapeso.assess.doctrine import Doctrine
from contrapeso.assess.pack import read_doctrine
from contrapeso.choose.offers import Budget, Competition, Table, read_offers
from contrapeso.core.errors import ContentError, ContrapesoError, Fault
from contrapeso.core.facts import Act, Body, Fact, Holding, Objective, Source
from contrapeso.core.state import is_state
from contrapeso.core.text import Text
from contrapeso.ingest.pack import PackContent, read_pack
from contrapeso.ledger.clock import utc_now
from contrapeso.measure.indicator import Indicator, read_indicators
from contrapeso.stress.scenario import PROPOSED, read_proposed, read_scenario
from contrapeso.watch.rule import WatchRule, read_rules
from contrapeso.workspace import discover

if TYPE_CHECKING:
    from contrapeso.ingest.iati.check import Checked


def check_pack(mounted: Iterable[Path], path: Path | None, country: str | None) -> tuple[Fault, ...]:
    """All faults of the pack in a folder (with the built-in pack it extends), or of a country's pack in view."""
    in_view = tuple(mounted)
    packs = _packs(in_view, path, country)
    return tuple(fault for pack in packs for fault in _check(pack, in_view))


def _packs(mounted: tuple[Path, ...], path: Path | None, country: str | None) -> list[discover.PackFolders]:
    if path is None:
        found = discover.discover(mounted)
        return [discover.find(country, mounted)] if country else list(found.values())
    if not path.is_dir():
        raise ContrapesoError(
            Text(es="la carpeta no existe", en="the folder does not exist"),
            Text(es="dé la carpeta de un paquete", en="give the folder of a pack"),
            where=str(path),
        )
    mounted = (*mounted, path)
    codes = dict.fromkeys(discover.identify(folder)[0] for folder in discover.pack_folders(path))
    if not codes:
        raise ContrapesoError(
            Text(es="aquí no hay ningún paquete", en="there is no pack here"),
            Text(es="una carpeta de paquete tiene pack.yml o acts.csv", en="a pack folder holds pack.yml or acts.csv"),
            where=str(path),
        )
    return [discover.find(code, mounted) for code in codes]


def _check(pack: discover.PackFolders, mounted: tuple[Path, ...]) -> list[Fault]:
    faults: list[Fault] = []
    contents: tuple[PackContent, ...] = ()
    table: Table | None = None
    doctrine: Doctrine | None = None
    rules: tuple[WatchRule, ...] = ()
    try:
        contents = read_pack(pack.folders, pack.country)
    except ContentError as error:
        faults += error.faults
    try:
        doctrine = read_doctrine(pack.folders, pack.country)
        rules = read_rules(pack.folders, doctrine)
        for folder in pack.folders:
            faults += _cases(folder, doctrine)
    except ContentError as error:
        faults += error.faults
    try:
        table = read_offers(pack.folders)
    except ContentError as error:
        faults += error.faults
    faults += _proposed(pack, mounted)
    if contents and table:
        faults += _offered(contents, table)
    if contents and doctrine:
        faults += _joins(contents, doctrine)
        rows = (row for one in contents for row in one.facts.get(Objective.table, ()))
        faults += unwatched(rules, rows, read_indicators(discover.indicator_folders(mounted)))
    return faults


def check_iati(paths: Iterable[str], version: str | None) -> Iterator[Checked]:
    """Each document of the IATI standard held against its schema and its rules, by a version or else by its own."""
    from contrapeso.ingest.iati.check import check_file

    now = utc_now()
    for path in paths:
        yield check_file(Path(path), version, now, shown=path)


def _proposed(pack: discover.PackFolders, mounted: tuple[Path, ...]) -> Iterator[Fault]:
    """Cases that the pack proposes to try and that no scenario can: an unknown name, or not what it takes."""
    known = discover.scenario_folders(mounted)
    try:
        cases = [case for folder in pack.folders for case in read_proposed(folder / PROPOSED)]
    except ContentError as error:
        yield from error.faults
        return
    for case in cases:
        if case.scenario not in known:
            mend = Text(es=f"use uno de: {', '.join(known)}", en=f"use one of: {', '.join(known)}")
            what = Text(es=f"no hay escenario {case.scenario}", en=f"there is no scenario {case.scenario}")
            yield Fault(PROPOSED, case.line, "scenario", what, mend)
            continue
        try:
            read_scenario(known[case.scenario]).filled(case.given)
        except ContentError as error:
            yield from error.faults
        except ContrapesoError as error:
            yield Fault(PROPOSED, case.line, "with", error.what, error.mend)


def unwatched(rules: Iterable[WatchRule], objectives: Iterable[Fact], measured: Iterable[Indicator]) -> Iterator[Fault]:
    """Watch rules that name a red line or an indicator that is not there: they would watch nothing and say nothing."""
    lines = {row.key for row in objectives if _is_red_line(row)}
    indicators = {one.name for one in measured}
    for rule in rules:
        if rule.kind == "red-line" and rule.objective not in lines:
            yield Fault(rule.file, rule.line, "objective", _NO_LINE.format(key=rule.objective), _MEND_LINE)
        if rule.kind == "level" and rule.indicator not in indicators:
            yield Fault(rule.file, rule.line, "indicator", _NO_INDICATOR.format(key=rule.indicator), _MEND_INDICATOR)


def _offered(contents: tuple[PackContent, ...], table: Table) -> Iterator[Fault]:
    """Offers and budgets that name acts, platforms, red lines, states or sources that are not there."""
    known: dict[str, set[str]] = {}
    for content in contents:
        for name, facts in content.facts.items():
            known.setdefault(name, set()).update(row.key for row in facts)
    named: list[tuple[str, int, str, str]] = []
    for offer in table.offers:
        place = (offer.file, offer.line)
        named += [(*place, Act.table, act) for act in (*offer.acts, *(step.act_id for step in offer.after))]
        named += [(*place, Holding.table, one.holding_id) for one in offer.adds if one.holding_id]
        named += [(*place, Objective.table, line) for line in offer.touches]
        named += [(*place, Source.table, source) for source in (*offer.source_ids, *offer.cost.source_ids)]
        if not is_state(offer.partner):
            yield Fault(*place, "partner", _NOT_THERE.format(key=offer.partner), _MEND_THERE)
    for budget in table.budgets:
        named += [(budget.file, budget.line, Act.table, budget.act_id)] if budget.act_id else []
    cited: list[Budget | Competition] = [*table.budgets, *table.competitions]
    for one in cited:
        named += [(one.file, one.line, Source.table, source) for source in one.source_ids]
    for file, line, name, key in named:
        if key not in known.get(name, set()):
            yield Fault(file, line, name, _NOT_THERE.format(key=key), _MEND_THERE)


def _is_red_line(row: Fact) -> bool:
    return isinstance(row, Objective) and row.kind == "red-line"


def _cases(folder: Path, doctrine: Doctrine) -> Iterator[Fault]:
    """The cases of a folder that do not hold."""
    for case in read_cases(folder):
        for sentence in case.disagreements(doctrine):
            what = Text(es=f"el caso no se cumple: {sentence}", en=f"the case does not hold: {sentence}")
            yield Fault(case.file, case.line, "expect", what, _MEND_CASE)


def _joins(contents: tuple[PackContent, ...], doctrine: Doctrine) -> Iterator[Fault]:
    """References from doctrine to facts and back."""
    rows: dict[str, list[Fact]] = {}
    for content in contents:
        for table, facts in content.facts.items():
            rows.setdefault(table, []).extend(facts)
    sources = {row.key for row in rows.get(Source.table, [])}
    bodies = {row.key for row in rows.get(Body.table, [])}
    for norm in doctrine.norms.values():
        if norm.source_id not in sources:
            yield Fault(norm.file, norm.line, "source", _NO_SOURCE.format(key=norm.source_id), _MEND_SOURCE)
    for requirement in doctrine.requirements:
        if requirement.asks not in bodies:
            what = _NO_BODY.format(key=requirement.asks)
            yield Fault(requirement.file, requirement.line, requirement.id, what, _MEND_BODY)
    for row in rows.get(Objective.table, []):
        for norm_id in row.norms if isinstance(row, Objective) else ():
            if norm_id not in doctrine.norms:
                file, _, line = row.locator.partition(" line ")
                yield Fault(file, int(line or 0), "norms", _NO_NORM.format(key=norm_id), _MEND_NORM)


_NOT_THERE = Text(es="el paquete no tiene {key}", en="the pack has no {key}")
_MEND_THERE = Text(es="añádalo o corrija el nombre", en="add it or correct the name")
_MEND_CASE = Text(es="corrija el caso o el requisito", en="correct the case or the requirement")
_NO_SOURCE = Text(es="fuente desconocida: {key}", en="unknown source: {key}")
_MEND_SOURCE = Text(es="añádala a sources.csv", en="add it to sources.csv")
_NO_BODY = Text(es="entidad desconocida: {key}", en="unknown body: {key}")
_MEND_BODY = Text(es="añádala a bodies.csv", en="add it to bodies.csv")
_NO_NORM = Text(es="norma desconocida: {key}", en="unknown norm: {key}")
_MEND_NORM = Text(es="añádala a law/", en="add it to law/")
_NO_LINE = Text(es="línea roja desconocida: {key}", en="unknown red line: {key}")
_MEND_LINE = Text(es="declárela en objectives.csv, clase red-line", en="declare it in objectives.csv, kind red-line")
_NO_INDICATOR = Text(es="indicador desconocido: {key}", en="unknown indicator: {key}")
_MEND_INDICATOR = Text(es="use el nombre de una carpeta de indicators/", en="use the name of a folder of indicators/")
