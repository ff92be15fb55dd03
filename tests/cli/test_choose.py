"""``contrapeso choose``: the same answer in words and as JSON, and refusals that say how to mend them."""

from __future__ import annotations

from pathlib import Path

from tests.cli.running import Run


def test_the_answer_in_words_and_as_json(run: Run) -> None:
    told = run("choose", "PER", "--on", "2026-06-01", "--lang", "es")
    assert told.code == 0
    assert told.out.startswith("Lo mejor con lo que consta: 24 Gripen E/F (Suecia)")
    assert "Óptimo probado" in told.out and "más de USD 3,500 millones" in told.out
    assert "no se cuenta lo que vale" in told.err
    found = run("choose", "PER", "--on", "2026-06-01", "--json").json
    assert found["is_firm"] and found["answers"]["most"]["best"]["proof"]["by"] == "enumeration"
    assert {one["class"] for one in found["offers"]} == {"core", "borderline", "exterior"}
    assert all(one["cost_usd"]["low"] != 0 and one["cost_usd"]["high"] != 0 for one in found["offers"])


def test_json_is_all_that_goes_to_stdout(run: Run) -> None:
    assert run("choose", "PER", "--on", "2026-06-01", "--budget", "6000", "--json").out.startswith("{")


def test_a_conflict_is_said_by_name(run: Run) -> None:
    told = run("choose", "PER", "--on", "2026-06-01", "--take", "callao-base", "--take", "gripen", "--budget", "4000")
    assert told.code == 0
    assert "the budget of USD 4,000 million" in told.out and "that 24 Gripen E/F (Sweden) is taken" in told.out
    found = run("choose", "PER", "--on", "2026-06-01", "--ceiling", "0.3", "--json").json
    conflict = found["answers"]["most"]["conflict"]
    assert found["answers"]["most"]["best"] is None and conflict
    assert all(one["rule"].startswith("denial:") and one["says"]["es"] for one in conflict)


def test_both_ends_are_shown_where_they_differ(run: Run) -> None:
    told = run("choose", "PER", "--on", "2026-06-01", "--budget", "6000", "--lang", "en")
    assert "Surely fits" in told.out and "May fit" in told.out


def test_wrong_options_are_refused(run: Run) -> None:
    for wrong in (["--ceiling", "1.2"], ["--ceiling", "air=x"], ["--budget", "-3"], ["--budget", "soon=5"],
                  ["--need", "tank=many"], ["--prefer", "tank"]):  # fmt: skip
        assert run("choose", "PER", *wrong).code == 2, wrong
    refused = run("choose", "PER", "--ceiling", "space=0.3")
    assert refused.code == 2 and "combat-air" in refused.err
    assert run("choose", "PER", "--take", "ghost").code == 2


def test_a_pack_without_offers_says_so(run: Run, pack: Path) -> None:
    (pack / "offers.yml").unlink()
    refused = run("choose", "PER", "--content", pack)
    assert refused.code == 2 and "offers.yml" in refused.err


def test_a_faulty_offers_file_is_refused_with_its_line(run: Run, pack: Path) -> None:
    text = (pack / "offers.yml").read_text(encoding="utf-8").replace("holding: p092", "holding: ghost")
    (pack / "offers.yml").write_text(text, encoding="utf-8")
    checked = run("check", "pack", pack)
    assert checked.code == 2 and "offers.yml:38 [holding]: the pack has no ghost" in checked.out
    assert run("choose", "PER", "--content", pack).code == 2
