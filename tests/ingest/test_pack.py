"""A pack is read whole, or refused with every fault of every file."""

from __future__ import annotations

from pathlib import Path

import pytest

from contrapeso.core.errors import ContentError
from contrapeso.core.facts import Act
from contrapeso.core.text import LANGUAGES, Text
from contrapeso.ingest.pack import BUILT_IN, hash_pack, pack_folder, read_pack, source_of
from tests.ingest.small_pack import (
    ACT,
    BODY,
    CLAIM,
    COUNTRY,
    OBJECTIVE,
    SOURCE,
    STAGE,
    STATUS,
    Cells,
    faults_of,
    table_csv,
    with_acts,
    write_pack,
)


def test_a_sound_pack_is_read_to_the_last_cell(tmp_path: Path) -> None:
    (content,) = read_pack(write_pack(tmp_path), COUNTRY)
    act = content.facts["act"][0]
    assert isinstance(act, Act)
    assert act.title == Text(es="Tratado, con coma", en='A "treaty"')
    assert (act.partners, act.amount, str(act.in_force_from), act.armed) == (("USA", "BRA"), 10.5, "2024-02", None)
    assert act.locator == "acts.csv line 2"
    assert content.sha256 == hash_pack(tmp_path)
    assert content.source == source_of(tmp_path, COUNTRY) != "pack-ury"


def test_the_line_of_a_record_is_the_line_where_it_begins(tmp_path: Path) -> None:
    folder = write_pack(tmp_path, with_acts(3))  # each act's note breaks over two lines, twice
    (content,) = read_pack(folder, COUNTRY)
    assert [act.locator for act in content.facts["act"]] == [f"acts.csv line {line}" for line in (2, 5, 8)]


ROW_FAULTS: list[tuple[str, Cells, str, str]] = [
    ("act", {**ACT, "kind": ""}, "kind", "empty and required"),
    ("act", {**ACT, "kind": "pact"}, "kind", "unknown code: pact"),
    ("act", {**ACT, "title_en": ""}, "title_en", "translation is missing"),
    ("act", {**ACT, "title_es": "", "title_en": ""}, "title_es", "empty and required"),
    ("act", {**ACT, "note_es": ""}, "note_es", "translation is missing"),
    ("act", {**ACT, "in_force_from": "2024-13"}, "in_force_from", "not a date"),
    ("act", {**ACT, "in_force_from": "14/01/2026"}, "in_force_from", "not a date"),
    ("act", {**ACT, "expires_on": "2023"}, "expires_on", "before it starts"),
    ("act", {**ACT, "stay_from": "2025-02-01", "stay_to": "2025-01-31"}, "stay_to", "before it starts"),
    ("act", {**ACT, "partners": "USA;BRZ"}, "partners", "unknown state: 'BRZ'"),
    ("act", {**ACT, "partners": "{USA}"}, "partners", "unknown state"),
    ("act", {**ACT, "partners": "USA;;BRA"}, "partners", "empty element"),
    ("act", {**ACT, "partners": "USA;USA"}, "partners", "repeats USA"),
    ("act", {**ACT, "currency": ""}, "currency", "no currency"),
    ("act", {**ACT, "amount": ""}, "amount", "no amount"),
    ("act", {**ACT, "currency": "DOL"}, "currency", "unknown currency"),
    ("act", {**ACT, "amount": "1,5"}, "amount", "not a number"),
    ("act", {**ACT, "amount": "nan"}, "amount", "not a number"),
    ("act", {**ACT, "amount": "-3"}, "amount", "negative"),
    ("act", {**ACT, "armed": "maybe"}, "armed", "neither yes nor no"),
    ("act", {**ACT, "act_id": "uy act 1"}, "act_id", "not an identifier"),
    ("act", {**ACT, "act_id": "  "}, "act_id", "not an identifier"),
    ("act", {**ACT, "act_id": ""}, "act_id", "empty and required"),
    ("act", {**ACT, "source_ids": "gazette-9"}, "source_ids", "not in sources.csv: gazette-9"),
    ("act", {**ACT, "institutions": "house"}, "institutions", "not in bodies.csv: house"),
    ("act", {**ACT, "title_es": "=HYPERLINK(1)"}, "title_es", "begins like a formula"),
    ("act", {**ACT, "title_es": "@cmd"}, "title_es", "begins like a formula"),
    ("act", {**ACT, "title_es": "\tx"}, "title_es", "begins like a formula"),
    ("act", {**ACT, "title_es": "a\x07b"}, "title_es", "control"),
    ("act", {**ACT, "title_es": "á" * 50_001}, "title_es", "over 100000 bytes"),
    ("stage", {**STAGE, "votes_for": "-1"}, "votes_for", "negative"),
    ("stage", {**STAGE, "votes_for": "1.5"}, "votes_for", "not a whole number"),
    ("stage", {**STAGE, "precision": "month"}, "precision", "does not fit the date"),
    ("stage", {**STAGE, "act_id": "uy-act-7"}, "act_id", "not in acts.csv"),
    ("status", {**STATUS, "end": "2018-01-01", "end_precision": "day"}, "end", "before it starts"),
    ("status", {**STATUS, "end": "2020"}, "end_precision", "go together"),
    ("status", {**STATUS, "state": "BRASIL"}, "state", "unknown state"),
    ("source", {**SOURCE, "url": "javascript:alert(1)"}, "url", "not a web address"),
    ("claim", {**CLAIM, "refs": "status:s-9"}, "refs", "not in statuses.csv: s-9"),
    ("claim", {**CLAIM, "refs": "treaty:s-1"}, "refs", "no known table"),
    ("objective", {**OBJECTIVE, "low": "0.5"}, "high", "over the high end"),
]


