"""``contrapeso stress``: what a shock would change in all that is measured and found, and which is the smallest that breaks something."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from contrapeso.cli.session import (
    ContentOption,
    CountryArgument,
    JsonOption,
    LangOption,
    LedgerOption,
    OnOption,
    day,
    note,
    opened,
    print_json,
    print_table,
    reader_language,
)  # fmt: skip

if TYPE_CHECKING:
    from contrapeso.assess.doctrine import Doctrine
    from contrapeso.core.measurement import Measurement
    from contrapeso.core.text import Language, Text
    from contrapeso.stress.reverse import Broken
    from contrapeso.stress.run import Change, Stressed
    from contrapeso.workspace import Workspace

SUPPORTED = "supported-capability"
KnownAt = Annotated[str | None, typer.Option("--known-at", metavar="DATE", help="As known on this day (vintages).")]
ScenarioOption = Annotated[str | None, typer.Option("--scenario", metavar="NAME", help="The scenario (see --list).")]
WithOption = Annotated[
    list[str] | None,
    typer.Option("--with", metavar="NAME=A+B", help="What the scenario takes: states or groups. May be repeated."),
]
PartnerOption = Annotated[str | None, typer.Option("--partner", metavar="A+B", help="Short for --with partner=A+B.")]
ListOption = Annotated[bool, typer.Option("--list", help="List the scenarios and what each takes.")]
ReverseOption = Annotated[
    bool, typer.Option("--reverse", help="The smallest shocks that break each capability's minimum, or --requirement.")
]
RequirementOption = Annotated[
    str | None, typer.Option("--requirement", metavar="ID", help="With --reverse: break this.")
]
FloorOption = Annotated[
    float | None, typer.Option("--floor", metavar="SHARE", help="With --reverse: the minimum (default: the pack's).")
]


def run(
    context: typer.Context,
    country: CountryArgument,
    scenario: ScenarioOption = None,
    given: WithOption = None,
    partner: PartnerOption = None,
    list_them: ListOption = False,
    reverse: ReverseOption = False,
    requirement: RequirementOption = None,
    floor: FloorOption = None,
    on: OnOption = None,
    known_at: KnownAt = None,
    lang: LangOption = None,
    json: JsonOption = False,
    ledger: LedgerOption = None,
    content: ContentOption = None,
) -> None:
    """Lay a scenario over the evidence: every measurement and finding, before and after.

    Without --scenario, every case that the country's pack proposes, in short.
    """
    language, when, known = reader_language(lang), day(on), day(known_at, "--known-at")
    with opened(context, ledger, content) as workspace:
        if list_them:
            _list(workspace, json, language)
        elif reverse or requirement or floor is not None:
            broken = workspace.reverse_stress(country, requirement, floor=floor, on=when, known_at=known)
            _reverse(workspace, country, broken, requirement, json, language)
        elif scenario is None:
            _summaries(workspace, country, workspace.stress_proposed(country, on=when, known_at=known), json, language)
        else:
            found = workspace.stress(country, scenario, _given(given, partner), on=when, known_at=known)
            _show(workspace, country, found, json, language)


def _given(pairs: list[str] | None, partner: str | None) -> dict[str, list[str]]:
    asked = [*(pairs or []), *([f"partner={partner}"] if partner else [])]
    wrong = [one for one in asked if "=" not in one]
    if wrong:
        raise typer.BadParameter(f"{wrong[0]!r}: NAME=A+B", param_hint="--with")
    split = (one.partition("=") for one in asked)
    return {name: [value for value in values.split("+") if value] for name, _, values in split}


def _list(workspace: Workspace, json: bool, language: Language) -> None:
    from contrapeso.locale import say

    found = workspace.scenarios()
    if json:
        print_json({"scenarios": [_plain(one) for one in found]})
        return
    header = [say(f"stress.column-{name}")[language] for name in ("name", "takes", "title")]
    rows = [
        [one.name, "; ".join(f"{p.name}: {p.title[language]}" for p in one.takes), one.title[language]] for one in found
    ]
    print_table(header, rows)


def _plain(one: object) -> dict[str, object]:
    from contrapeso.core.text import LANGUAGES
    from contrapeso.stress.scenario import Scenario

    assert isinstance(one, Scenario)

    def sides(text: Text) -> dict[str, str]:
        return {name: text[name] for name in LANGUAGES}

    takes = [{"name": p.name, "title": sides(p.title)} for p in one.takes]
    return {"scenario": one.name, "title": sides(one.title), "question": sides(one.question), "takes": takes}


def _summaries(workspace: Workspace, country: str, found: Sequence[Stressed], json: bool, language: Language) -> None:
    """A line a case: what changes most, how many capabilities lose more than is assumed, how many findings worsen."""
    from contrapeso.locale import say
    from contrapeso.stress.summary import summary
    from contrapeso.stress.telling import told_scenario

    if json:
        from contrapeso.stress.run import to_plain

        print_json({"cases": [to_plain(one) for one in found]})
        return
    print(say("stress.summary-lead" if found else "stress.summary-none")[language])
    header = [say(f"stress.column-{name}")[language] for name in ("name", "most", "worse")]
    rows = []
    for one in found:
        short = summary(one)
        told = "; ".join(_moved(workspace, country, change, language) for change in short.most)
        most = told or _nothing(one, language)
        rows.append([told_scenario(one.scenario, one.given, one.titles)[language], most, len(short.worse)])
    if rows:
        print_table(header, rows)
    _print_unmeasured(workspace, (pair for one in found for pair in one.unmeasured), language)


def _nothing(found: Stressed, language: Language) -> str:
    """Why no change is shown: nothing changes, or what would change cannot be measured."""
    from contrapeso.core.text import same
    from contrapeso.locale import listed, say

    lacking = sorted({source for _, sources in found.unmeasured for source in sources})
    named = listed([same(one) for one in lacking]) if lacking else None
    return (say("stress.untold", sources=named) if named else say("stress.nothing"))[language]


def _moved(workspace: Workspace, country: str, one: Change, language: Language) -> str:
    titles = {indicator.name: indicator.title[language] for indicator in workspace.indicators}
    name = one.id.partition("/")[2].partition(":")[0]
    sides = [_side(side, absent, language) for side, absent in ((one.before, "stress.new"), (one.after, "stress.gone"))]
    return f"{titles[name]}: {_about(workspace, country, one, language)} {' → '.join(sides)}"


def _show(workspace: Workspace, country: str, found: Stressed, json: bool, language: Language) -> None:
    if json:
        from contrapeso.stress.run import to_plain

        print_json(to_plain(found))
        return
    from contrapeso.locale import say
    from contrapeso.stress.telling import told_scenario

    changed = [one for one in found.measurements if one.is_changed]
    turned = [one for one in found.findings if one.is_changed]
    print(told_scenario(found.scenario, found.given, found.titles)[language])
    key = "stress.seen-same" if found.on == found.seen_on else "stress.seen"
    print(say(key, on=found.on, seen=found.seen_on)[language])
    counts = {"n": len(changed), "of": len(found.measurements), "m": len(turned), "findings": len(found.findings)}
    print(say("stress.changed", **counts)[language])
    if found.unmeasured and not changed and not turned:
        print(_nothing(found, language))
    _print_capabilities(workspace, country, changed, language)
    _print_findings(workspace.doctrine(country), found, language)
    _print_others(workspace, country, changed, language)
    _print_terms(workspace, found, language)
    note(say("stress.hint", name=found.name)[language])


def _print_capabilities(workspace: Workspace, country: str, changed: Iterable[Change], language: Language) -> None:
    """What is left of each capability that loses support, the least first."""
    from contrapeso.locale import say

    naming = workspace.naming(country)
    rows = []
    for one in changed:
        after: Measurement | None = one.after  # type: ignore[assignment]
        if one.id.partition("/")[2].startswith(SUPPORTED) and after is not None:
            capability = naming.capability(after)
            rows.append((after.low if after.value is None else after.value, capability, after))
    if not rows:
        return
    print(f"\n{say('stress.lost')[language]}")
    for _, capability, after in sorted(rows, key=lambda row: (row[0] or 0.0, row[2].id)):
        print(f"  {_value(after, language):<24} {capability[language] if capability else ''}")


def _print_findings(doctrine: Doctrine, found: Stressed, language: Language) -> None:
    """The verdict before and after in words, the requirement by its title, and the id that explain takes."""
    from contrapeso.assess.saying import finding_text
    from contrapeso.core.facts import Act
    from contrapeso.locale import say

    turned = [one for one in found.findings if one.is_changed]
    if turned:
        print(f"\n{say('stress.turned')[language]}")
    acts = {one.act_id: one for side in (found.before, found.after) for one in side.evidence.rows(Act)}.values()
    for one in turned:
        was, now = _verdict(one.before, "stress.new", language), _verdict(one.after, "stress.gone", language)
        print(f"  {was} → {now}  {finding_text(one.id, doctrine, acts)[language]}")


def _verdict(one: object, absent: str, language: Language) -> str:
    from contrapeso.assess.saying import verdict_text
    from contrapeso.locale import say

    verdict = getattr(one, "verdict", None)
    return verdict_text(str(verdict))[language] if verdict else say(absent)[language]


def _value(one: Measurement, language: Language) -> str:
    from contrapeso.measure.wording import value_text

    return value_text(one)[language]


def _print_others(workspace: Workspace, country: str, changed: Iterable[Change], language: Language) -> None:
    """By indicator how many measurements change, and the one that changes most, before and after."""
    from contrapeso.locale import say
    from contrapeso.stress.summary import most_changed

    by_indicator: dict[str, list[Change]] = {}
    for one in changed:
        by_indicator.setdefault(one.id.partition("/")[2].partition(":")[0], []).append(one)
    by_indicator.pop(SUPPORTED, None)
    if by_indicator:
        print(f"\n{say('stress.other')[language]}")
    for found in sorted(by_indicator.values(), key=len, reverse=True):
        print(f"  {len(found):>5}  {_moved(workspace, country, most_changed(found)[0], language)}")


def _about(workspace: Workspace, country: str, one: Change, language: Language) -> str:
    """Whom and what a measurement is about."""
    side: Measurement = one.after or one.before  # type: ignore[assignment]
    return " · ".join(part[language] for part in workspace.naming(country).about(side))


def _side(one: object, absent: str, language: Language) -> str:
    from contrapeso.core.measurement import Measurement
    from contrapeso.locale import say

    return _value(one, language) if isinstance(one, Measurement) else say(absent)[language]


def _print_terms(workspace: Workspace, found: Stressed, language: Language) -> None:
    """What was taken for granted, and what could not be measured."""
    from contrapeso.locale import say

    print()
    for shock, _ in found.struck:
        if shock.assumes:
            print(say("stress.assumes", text=shock.assumes)[language])
    _print_unmeasured(workspace, found.unmeasured, language)


def _print_unmeasured(workspace: Workspace, pairs: Iterable[tuple[str, Sequence[str]]], language: Language) -> None:
    """A line for each set of sources that is lacking: the indicators that want them, by title."""
    from contrapeso.core.text import same
    from contrapeso.locale import say, set_apart

    titles = {indicator.name: indicator.title for indicator in workspace.indicators}
    wanting: dict[tuple[str, ...], set[str]] = {}
    for indicator, sources in pairs:
        wanting.setdefault(tuple(sources), set()).add(indicator)
    for lacking, names in sorted(wanting.items()):
        named = set_apart(titles.get(name, same(name)) for name in sorted(names))
        print(say("stress.unmeasured", indicator=named, sources=same(", ".join(lacking)))[language])


def _reverse(
    workspace: Workspace,
    country: str,
    broken: Sequence[Broken],
    requirement: str | None,
    json: bool,
    language: Language,
) -> None:
    if json:
        print_json({"reverse": [one.to_dict() for one in broken]})
        return
    from contrapeso.assess.saying import finding_text
    from contrapeso.core.facts import Act
    from contrapeso.locale import say

    doctrine = workspace.doctrine(country)
    acts = workspace.evidence(country).rows(Act) if requirement else ()
    what = finding_text(requirement, doctrine) if requirement else say("stress.reverse-floors")
    print(say("stress.reverse-lead", what=what)[language])
    header = [say(f"stress.column-{name}")[language] for name in ("what", "size", "sets", "loss", "chance")]
    words = doctrine.words.groups.get("capabilities", {})
    rows = [
        row for one in broken
        for row in _rows(one, words.get(one.subject) or finding_text(one.subject, doctrine, acts), language)
    ]  # fmt: skip
    print_table(header, rows)
    note(say("stress.reverse-hint")[language])


def _rows(one: Broken, subject: Text, language: Language) -> Iterable[list[str]]:
    """A row a set, or one that says why there is none."""
    from contrapeso.locale import figure
    from contrapeso.stress.telling import told_set

    if one.is_already or not one.sets:
        yield [subject[language], "0" if one.is_already else "–", _none(one)[language], "", ""]
    for each in one.sets if not one.is_already else ():
        ends = [figure(end)[language] if end is not None else "" for end in (each.loss, each.chance)]
        yield [subject[language], str(len(each.shocks)), told_set(each.shocks)[language], *ends]


def _none(one: Broken) -> Text:
    from contrapeso.locale import say as told

    if one.is_already:
        return told("stress.reverse-already")
    if one.is_exact:
        return told("stress.reverse-never")
    return (
        told("stress.reverse-none", n=one.searched, of=len(one.universe))
        if one.universe
        else told("stress.reverse-none-apply")
    )
