"""The pack loader: a small pack reads whole; every fault has its file and line, all at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from contrapeso.assess.pack import read_doctrine
from contrapeso.core.errors import ContentError, UnknownName
from contrapeso.core.period import PartialDate
from tests.assess.small import FILES, write_pack


def faults(folder: Path, **changed: str) -> list[tuple[str, int, str]]:
    with pytest.raises(ContentError) as caught:
        read_doctrine([write_pack(folder, **changed)], "URY")
    return [(fault.file, fault.line, fault.what.en) for fault in caught.value.faults]


def replaced(name: str, old: str, new: str) -> str:
    assert old in FILES[name]
    return FILES[name].replace(old, new)


def test_a_small_pack_reads_whole(tmp_path: Path) -> None:
    law = read_doctrine([write_pack(tmp_path)], "URY")
    assert law.title.en == "Uruguay"
    assert [(norm.norm_id, norm.cite, norm.deadline) for norm in law.norms.values()] == [
        ("UY-1", "Const., art. 85", None),
        ("UY-2", "Const., art. 86", (3, "working-days")),
    ]
    requirement = law.requirement("ury/approval")
    assert (requirement.family, requirement.file, requirement.severity) == (
        "approval",
        "requirements/approval.py",
        "medium",
    )
    assert (
        FILES["requirements/approval.py"]
        .splitlines()[requirement.line - 1]
        .startswith(("@requirement", "def approval"))
    )
    assert law.words("codes", "late").en == "after ratifying"
    with pytest.raises(UnknownName, match="no word for codes/early"):
        law.words("codes", "early")


def test_norms_apply_while_in_force(tmp_path: Path) -> None:
    law = read_doctrine([write_pack(tmp_path)], "URY")
    names = ("UY-1", "UY-2")
    assert [norm.norm_id for norm in law.norms_in_force(names, PartialDate.parse("2026-06-30"))] == ["UY-1"]
    assert [norm.norm_id for norm in law.norms_in_force(names, PartialDate.parse("2026"))] == ["UY-1", "UY-2"]
    assert law.norms_in_force(names, PartialDate.parse("1950")) == ()
    assert len(law.norms_in_force(names, None)) == 2
    assert not law.governs(names, PartialDate.parse("1950"))
    assert law.governs(names, None)


@pytest.mark.parametrize(
    ("file", "old", "new", "fault"),
    [
        ("law/constitution.yml", "rank: constitution", "rank: charter", (4, "unknown code: charter")),
        ("law/constitution.yml", "to: 2026-06-30", "to: 1960", (8, "ends (1960) before it starts (1967-02-15)")),
        ("law/constitution.yml", "in_force: {from: 1967-02-15,", "in_force: {form: 1967-02-15,", (8, "unknown key: form")),
        ("law/constitution.yml", "UY-2", "UY-1", (13, "UY-1 is declared twice")),
        ("law/constitution.yml", "unit: working-days", "unit: weeks", (17, "unknown code: weeks")),
        ("law/constitution.yml", ", en: The assembly approves treaties.", "", (9, "requires lacks a translation: en")),
        ("law/constitution.yml", "    text_read: true\n  - id", "  - id", (6, "text_read is missing")),
        ("parameters/chamber.yml", "norm: UY-2", "norm: UY-9", (6, "cites a norm that the pack lacks: UY-9")),
        ("parameters/chamber.yml", "value: senate, basis: norm, norm: UY-2", "value: senate, basis: assumption",
         (6, "range is missing")),
        ("parameters/chamber.yml", "value: senate, basis: norm, norm: UY-2", "value: 5, basis: assumption, range: [6, 9]",
         (6, "the range does not hold the value between two numbers")),
        ("parameters/chamber.yml", "value: senate, basis: norm, norm: UY-2", "value: 5, basis: assumption, range: 6",
         (6, "the range does not hold the value between two numbers")),
        ("parameters/chamber.yml", "value: senate, basis: norm, norm: UY-2", "value: [A], basis: assumption, range: [1, 2]",
         (6, "a list has no range")),
        ("parameters/chamber.yml", "value: senate, basis: norm, norm: UY-2", "value: [A], basis: assumption",
         (6, "why is missing")),
        ("parameters/chamber.yml", "value: senate, basis: norm, norm: UY-2", "value: null", (6, "neither value nor missing")),
        ("requirements/approval.py", 'norms=("UY-1", "UY-2")', 'norms=("UY-8",)', (7, "cites a norm that the pack lacks: UY-8")),
        ("requirements/approval.py", '    """A treaty is', '    # """A treaty is', (7, "the requirement does not say what it asks")),
        ("requirements/approval.py", "def approval(", "def approval((", (10, "the file cannot be loaded")),
        ("words/approval.yml", "families: {approval:", "families: {others:", (7, "the family approval has no name")),
        ("words/approval.yml", ", en: after ratifying", "", (3, "late lacks a translation: en")),
    ],
)  # fmt: skip
def test_a_fault_names_file_and_line(tmp_path: Path, file: str, old: str, new: str, fault: tuple[int, str]) -> None:
    name = file.rpartition(".")[0].replace("/", "__")
    found = faults(tmp_path, **{name: replaced(file, old, new)})
    assert any(line == fault[0] and what.startswith(fault[1]) for _, line, what in found), found


def test_an_assumed_list_says_why_and_has_no_range(tmp_path: Path) -> None:
    listed = "value: [senate, chamber], basis: assumption, why: {es: así, en: so}"
    changed = replaced("parameters/chamber.yml", "value: senate, basis: norm, norm: UY-2", listed)
    law = read_doctrine([write_pack(tmp_path, parameters__chamber=changed)], "URY")
    dated = law.parameters["chamber"].at(PartialDate.parse("2026-08-01"))
    assert (dated.value, dated.low, dated.high, dated.is_assumed) == (["senate", "chamber"], None, None, True)


def test_all_faults_of_all_files_come_at_once(tmp_path: Path) -> None:
    found = faults(
        tmp_path,
        law__constitution=replaced("law/constitution.yml", "confidence: high", "confidence: sure"),
        parameters__chamber=replaced("parameters/chamber.yml", "unit: body", "unti: body"),
        requirements__approval="import nowhere_at_all\n",
    )
    assert {file for file, _, _ in found} == {
        "law/constitution.yml",
        "parameters/chamber.yml",
        "requirements/approval.py",
    }
    assert len([what for _, _, what in found if what == "unknown code: sure"]) == 2


def test_a_private_folder_adds_to_a_pack(tmp_path: Path) -> None:
    base, private = write_pack(tmp_path / "base"), tmp_path / "private"
    (private / "law").mkdir(parents=True)
    (private / "pack.yml").write_text("extends: ury\n")
    (private / "law" / "decree.yml").write_text(
        FILES["law/constitution.yml"].replace("UY-", "UYP-").replace("norm: constitution", "norm: decree")
    )
    law = read_doctrine([base, private], "URY")
    assert set(law.norms) == {"UY-1", "UY-2", "UYP-1", "UYP-2"}
    assert law.title.en == "Uruguay"
    assert law.content_hash != read_doctrine([base], "URY").content_hash


def test_the_content_hash_is_that_of_the_content(tmp_path: Path) -> None:
    one, two = write_pack(tmp_path / "one"), write_pack(tmp_path / "two")
    assert read_doctrine([one], "URY").content_hash == read_doctrine([two], "URY").content_hash
    write_pack(two, words__approval=replaced("words/approval.yml", "after ratifying", "too late"))
    assert read_doctrine([one], "URY").content_hash != read_doctrine([two], "URY").content_hash
