"""Our grammar of the standard says what the publisher's schemas say, where those are at hand to compare with."""

from __future__ import annotations

import random
from typing import Any

import pytest
from lxml import etree

from contrapeso.ingest.iati.grammar import STANDARD, VERSIONS, part_of, schema
from tests.ingest.iati import published

FIRST_MUTANTS = 400


def said_by_us(version: str) -> str:
    lines = (STANDARD / f"{version}.txt").read_text(encoding="utf-8").splitlines()
    return "\n".join(line for line in lines if line and not line.startswith("#"))


@pytest.mark.parametrize("version", VERSIONS)
def test_the_grammar_is_the_publishers(version: str) -> None:
    if not published.standard():
        return  # a clone that stands alone has nothing to compare
    assert said_by_us(version) == published.notation(version)


def outcome(compiled: Any, document: Any) -> list[tuple[int, str]]:
    compiled.validate(document)
    return [(error.line, error.message) for error in compiled.error_log]


@pytest.mark.parametrize("version", VERSIONS)
def test_both_schemas_find_the_same_faults(version: str) -> None:
    official = {part: published.official_schema(version, part) for part in published.SCHEMAS if published.standard()}
    different = []
    for name, content in {**published.own_tests(), **published.real_files()}.items():
        try:
            document = etree.fromstring(content)
        except etree.XMLSyntaxError:
            continue
        part = part_of(document.tag, version)
        if part and outcome(official[part], document) != outcome(schema(version, part), document):
            different.append(name)
    assert not different


def test_both_schemas_find_the_same_faults_in_spoilt_documents() -> None:
    """Elements and attributes of valid tests are removed, doubled, moved and renamed at random."""
    if not published.standard():
        return
    chance = random.Random(27)
    sound = [content for name, content in sorted(published.own_tests().items()) if "/should-pass/" in name]
    official = {part: published.official_schema("2.03", part) for part in published.SCHEMAS}
    broken = 0
    for _ in range(FIRST_MUTANTS):
        document = etree.fromstring(chance.choice(sound))
        for _ in range(chance.randint(1, 3)):
            spoil(document, chance)
        part = part_of(document.tag, "2.03")
        assert part is not None
        theirs = outcome(official[part], document)
        assert theirs == outcome(schema("2.03", part), document)
        broken += bool(theirs)
    assert broken > FIRST_MUTANTS / 2


def spoil(document: Any, chance: random.Random) -> None:
    inner = [one for one in document.iter("*") if one is not document]
    if not inner:
        return
    one, other = chance.choice(inner), chance.choice(inner)
    way = chance.randrange(6)
    if way == 0:
        one.getparent().remove(one)
    elif way == 1:
        one.addnext(etree.fromstring(etree.tostring(one)))
    elif way == 2 and one not in other.iterancestors() and one is not other:
        other.append(one)
    elif way == 3:
        one.tag = other.tag
    elif way == 4 and one.attrib:
        del one.attrib[chance.choice(list(one.attrib))]
    else:
        one.set(
            chance.choice(["code", "type", "iso-date", "foo", "{urn:other}foo"]),
            chance.choice(["1", "2020-01-01", "xx"]),
        )


def test_a_grammar_knows_documents_and_single_elements() -> None:
    assert part_of("iati-organisations", "2.03") == "organisations"
    assert part_of("tag", "2.03") == "activities"
    assert part_of("tag", "2.01") is None
    assert part_of("total-budget", "2.03") == "organisations"
