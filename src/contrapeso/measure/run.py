"""Measuring: every indicator on the evidence of a day; a pure function of evidence, parameters and indicators."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from contrapeso.core.errors import ContentError, ContrapesoError, Fault
from contrapeso.core.measurement import Measurement
from contrapeso.core.parameter import Parameter, Rules
from contrapeso.core.state import is_state
from contrapeso.core.text import Text
from contrapeso.ledger.evidence import Evidence
from contrapeso.measure.assembly import Assembly
from contrapeso.measure.frame import Frame
from contrapeso.measure.indicator import Indicator


def measure(
    home: str,
    evidence: Evidence,
    parameters: Mapping[str, Parameter],
    indicators: Sequence[Indicator],
    vintages: Mapping[str, str],
    assembly: Assembly | None = None,
) -> tuple[Measurement, ...]:
    """All measurements of a state on ``evidence.on``, in the order of the indicators and of what they yield."""
    return tuple(
        one for indicator in indicators for one in _run(indicator, home, evidence, parameters, vintages, assembly)
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Measurer:
    """Measures when evidence is asked for a measurement: by the indicator of a name, or by all."""

    home: str
    evidence: Evidence
    parameters: Mapping[str, Parameter]
    indicators: Sequence[Indicator]
    vintages: Mapping[str, str]
    assembly: Assembly | None = None

    def __call__(self, name: str | None) -> tuple[Measurement, ...]:
        """What the indicator says, or all say; nothing where none in view has the name."""
        chosen = [one for one in self.indicators if name is None or one.name == name]
        return measure(self.home, self.evidence, self.parameters, chosen, self.vintages, self.assembly)


def _run(
    indicator: Indicator,
    home: str,
    evidence: Evidence,
    parameters: Mapping[str, Parameter],
    vintages: Mapping[str, str],
    assembly: Assembly | None,
) -> tuple[Measurement, ...]:
    """What one indicator yields; code that breaks is a fault of its file, never half a measurement."""
    rules = Rules(
        {name: one for name, one in parameters.items() if name in indicator.rules}, indicator.rules, evidence.on
    )
    frame = Frame(home, evidence, rules, indicator.name, indicator.unit, vintages, assembly)
    try:
        with evidence.noting(indicator.name):
            found = tuple(indicator.measure(frame))
    except ContrapesoError:
        raise
    except Exception as error:  # indicators are content: somebody else's code
        place = f"{indicator.name}/measure.py"
        raise ContentError([Fault(place, 0, home, _BROKEN.format(error=repr(error)), _MEND)]) from error
    _refuse_others(indicator, home, found)
    names = [one.id for one in found]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        fault = Fault(f"{indicator.name}/measure.py", 0, home, _TWICE.format(id=", ".join(twice[:3])), _MEND_TWICE)
        raise ContentError([fault])
    return found


def _refuse_others(indicator: Indicator, home: str, found: Sequence[object]) -> None:
    """Refuse what is no measurement, and one about a partner that no state code names."""
    place = f"{indicator.name}/measure.py"
    faults = [
        Fault(place, 0, home, _NOT_MEASURED.format(found=repr(one)), _MEND_NOT_MEASURED)
        for one in found
        if not isinstance(one, Measurement)
    ]
    objects = [one.object for one in found if isinstance(one, Measurement) and one.object is not None]
    faults += [
        Fault(place, 0, home, _NO_STATE.format(name=name), _MEND_NO_STATE)
        for name in dict.fromkeys(objects)
        if not is_state(name)
    ]
    if faults:
        raise ContentError(faults)


_NOT_MEASURED = Text(es="no es una medición: {found}", en="not a measurement: {found}")
_MEND_NOT_MEASURED = Text(
    es="devuelva lo que dan frame.exact, frame.between y frame.missing",
    en="yield what frame.exact, frame.between and frame.missing give",
)
_NO_STATE = Text(es="ningún Estado tiene el código {name!r}", en="no state has the code {name!r}")
_MEND_NO_STATE = Text(es="dé en object un código ISO 3166-1 alfa-3", en="give object an ISO 3166-1 alpha-3 code")
_BROKEN = Text(es="el indicador no se puede aplicar: {error}", en="the indicator cannot be applied: {error}")
_MEND = Text(es="corrija su código y añada el caso a cases.yml", en="mend its code and add the case to cases.yml")
_TWICE = Text(es="mide dos veces lo mismo: {id}", en="it measures the same twice: {id}")
_MEND_TWICE = Text(es="distíngalas por object, capability o topic", en="tell them apart by object, capability or topic")
