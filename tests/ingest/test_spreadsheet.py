"""Spreadsheets of acts join a private pack under the same checks, or nothing is written."""

from __future__ import annotations

import dataclasses
import io
import zipfile
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from contrapeso.core.errors import ContentError, Fault
from contrapeso.core.facts import Act, Source, Stage
from contrapeso.core.text import Text
from contrapeso.ingest import replace
from contrapeso.ingest.pack import read_pack
from contrapeso.ingest.readers import escape_cell
from contrapeso.ingest.spreadsheet import append_act, import_acts
from tests.ingest.small_pack import ACT, COUNTRY, STAGE, Cells, table_csv, with_acts, write_pack

NEW_ACT = {**ACT, "act_id": "mine-1"}
NEW_STAGE = {**STAGE, "act_id": "mine-1", "stage_id": "mine-1.signed"}


@pytest.fixture
def base(tmp_path: Path) -> Path:
    return write_pack(tmp_path / "base")


def book(path: Path, sheets: dict[str, Sequence[Sequence[object]]]) -> Path:
    workbook = Workbook()
    workbook.remove(workbook.active)
    for title, rows in sheets.items():
        sheet = workbook.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    workbook.save(path)
    return path


def rows_of(*rows: Cells) -> list[list[object]]:
    return [[*rows[0]], *[[*row.values()] for row in rows]]


def refused(tmp_path: Path, file: Path, base: Path) -> tuple[Fault, ...]:
    """The faults of an import, which left no trace."""
    before = sorted((tmp_path / "mine").rglob("*"))
    with pytest.raises(ContentError) as caught:
        import_acts(file, tmp_path / "mine", COUNTRY, base=[base])
    assert sorted((tmp_path / "mine").rglob("*")) == before
    return caught.value.faults


def test_a_workbook_of_acts_and_stages_is_imported(tmp_path: Path, base: Path) -> None:
    when: dict[str, object] = {**NEW_STAGE, "on": datetime(2024, 1, 15), "votes_for": 20}  # noqa: DTZ001
    act: dict[str, object] = {**NEW_ACT, "amount": 10.5, "armed": True, "expires_on": 2026}
    stages = [list(when), list(when.values())]
    sheets: dict[str, Sequence[Sequence[object]]] = {
        "Notes": [["read me"]],
        "Acts": [list(act), list(act.values())],
        "Steps": stages,
    }
    added = import_acts(book(tmp_path / "x.xlsx", sheets), tmp_path / "mine", COUNTRY, base=[base])
    assert (added.acts, added.stages) == (("mine-1",), ("mine-1.signed",))
    assert added.folder == tmp_path / "mine" / "packs" / "ury"
    content = read_pack([base, added.folder], COUNTRY)[1]
    (row,), (stage,) = content.facts["act"], content.facts["stage"]
    assert isinstance(row, Act)
    assert isinstance(stage, Stage)
    assert (row.armed, row.amount, str(row.expires_on), str(stage.on)) == (True, 10.5, "2026", "2024-01-15")


def test_a_csv_of_acts_then_one_of_stages_is_imported(tmp_path: Path, base: Path) -> None:
    for table, row in (("act", NEW_ACT), ("stage", NEW_STAGE)):
        (tmp_path / "new.csv").write_text(table_csv(table, [row]), encoding="utf-8")
        added = import_acts(tmp_path / "new.csv", tmp_path / "mine", COUNTRY, base=[base])
    assert added.stages == ("mine-1.signed",)


def test_new_rows_follow_old_ones_which_stay_as_they_were(tmp_path: Path, base: Path) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    old = table_csv("act", [{**NEW_ACT, "act_id": "old-1"}]).rstrip("\n").encode()
    (folder / "acts.csv").write_bytes(old)
    (tmp_path / "new.csv").write_text(table_csv("act", [NEW_ACT]), encoding="utf-8")
    import_acts(tmp_path / "new.csv", folder, COUNTRY, base=[base])
    assert (folder / "acts.csv").read_bytes().startswith(old + b"\n")
    assert [act.key for act in read_pack([base, folder], COUNTRY)[1].facts["act"]] == ["old-1", "mine-1"]


def test_columns_that_the_old_file_lacks_are_added(tmp_path: Path, base: Path) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "acts.csv").write_text(
        "act_id,record_type,kind,title_es,title_en,partner_basis,status,confidence\n"
        "old-1,instrument,mou,Uno,One,unknown,unknown,low\n"
    )
    (tmp_path / "new.csv").write_text(table_csv("act", [NEW_ACT]), encoding="utf-8")
    import_acts(tmp_path / "new.csv", folder, COUNTRY, base=[base])
    old, new = read_pack([base, folder], COUNTRY)[1].facts["act"]
    assert isinstance(old, Act)
    assert isinstance(new, Act)
    assert (old.title.en, old.amount, new.amount) == ("One", None, 10.5)


def test_the_faults_of_a_sheet_name_its_rows(tmp_path: Path, base: Path) -> None:
    rows = rows_of(NEW_ACT, {**NEW_ACT, "act_id": "mine-2", "kind": "pact"}, ACT)
    faults = refused(tmp_path, book(tmp_path / "x.xlsx", {"Acts": [[], *rows]}), base)
    assert [(fault.file, fault.line, fault.field) for fault in faults] == [
        ("x.xlsx", 4, "kind"),
        ("x.xlsx", 5, "act_id"),
    ]


def test_a_formula_in_a_workbook_is_refused_though_its_value_is_not_one(tmp_path: Path, base: Path) -> None:
    rows = rows_of({**NEW_ACT, "title_en": '=CONCATENATE("a","b")'})
    faults = refused(tmp_path, book(tmp_path / "x.xlsx", {"Acts": rows}), base)
    assert ("x.xlsx", 2, "the cell begins like a formula") in [(f.file, f.line, f.what.en) for f in faults]