@pytest.mark.parametrize(("table", "row", "field", "says"), ROW_FAULTS, ids=[f"{r[2]}-{r[3]}" for r in ROW_FAULTS])
def test_a_faulty_cell_is_refused_with_its_line(tmp_path: Path, table: str, row: Cells, field: str, says: str) -> None:
    faults = faults_of(write_pack(tmp_path, {table: [row]}))
    (named,) = [fault for fault in faults if fault.field == field and says in fault.what.en]
    assert named.line == 2
    assert all(fault.mend[language] and fault.what[language] for fault in faults for language in LANGUAGES)


def test_all_faults_of_all_files_come_at_once(tmp_path: Path) -> None:
    rows = {
        "act": [{**ACT, "kind": "pact", "armed": "maybe"}, ACT],
        "body": [{**BODY, "name_en": ""}],
        "stage": [{**STAGE, "on": "?", "act_id": "uy-act-9"}],
    }
    faults = faults_of(write_pack(tmp_path, rows))
    assert [(fault.file, fault.line, fault.field) for fault in faults] == [
        ("acts.csv", 2, "armed"),
        ("acts.csv", 2, "kind"),
        ("acts.csv", 5, "act_id"),
        ("bodies.csv", 2, "name_en"),
        ("stages.csv", 2, "act_id"),
        ("stages.csv", 2, "on"),
    ]


def test_a_repeated_id_names_both_lines(tmp_path: Path) -> None:
    (fault,) = faults_of(write_pack(tmp_path, {"body": [BODY, BODY]}))
    assert (fault.file, fault.line, "bodies.csv:2" in fault.what.en) == ("bodies.csv", 3, True)


def _acts(tmp_path: Path, change: str, to: str, count: int = 1) -> Path:
    folder = write_pack(tmp_path)
    text = (folder / "acts.csv").read_text(encoding="utf-8")
    assert change in text
    (folder / "acts.csv").write_text(text.replace(change, to, count), encoding="utf-8")
    return folder


def test_columns_are_consumed_or_named(tmp_path: Path) -> None:
    folder = _acts(tmp_path, "amount_basis,", "amount_bases,")
    assert [(fault.line, fault.field) for fault in faults_of(folder)] == [(1, "amount_bases")]
    assert "amount_basis" in faults_of(folder)[0].mend.en
    folder = _acts(tmp_path, "kind,", "sort,")
    assert {(fault.line, fault.field) for fault in faults_of(folder)} == {(1, "sort"), (1, "kind")}
    folder = _acts(tmp_path, "rows,", "act_id,")
    assert [(fault.line, "twice" in fault.what.en) for fault in faults_of(folder)] == [(1, True)]


