"""Peru's offers on the real record: what is measured of them agrees with what the indicators measure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from contrapeso.choose.model import Asked
from contrapeso.core.errors import ContrapesoError
from contrapeso.core.facts import Holding
from contrapeso.workspace import Workspace, open_workspace
from contrapeso.workspace.choosing import Chosen, offers_of

ON = date(2026, 6, 1)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    with open_workspace(tmp_path_factory.mktemp("ledger")) as opened:
        yield opened


@pytest.fixture(scope="module")
def chosen(workspace: Workspace) -> Chosen:
    return workspace.choose("PER", on=ON)


def test_nothing_taken_is_what_denial_power_measures(workspace: Workspace, chosen: Chosen) -> None:
    measured = {(one.capability, one.object): one for one in workspace.measure("PER", on=ON, indicator="denial-power")}
    compared = 0
    for exposure in chosen.answer.model.exposures:
        for state in exposure.partners:
            if (exposure.capability, state) in measured:
                one, share = measured[exposure.capability, state], exposure.after(state, ())
                assert (share.before, share.low, share.high) == pytest.approx((one.value, one.low, one.high))
                compared += 1
    assert compared > 15


def test_nothing_taken_is_the_autonomy_at_risk_measured(workspace: Workspace, chosen: Chosen) -> None:
    measured = workspace.measure("PER", on=ON, indicator="autonomy-at-risk")
    now = {one.capability: one for one in measured if one.topic == "aar-95"}
    for exposure in chosen.answer.model.exposures:
        one, risk = now[exposure.capability], exposure.risk(())
        assert risk is not None
        assert (risk.before, risk.low, risk.high) == pytest.approx((one.value, one.low, one.high), abs=1e-6)


def test_the_linear_rule_is_the_share_after_the_choice(chosen: Chosen) -> None:
    """Every alternative of the light aircraft and fighters, against the measure of the fleet with them."""
    model = chosen.answer.model
    (air,) = (one for one in model.exposures if one.capability == "combat-air")
    for place, _ in air.added:
        taken = np.zeros(len(model.offers), dtype=np.bool_)
        taken[place] = True
        for state in air.partners:
            linear = air.share("", state, 1.0).value(taken)
            assert linear is not None
            assert float(linear) == pytest.approx(air.after(state, (place,)).value)


def test_the_competition_on_record(workspace: Workspace, chosen: Chosen) -> None:
    """By numbers alone: 24 for at most 3,500 million beat 12 for 3,420; Rafale is above the ceiling by its own quotation."""
    model, best = chosen.answer.model, chosen.answer.outcomes["most"].best
    assert best is not None and best.proof.by == "enumeration"
    assert {"gripen", "k2-k808", "callao-base"} <= set(best.offers)
    assert not {"rafale", "kf-21", "m-346"} & set(best.offers)
    assert chosen.answer.core["f-16"] == 0
    assert chosen.answer.core["fa-50"] == chosen.answer.core["super-tucano"] == Fraction(1, 2)
    assert model.barring(model.table.offer("rafale"), "least") == ("budget:fighters-ceiling",)


def test_a_ceiling_on_combat_aircraft_turns_the_competition(workspace: Workspace) -> None:
    """FRA 12/42, USA 12/42, and the light aircraft 12/42 each below 0.30; 24 of one supplier never are."""
    best = workspace.choose("PER", Asked(ceilings={"combat-air": 0.30}), on=ON).answer.outcomes["most"].best
    assert best is not None and {"f-16", "super-tucano"} <= set(best.offers)
    everywhere = workspace.choose("PER", Asked(ceilings={"*": 0.30}), on=ON).answer.outcomes["most"]
    assert everywhere.best is None and everywhere.conflict


def test_a_choice_is_kept_once_and_another_question_apart(workspace: Workspace) -> None:
    with workspace.ledger.register.reading() as connection:
        before = len(connection.exec_driver_sql("SELECT * FROM choice").all())
    for _ in range(2):
        workspace.choose("PER", Asked(budget=5_000_000_000), on=ON)
    workspace.choose("PER", Asked(budget=6_000_000_000), on=ON)
    with workspace.ledger.register.reading() as connection:
        assert len(connection.exec_driver_sql("SELECT * FROM choice").all()) == before + 4
    assert workspace.ledger.register.verify() is None


def test_offers_and_budgets_are_there_from_the_day_of_their_acts(workspace: Workspace) -> None:
    """On 1 January 2026 the base had not been notified, the ceiling not decreed; in 2015 nothing of this was on the table."""
    before = workspace.choose("PER", on=date(2026, 1, 1)).answer
    names = {one.offer_id for one in before.model.offers}
    assert {"f-16", "gripen", "rafale", "k2-k808", "submarines"} <= names and "callao-base" not in names
    assert "kf-21" in {one.offer_id for one in workspace.choose("PER", on=date(2024, 12, 1)).answer.model.offers}
    with pytest.raises(ContrapesoError, match="no offers on the table"):
        workspace.choose("PER", on=date(2015, 1, 1))


def test_offers_leave_no_trace_of_what_is_not_public(workspace: Workspace) -> None:
    """Every platform and act that an offer names is in the public view, so the report shows the same offers."""
    public = workspace.evidence("PER", on=ON, public_only=True)
    held = {one.holding_id for one in public.rows(Holding)}
    for offer in offers_of(workspace, "PER").offers:
        assert all(one.holding_id in held for one in offer.adds if one.holding_id)


@pytest.mark.parametrize("offer", ["f-16", "gripen", "rafale", "k2-k808", "callao-base"])
def test_an_offer_is_explained_down_to_a_line(workspace: Workspace, offer: str) -> None:
    link = workspace.explain(f"offer:{offer}", on=ON)
    assert link.where.startswith("offers.yml line ")
    assert all(one.kind != "missing" for one in link.rests_on)
    assert any(one.where.startswith(("acts.csv line", "holdings.csv line")) for one in link.rests_on)
    line = int(link.where.split()[-1])
    file = Path(__file__).parents[2] / "src/contrapeso/content/packs/per/offers.yml"
    assert file.read_text(encoding="utf-8").splitlines()[line - 1].strip() == f"- offer: {offer}"
