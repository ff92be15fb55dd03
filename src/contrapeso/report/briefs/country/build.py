"""The sections of a country report, in the order in which it is read."""

from __future__ import annotations

from contrapeso.core.text import Text, same
from contrapeso.locale import say
from contrapeso.report.briefs.country import (
    acts,
    assistance,
    balance,
    conditions,
    context,
    control,
    denial,
    doctrine,
    lookthrough,
    method,
    offers,
    register,
    risk,
    sources,
    status,
    traced,
    trade,
    unknown,
    voting,
    whatif,
)  # fmt: skip
from contrapeso.report.briefs.country.view import View
from contrapeso.report.document import Document, Section, line
from contrapeso.report.inputs import Inputs


def build(inputs: Inputs) -> Document:
    """The whole report as a document: the balance first, then what it rests on."""
    view = View(inputs)
    parts: tuple[Section | None, ...] = (
        balance.section(view), denial.section(view), lookthrough.section(view), risk.section(view), whatif.section(view),
        offers.section(view), voting.section(view), assistance.section(view), trade.section(view), acts.section(view),
        control.section(view), conditions.section(view), status.section(view), context.section(view), doctrine.section(view),
        unknown.section(view), method.section(view),
    )  # fmt: skip
    said = tuple(part for part in parts if part)
    figures = traced.section(view, said)
    about = say("about", version=inputs.code_version, doctrine=same(inputs.doctrine.content_hash[:12]))
    return Document(
        country=inputs.country,
        title=say("title", name=inputs.name),
        subtitle=say("subtitle", on=inputs.on),
        publisher=_publisher(),
        about=line(about),
        sections=(*said, *([figures] if figures else []), register.section(view), sources.section(view)),
    )


def _publisher() -> Text:
    return same("contrapeso")