BYTES: list[tuple[str, bytes, int, str]] = [
    ("latin-1", "body_id,name_es,name_en\nx,Unión,Union\n".encode("latin-1"), 2, "not UTF-8"),
    ("utf-16", "body_id,name_es,name_en\nx,A,B\n".encode("utf-16"), 1, "not UTF-8"),
    ("nul", b"body_id,name_es,name_en\nx,A\0,B\n", 2, "NUL"),
    ("open-quote", b'body_id,name_es,name_en\nsenate,A,B\ny,"A,B\nz,C,D\n', 3, "quotes"),
    ("stray-quote", b'body_id,name_es,name_en\nx,"A"B,C\n', 2, "quotes"),
    ("short", b"body_id,name_es,name_en\nsenate,A\n", 2, "2 cells"),
    ("long", b"body_id,name_es,name_en\nsenate,A,B,C\n", 2, "4 cells"),
    ("semicolons", b"body_id;name_es;name_en\nx;A;B\n", 1, "not separated by commas"),
    ("empty", b"", 0, "no header row"),
    ("nameless", b"body_id,,name_es,name_en\nx,y,A,B\n", 1, "no name"),
    ("old-mac", b"body_id,name_es,name_en\rx,A,B\r", 1, "quotes"),
]


@pytest.mark.parametrize(("content", "line", "says"), [case[1:] for case in BYTES], ids=[case[0] for case in BYTES])
def test_a_broken_file_is_refused_with_its_line(tmp_path: Path, content: bytes, line: int, says: str) -> None:
    folder = write_pack(tmp_path)
    (folder / "bodies.csv").write_bytes(content)
    faults = [fault for fault in faults_of(folder) if fault.file == "bodies.csv"]
    assert [(fault.line, says in fault.what.en) for fault in faults] == [(line, True)]
    if says in ("NUL", "quotes", "no header row"):
        assert len(faults_of(folder)) == 1, "what an unread file would have held is not missed"


def test_a_byte_order_mark_and_windows_lines_are_accepted(tmp_path: Path) -> None:
    folder = write_pack(tmp_path)
    text = (folder / "bodies.csv").read_text(encoding="utf-8").replace("\n", "\r\n")
    (folder / "bodies.csv").write_bytes(b"\xef\xbb\xbf" + text.encode())
    assert faults_of(folder) == ()


def test_a_huge_field_is_refused_without_being_held_in_memory(tmp_path: Path) -> None:
    import tracemalloc

    folder = write_pack(tmp_path)
    rows = [b"body_id,name_es,name_en\nsenate,A,B\nx,"]
    (folder / "bodies.csv").write_bytes(b"".join([*rows, b"a" * 50_000_000, b",B\n"]))
    tracemalloc.start()
    (fault,) = faults_of(folder)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (fault.file, fault.line) == ("bodies.csv", 3)
    assert peak < 30_000_000
    (folder / "bodies.csv").write_bytes(b"".join([*rows, b'"', b"a\n" * 10_000_000, b'",B\n']))
    (fault,) = faults_of(folder)
    assert (fault.file, fault.line) == ("bodies.csv", 3)
    with (folder / "bodies.csv").open("wb") as file:
        file.truncate(70_000_000)
    (fault,) = faults_of(folder)
    assert "the most is" in fault.what.en


def test_faults_are_listed_up_to_a_limit(tmp_path: Path) -> None:
    rows = [{**BODY, "body_id": f"b {n}"} for n in range(5000)]
    faults = faults_of(write_pack(tmp_path, {"body": rows}))
    assert len(faults) == 1001
    assert any("more faults" in fault.what.en for fault in faults)


MANIFESTS = [
    ("country: BRA", "country", "the pack is of BRA"),
    ("vintage: 2026-05", "vintage", "not a full date"),
    ("vintage: soon", "vintage", "not a date"),
    ("licence: 3", "licence", "not a string"),
    ("colour: red", "colour", "unknown key"),
    ("title: {es: Uruguay}", "title", "lacks a translation"),
]


@pytest.mark.parametrize(("line", "field", "says"), MANIFESTS, ids=[case[0] for case in MANIFESTS])
def test_the_manifest_is_checked_with_the_tables(tmp_path: Path, line: str, field: str, says: str) -> None:
    folder = write_pack(tmp_path)
    kept = [one for one in (folder / "pack.yml").read_text().splitlines() if not one.startswith(f"{field}:")]
    (folder / "pack.yml").write_text("\n".join([*kept, line]), encoding="utf-8")
    (fault,) = faults_of(folder)
    assert (fault.file, fault.field, says in fault.what.en) == ("pack.yml", field, True)
    assert fault.line == len(kept) + 1


