"""R data files, written byte by byte: every kind of column as R means it, and everything else refused with its place."""

from __future__ import annotations

import bz2
import gzip
import lzma
import math
import random
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contrapeso.core.text import LANGUAGES
from contrapeso.ingest.readers import FaultList
from contrapeso.ingest.world import r_stream
from contrapeso.ingest.world.manifest import FileRule
from contrapeso.ingest.world.opening import Opened, _open
from contrapeso.ingest.world.r_frames import read_frame
from contrapeso.ingest.world.tables import Layout
from tests.ingest.world import r_writing as r

RULE = FileRule("it", "*", "rda")


def read(content: bytes, *names: str, name: str | None = None) -> pl.DataFrame:
    faults = FaultList()
    opened = Opened(RULE, "it.rda", "", content)
    frame = read_frame(opened, name, Layout({column: column for column in names}), faults)
    assert frame is not None and not faults, faults
    return frame


def refused(content: bytes, *names: str) -> str:
    faults = FaultList()
    assert read_frame(Opened(RULE, "it.rda", "", content), None, Layout({name: name for name in names}), faults) is None
    assert faults
    assert all(fault.what[language] and fault.mend[language] for fault in faults for language in LANGUAGES)
    return "; ".join(fault.say("en") for fault in faults)


def one(column: bytes, rows: int, version: int = 2, native: str = "UTF-8") -> bytes:
    return r.rda({"d": r.frame({"a": column}, rows)}, version, native)


@pytest.mark.parametrize("version", [2, 3])
def test_every_kind_of_column_is_read_as_r_means_it(version: int) -> None:
    columns = {
        "text": r.texts(["uno", None, "ñandú €"]),
        "whole": r.integers([1, None, -7]),
        "number": r.reals([0.5, None, math.nan]),
        "yes": r.logicals([True, None, False]),
        "kind": r.factor([2, None, 1], ["low", "high"]),
        "day": r.days([0.0, None, 18262.9]),
        "at": r.instants([0.0, None, 86400.5]),
    }
    frame = read(r.rda({"d": r.frame(columns, 3)}, version), *columns)
    assert frame["line"].to_list() == [1, 2, 3]
    assert frame["text"].to_list() == ["uno", None, "ñandú €"]
    assert frame["whole"].to_list() == [1, None, -7]
    assert frame["yes"].to_list() == [True, None, False]
    assert frame["kind"].to_list() == ["high", None, "low"]
    assert frame["day"].to_list() == [date(1970, 1, 1), None, date(2020, 1, 1)]
    assert frame["at"].to_list() == [
        datetime(1970, 1, 1, tzinfo=UTC), None, datetime(1970, 1, 2, 0, 0, 0, 500_000, tzinfo=UTC),
    ]  # fmt: skip
    numbers = frame["number"].to_list()
    assert numbers[:2] == [0.5, None] and math.isnan(numbers[2])


@pytest.mark.parametrize("na", [r.NA_REAL, r.QUIET_NA_REAL])
def test_na_is_one_particular_nan_quiet_or_not(na: bytes) -> None:
    assert read(one(r.reals([None, 2.0], na=na), 2), "a")["a"].to_list() == [None, 2.0]


def test_days_may_be_whole_numbers_and_lie_before_1970() -> None:
    column = r.integers([-1, None], {"class": r.texts(["Date"])})
    assert read(one(column, 2), "a")["a"].to_list() == [date(1969, 12, 31), None]


@pytest.mark.parametrize(
    ("encoding", "native"), [(r.LATIN1, "UTF-8"), (r.NATIVE, "ISO-8859-1"), (r.NATIVE, "latin1"), (r.NATIVE, "CP1252")]
)
def test_text_is_read_in_the_encoding_that_it_or_the_file_names(encoding: int, native: str) -> None:
    column = r.texts(["ñandú", None, "plain"], encoding=encoding)
    assert read(one(column, 3, 3, native), "a")["a"].to_list() == ["ñandú", None, "plain"]


def test_text_of_no_named_encoding_is_read_only_if_plain() -> None:
    assert read(one(r.texts(["plain"], encoding=r.NATIVE), 1), "a")["a"].to_list() == ["plain"]
    assert "does not say its encoding" in refused(one(r.texts(["ñ"], encoding=r.NATIVE), 1), "a")


