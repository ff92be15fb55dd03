"""Faulty packs are refused with file, line and mend, and nothing of them is recorded."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.running import Run

Spoil = Callable[[Path], tuple[str, int]]


def _edit(file: Path, line: int, column: str, value: str) -> tuple[str, int]:
    """Set one cell of a record that stands on one line; the place of the fault."""
    with file.open(encoding="utf-8", newline="") as source:
        rows = list(csv.DictReader(source))
    rows[line - 2][column] = value
    with file.open("w", encoding="utf-8", newline="") as target:
        writer = csv.DictWriter(target, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return file.name, line


def duplicate_id(pack: Path) -> tuple[str, int]:
    return _edit(pack / "acts.csv", 3, "act_id", "pe-act-001")


def unknown_country(pack: Path) -> tuple[str, int]:
    return _edit(pack / "acts.csv", 4, "partners", "PRU")


def ends_before_it_starts(pack: Path) -> tuple[str, int]:
    _edit(pack / "acts.csv", 5, "in_force_from", "2020-05-01")
    return _edit(pack / "acts.csv", 5, "expires_on", "2019-05-01")


def formula(pack: Path) -> tuple[str, int]:
    return _edit(pack / "acts.csv", 6, "title_es", '=HYPERLINK("http://x")')


def missing_translation(pack: Path) -> tuple[str, int]:
    return _edit(pack / "acts.csv", 7, "title_en", "")


def huge_field(pack: Path) -> tuple[str, int]:
    return _edit(pack / "acts.csv", 8, "note_es", "x" * 50_000_000)


def wrong_encoding(pack: Path) -> tuple[str, int]:
    lines = (pack / "bodies.csv").read_text(encoding="utf-8").splitlines()
    lines[3] = lines[3].replace("s", "ñ")
    (pack / "bodies.csv").write_bytes("\n".join(lines).encode("latin-1"))
    return "bodies.csv", next(n for n, line in enumerate(lines, 1) if not line.isascii())


def unknown_column(pack: Path) -> tuple[str, int]:
    text = (pack / "bodies.csv").read_text(encoding="utf-8")
    (pack / "bodies.csv").write_text(text.replace("body_id,", "body_id2,", 1), encoding="utf-8")
    return "bodies.csv", 1


def norm_without_translation(pack: Path) -> tuple[str, int]:
    file = pack / "law" / "ley-31988.yml"
    lines = [line for line in file.read_text(encoding="utf-8").splitlines() if not line.startswith("  en:")]
    file.write_text("\n".join(lines), encoding="utf-8")
    return "law/ley-31988.yml", next(n for n, line in enumerate(lines, 1) if line.startswith("title:"))


FAULTS: list[Spoil] = [
    duplicate_id, unknown_country, ends_before_it_starts, formula, missing_translation, huge_field, wrong_encoding,
    unknown_column, norm_without_translation,
]  # fmt: skip


@pytest.mark.parametrize("spoil", FAULTS, ids=lambda spoil: spoil.__name__)
def test_check_names_file_line_and_mend(run: Run, pack: Path, spoil: Spoil) -> None:
    file, line = spoil(pack)
    ran = run("check", "pack", pack, "--json")
    assert ran.code == 2
    places = [(fault["file"].removeprefix(f"{pack}/"), fault["line"]) for fault in ran.json["faults"]]
    assert (file, line) in places
    assert all(fault["what"]["es"] and fault["mend"]["es"] and fault["mend"]["en"] for fault in ran.json["faults"])


@pytest.mark.parametrize("spoil", [duplicate_id, huge_field, wrong_encoding], ids=lambda spoil: spoil.__name__)
def test_nothing_of_a_faulty_pack_is_recorded(run: Run, pack: Path, tmp_path: Path, spoil: Spoil) -> None:
    spoil(pack)
    ledger = tmp_path / "ledger"
    ran = run("list", "acts", "PER", "--json", "--content", pack.parent.parent, "--ledger", ledger)
    assert ran.code == 2 and ran.out == ""
    assert [path for path in (ledger / "evidence").rglob("*") if path.is_file()] == []


def test_a_sound_pack_has_no_faults(run: Run, pack: Path) -> None:
    ran = run("check", "pack", pack, "--json")
    assert (ran.code, ran.json) == (0, {"faults": []})
