"""``contrapeso check iati`` prints what it found as asked, and its exit code says whether every file is valid."""

from __future__ import annotations

from pathlib import Path

from contrapeso.ingest.world.run import BUILT_IN
from tests.cli.running import Run
from tests.ingest.iati.test_check import ACTIVITY, document

BAD = ACTIVITY.replace(' code="14031"', "")


def files(folder: Path) -> tuple[str, str]:
    good, bad = folder / "good.xml", folder / "bad.xml"
    good.write_text(document(ACTIVITY), encoding="utf-8")
    bad.write_text(document(BAD), encoding="utf-8")
    return str(good), str(bad)


def test_json_has_a_file_for_each_path_as_given(run: Run, tmp_path: Path) -> None:
    good, bad = files(tmp_path)
    ran = run("check", "iati", good, bad, str(tmp_path / "none.xml"), "--schema", "2.03", "--json")
    assert ran.code == 1
    told = ran.json["files"]
    assert [one["path"] for one in told] == [good, bad, str(tmp_path / "none.xml")]
    assert [(one["valid"], one["rules_ok"]) for one in told] == [(True, True), (False, True), (False, False)]
    assert told[1]["faults"][0]["line"] == 12
    assert {"line", "rule", "message"} <= set(told[1]["faults"][0])


def test_valid_files_end_well_in_both_languages(run: Run, tmp_path: Path) -> None:
    good, bad = files(tmp_path)
    assert run("check", "iati", good).code == 0
    assert "debe llevar el atributo code" in run("check", "iati", bad, "--lang", "es").out
    assert run("check", "iati", good, "--schema", "1.05").code == 2
    assert run("check", "iati", str(BUILT_IN / "iati/sample/organisations.xml")).code == 1
