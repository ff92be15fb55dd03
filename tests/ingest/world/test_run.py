"""One source, one transaction: vintages apart, same content a no-op, faults all told, nothing half-written."""

from __future__ import annotations

import gzip
import io
import lzma
import os
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

import contrapeso
from contrapeso.core.errors import ContentError, UnknownName
from contrapeso.core.world import Issue, Transfer
from contrapeso.ingest.world.manifest import read_source
from contrapeso.ingest.world.run import BUILT_IN, ingest_source
from contrapeso.ledger.ledger import Ledger
from tests.ingest.world.register import SAMPLE, register, written


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.open(tmp_path / "ledger") as opened:
        yield opened


def refused(ledger: Ledger, *paths: Path, vintage: date | None = None) -> str:
    with pytest.raises(ContentError) as caught:
        ingest_source(ledger, register(), list(paths), vintage)
    assert ledger.register.all_snapshots() == ()
    assert not list((ledger.folder / "evidence").rglob("*.*"))
    assert caught.value.say("es")
    return caught.value.say("en")


def test_a_file_is_recorded_with_its_vintage_and_found_again(ledger: Ledger, tmp_path: Path) -> None:
    first = ingest_source(ledger, register(), [written(tmp_path)])
    assert first.is_new and first.snapshot.country is None
    assert first.snapshot.vintage == date(2021, 2, 4)
    assert (first.snapshot.rows, first.snapshot.issues) == (14, 7)
    again = ingest_source(ledger, register(), [written(tmp_path, name="renamed.csv")])
    assert not again.is_new and again.snapshot.id == first.snapshot.id
    assert ledger.verify() is None


def test_vintages_are_kept_apart(ledger: Ledger, tmp_path: Path) -> None:
    ingest_source(ledger, register(), [written(tmp_path)])
    revised = SAMPLE.replace(b"4 Feb 2021", b"5 Mar 2022").replace(b"Andes-500,frigate,1", b"Andes-500,frigate,2")
    ingest_source(ledger, register(), [written(tmp_path, revised)])
    delivered = {
        known_at: [row.delivered for row in ledger.world(known_at).rows(Transfer, designation="Andes-500")]
        for known_at in (date(2021, 2, 3), date(2021, 12, 31), None)
    }
    assert delivered == {date(2021, 2, 3): [], date(2021, 12, 31): [1], None: [2]}


def test_the_view_of_a_day_leaves_out_what_had_not_begun(ledger: Ledger, tmp_path: Path) -> None:
    ingest_source(ledger, register(), [written(tmp_path)])
    assert {row.ordered_on.first.year for row in ledger.world(on=date(1971, 6, 1)).rows(Transfer)} == {1962, 1971}
    assert len(ledger.world(on=date(1971, 6, 1)).table(Transfer)) == 2


def test_a_row_is_found_by_its_name_and_knows_its_line(ledger: Ledger, tmp_path: Path) -> None:
    ingest_source(ledger, register(), [written(tmp_path)])
    row = ledger.world().get("transfer:YEM-VNM-1971-dhow")
    assert row.locator == "trade-register.csv line 13"
    assert row.snapshot_id == ledger.register.all_snapshots()[0].id
    with pytest.raises(UnknownName, match="transfer:nothing"):
        ledger.world().get("transfer:nothing")


def test_a_compressed_file_says_the_same(ledger: Ledger, tmp_path: Path) -> None:
    ingest_source(ledger, register(), [written(tmp_path, name="trade-register.csv.gz")])
    assert len(ledger.world().rows(Issue)) == 7


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "the file is empty"),
        (b"\n".join(SAMPLE.splitlines()[:5]) + b"\n", "no line has the columns"),
        (SAMPLE[:-1], "cut short"),
        (SAMPLE.decode("latin-1").encode(), "not in latin-1"),
        (SAMPLE.decode("latin-1").encode("utf-16"), "NUL"),
        (SAMPLE.replace(b"M\xf6we", b"M\x94we"), "not in latin-1"),
        (SAMPLE.replace(b"Dhow", b"Dh\0w"), "NUL"),
        (SAMPLE.replace(b"Supplier,Year", b"Seller,Year"), "the column Supplier is missing"),
        (SAMPLE.replace(b",status,", b",status,Price,").replace(b",New,", b",New,1,"), "nobody reads: Price"),
        (SAMPLE.replace(b",Iceland,", b",Icelandia,"), "does not know 'Icelandia' → correct the name (iceland"),
        (SAMPLE.replace(b"Data generated", b"Generated"), "does not say of which date"),
        (b"\n".join(SAMPLE.splitlines()[:6]) + b"\n", "no record that can be read"),
    ],
    ids=lambda value: value[:40] if isinstance(value, str) else "",
)  # fmt: skip
def test_a_file_that_is_not_as_published_is_refused_whole(
    ledger: Ledger, tmp_path: Path, content: bytes, says: str
) -> None:
    assert says in refused(ledger, written(tmp_path, content))


