"""Platform by platform: how many, who delivered it, who stands behind its critical roles, which roles nobody fills."""

from __future__ import annotations

from contrapeso.core.facts import Holding
from contrapeso.core.state import state_name
from contrapeso.core.text import Text, same
from contrapeso.locale import counted, dated, listed, number, say, word
from contrapeso.report.briefs.country import naming
from contrapeso.report.briefs.country.measured import least
from contrapeso.report.briefs.country.view import View, capital
from contrapeso.report.document import (
    GAP,
    Column,
    Details,
    Inline,
    Line,
    Row,
    Run,
    Section,
    Table,
    line,
    paragraph,
    strong,
)


def section(view: View) -> Section | None:
    """The platforms that bear on each capability, one table a capability."""
    found: dict[str, list[Holding]] = {}
    for holding in view.holdings.values():
        if naming.bears(view, holding.holding_id):
            found.setdefault(holding.capability, []).append(holding)
    if not found:
        return None
    tables = tuple(_capability(view, code, held) for code, held in found.items())
    return Section("platforms", say("h-platforms"), (paragraph(say("platforms-lead")), *tables))


def _capability(view: View, code: str, held: list[Holding]) -> Details:
    columns = (
        Column(say("c-platform"), "wide"), Column(say("c-in-service"), "short"), Column(say("c-direct")),
        Column(say("c-through")), Column(say("c-unfilled")),
    )  # fmt: skip
    name = capital(naming.capability(view, code))
    table = Table(say("platforms-caption", capability=name), columns, tuple(Row(_cells(view, one)) for one in held))
    return Details(line(strong(name), same(" — "), counted("n-types", len(held))), (table,))


def _cells(view: View, one: Holding) -> tuple[Line, ...]:
    through = [
        row.object for row in view.measures.of("platform-exposure", topic=one.holding_id) if row.object and least(row)
    ]
    unfilled = unnamed_roles(view, one.holding_id)
    return (
        line(strong(naming.platform(view, one.holding_id))), _count(one), line(_states(one.delivered_by)), line(_states(through)),
        line(listed(unfilled) if unfilled else say("none")),
    )  # fmt: skip


def _count(one: Holding) -> Line:
    """The number in service with its bounds and its day; what nobody says is not 0."""
    bounds = [bound for bound in (one.quantity_low, one.quantity_high) if bound is not None]
    if one.quantity is not None:
        said = number(one.quantity)
    else:
        said = same("–".join(number(bound).en for bound in bounds)) if len(bounds) == 2 else say("not-known")
    when: list[Text | Inline] = [GAP, Run(dated(f"({one.as_of})"), "small")] if one.as_of else []
    return line(said, *when)


def _states(codes: tuple[str, ...] | list[str]) -> Text:
    return listed([state_name(code) for code in codes]) if codes else say("none")


def unnamed_roles(view: View, holding_id: str) -> list[Text]:
    """The critical roles of a platform for which nobody names a supplier, each once."""
    roles = (
        row.role for row in view.components
        if row.holding_id == holding_id and row.criticality == "critical" and not row.suppliers
    )  # fmt: skip
    return [word("roles", role) for role in dict.fromkeys(roles)]