@pytest.mark.parametrize(
    ("column", "values"),
    [
        (r.alternative("compact_intseq", r.reals([3, 5, 1])), [5, 6, 7]),
        (r.alternative("compact_intseq", r.reals([3, 5, -1])), [5, 4, 3]),
        (r.alternative("compact_realseq", r.reals([3, 0.5, 2])), [0.5, 2.5, 4.5]),
        (r.alternative("wrap_integer", r.listing([r.integers([1, None, 3]), r.integers([0, 0])])), [1, None, 3]),
        (r.alternative("wrap_string", r.integer(2) + r.texts(["x", "y", None]) + r.NIL), ["x", "y", None]),
        (
            r.alternative("deferred_string", r.integer(2) + r.integers([7, None, -2]) + r.integers([0])),
            ["7", None, "-2"],
        ),
    ],
)
def test_alternative_forms_are_read_as_what_they_stand_for(column: bytes, values: list[object]) -> None:
    assert read(one(column, 3, 3), "a")["a"].to_list() == values


def test_attributes_of_a_wrapped_vector_count() -> None:
    kinds = r.pairs([("levels", r.texts(["low", "high"])), ("class", r.texts(["factor"]))])
    column = r.alternative("wrap_integer", r.listing([r.integers([2, 1]), r.integers([0, 0])]), kinds)
    assert read(one(column, 2, 3), "a")["a"].to_list() == ["high", "low"]


def test_a_symbol_named_before_is_found_again() -> None:
    """R writes the tag ``class`` once and points at it afterwards."""
    day = r.integer(0x30E) + r.integer(1) + bytes(8)
    first = day + r.pairs([("class", r.texts(["Date"]))])
    again = day + r.integer(0x402) + r.reference(2) + r.texts(["Date"]) + r.NIL
    frame = read(r.rda({"d": r.frame({"a": first, "b": again}, 1)}), "a", "b")
    assert frame.rows() == [(1, date(1970, 1, 1), date(1970, 1, 1))]


def test_what_stands_beside_the_columns_is_read_over() -> None:
    closure = r.integer(3 | 0x400) + r.integer(253) + r.integer(251) + r.integer(6) + r.symbol("f") + r.NIL
    space = r.integer(249) + r.integer(0) + r.integer(1) + r.char("stats")
    environment = r.integer(4) + r.integer(0) + r.integer(242) + r.NIL + r.NIL + r.NIL
    pointer = r.integer(22) + r.NIL + r.NIL
    extra = r.listing([environment, pointer, space, r.texts(["x"])])
    objects = {"other": r.listing([r.integers([1])]), "notes": extra, "d": r.frame({"a": r.integers([1])}, 1)}
    assert read(r.rda(objects), "a")["a"].to_list() == [1]
    assert "cut short" in refused(r.rda({"f": closure})[:-4], "a")


def test_row_names_that_are_text_are_a_column() -> None:
    content = r.rda({"d": r.frame({"a": r.integers([1, 2])}, 2, r.texts(["north", "south"]))})
    assert read(content, "a", "row.names")["row.names"].to_list() == ["north", "south"]
    assert "nobody reads: row.names" in refused(content, "a")


def test_of_several_tables_the_one_named_is_read() -> None:
    content = r.rda({"d": r.frame({"a": r.integers([1])}, 1), "e": r.frame({"a": r.integers([2])}, 1)})
    assert read(content, "a", name="e")["a"].to_list() == [2]
    assert "there are: d, e" in refused(content, "a")


