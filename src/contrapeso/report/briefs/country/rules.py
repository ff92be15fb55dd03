"""Assumed values of doctrine in words: what they are, with their range and why they were chosen."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from contrapeso.core.parameter import Parameter, ParameterValue
from contrapeso.core.text import Text, same
from contrapeso.locale import has_word, number, percent, say, word
from contrapeso.report.briefs.country.view import View
from contrapeso.report.document import Inline, Line, Run, line, strong


def assumed(view: View, names: Iterable[str]) -> list[Line]:
    """The values in force on the day, of the parameters named, that no norm sets."""
    parameters = view.inputs.doctrine.parameters
    return [
        said(parameters[name], value)
        for name in names if name in parameters
        for value in parameters[name].values
        if value.basis == "assumption" and value.period.covers(view.inputs.on)
    ]  # fmt: skip


def said(parameter: Parameter, value: ParameterValue) -> Line:
    """«supuesto: plazo: 0.30 (rango 0.20 a 0.40). Por qué»."""
    why = [Run(value.why, "small")] if value.why else []
    if isinstance(value.value, dict):
        return line(strong(parameter.title), say("assumed-reading"), *why)
    if isinstance(value.value, (list, tuple)):
        return line(strong(parameter.title), say("assumed-list", n=len(value.value)), *why)
    parts: list[Text | Inline] = [strong(parameter.title), same(": "), written(value.value, parameter.unit)]
    if value.low is not None and value.high is not None:
        low, high = written(value.low, parameter.unit), written(value.high, parameter.unit)
        parts.append(say("in-brackets", text=say("range", low=low, high=high)))
    return line(*parts, same(". "), *why)


def written(value: Any, unit: str) -> Text:
    """A value of doctrine as readers write it: a share in per cent, a time with its unit."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return same(str(value))
    if unit == "share":
        return percent(value)
    if has_word("time-units", unit):
        return say("quantity", n=number(value), unit=word("time-units", unit))
    return number(value)
