"""A document is held against schema and rules; the line of each fault is right however long the file; hostile XML is named."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime
from pathlib import Path

import pytest

from contrapeso.ingest.iati import check, stream
from contrapeso.ingest.iati.check import Checked, check_file
from contrapeso.ingest.iati.places import MAX_COUNTED
from tests.ingest.iati import published

NOW = datetime(2026, 11, 26, tzinfo=UTC)
ACTIVITY = """<iati-activity xml:lang="en" default-currency="EUR">
  <iati-identifier>XX-1-a</iati-identifier>
  <reporting-org ref="XX-1" type="10"><narrative>A ministry</narrative></reporting-org>
  <title><narrative>Wells</narrative></title>
  <description><narrative>Wells in villages</narrative></description>
  <participating-org ref="XX-1" role="1"/>
  <activity-status code="2"/>
  <activity-date type="2" iso-date="2020-01-01"/>
  <recipient-country code="AA"/>
  <sector vocabulary="1" code="14031"/>
  <default-aid-type code="C01"/>
</iati-activity>
"""


def document(*records: str, version: str = "2.03") -> str:
    return f'<?xml version="1.0"?>\n<iati-activities version="{version}">\n{"".join(records)}</iati-activities>\n'


def checked(folder: Path, content: str | bytes, asked: str | None = None, name: str = "a.xml") -> Checked:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return check_file(path, asked, NOW)


def told(found: Checked) -> list[tuple[int, str]]:
    return [(one.line, one.rule) for one in found.shown()]


def test_a_sound_activity_has_no_fault(tmp_path: Path) -> None:
    found = checked(tmp_path, document(ACTIVITY, ACTIVITY))
    assert (found.valid, found.rules_ok, found.faults, found.version) == (True, True, [], "2.03")


@pytest.mark.parametrize(("old", "new", "line", "rule"), [
    ('<sector vocabulary="1" code="14031"/>', '<sector vocabulary="1"/>', 12, "missing-attribute"),
    ('<recipient-country code="AA"/>', '<recipient-country code="AA" foo="1"/>', 11, "unknown-attribute"),
    ('iso-date="2020-01-01"', 'iso-date="2020-02-30"', 10, "bad-value"),
    ('<activity-status code="2"/>', "", 10, "unexpected-element"),
    ("<narrative>Wells</narrative>", "", 6, "missing-element"),
    ('<participating-org ref="XX-1" role="1"/>', '<participating-org ref="XX-1" role="1">who</participating-org>', 8, "stray-text"),
])  # fmt: skip
def test_schema_faults_are_named_with_their_line(tmp_path: Path, old: str, new: str, line: int, rule: str) -> None:
    found = checked(tmp_path, document(ACTIVITY.replace(old, new)))
    assert not found.valid
    assert (line, rule) in told(found)
    assert all(one.says.es != one.says.en for one in found.faults)


@pytest.mark.parametrize(("old", "new", "line", "rule"), [
    ('code="14031"/>', 'code="14031" percentage="60"/><sector code="15210" percentage="39.9"/>', 12, "2.1.2"),
    ('code="14031"/>', 'code="14031" percentage="50"/>', 3, "2.1.4"),
    ('<recipient-country code="AA"/>', "", 3, "3.7.1"),
    ('<recipient-country code="AA"/>', '<recipient-country code="AA" percentage="101"/>', 11, "12.1.1"),
    ('type="2" iso-date="2020-01-01"', 'type="2" iso-date="2026-11-27"', 10, "11.1.4"),
    ('<narrative>Wells</narrative>', "<narrative/>", 6, "4.3.1"),
    ("XX-1-a", "XX-1", 4, "1.1.3"),
    (' default-currency="EUR"', ' last-updated-datetime="2026-11-26T00:00:01Z"', 3, "11.1.1"),
])  # fmt: skip
def test_broken_rules_leave_a_document_valid(tmp_path: Path, old: str, new: str, line: int, rule: str) -> None:
    found = checked(tmp_path, document(ACTIVITY.replace(old, new)))
    assert found.valid, told(found)
    assert not found.rules_ok
    assert (line, rule) in told(found)


def test_what_only_should_be_is_told_but_breaks_nothing(tmp_path: Path) -> None:
    found = checked(tmp_path, document(ACTIVITY.replace("XX-1-a", "YY-1-a")))
    assert (found.valid, found.rules_ok, told(found)) == (True, True, [(4, "1.1.21")])


def test_the_version_asked_for_counts_else_that_of_the_file(tmp_path: Path) -> None:
    tagged = ACTIVITY.replace("  <default-aid", '  <tag code="1" vocabulary="1"/>\n  <default-aid')
    assert checked(tmp_path, document(tagged)).valid
    assert told(checked(tmp_path, document(tagged, version="2.02"))) == [(13, "unexpected-element")]
    assert checked(tmp_path, document(tagged, version="2.02"), "2.03").valid
    assert checked(tmp_path, document(ACTIVITY, version="xx")).version == "2.03"
    assert told(checked(tmp_path, document(ACTIVITY, version="1.05"))) == [(2, "old-version")]


def test_around_the_records_only_what_the_schema_allows(tmp_path: Path) -> None:
    other = '<more xmlns="urn:other"/>'
    assert checked(tmp_path, document(ACTIVITY * 5, other)).valid
    assert told(checked(tmp_path, document(ACTIVITY, "<more/>", ACTIVITY))) == [(15, "unexpected-element")]
    assert told(checked(tmp_path, document())) == [(2, "missing-element")]
    assert not checked(tmp_path, document(ACTIVITY, "loose text", ACTIVITY, ACTIVITY, ACTIVITY)).valid
    assert not checked(tmp_path, document(ACTIVITY).replace(' version="2.03"', "")).valid


def test_lines_are_right_beyond_what_a_tree_can_count(tmp_path: Path) -> None:
    many = [ACTIVITY.replace("<narrative>Wells</narrative>", "<narrative>\n\n\n\nWells</narrative>\n" * 50)] * (
        MAX_COUNTED // 250
    )
    odd = ACTIVITY.replace("<activity-status", '<x:note xmlns:x="urn:x"/><activity-status')
    lines = document(
        *many, odd, ACTIVITY.replace(' code="14031"', ""), ACTIVITY.replace("Wells in villages", "")
    ).split("\n")  # fmt: skip
    found = checked(tmp_path, "\n".join(lines))
    seen = [(lines[one.line - 1].strip(), one.rule) for one in found.shown()]
    assert min(one.line for one in found.faults) > MAX_COUNTED
    assert seen == [
        ('<x:note xmlns:x="urn:x"/><activity-status code="2"/>', "unexpected-element"),
        ('<sector vocabulary="1"/>', "missing-attribute"),
        ("<description><narrative></narrative></description>", "4.4.1"),
    ]


BOMB = '<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;&b;">]>'


@pytest.mark.parametrize(("content", "rule"), [
    ("", "not-well-formed"),
    ("\0\0", "not-well-formed"),
    (f'{BOMB}<iati-activities version="2.03"><iati-activity x="&c;"/></iati-activities>', "doctype"),
    ('<!DOCTYPE a SYSTEM "file:///etc/passwd"><iati-activities version="2.03"/>', "doctype"),
    ('<iati-activities version="2.03"><iati-activity>' + "<a>" * 5000, "not-well-formed"),
    (f'<iati-activities version="2.03"><iati-activity a="{"x" * 20_000_000}"/></iati-activities>', "not-well-formed"),
    ('<iati-activities version="2.03"><iati-activity>&b;</iati-activity></iati-activities>', "not-well-formed"),
    ("<html/>", "unknown-root"),
    (" " * 2_000_000, "no-element"),
])  # fmt: skip
def test_hostile_documents_are_refused_by_name(tmp_path: Path, content: str, rule: str) -> None:
    found = checked(tmp_path, content)
    assert not found.valid
    assert not found.rules_ok
    assert rule in [one.rule for one in found.faults]


def test_a_record_may_not_grow_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "MAX_MARKS", 50_000)
    monkeypatch.setattr(stream, "COUNTED_FROM", 0)
    endless = '<iati-activities version="2.03"><iati-activity>' + "<a/>" * 200_000
    assert told(checked(tmp_path, endless)) == [(0, "record-too-big")]
    wide = document(*['<x xmlns="urn:x"/>' + ACTIVITY] * (stream.MAX_FRAME + 2))
    assert "frame-too-big" in [one.rule for one in checked(tmp_path, wide).faults]


def test_faults_beyond_the_most_are_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check, "MAX_SHOWN", 3)
    found = checked(tmp_path, document(*[ACTIVITY.replace(' code="14031"', "")] * 10))
    assert (found.valid, len(found.shown()), found.more) == (False, 4, 7)


def test_packed_files_and_absent_ones(tmp_path: Path) -> None:
    assert checked(tmp_path, gzip.compress(document(ACTIVITY).encode()), name="a.xml.gz").valid
    cut = checked(tmp_path, gzip.compress(document(ACTIVITY).encode())[:-20], name="b.xml.gz")
    assert told(cut) == [(0, "unreadable")]
    assert told(check_file(tmp_path / "none.xml", None, NOW)) == [(0, "unreadable")]
    assert told(check_file(tmp_path, None, NOW)) == [(0, "unreadable")]


def test_the_standards_own_tests_come_out_as_it_says(tmp_path: Path) -> None:
    outcomes: dict[bool, list[bool]] = {True: [], False: []}
    for name, content in published.own_tests().items():
        outcomes["/should-pass/" in name].append(checked(tmp_path, content, "2.03").valid)
    if published.own_tests():
        assert outcomes == {True: [True] * 239, False: [False] * 456}