def test_columns_are_wanted_or_named() -> None:
    content = r.rda({"d": r.frame({"a": r.integers([1]), "b": r.integers([1])}, 1)})
    assert "nobody reads: b" in refused(content, "a")
    assert "the column c is missing" in refused(content, "a", "b", "c")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "not a file of R data"),
        (b"RDA2\nA\n2\n", "not a file of R data"),
        (b"RDX2\nX\n" + r.integer(4) + bytes(8), "version 4"),
        (r.rda({})[:10], "cut short"),
        (r.rda({"d": r.frame({"a": r.integers([1])}, 1)}) + b"\0", "left over from byte"),
        (one(r.integers([1]), 1)[:-1], "cut short"),
        (r.rda({"d": r.integer(13) + r.integer(2**31 - 1)}), "claims 2147483647 elements"),
        (r.rda({"d": r.integer(14) + r.integer(-1) + r.integer(2**30) + r.integer(0)}), "elements, more than there can"),
        (r.rda({"d": r.integer(16) + r.integer(1) + r.integer(9) + r.integer(2**31 - 1)}), "cut short"),
        (r.rda({"d": r.integer(16) + r.integer(1) + r.integer(10) + r.integer(0)}), "damaged"),
        (r.rda({"d": r.integer(16) + r.integer(1) + r.integer(8 << 12 | 9) + r.integer(1) + b"\xff"}), "damaged"),
        (r.rda({"d": r.integer(21)}), "SEXPTYPE 21"),
        (r.rda({"d": r.reference(9)}), "refers to object 9"),
        (r.rda({"d": (r.integer(19) + r.integer(1)) * 500 + r.NIL}), "more than 100 levels"),
        (r.rda({"d": r.integer(19) + r.integer(300_000) + r.NIL * 300_000}), "200000 objects"),
        (one(r.alternative("compact_intseq", r.reals([1e12, 1, 1])), 1, 3), "elements, more than there can"),
        (one(r.alternative("compact_intseq", r.reals([math.nan, 1, 1])), 1, 3), "compact_intseq"),
        (one(r.alternative("mmap_real", r.listing([])), 1, 3), "mmap_real"),
        (one(r.alternative("deferred_string", r.integer(2) + r.reals([0.1]) + r.NIL), 1, 3), "deferred_string"),
        (one(r.factor([3], ["low", "high"]), 1), "the column a is of a kind that is not read: factor"),
        (one(r.integers([1], {"class": r.texts(["difftime"])}), 1), "difftime"),
        (one(r.listing([r.integers([1])]), 1), "the column a is of a kind that is not read: list"),
        (one(r.integers([1, 2], {"dim": r.integers([1, 2])}), 1), "the column a is of a kind"),
        (one(r.days([math.inf]), 1), "the column a is of a kind that is not read: Date"),
        (one(r.days([1e300]), 1), "not read: Date"),
        (r.rda({"d": r.integers([1])}), "no data frame"),
    ],
)  # fmt: skip
def test_what_is_no_table_is_refused_with_its_place(content: bytes, says: str) -> None:
    assert says in refused(content, "a")


def test_columns_have_one_length() -> None:
    content = r.rda({"d": r.frame({"a": r.integers([1]), "b": r.integers([1, 2])}, 1)})
    assert "one length a column" in refused(content, "a", "b")


def test_one_factor_cannot_ask_for_more_text_than_memory_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("contrapeso.ingest.world.r_frames.MAX_TEXT_BYTES", 25)
    assert read(one(r.factor([1] * 2, ["x" * 10]), 2), "a").height == 2
    assert "factor" in refused(one(r.factor([1] * 3, ["x" * 10]), 3), "a")


@pytest.mark.parametrize("pack", [bytes, gzip.compress, bz2.compress, lzma.compress])
def test_a_file_is_unpacked_by_how_it_begins_whatever_its_name(tmp_path: Path, pack: Callable[[bytes], bytes]) -> None:
    path, faults = tmp_path / "it.rda", FaultList()
    path.write_bytes(pack(one(r.integers([1]), 1)))
    opened = _open(path, RULE, faults)
    assert opened is not None and opened.content[:4] == b"RDX2" and not faults


WHOLE = r.rda(
    {
        "d": r.frame(
            {
                "a": r.texts(["uno", None, "ñ"]),
                "b": r.factor([1, None, 2], ["x", "y"]),
                "c": r.alternative("compact_intseq", r.reals([3, 5, 1])),
                "d": r.days([0.0, None, 2.0]),
            },
            3,
        )
    },
    3,
)


@settings(max_examples=400, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_a_spoiled_file_is_read_or_refused_never_a_crash(seed: int) -> None:
    draw = random.Random(seed)
    content = bytearray(WHOLE)
    for _ in range(draw.choice((1, 2, 8))):
        content[draw.randrange(len(content))] = draw.choice((0, 1, 2, 19, 127, 128, 238, 254, 255, draw.randrange(256)))
    spoiled = bytes(content[: draw.randrange(len(content)) if draw.random() < 0.3 else None])
    faults = FaultList()
    frame = read_frame(Opened(RULE, "it.rda", "", spoiled), None, Layout({name: name for name in "abcd"}), faults)
    assert (frame is None) == bool(faults)


@pytest.mark.parametrize("length", range(0, len(WHOLE), 3))
def test_a_file_cut_anywhere_is_refused(length: int) -> None:
    with pytest.raises(r_stream.NotReadable):
        r_stream.read_objects(WHOLE[:length])


@given(st.lists(st.none() | st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"))))
def test_any_text_comes_back(values: list[str | None]) -> None:
    frame = read(one(r.texts(values), len(values)), "a")
    assert frame["a"].to_list() == values