def test_a_stray_table_is_named(tmp_path: Path) -> None:
    folder = write_pack(tmp_path)
    (folder / "act.csv").write_text("a\n")
    assert [(fault.file, fault.what.en) for fault in faults_of(folder)] == [("act.csv", "unknown file")]


def test_a_pack_without_manifest_is_refused(tmp_path: Path) -> None:
    folder = write_pack(tmp_path)
    (folder / "pack.yml").unlink()
    assert [fault.file for fault in faults_of(folder)] == ["pack.yml"]


def _private(folder: Path, **tables: list[Cells]) -> Path:
    folder.mkdir(parents=True)
    for name, rows in tables.items():
        file = {"act": "acts.csv", "stage": "stages.csv", "body": "bodies.csv"}[name]
        (folder / file).write_text(table_csv(name, rows), encoding="utf-8")
    return folder


def test_a_private_folder_extends_the_pack_and_is_its_own_source(tmp_path: Path) -> None:
    base = write_pack(tmp_path / "base")
    private = _private(tmp_path / "mine", act=[{**ACT, "act_id": "mine-1", "public": "false"}])
    whole, added = read_pack([base, private], COUNTRY)
    assert [act.key for act in added.facts["act"]] == ["mine-1"]
    assert not added.facts["act"][0].public
    assert added.vintage == whole.vintage
    assert added.source.startswith("pack-ury-private-")
    assert added.source != whole.source


def test_a_private_folder_may_not_repeat_what_it_extends(tmp_path: Path) -> None:
    base = write_pack(tmp_path / "base")
    private = _private(tmp_path / "mine", act=[ACT], stage=[{**STAGE, "act_id": "nowhere", "stage_id": "n.signed"}])
    faults = faults_of(base, private)
    assert [(fault.file, fault.field) for fault in faults] == [
        (f"{private}/acts.csv", "act_id"),
        (f"{private}/stages.csv", "act_id"),
    ]
    assert "acts.csv:2" in faults[0].what.en


def test_two_private_folders_may_not_repeat_each_other(tmp_path: Path) -> None:
    base = write_pack(tmp_path / "base")
    row = {**ACT, "act_id": "mine-1"}
    folders = [_private(tmp_path / name, act=[row]) for name in ("a", "b")]
    (fault,) = faults_of(base, *folders)
    assert (fault.file, str(folders[0]) in fault.what.en) == (f"{folders[1]}/acts.csv", True)


def test_where_a_content_folder_keeps_a_pack(tmp_path: Path) -> None:
    assert pack_folder(tmp_path, COUNTRY) == tmp_path / "packs" / "ury"
    assert pack_folder(write_pack(tmp_path / "x"), COUNTRY) == tmp_path / "x"


@pytest.mark.parametrize("folder", sorted((BUILT_IN / "packs").iterdir()), ids=lambda folder: folder.name)
def test_every_built_in_pack_has_no_fault(folder: Path) -> None:
    if not (folder / "pack.yml").is_file():
        pytest.skip(f"{folder.name} is not a pack yet")
    try:
        (content,) = read_pack(folder, folder.name.upper())
    except ContentError as error:
        pytest.fail(error.say("en"))
    assert content.source == f"pack-{folder.name}"


@pytest.mark.parametrize(
    ("counts", "fields"),
    [
        ("1,9,2", {"quantity_high", "quantity"}),
        ("5,,2", {"quantity"}),
        ("1,2,", {"quantity"}),
        ("2,1,3", set()),
        (",,", set()),
    ],
)
def test_a_count_lies_within_its_bounds(tmp_path: Path, counts: str, fields: set[str]) -> None:
    folder = write_pack(tmp_path)
    header = "holding_id,state,platform,category,capability,status,quantity,quantity_low,quantity_high,confidence"
    (folder / "holdings.csv").write_text(f"{header}\nh1,URY,A,c,lift,in-service,{counts},high\n", encoding="utf-8")
    assert {fault.field for fault in faults_of(folder)} == fields