def _bomb(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * 70_000_000)


def _liar(path: Path) -> None:
    """A bomb that declares itself small."""
    _bomb(path)
    size = (70_000_000).to_bytes(4, "little")
    path.write_bytes(path.read_bytes().replace(size, (1000).to_bytes(4, "little")))


def _sheet_bomb(path: Path) -> None:
    """Two cells that span the largest sheet there is."""
    plain = io.BytesIO()
    workbook = Workbook()
    assert workbook.active is not None
    workbook.active["A1"], workbook.active["XFD1048576"] = "act_id", "kind"
    workbook.save(plain)
    path.write_bytes(plain.getvalue())


HOSTILE: list[tuple[Callable[[Path], object], str]] = [
    (_bomb, "unpacked it is over"),
    (_liar, "not a readable XLSX"),
    (_sheet_bomb, "unpacked it is over"),
    (lambda path: path.write_bytes(b"PK\x03\x04 nothing"), "not a readable XLSX"),
    (lambda path: path.write_bytes(b""), "not a readable XLSX"),
    (lambda path: book(path, {"Other": [["a", "b"]]}), "no sheet begins with"),
    (lambda path: book(path, {"Acts": rows_of(NEW_ACT)[:1]}), "no rows to import"),
]


@pytest.mark.parametrize(("make", "says"), HOSTILE, ids=["bomb", "liar", "span", "broken", "empty", "other", "bare"])
def test_a_hostile_workbook_is_refused(tmp_path: Path, base: Path, make: Callable[[Path], object], says: str) -> None:
    make(tmp_path / "x.xlsx")
    faults = refused(tmp_path, tmp_path / "x.xlsx", base)
    assert says in faults[0].what.en


def test_other_kinds_of_file_are_refused(tmp_path: Path, base: Path) -> None:
    (tmp_path / "x.ods").write_bytes(b"")
    assert "neither .csv nor .xlsx" in refused(tmp_path, tmp_path / "x.ods", base)[0].what.en
    assert "cannot be read" in refused(tmp_path, tmp_path / "absent.csv", base)[0].what.en
    assert "not a readable" in refused(tmp_path, tmp_path / "absent.xlsx", base)[0].what.en


def test_an_act_typed_by_hand_is_appended(tmp_path: Path, base: Path) -> None:
    (content,) = read_pack(write_pack(tmp_path / "typed", with_acts(2)), COUNTRY)
    act, stage = content.facts["act"][1], content.facts["stage"][1]
    assert isinstance(act, Act)
    assert isinstance(stage, Stage)
    added = append_act(tmp_path / "mine", COUNTRY, act, [stage], base=[base])
    (row,) = read_pack([base, added.folder], COUNTRY)[1].facts["act"]
    assert isinstance(row, Act)
    assert (row.key, row.title, row.note) == (act.key, act.title, act.note)
    with pytest.raises(ContentError, match=r"uy-act-2 is already in"):
        append_act(tmp_path / "mine", COUNTRY, act, [stage], base=[base])


def test_a_typed_act_passes_the_checks_of_a_file(tmp_path: Path, base: Path) -> None:
    (content,) = read_pack(base, COUNTRY)
    act, source = content.facts["act"][0], content.facts["source"][0]
    assert isinstance(act, Act)
    assert isinstance(source, Source)
    runs = dataclasses.replace(act, act_id="mine-1", title=Text(es="=1+1", en="x"))
    with pytest.raises(ContentError, match="formula"):
        append_act(tmp_path / "mine", COUNTRY, runs, base=[base])
    assert not (tmp_path / "mine").exists()
    cites = dataclasses.replace(act, act_id="mine-1", source_ids=("web-1",))
    with pytest.raises(ContentError, match=r"not in sources\.csv"):
        append_act(tmp_path / "mine", COUNTRY, cites, base=[base])
    new = dataclasses.replace(source, source_id="web-1")
    added = append_act(tmp_path / "mine", COUNTRY, cites, (), [new], base=[base])
    assert [row.key for row in read_pack([base, added.folder], COUNTRY)[1].facts["source"]] == ["web-1"]


def test_files_replaced_together_are_both_replaced_after_a_crash(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whichever rename the process dies at, the folder holds all new files or all old ones."""
    outcomes = set()
    for dies_at in range(1, 5):
        folder = tmp_path / str(dies_at)
        replace.replace_together(folder, {"a.csv": b"old", "b.csv": b"old"})
        _die_at(monkeypatch, dies_at)
        try:
            replace.replace_together(folder, {"a.csv": b"new", "b.csv": b"new"})
        except KeyboardInterrupt:
            pass
        finally:
            monkeypatch.undo()
        replace.finish_replacing(folder)
        state = {name: (folder / name).read_bytes() for name in ("a.csv", "b.csv")}
        assert len(set(state.values())) == 1
        assert {file.name for file in folder.iterdir()} == set(state)
        outcomes |= set(state.values())
    assert outcomes == {b"old", b"new"}


def _die_at(monkeypatch: pytest.MonkeyPatch, count: int) -> None:
    real, calls = Path.replace, [0]

    def dying(self: Path, target: Path) -> Path:
        calls[0] += 1
        if calls[0] == count:
            raise KeyboardInterrupt
        return real(self, target)

    monkeypatch.setattr(Path, "replace", dying)


def test_exported_cells_are_never_run() -> None:
    assert [escape_cell(cell) for cell in ("=1", "+1", "@x", "\tx", "-1.5", "-x", "año")] == [
        "'=1", "'+1", "'@x", "'\tx", "-1.5", "'-x", "año",
    ]  # fmt: skip
    assert date(2026, 1, 1).isoformat() == escape_cell("2026-01-01")
