"""The choice of a small country, worked out by hand."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from contrapeso.choose.answer import answer
from contrapeso.choose.model import Asked
from contrapeso.choose.plain import register_rows
from contrapeso.choose.saying import best_lines
from contrapeso.choose.wording import wording
from contrapeso.core.errors import UnknownName
from contrapeso.core.text import same
from tests.choose.table import CHANCES, OFFERS, ask, model

WORDS = {
    "capabilities": {"air": same("air"), "land": same("land")},
    "platform-categories": {"fighter": same("fighter"), "tank": same("tank")},
}


def test_the_best_set_adds_most_and_is_proved(tmp_path: Path) -> None:
    found = ask(tmp_path)
    best = found.outcomes["most"].best
    assert best is not None and found.is_firm
    assert best.offers == ("south", "tank", "base")
    assert best.proof.by == "enumeration" and best.proof.upper_bound == best.benefit
    assert best.added == {"fighter": (20, 24), "tank": (10, 10), "base": (1, 1)}
    assert (best.cost_least, best.cost_most) == (501, None), "the south states only an upper end: it is no lower one"
    assert (best.uncosted, best.without_least) == (("base",), ("south",))
    assert best.headroom == {"budget:fighters-ceiling": 0}
    assert float(best.benefit) == pytest.approx((20 / 24 + 1 + 1) / 3)


def test_a_budget_does_not_judge_what_has_no_figure(tmp_path: Path) -> None:
    """Of the tank only a lower end is known, of the base nothing: neither surely fits, and the base fits nowhere."""
    found = ask(tmp_path, budget=1600)
    sure, may = found.outcomes["most"].best, found.outcomes["least"].best
    assert sure is not None and sure.offers == ("south",)
    assert may is not None and may.offers == ("south", "tank") and not found.is_firm
    assert found.model.barring(found.model.table.offer("base"), "least") == ("unknown-cost:base",)
    assert may.headroom == {"budget:fighters-ceiling": 0, "budget": 99}


def test_a_cost_above_a_budget_bars_by_that_budget(tmp_path: Path) -> None:
    text = OFFERS.replace("usd: {at_most: 1000}", "usd: {more_than: 1000}")
    problem = model(tmp_path, text=text)
    assert problem.barring(problem.table.offer("south"), "least") == ("budget:fighters-ceiling",)
    best = answer(problem).outcomes["least"].best
    assert best is not None and "north" in best.offers
    waived = answer(model(tmp_path, Asked(waive=("budget:fighters-ceiling",)), text=text)).outcomes["most"].best
    assert waived is not None and "south" in waived.offers


def test_an_upper_end_alone_does_not_prove_that_an_offer_fits_no_budget(tmp_path: Path) -> None:
    """The south costs at most 1,000: under a budget of 950 nobody knows, so neither end says that the budget bars it."""
    found = ask(tmp_path, budget=950, take=("south",))
    assert found.model.barring(found.model.table.offer("south"), "most") == ("unknown-cost:south",)
    assert found.outcomes["least"].conflict == ("take:south", "unknown-cost:south")


def test_a_rule_that_does_not_count_cannot_be_waived(tmp_path: Path) -> None:
    with pytest.raises(UnknownName, match="nonsense"):
        ask(tmp_path, waive=("nonsense",))


def test_what_tests_a_red_line_says_so(tmp_path: Path) -> None:
    found = ask(tmp_path)
    best = found.outcomes["most"].best
    assert best is not None
    said = [one.en for one in best_lines(None, best, found.model, wording(found.model, WORDS, {}))]
    assert any(one.startswith("Red line that cannot be judged on the record, tested by a base") for one in said)
    assert any("24 from the south no least figure is on record" in one for one in said)


def test_a_ceiling_turns_the_choice(tmp_path: Path) -> None:
    """12 old by FRA: with 20 by SWE it is 20/32 = 0.63; with 12 by USA both are 0.5."""
    best = ask(tmp_path, ceilings={"air": 0.5}).outcomes["most"].best
    assert best is not None and best.offers == ("north", "tank", "base")
    (air, tied, *land) = best.denials
    assert (air.partner, air.share.value, air.share.before) == ("FRA", 0.5, 1.0)
    assert (tied.partner, tied.share.value, tied.share.before) == ("USA", 0.5, 0.0)
    assert {one.partner: (one.share.value, one.share.before) for one in land} == {"KOR": (0.5, 0.0), "RUS": (0.5, 1.0)}
    assert air.now == tied.now == (("FRA", 1.0),) and land[0].now == (("RUS", 1.0),)


def test_a_ceiling_that_nothing_meets_names_the_rules(tmp_path: Path) -> None:
    """Whoever supplies the new aircraft, FRA or they hold at least half."""
    outcome = ask(tmp_path, ceilings={"air": 0.4}).outcomes["most"]
    assert outcome.best is None
    assert outcome.conflict == ("denial:air:FRA", "denial:air:SWE")
    waived = ask(tmp_path, ceilings={"air": 0.4}, waive=("denial:air:SWE",)).outcomes["most"].best
    assert waived is not None and "south" in waived.offers


def test_what_must_be_taken_conflicts_with_what_may_not(tmp_path: Path) -> None:
    assert ask(tmp_path, take=("base",), budget=5000).outcomes["most"].conflict == ("take:base", "unknown-cost:base")
    both = ask(tmp_path, take=("north", "south")).outcomes["most"].conflict
    assert both == ("take:north", "take:south", "alternatives:fighters")
    assert ask(tmp_path, take=("base",), is_strict=True).outcomes["most"].conflict == (
        "take:base",
        "untested:no-base:base",
    )
    assert ask(tmp_path, need={"fighter": 30}).outcomes["most"].conflict == ("need:fighter", "alternatives:fighters")


def test_law_and_steps_bar_by_name(tmp_path: Path) -> None:
    bars = {"south": ("law:ury/treaty-approval:act-1",), "tank": ("after:act-2:signed:tank",)}
    best = answer(model(tmp_path, bars=bars)).outcomes["most"].best
    assert best is not None and best.offers == ("north", "base")


def test_a_prerequisite_is_taken_along(tmp_path: Path) -> None:
    text = OFFERS.replace("touches: [no-base]", "requires: [north]")
    best = answer(model(tmp_path, Asked(take=("base",)), text=text)).outcomes["most"].best
    assert best is not None and best.offers == ("north", "tank", "base")


def test_a_yearly_budget_spreads_costs_evenly_and_keeps_the_rest(tmp_path: Path) -> None:
    """1000 over three years: 333, 333, 334; without a number of years nobody knows."""
    fits = answer(model(tmp_path, Asked(by_year={2027: 333}), years=3)).outcomes["most"].best
    assert fits is not None and fits.offers == ("south",)
    last = answer(model(tmp_path, Asked(by_year={2029: 333}), years=3)).outcomes["most"].best
    assert last is not None and last.offers == ("north",)
    unknown = model(tmp_path, Asked(by_year={2027: 333}), years=None)
    assert unknown.barring(unknown.table.offer("north"), "most") == ("unknown-payment:north",)
    paid = OFFERS.replace("usd: 900, basis", "usd: 900, paid: {2027: 900}, basis")
    first = answer(model(tmp_path, Asked(by_year={2027: 333}), text=paid, years=3)).outcomes["most"].best
    assert first is not None and first.offers == ("south",)


def test_core_index_under_any_weights(tmp_path: Path) -> None:
    """20 to 24 surely beat 12; the rest competes with nothing."""
    found = ask(tmp_path)
    assert found.portfolios == (("south", "tank", "base"),)
    assert found.core == {"north": Fraction(0), "south": Fraction(1), "tank": Fraction(1), "base": Fraction(1)}
    text = OFFERS.replace("quantity: 12}", "quantity: {at_least: 12, at_most: 22}}")
    open_ = answer(model(tmp_path, text=text))
    assert open_.core["north"] == open_.core["south"] == Fraction(1, 2)


def test_weights_matter_only_where_offers_compete(tmp_path: Path) -> None:
    text = OFFERS.replace("more_than: 500", "at_most: 500")
    tight = {"budget": 1000, "leave": ("base",)}
    free = answer(model(tmp_path, Asked(**tight), text=text))
    assert {*free.portfolios} == {("south",), ("tank",)}
    told = answer(model(tmp_path, Asked(**tight, prefer=(("tank", "fighter"),)), text=text))
    assert told.portfolios == (("tank",),)


def test_the_frontier_of_a_capability(tmp_path: Path) -> None:
    curves = {(one.capability, one.measure): one for one in ask(tmp_path).curves}
    assert set(curves) == {("air", "denial"), ("land", "denial")}
    air = curves["air", "denial"]
    assert [(one.offers, one.platforms, round(one.risk, 3)) for one in air.stops] == [
        (("south",), 20, 0.625), (("north",), 12, 0.5),
    ]  # fmt: skip
    assert air.now == 1.0 and air.is_whole


def test_the_frontier_by_autonomy_at_risk(tmp_path: Path) -> None:
    """One supplier denies with 5 %, independently: the worst 5 % loses 20/32, 12/24 … of the capability, or all."""
    found = answer(model(tmp_path, rules=CHANCES))
    (air,) = (one for one in found.curves if (one.capability, one.measure) == ("air", "aar-95"))
    assert air.now == pytest.approx(1.0)
    for stop in air.stops:
        added, state = {"south": (20.0, "SWE"), "north": (12.0, "USA")}[stop.offers[0]]
        assert state and stop.low <= stop.risk <= stop.high
        assert stop.risk == pytest.approx(_tail(12.0, added))
    assert [one.offers for one in air.stops] == [("south",), ("north",)]


def _tail(old: float, new: float) -> float:
    """Mean of the worst 5 %: both deny (0.0025), then the greater alone (0.0475)."""
    return (0.0025 * 1.0 + 0.0475 * max(old, new) / (old + new)) / 0.05


def test_a_risk_ceiling_limits_the_choice(tmp_path: Path) -> None:
    asked = Asked(risks={"air": 0.6})
    best = answer(model(tmp_path, asked, rules=CHANCES)).outcomes["most"].best
    assert best is not None and "north" in best.offers
    risk = best.risks["air"]
    assert (risk.before, risk.value) == (pytest.approx(1.0), pytest.approx(_tail(12.0, 12.0)))
    assert risk.low <= risk.value <= risk.high


def test_names_that_nobody_has_are_refused(tmp_path: Path) -> None:
    for asked in (
        Asked(ceilings={"sea": 0.5}),
        Asked(need={"ship": 1}),
        Asked(take=("west",)),
        Asked(prefer=(("a", "b"),)),
    ):
        with pytest.raises(UnknownName):
            model(tmp_path, asked)


def test_what_the_register_keeps(tmp_path: Path) -> None:
    most, least = register_rows(ask(tmp_path, ceilings={"air": 0.4}))
    assert (most["cost_end"], least["cost_end"]) == ("most", "least")
    assert most["offers"] is None and most["conflict"] == ["denial:air:FRA", "denial:air:SWE"]


def test_the_order_of_offers_does_not_matter(tmp_path: Path) -> None:
    head, *offers = OFFERS.split("  - offer: ")
    turned = head + "".join(f"  - offer: {one}" for one in reversed(offers))
    first, second = ask(tmp_path), answer(model(tmp_path, text=turned))
    assert first.core == second.core
    assert {frozenset(one) for one in first.portfolios} == {frozenset(one) for one in second.portfolios}
    assert np.isclose(float(first.outcomes["most"].best.benefit), float(second.outcomes["most"].best.benefit))  # type: ignore[union-attr]