def test_every_unknown_name_is_told_at_once(ledger: Ledger, tmp_path: Path) -> None:
    content = SAMPLE.replace(b",Iceland,", b",Icelandia,").replace(b"Soviet Union,", b"Sovjet Union,")
    said = refused(ledger, written(tmp_path, content))
    assert "Icelandia" in said and "'Sovjet Union'" in said and "trade-register.csv:10" in said


def test_a_file_with_too_many_broken_records_is_refused(ledger: Ledger, tmp_path: Path) -> None:
    torn = SAMPLE + b"Chile,Bolivia,2018\n" * 30
    assert "records cannot be read" in refused(ledger, written(tmp_path, torn))


def test_bombs_and_damaged_archives_are_refused(ledger: Ledger, tmp_path: Path) -> None:
    bomb = tmp_path / "trade-register.csv.gz"
    bomb.write_bytes(gzip.compress(bytes(1100 * 1024 * 1024), 9))
    assert "unpacked it is over" in refused(ledger, bomb)
    bomb.write_bytes(gzip.compress(SAMPLE)[:-20])
    assert "damaged or cut short" in refused(ledger, bomb)
    bomb.write_bytes(gzip.compress(b"") * 200)
    assert "damaged or cut short" in refused(ledger, bomb)
    packed = tmp_path / "trade-register.csv.xz"
    packed.write_bytes(lzma.compress(SAMPLE)[:-9])
    assert "damaged or cut short" in refused(ledger, packed)


def test_what_is_no_file_is_refused(ledger: Ledger, tmp_path: Path) -> None:
    assert "cannot be read" in refused(ledger, tmp_path / "absent.csv")
    assert "cannot be read" in refused(ledger, tmp_path)
    os.mkfifo(tmp_path / "pipe.csv")
    assert "cannot be read" in refused(ledger, tmp_path / "pipe.csv")
    assert "get it so" in refused(ledger)


def test_a_vintage_that_contradicts_the_file_is_refused(ledger: Ledger, tmp_path: Path) -> None:
    assert "the file says 2021-02-04" in refused(ledger, written(tmp_path), vintage=date(2020, 1, 1))
    asked = ingest_source(
        ledger, register(), [written(tmp_path, SAMPLE.replace(b"Data generated", b"Made"))], date(2020, 1, 1)
    )
    assert asked.snapshot.vintage == date(2020, 1, 1)


def wars(folder: Path, edition: str = "25.1") -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / "UcdpPrioConflict.csv"
    path.write_bytes((BUILT_IN / "ucdp_prio" / "sample.csv").read_bytes().replace(b";0.0", f";{edition}".encode()))
    return path


def test_a_file_that_states_no_day_is_dated_by_when_it_was_there(ledger: Ledger, tmp_path: Path) -> None:
    """The edition is the file's; the day is a bound, and does not move when the same file is read again."""
    source = read_source(BUILT_IN / "ucdp_prio")
    for day in (1, 20):
        ledger.register.clock = lambda now=datetime(2026, 11, day, tzinfo=UTC): now
        found = ingest_source(ledger, source, [wars(tmp_path / "in")])
        assert (found.snapshot.edition, found.snapshot.dated_by) == ("25.1", "recorded")
        assert found.snapshot.label == "v25.1 ≤2026-11-01"
        assert found.is_new == (day == 1)


