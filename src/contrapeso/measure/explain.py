"""Explains a measurement: its indicator, the rules it consulted, what it lacks, and its facts down to the line of a file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from contrapeso.core.measurement import Measurement
from contrapeso.core.parameter import Parameter
from contrapeso.core.period import PartialDate
from contrapeso.core.text import Text, same
from contrapeso.ledger.evidence import Evidence
from contrapeso.ledger.trace import Link, Snapshots, explain_fact, explain_rule
from contrapeso.locale import say
from contrapeso.measure.indicator import Indicator
from contrapeso.measure.wording import Naming, told


@dataclass(frozen=True, slots=True)
class Behind:
    """What stands behind the measurements of a country on a day."""

    indicators: Mapping[str, Indicator]
    parameters: Mapping[str, Parameter]
    evidence: Evidence
    snapshots: Snapshots
    naming: Naming
    missing_text: Callable[[str], Text]
    """What a missing fact is called."""
    public: Callable[[str], Link | None] = lambda ref: None
    """The chain behind what all states' record holds: a row of it, or an estimate made from it."""


def explain_measurement(one: Measurement, behind: Behind) -> Link:
    """The whole chain behind a measurement."""
    links = (
        explain_indicator(behind.indicators[one.indicator]),
        *(_rule(name, behind) for name in one.rules),
        *(Link("missing", code, behind.missing_text(code)) for code in one.missing),
        *_facts(one, behind),
    )
    return Link("measurement", one.id, _says(one, behind), f"vintage {one.vintage}", links)


def explain_indicator(indicator: Indicator) -> Link:
    """An indicator: what it asks and how it answers, with its manifest and its method page."""
    method = Link("method", indicator.source, indicator.method)
    return Link("indicator", indicator.name, indicator.question, indicator.locator, (method,))


def _facts(one: Measurement, behind: Behind) -> Iterator[Link]:
    for ref in one.evidence:
        row = behind.evidence.find(ref)
        link = behind.public(ref) if row is None else explain_fact(row, behind.evidence, behind.snapshots)
        if link is not None:
            yield link


def _rule(name: str, behind: Behind) -> Link:
    """A rule as it stood on the day; one that the pack does not declare is not in force."""
    parameter = behind.parameters.get(name)
    if parameter is None:
        return Link("rule", name, say("cli.no-rule", title=same(name)))
    return explain_rule(parameter, parameter.at(PartialDate.of(behind.evidence.on)), behind.evidence)


def _says(one: Measurement, behind: Behind) -> Text:
    """«Poder de negación · Estados Unidos · transporte aéreo = 0.33 [0.27–0.86] proporción, 2026-11-26, con supuestos»."""
    about = [behind.indicators[one.indicator].title, *behind.naming.about(one)]
    assumed = [say("cli.assumed")] if one.is_assumed else []
    said = [told(one), same(one.period), *assumed]
    return Text(
        es=f"{' · '.join(part.es for part in about)} = {', '.join(part.es for part in said)}",
        en=f"{' · '.join(part.en for part in about)} = {', '.join(part.en for part in said)}",
    )
