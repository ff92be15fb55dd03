"""The engine's words: both languages everywhere, the same placeholders, plurals and numbers as readers write them."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml

from contrapeso.assess.verdict import VERDICTS
from contrapeso.core.columns import columns
from contrapeso.core.errors import UnknownName
from contrapeso.core.facts import Act, Kind, Rank, RecordType, StageName
from contrapeso.core.period import PartialDate
from contrapeso.core.text import Text, same
from contrapeso.locale import amount, counted, counted_word, dated, day, has_word, listed, money, number, say, word


def leaves(node: Any, place: str = "") -> Iterator[tuple[str, dict[str, str]]]:
    if set(node) & {"es", "en"}:
        yield place, node
        return
    for key, value in node.items():
        yield from leaves(value, f"{place}/{key}")


TEXTS = [
    (file + place, sides)
    for file in ("report.yml", "words.yml")
    for place, sides in leaves(yaml.safe_load(files("contrapeso.locale").joinpath(file).read_text(encoding="utf-8")))
]  # fmt: skip


@pytest.mark.parametrize(
    "file", sorted(one.name for one in files("contrapeso.locale").iterdir() if one.name.endswith(".yml"))
)
def test_no_sentence_or_group_is_written_twice(file: str) -> None:
    """YAML keeps the last of two keys and says nothing: a sentence written elsewhere would take the place of this one."""
    text = files("contrapeso.locale").joinpath(file).read_text(encoding="utf-8")
    keys = [key.value for key, _ in yaml.compose(text, Loader=yaml.SafeLoader).value]
    assert sorted(keys) == sorted(set(keys))


@pytest.mark.parametrize("sides", [sides for _, sides in TEXTS], ids=[place for place, _ in TEXTS])
def test_no_translation_is_empty_and_placeholders_agree(sides: dict[str, str]) -> None:
    assert set(sides) == {"es", "en"}
    assert all(isinstance(side, str) and side.strip() for side in sides.values())
    named = [{name for _, name, _, _ in string.Formatter().parse(side) if name} for side in sides.values()]
    assert named[0] == named[1]


@pytest.mark.parametrize(
    ("group", "codes"),
    [
        ("kinds", get_args(Kind)), ("kinds-plural", get_args(Kind)), ("kinds-short", get_args(Kind)), ("kind-counts", get_args(Kind)),
        ("stages", get_args(StageName)), ("record-types", get_args(RecordType)), ("ranks", get_args(Rank)),
        ("verdicts", VERDICTS), ("verdict-meanings", VERDICTS), ("verdict-counts", VERDICTS[:-1]),
        ("routes", columns(Act)["route"].codes), ("act-status", columns(Act)["status"].codes),
        ("amount-basis", columns(Act)["amount_basis"].codes), ("partner-basis", columns(Act)["partner_basis"].codes),
        ("matter-basis", columns(Act)["matter_basis"].codes),
    ],
)  # fmt: skip
def test_every_code_of_the_facts_has_a_word(group: str, codes: tuple[str, ...]) -> None:
    assert [code for code in codes if not has_word(group, code)] == []


def test_unknown_names_raise() -> None:
    for call in (lambda: say("no-such-sentence"), lambda: word("kinds", "no-such-kind"), lambda: counted("no-such", 1)):
        with pytest.raises(UnknownName):
            call()


def test_one_and_many() -> None:
    assert counted_word("kind-counts", "treaty", 1) == Text(es="1 tratado", en="1 treaty")
    assert counted_word("kind-counts", "treaty", 1200) == Text(es="1,200 tratados", en="1,200 treaties")
    assert counted("n-bodies", 0) == Text(es="0 entidades", en="0 bodies")


def test_numbers_and_money_as_in_peru() -> None:
    assert number(1234567.5) == same("1,234,567.5")
    assert amount(1234567.5) == same("1,234,567.50")
    assert money(65e6, "USD") == same("USD\u00a065,000,000")


@pytest.mark.parametrize(
    ("when", "es", "en"),
    [("2026-01-14", "14 de enero de 2026", "14 January 2026"), ("2026-01", "enero de 2026", "January 2026"), ("2024", "2024", "2024")],
)  # fmt: skip
def test_dates_at_their_precision(when: str, es: str, en: str) -> None:
    assert day(PartialDate.parse(when)) == Text(es=es, en=en)


def test_short_dates_have_no_full_stops() -> None:
    assert day(date(2026, 9, 5), short=True) == Text(es="5 set 2026", en="5 Sep 2026")


def test_lists_end_with_the_right_joint() -> None:
    names = [Text(es="España", en="Spain"), Text(es="Italia", en="Italy")]
    assert listed(names) == Text(es="España e Italia", en="Spain and Italy")
    assert listed([*reversed(names), Text(es="Hielo", en="Ice")]).es == "Italia, España y Hielo"


CONTENT = files("contrapeso")
EVERY = sorted(
    (*(Path(str(CONTENT)) / "locale").glob("*.yml"), *(Path(str(CONTENT)) / "content").glob("**/*.yml")),
    key=str,
)  # fmt: skip


@pytest.mark.parametrize("file", EVERY, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_per_cent_is_written_as_each_language_writes_it(file: Path) -> None:
    """«62 %» / “62%”, in the engine's words and in all content."""
    for sides in _both(yaml.safe_load(file.read_text(encoding="utf-8"))):
        assert not re.search(r"\d%", sides["es"]), sides["es"]
        assert not re.search(r"\d\s%", sides["en"]), sides["en"]


def _both(node: Any) -> Iterator[dict[str, str]]:
    if isinstance(node, dict) and set(node) == {"es", "en"}:
        yield {side: str(text) for side, text in node.items()}
    elif isinstance(node, (dict, list)):
        for inner in node.values() if isinstance(node, dict) else node:
            yield from _both(inner)


def test_days_and_months_within_a_text_are_written_in_words() -> None:
    assert dated("atop v5.1 ≤2026-11-26; wits 2024-12") == Text(
        es="atop v5.1 ≤26 nov 2026; wits dic 2024", en="atop v5.1 ≤26 Nov 2026; wits Dec 2024"
    )
    assert dated("Ley 2016-04321, 2026") == same("Ley 2016-04321, 2026") and dated("2024-13") == same("2024-13")