def test_a_day_that_is_given_or_on_which_a_file_was_fetched_is_told_apart(ledger: Ledger, tmp_path: Path) -> None:
    source, path = read_source(BUILT_IN / "ucdp_prio"), wars(tmp_path / "in")
    given = ingest_source(ledger, source, [path], date(2025, 6, 1)).snapshot
    assert (given.dated_by, given.label) == ("given", "v25.1 2025-06-01")
    fetched = ingest_source(ledger, source, [path], retrieved_on=date(2025, 7, 2)).snapshot
    assert (fetched.dated_by, fetched.label) == ("retrieved", "v25.1 ≤2025-07-02")


def test_an_older_edition_does_not_pass_for_newer(ledger: Ledger, tmp_path: Path) -> None:
    source = read_source(BUILT_IN / "ucdp_prio")
    ingest_source(ledger, source, [wars(tmp_path / "new", "25.1")])
    with pytest.raises(ContentError, match=r"this is edition 24\.1, and the ledger holds 25\.1"):
        ingest_source(ledger, source, [wars(tmp_path / "old", "24.1")])
    older = ingest_source(ledger, source, [wars(tmp_path / "old", "24.1")], date(2024, 6, 1))
    assert older.is_new and ledger.world(sources=["ucdp-prio"]).snapshots[0].edition == "25.1"


def test_a_description_that_states_the_day_may_be_absent(ledger: Ledger) -> None:
    source = read_source(BUILT_IN / "world_bank_gdp")
    table, package = (source.folder / "sample" / name for name in ("gdp.csv", "gdp.datapackage.json"))
    assert ingest_source(ledger, source, [table, package]).snapshot.label == "2026-01-01"
    assert ingest_source(ledger, source, [table]).snapshot.dated_by == "recorded"


def test_a_source_that_carries_its_file_needs_none(tmp_path: Path) -> None:
    with contrapeso.open(tmp_path) as workspace:
        found = workspace.ingest_source("mnna", [])
    assert found.snapshot.rows > 25 and found.snapshot.dated_by == "stated"


def test_reordered_columns_and_lines_give_the_same_rows(ledger: Ledger, tmp_path: Path) -> None:
    ingest_source(ledger, register(), [written(tmp_path)])
    before = {row.key: (row.designation, row.value_delivered_tiv, row.ordered_uncertain) for row in
              ledger.world().rows(Transfer)}  # fmt: skip
    lines = SAMPLE.replace(b"comment cut\nin two", b"comment cut in two").splitlines(keepends=True)
    head, records = lines[:5], [line.rstrip(b"\n").split(b",") for line in lines[5:]]
    moved = [b",".join([*cells[6:], *cells[:6]]) + b"\n" for cells in records]
    content = b"".join([*head, moved[0], *reversed(moved[1:])]).replace(b"2021", b"2022")
    ingest_source(ledger, register(), [written(tmp_path, content)])
    after = {row.key: (row.designation, row.value_delivered_tiv, row.ordered_uncertain) for row in
             ledger.world().rows(Transfer)}  # fmt: skip
    assert after == before


def zipped(*names: str, content: bytes = SAMPLE) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, content)
    return packed.getvalue()


def test_an_archive_of_one_file_says_the_same(ledger: Ledger, tmp_path: Path) -> None:
    path = tmp_path / "trade-register.csv.zip"
    path.write_bytes(zipped("folder/", "folder/trade-register.csv"))
    packed = ingest_source(ledger, register(), [path]).snapshot
    plain = ingest_source(ledger, register(), [written(tmp_path, SAMPLE + b"\n")]).snapshot
    assert packed.sha256 != plain.sha256 and packed.rows == plain.rows == 14


@pytest.mark.parametrize(
    ("packed", "says"),
    [
        (zipped("one.csv", "two.csv"), "damaged or cut short: 2"),
        (zipped(), "damaged or cut short: 0"),
        (zipped("one.csv")[:-40], "damaged or cut short"),
        (zipped("one.csv", content=bytes(300 * 1024 * 1024)), "unpacked it is over"),
    ],
)
def test_an_archive_of_none_several_or_too_much_is_refused(
    ledger: Ledger, tmp_path: Path, packed: bytes, says: str
) -> None:
    path = tmp_path / "trade-register.csv.zip"
    path.write_bytes(packed)
    source = register()
    rule = replace(source.files[0], max_unpacked_bytes=200 * 1024 * 1024)
    with pytest.raises(ContentError, match=says):
        ingest_source(ledger, replace(source, files=(rule,)), [path])
