"""``contrapeso positions``: a file of votes in, a file of positions out, and every fault with its line."""

from __future__ import annotations

import csv
import gzip
from pathlib import Path

import pytest

from tests.cli.running import Run

HEADER = "state,roll_call,vote,period\n"
LEFT, MIDDLE, RIGHT = ("AAA", "BBB", "CCC"), ("DDD",), ("EEE", "FFF")


def small(item: bool = False, codes: str = "YAN") -> str:
    """Six states, two years, four roll calls a year: two blocs, and one that abstains between them."""
    yes, abstain, no = codes
    rows = [HEADER.strip() + (",item" if item else "")]
    for year in (2001, 2002):
        for call in range(4):
            left, right = (yes, no) if call % 2 else (no, yes)
            votes = dict.fromkeys(LEFT, left) | dict.fromkeys(MIDDLE, abstain) | dict.fromkeys(RIGHT, right)
            for state, vote in votes.items():
                rows.append(f"{state},{year}/{call},{vote},{year}" + (f",q{call}" if item else ""))
    return "\n".join(rows) + "\n"


def written(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_positions_are_written_with_their_intervals(run: Run, tmp_path: Path) -> None:
    votes, out = tmp_path / "votes.csv", tmp_path / "new" / "positions.csv"
    votes.write_text(small(), encoding="utf-8")
    ran = run("positions", votes, "--out", out, "--anchor", "EEE")
    rows = written(out)
    assert ran.code == 0 and ran.out == "" and "12" in ran.err
    assert list(rows[0]) == ["state", "period", "position", "se", "low", "high", "n_votes"]
    assert [(row["state"], row["period"]) for row in rows[:3]] == [("AAA", "2001"), ("AAA", "2002"), ("BBB", "2001")]
    at = {row["state"]: float(row["position"]) for row in rows}
    assert at["AAA"] < at["DDD"] < at["EEE"] and all(row["n_votes"] == "4" for row in rows)
    for row in rows:
        low, position, high, se = (float(row[name]) for name in ("low", "position", "high", "se"))
        assert high - position == pytest.approx(1.6449 * se, abs=2e-5) and position - low == pytest.approx(high - position, abs=2e-5)  # fmt: skip
    assert [path.name for path in out.parent.iterdir()] == ["positions.csv"]


def test_a_packed_file_other_codes_and_items_are_read(run: Run, tmp_path: Path) -> None:
    plain, packed = tmp_path / "votes.csv", tmp_path / "votes.csv.gz"
    plain.write_text(small(item=True), encoding="utf-8")
    packed.write_bytes(gzip.compress(small(item=True, codes="123").encode()))
    first, second = tmp_path / "1.csv", tmp_path / "2.csv"
    assert run("positions", plain, "--out", first, "--anchor", "EEE").code == 0
    ran = run("positions", packed, "--out", second, "--anchor", "EEE", "--codes", "voeten", "--json")
    assert first.read_bytes() == second.read_bytes()
    assert ran.json["questions"] == 4 and ran.json["positions"] == 12 and ran.json["converged"] is True
    assert ran.json["unplaced"] == []


def test_binary_leaves_abstentions_out_and_says_who_is_left_without_a_position(run: Run, tmp_path: Path) -> None:
    votes, out = tmp_path / "votes.csv", tmp_path / "positions.csv"
    votes.write_text(small() + "GGG,2001/0,X,2001\n", encoding="utf-8")
    ran = run("positions", votes, "--out", out, "--anchor", "EEE", "--binary", "--json")
    assert {row["state"] for row in written(out)} == {*LEFT, *RIGHT}
    assert {(one["state"], one["reason"]) for one in ran.json["unplaced"]} == {
        ("DDD", "abstentions-only"), ("GGG", "no-votes"),
    }  # fmt: skip
    assert "only abstained" in run("positions", votes, "--out", out, "--anchor", "EEE", "--binary").err


def test_a_name_that_a_spreadsheet_would_run_is_refused(run: Run, tmp_path: Path) -> None:
    votes, out = tmp_path / "votes.csv", tmp_path / "positions.csv"
    votes.write_text(small().replace("AAA", "=A()"), encoding="utf-8")
    ran = run("positions", votes, "--out", out, "--anchor", "EEE")
    assert ran.code == 2 and "votes.csv:2 [state]" in ran.err and not out.exists()


FAULTS = {
    "unknown vote": (small().replace("AAA,2001/0,N", "AAA,2001/0,Q"), "votes.csv:2 [vote]"),
    "contradiction": (small() + "AAA,2001/0,Y,2001\n", "votes.csv:50 [vote]"),
    "two periods": (small() + "GGG,2001/0,Y,2002\n", "votes.csv:50 [period]"),
    "two items": (small(item=True) + "GGG,2001/0,Y,2001,q9\n", "votes.csv:50 [item]"),
    "period": (small() + "GGG,2001/0,Y,soon\n", "votes.csv:50 [period]"),
    "empty state": (small() + ",2001/0,Y,2001\n", "votes.csv:50 [state]"),
    "no column": (small().replace("period", "year", 1), "votes.csv:1 [period]"),
    "strange column": (small().replace("period", "period,mood", 1), "votes.csv:1 [mood]"),
    "no rows": (HEADER, "votes.csv"),
    "one vote": (HEADER + "AAA,1,Y,2001\n", "votes.csv"),
    "unanimous": (HEADER + "".join(f"{s},{c},Y,2001\n" for s in "ABC" for c in range(5)), "votes.csv"),
}


@pytest.mark.parametrize("name", sorted(FAULTS))
@pytest.mark.parametrize("language", ["es", "en"])
def test_faulty_votes_are_refused_with_file_and_line(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, language: str
) -> None:
    content, place = FAULTS[name]
    votes, out = tmp_path / "votes.csv", tmp_path / "positions.csv"
    votes.write_text(content, encoding="utf-8")
    out.write_text("as it was", encoding="utf-8")
    monkeypatch.setenv("CONTRAPESO_LANG", language)
    ran = run("positions", votes, "--out", out, "--anchor", "EEE")
    assert ran.code == 2 and place in ran.err and " → " in ran.err and "Traceback" not in ran.err
    assert out.read_text(encoding="utf-8") == "as it was"


def test_an_anchor_that_never_voted_is_refused(run: Run, tmp_path: Path) -> None:
    votes = tmp_path / "votes.csv"
    votes.write_text(small(), encoding="utf-8")
    ran = run("positions", votes, "--out", tmp_path / "p.csv")
    assert ran.code == 2 and "'USA'" in ran.err and not (tmp_path / "p.csv").exists()


@pytest.mark.parametrize(
    "content", [b"no gzip at all", gzip.compress(small().encode(), mtime=0)[:60]], ids=["other", "cut"]
)
def test_a_broken_archive_is_a_fault(run: Run, tmp_path: Path, content: bytes) -> None:
    votes = tmp_path / "votes.csv.gz"
    votes.write_bytes(content)
    ran = run("positions", votes, "--out", tmp_path / "p.csv")
    assert ran.code == 2 and "votes.csv.gz" in ran.err and "download or save it again" in ran.err


def test_a_coding_that_nobody_named_and_a_place_that_cannot_be_written(run: Run, tmp_path: Path) -> None:
    votes = tmp_path / "votes.csv"
    votes.write_text(small(), encoding="utf-8")
    assert "letters, numbers, words, voeten" in run("positions", votes, "--out", tmp_path / "p", "--codes", "x").err
    ran = run("positions", votes, "--out", votes / "below.csv", "--anchor", "EEE")
    assert ran.code == 2 and "below.csv" in ran.err
