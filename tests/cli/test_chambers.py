"""Private acts around the move to two chambers: judged by the rules of the day of the step."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.running import Run

ACTS = (
    "act_id,kind,record_type,title_es,title_en,partner_basis,partners,route,armed,stay_from,stay_to,status,confidence\n"
    "entry-x,troop-entry,instrument,Ingreso,Entry,named,USA,legislative-resolution,yes,2026-09-01,2026-09-30,in-force,high\n"
)
STAGES = "stage_id,act_id,stage,on,precision,basis,body,confidence\nentry-x.approved,entry-x,approved,{on},day,stated,{body},high\n"


@pytest.mark.parametrize(
    ("on", "body", "verdict", "code", "article"),
    [
        ("2026-06-15", "congress", "PASS", None, "102(8)"),
        ("2026-08-15", "senate", "PASS", None, "102-A(8)"),
        ("2026-08-15", "congress", "FAIL", "wrong-chamber", "102-A(8)"),
        ("2026-06-15", "senate", "FAIL", "wrong-chamber", "102(8)"),
    ],
)
def test_the_chamber_of_the_day_decides(
    run: Run, tmp_path: Path, on: str, body: str, verdict: str, code: str | None, article: str
) -> None:
    folder = tmp_path / "packs" / "per"
    folder.mkdir(parents=True)
    (folder / "pack.yml").write_text("extends: per\n", encoding="utf-8")
    (folder / "acts.csv").write_text(ACTS, encoding="utf-8")
    (folder / "stages.csv").write_text(STAGES.format(on=on, body=body), encoding="utf-8")
    ran = run("assess", "PER", "--on", "2026-11-23", "--content", tmp_path, "--json")
    assert ran.code == 0, ran.err
    found = next(one for one in ran.json["findings"] if one["id"] == "per/entry-consent:entry-x")
    assert (found["verdict"], found["code"]) == (verdict, code)
    assert any(article in cite for cite in found["cites"])
