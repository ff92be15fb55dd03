"""The rule that turns elements into a verdict, against brute force and by its promises."""

from __future__ import annotations

from datetime import date
from itertools import permutations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contrapeso.assess.verdict import PASS, UNDETERMINED, Due, Element, decide
from contrapeso.core.truth import FALSE, TRUE, Truth, unknown

KINDS: dict[str, Truth | Due] = {
    "true": TRUE,
    "false": FALSE,
    "unknown": unknown("votes"),
    "assumed-false": FALSE.if_assumed(True),
    "due": Due(date(2026, 12, 1)),
}


def expected(kinds: tuple[str, ...]) -> str:
    """Methods §7, spelled out."""
    for kind, verdict in (("false", "FAIL"), ("due", "DUE"), ("unknown", "UNDETERMINED"), ("assumed-false", "WARN")):
        if kind in kinds:
            return verdict
    return "PASS"


@pytest.mark.parametrize("kinds", [kinds for n in range(1, 4) for kinds in product(KINDS, repeat=n)], ids="+".join)
def test_every_combination_of_elements_in_every_order(kinds: tuple[str, ...]) -> None:
    elements = [(f"code-{position}", KINDS[kind]) for position, kind in enumerate(kinds)]
    verdicts = {decide(*order) for order in permutations(elements)} if len(elements) < 3 else {decide(*elements)}
    assert {verdict.name for verdict in verdicts} == {expected(kinds)}
    assert len({verdict.missing for verdict in verdicts}) == 1


@st.composite
def element_lists(draw: st.DrawFn) -> list[Element]:
    one = st.one_of(
        st.builds(
            lambda value, names, assumed: Truth(
                value, frozenset(names) if value is None else frozenset(), assumed=assumed
            ),
            st.sampled_from([True, False, None]),
            st.sets(st.sampled_from("abc"), min_size=1),
            st.booleans(),
        ),
        st.builds(Due, st.dates(date(2026, 1, 1), date(2027, 1, 1))),
    )
    return [(f"code-{n}", element) for n, element in enumerate(draw(st.lists(one, min_size=1, max_size=5)))]


@given(element_lists())
def test_a_fail_needs_a_contradiction_by_a_norm(elements: list[Element]) -> None:
    verdict = decide(*elements)
    contradicted = {code for code, one in elements if isinstance(one, Truth) and one.is_false and not one.assumed}
    assert (verdict.name == "FAIL") == bool(contradicted)
    assert verdict.code in contradicted or verdict.name != "FAIL"


@given(element_lists())
def test_a_pass_needs_every_element_evidenced(elements: list[Element]) -> None:
    evidenced = all(isinstance(one, Truth) and one.is_true for _, one in elements)
    assert (decide(*elements).name == "PASS") == evidenced


@given(element_lists(), st.randoms())
def test_the_order_of_elements_does_not_matter_to_the_verdict(elements: list[Element], chance: object) -> None:
    mixed = list(elements)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    one, other = decide(*elements), decide(*mixed)
    assert (one.name, one.due_on, one.missing) == (other.name, other.due_on, other.missing)


@given(element_lists(), st.booleans())
def test_learning_a_fact_never_undoes_a_pass_or_a_fail(elements: list[Element], learnt: bool) -> None:
    before = decide(*elements)
    unknowns = [n for n, (_, one) in enumerate(elements) if isinstance(one, Truth) and one.is_unknown]
    for position in unknowns:
        code = elements[position][0]
        after = decide(*elements[:position], (code, Truth(learnt)), *elements[position + 1 :])
        assert before.name not in ("PASS", "FAIL") or after.name == before.name
        assert set(after.missing) <= set(before.missing) or before.name in ("FAIL",)


@given(element_lists())
def test_an_undetermined_verdict_names_all_that_is_missing(elements: list[Element]) -> None:
    verdict = decide(*elements)
    missing = {name for _, one in elements if isinstance(one, Truth) for name in one.missing}
    if verdict.name == "UNDETERMINED":
        assert set(verdict.missing) == missing != set()


def test_the_earliest_deadline_is_the_one_due() -> None:
    verdict = decide(("a", Due(date(2026, 12, 9))), ("b", Due(date(2026, 12, 1))), ("c", unknown("votes")))
    assert (verdict.name, verdict.due_on, verdict.missing) == ("DUE", date(2026, 12, 1), ("votes",))


def test_a_fail_rests_on_what_contradicts_it() -> None:
    verdict = decide(("ok", TRUE.because("stage:1")), ("late", FALSE.because("stage:2")))
    assert verdict.grounds == ("stage:2",)
    assert PASS("noted", grounds=("act:a",)).grounds == ("act:a",)
    with pytest.raises(ValueError, match="name what is missing"):
        UNDETERMINED()
