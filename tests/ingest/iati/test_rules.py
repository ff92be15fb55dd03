"""The rules of the standard are those of its own ruleset, and each kind of test judges the standard's own examples rightly."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from contrapeso.ingest.iati.rules import TESTS, _rule, instant, read_rules
from tests.ingest.iati import published

NOW = datetime(2026, 11, 26, tzinfo=UTC)
FOLDER = "rulesets/2.03"
NAMES = {"if": "when", "then": "must", "condition": "only"}
LEFT_OUT = {"1.14.8", "1.18.8"}
NOT_IN_THE_STANDARD = {"dependent", "only-one-of", "regex-no-matches", "sum"}
WORDS = {"0": {"level": "error", "es": "uno", "en": "one"}}


def cases(ruleset: dict[str, Any]) -> list[tuple[str, str, dict[str, Any], str | None]]:
    """Where, which test, its terms, and what it is repeated for, in the publisher's JSON."""
    found = []
    for where, tests in ruleset.items():
        for test, content in tests.items():
            for case in content["cases"]:
                inner = case["do"] if test == "loop" else {test: {"cases": [case]}}
                for name, whole in inner.items():
                    found += [(where, name.replace("_", "-"), dict(one), case.get("foreach")) for one in whole["cases"]]
    return found


def test_no_rule_of_the_standard_is_missing() -> None:
    if not published.standard():
        return
    theirs = {}
    for _, _, terms, _ in cases(json.loads(published.standard()[f"{FOLDER}/rulesets/standard.json"])):
        theirs[terms["ruleInfo"]["id"]] = terms["ruleInfo"]["severity"]
    ours = {rule.number: rule.level for rule in read_rules()}
    assert {number: level for number, level in theirs.items() if number not in LEFT_OUT} == ours


def test_every_kind_of_test_is_used() -> None:
    assert {rule.test for rule in read_rules()} == set(TESTS)


def test_the_standards_own_examples_come_out_as_it_says() -> None:
    """``x.json`` holds a rule; ``x_good.xml`` keeps it, ``x_bad.xml`` breaks it."""
    judged = 0
    folder = {n.rpartition("/")[2]: c for n, c in published.standard().items() if n.startswith(f"{FOLDER}/meta_tests/")}
    for name, content in folder.items():
        stem, _, ending = name.rpartition("_")
        if ending not in ("good.xml", "bad.xml") or f"{stem}.json" not in folder:
            continue
        found = cases(json.loads(folder[f"{stem}.json"]))
        if {test for _, test, _, _ in found} & NOT_IN_THE_STANDARD:
            continue
        assert any(broken(content, *one) for one in found) == (ending == "bad.xml"), name
        judged += 1
    assert not folder or judged >= 20


def broken(document: bytes, where: str, test: str, terms: dict[str, Any], each: str | None) -> bool:
    terms = {NAMES.get(name, name): value for name, value in terms.items() if name != "ruleInfo"}
    if "must" in terms:
        terms.pop("paths", None)
    text = json.dumps(terms).replace("'$1'", "$each").replace('"TODAY"', '"NOW"')
    row = {"rule": "0", "record": "x", "at": ".", "test": test, **json.loads(text)}
    if each:
        row["each"] = each
    rule = _rule(row, WORDS)
    places = etree.fromstring(document).getroottree().xpath(where)
    return any(one is not None for element in places for one in rule.broken_at(element, NOW))


@given(st.datetimes())
def test_an_instant_is_read_as_it_is_written(moment: datetime) -> None:
    assert instant(moment.isoformat() + "Z") == moment.replace(tzinfo=UTC)
    assert instant(moment.date().isoformat()) == moment.replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=UTC)


@given(st.text())
def test_whatever_is_no_date_is_no_instant(text: str) -> None:
    found = instant(text)
    assert found is None or text.strip()[:4].isdigit()
