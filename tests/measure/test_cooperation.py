"""What counts as cooperation, and what of it is over."""

from __future__ import annotations

from datetime import date

import pytest

from contrapeso.core.facts import Act
from contrapeso.core.period import PartialDate
from contrapeso.core.text import same
from contrapeso.ledger.evidence import Evidence
from contrapeso.measure.cooperation import cooperation_acts, has_ended, partners, perhaps_with, with_partner

ON = date(2026, 3, 1)


def act(name: str, kind: str = "mou", **columns: object) -> Act:
    return Act(act_id=name, kind=kind, title=same(name), **columns)  # type: ignore[arg-type]


def test_cooperation_is_what_was_agreed_or_done_with_others() -> None:
    acts = [
        act("a", partners=("FRA", "HOM")), act("b", record_type="execution", partners=("ESP",)),
        act("c", partner_basis="domestic"), act("d", record_type="figure", partners=("FRA",)),
        act("e", status="cancelled", partners=("FRA",)), act("f", partner_basis="several", partners=("ESP",)),
    ]  # fmt: skip
    found = cooperation_acts(Evidence(ON, overlay={"act": acts}))
    assert [one.act_id for one in found] == ["a", "b", "f"]
    assert partners(found, "HOM") == ("ESP", "FRA")
    assert [one.act_id for one in with_partner(found, "ESP")] == ["b", "f"]
    assert [one.act_id for one in perhaps_with(found, "FRA")] == ["f"]
    assert perhaps_with(found, "ESP") == ()


@pytest.mark.parametrize(
    ("one", "over"),
    [
        (act("a", status="expired"), True), (act("a", status="historic"), True), (act("a", status="unknown"), False),
        (act("a", "exercise", status="completed"), True), (act("a", "purchase", status="completed"), False),
        (act("a", "donation", status="delivered"), False),
        (act("a", expires_on=PartialDate.parse("2026-02")), True), (act("a", stay_to=PartialDate.parse("2026")), False),
    ],
)  # fmt: skip
def test_what_is_over(one: Act, over: bool) -> None:
    assert has_ended(one, ON) is over
