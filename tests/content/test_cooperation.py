"""The cooperation indicators on the real record: figures counted by hand from the files."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date

import pytest

from contrapeso import open as open_workspace
from contrapeso.assess.missing import missing_text
from contrapeso.core.facts import Act
from contrapeso.core.measurement import Measurement
from contrapeso.core.text import same
from contrapeso.locale import has_word
from contrapeso.measure.topics import topic_text
from contrapeso.workspace import Workspace
from tests.architecture.engine import CONTENT

ON = date(2026, 11, 26)
NAMES = (
    "acts-by-purpose", "commitments", "conditionality-load", "conditions-in-force", "cooperation-acts",
    "cooperation-amount", "objective-acts", "privileges", "reciprocity", "security-share",
)  # fmt: skip


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    with open_workspace(tmp_path_factory.mktemp("ledger")) as opened:
        yield opened


@pytest.fixture(scope="module")
def measured(workspace: Workspace) -> dict[str, Measurement]:
    return {one.id: one for name in NAMES for one in workspace.measure("PER", on=ON, indicator=name)}


HAND_COUNTED = {
    # one.value, low, high; counted in the CSV files, without the code under test
    "conditions-in-force:USA:-": (10, 5, 10),
    "conditions-in-force:USA:-:if-concluded": (13, 13, 13),
    "conditions-in-force:CHN:-": (1, 1, 1),
    "cooperation-acts:USA:-": (42, 42, 54),
    "cooperation-acts:KOR:-": (16, 16, 28),
    "cooperation-acts:ITA:-": (5, 5, 17),
    "cooperation-amount:USA:-:USD:notification": (74e6 + 668e6 + 3420e6 + 1500e6,) * 3,
    "cooperation-amount:USA:-:USD:stated": (84_032_000, 84_032_000, 122_032_000),
    "cooperation-amount:KOR:-:USD:contract": (208_873_000 + 36e6 + 462_900_000 + 60e6,) * 3,
    "cooperation-amount:ITA:-:EUR:contract": (100e6,) * 3,
    "cooperation-amount:RUS:-:USD:contract": (107_900_000 + 528_500_000,) * 3,
    "privileges:USA:-:used": (0, 0, 9),
    "privileges:USA:-:available-unused": (0, 0, 8),
    "privileges:USA:-:conditional": (1, 0, 1),
    "privileges:USA:-:not-given": (2, 2, 2),
    "privileges:USA:-:unknown": (8, 8, 8),
    "commitments:GBR:-:withdrawn": (1, 1, 1),
    "commitments:JPN:-:open": (1, 1, 1),
    "commitments:USA:-:open": (1, 1, 1),
    "commitments:USA:-:kept": (1, 1, 13),
    "commitments:USA:-:unknown": (12, 12, 12),
    "reciprocity:ITA:-:promises-kept": (4, 1, 4),
    "reciprocity:KOR:-:promises-open": (4, 4, 4),
    "reciprocity:KOR:-:promises-unknown": (3, 3, 3),
    "reciprocity:USA:-:promises-open": (2, 2, 2),
    "reciprocity:USA:-:departures-unknown": (13, 13, 13),
    "reciprocity:RUS:-:training-received": (1, 1, 1),
}


@pytest.mark.parametrize("name", HAND_COUNTED)
def test_the_figures_of_the_record_are_those_counted_by_hand(name: str, measured: dict[str, Measurement]) -> None:
    one = measured[f"per/{name}"]
    assert (one.value, one.low, one.high) == HAND_COUNTED[name]
    assert one.evidence or not one.value


def test_the_load_of_conditions_is_that_computed_by_hand(measured: dict[str, Measurement]) -> None:
    """21 acts: 20 with the United States that are not over, and the aircraft bought from Spain that its law reaches.

    Of 42 acts 14 have expired, 3 are historic and 5 are exercises held.
    """
    medium, high, low = 0.5, 0.833, 0.167
    item, unit, country = 0.125, 0.375, 0.875
    severities = [
        (medium + medium + item, 1), (medium + medium + unit, 3), (medium + medium + country, 2),  # c11, c05, c08
        (medium + low + country, 1), (medium + medium + item, 1), (medium + medium + unit, 2),  # c18, c19, c09
        (high + medium + item, 1), (low + low + item, 1), (high + medium + item, 1),  # c01, c04, c06
        (high + medium + country, 1),  # c17
    ]  # fmt: skip
    one = measured["per/conditionality-load:USA:-"]
    assert one.value == pytest.approx(sum(weight / 3 * acts for weight, acts in severities) / 21)
    least = [2 * 0.333, 2 * 0.333 + 0.25, 2 * 0.333, 2 * 0.333 + 0.25, 0.667 + 0.333 + 0.75]  # c11, c05, c19, c09, c17
    assert one.low == pytest.approx(sum(least) / 3 / 21)
    assert one.is_assumed and one.missing == ("clause-basis",)


def test_shares_are_of_all_acts_of_cooperation(measured: dict[str, Measurement]) -> None:
    """Counted in acts.csv with a few lines of plain Python that share nothing with the engine."""
    with (CONTENT / "packs" / "per" / "acts.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["record_type"] in ("instrument", "execution")]
    subjects = [set(row["domains"].split(";")) for row in rows if row["status"] not in ("not-concluded", "cancelled")]
    crime = [
        one for one in subjects if one & {"counter-narcotics", "financial-crime", "organised-crime", "air-interdiction"}
    ]
    order = [one for one in subjects if one & {"counter-terrorism", "police", "border-security"}]
    either = [one for one in subjects if one in crime or one in order]
    assert len(subjects) == 142
    for topic, serving in (("organised-crime", crime), ("internal-security", order), ("any", either)):
        assert measured[f"per/security-share:-:-:{topic}"].value == len(serving) / 142


def test_an_objective_nobody_read_has_no_value(measured: dict[str, Measurement]) -> None:
    one = measured["per/objective-acts:-:-:obj-policy-1"]
    assert (one.value, one.missing) == (None, ("objective-wording",))


def test_amounts_of_the_partners_never_exceed_those_of_the_report(
    workspace: Workspace, measured: dict[str, Measurement]
) -> None:
    """One rule counts money: partner by partner it can give no more than all acts of the currency and basis."""
    acts = [act for act in workspace.evidence("PER", on=ON).acts if act.amount is not None]
    for one in measured.values():
        if one.indicator == "cooperation-amount" and one.value is not None:
            currency, _, basis = str(one.topic).partition(":")
            assert one.value <= sum(
                _amount(act) for act in acts if (act.currency, act.amount_basis) == (currency, basis)
            )


def _amount(act: Act) -> float:
    return act.amount or 0.0


def test_before_the_designation_no_privilege_is_given(workspace: Workspace) -> None:
    before = workspace.measure("PER", on=date(2026, 1, 13), indicator="privileges")
    assert {(one.object, one.topic): one.value for one in before if one.value} == {("USA", "not-given"): 11}


def test_every_row_cited_exists(workspace: Workspace, measured: dict[str, Measurement]) -> None:
    evidence = workspace.evidence("PER", on=ON)
    refs = {ref for one in measured.values() for ref in one.evidence}
    assert not [ref for ref in refs if evidence.find(ref) is None]


def test_every_subject_and_purpose_that_the_rules_name_has_a_word(workspace: Workspace) -> None:
    doctrine = workspace.doctrine("PER")
    subjects: set[str] = set()
    for name in ("purpose_subjects", "exchange_subjects"):
        for purpose, reading in doctrine.parameters[name].values[-1].value.items():
            subjects |= {subject for part in reading.values() for subject in part}
            if name == "purpose_subjects":
                doctrine.words("purposes", purpose)
    for subject in subjects:
        doctrine.words("domains", subject)
    doctrine.words("purposes", "other")


def test_every_missing_fact_unit_and_topic_has_a_word(workspace: Workspace, measured: dict[str, Measurement]) -> None:
    doctrine = workspace.doctrine("PER")
    evidence, purposes = workspace.evidence("PER", on=ON), doctrine.words.groups["purposes"]
    for one in measured.values():
        assert all(missing_text(code, doctrine) for code in one.missing)
        assert has_word("units", one.unit) or one.indicator == "cooperation-amount"
        assert one.topic is None or topic_text(one.topic, evidence, purposes) != same(one.topic), one.id
