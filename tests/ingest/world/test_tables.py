"""Delimited text: every record stands on its line, and what is no record is kept with its reason."""

from __future__ import annotations

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contrapeso.ingest.readers import FaultList
from contrapeso.ingest.world.manifest import FileRule
from contrapeso.ingest.world.opening import Opened
from contrapeso.ingest.world.tables import Layout, Rows, read_delimited

WANTED = {"A": "a", "B": "b", "C": "c"}
CELL = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z"), exclude_characters='",'), max_size=5)
LINES = st.lists(st.lists(CELL, min_size=1, max_size=5).map(",".join), max_size=15)


def read(text: str, *, rejoin: bool = False) -> Rows:
    faults = FaultList()
    opened = Opened(FileRule("it", "*", "csv"), "it.csv", "", text.encode())
    rows = read_delimited(opened, Layout(WANTED), faults, rejoin=rejoin)
    assert rows is not None and not faults, faults
    return rows


@given(LINES)
def test_every_line_is_a_record_on_its_line_or_is_kept_as_broken(lines: list[str]) -> None:
    rows = read("\n".join(["before", "A,B,C", *lines]) + "\n")
    kept = {line: text.split(",") for line, text in enumerate(lines, 3) if text.count(",") == 2}
    full = {line: [cell or None for cell in cells] for line, cells in kept.items() if any(cells)}
    assert {row[0]: list(row[1:]) for row in rows.frame.iter_rows()} == full
    broken = {line for line, text in enumerate(lines, 3) if text and text.count(",") != 2}
    assert {one.line for one in rows.broken} == broken


def test_a_quoted_line_break_does_not_move_later_lines() -> None:
    rows = read('A,B,C\n1,2,3\n4,"five\nhalf",6\n7,8,9\n10\n11,12,13\n')
    assert rows.frame["line"].to_list() == [2, 5, 7]
    assert [(one.line, one.reason) for one in rows.broken] == [(3, "open-quote"), (6, "ragged")]


@pytest.mark.parametrize("rows", [1, 200_000])
def test_a_quote_that_swallows_the_rest_of_the_file_stops_it_on_its_line(rows: int) -> None:
    text = 'A,B,C\n1,"two",3\n4,"five,6\n' + "7,8,9\n" * rows
    faults = FaultList()
    opened = Opened(FileRule("it", "*", "csv"), "it.csv", "", text.encode())
    assert read_delimited(opened, Layout(WANTED), faults) is None
    ((fault),) = list(faults)
    assert fault.line == 3 and "nothing closes it" in fault.what.en


def test_a_record_cut_in_two_is_joined_only_if_asked_and_only_if_it_fits() -> None:
    text = "A,B,C\n1,two\nand half,3\n4,5\n6\n7,8,9\n"
    assert [one.line for one in read(text).broken] == [2, 3, 4, 5]
    joined = read(text, rejoin=True)
    assert joined.frame.rows() == [(2, "1", "two and half", "3"), (6, "7", "8", "9")]
    assert [(one.line, one.reason, one.dropped) for one in joined.broken] == [
        (2, "broken-line", False), (4, "ragged", True), (5, "ragged", True),
    ]  # fmt: skip


def test_control_characters_are_kept_out() -> None:
    rows = read("A,B,C\n1,\x1b[31m,3\n4,5,6\n")
    assert rows.frame.rows() == [(3, "4", "5", "6")]
    assert rows.broken[0].reason == "control"


def test_agrees_with_the_standard_library_on_quotes() -> None:
    text = 'A,B,C\n"1,5","say ""hi""",\n x , y ,z\n'
    expected = [[cell.strip() or None for cell in cells] for cells in csv.reader(text.splitlines()[1:])]
    assert [list(row[1:]) for row in read(text).frame.iter_rows()] == expected


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_of_the_delimiters_a_publisher_uses_the_one_in_the_file_is_found(delimiter: str) -> None:
    faults, text = FaultList(), delimiter.join("ABC") + "\n1.5" + delimiter * 2 + "x y\n"
    opened = Opened(FileRule("it", "*", "csv", delimiter=",;\t"), "it.csv", "", text.encode())
    rows = read_delimited(opened, Layout(WANTED), faults)
    assert rows is not None and rows.frame.rows() == [(2, "1.5", None, "x y")]


@pytest.mark.parametrize(
    ("encoding", "content", "place"),
    [
        ("cp1252", "d\u2019Ivoire".encode("cp1252"), 0),
        ("cp1252", b"d\x8fIvoire", 3),
        ("cp1252", "d\u2019Ivoire".encode(), 3),
        ("latin-1", b"d\x92Ivoire", 3),
        ("latin-1", b"M\xf6we", 0),
    ],
)
def test_letters_that_an_encoding_does_not_have_stop_the_file(encoding: str, content: bytes, place: int) -> None:
    faults = FaultList()
    opened = Opened(
        FileRule("it", "*", "csv", encoding=encoding), "it.csv", "", b"A,B,C\n1,2,3\n1,2," + content + b"\n"
    )
    assert (read_delimited(opened, Layout(WANTED), faults) is None) == bool(place)
    assert [fault.line for fault in faults] == ([place] if place else [])
