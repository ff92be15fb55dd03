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


def test_what_is_packed_is_known_by_its_first_bytes(run: Run, tmp_path: Path) -> None:
    plain, named, capitals = tmp_path / "votes.csv", tmp_path / "packed.csv", tmp_path / "VOTES.CSV.GZ"
    plain.write_text(small(), encoding="utf-8")
    for packed in (named, capitals):
        packed.write_bytes(gzip.compress(small().encode()))
    outs = []
    for number, votes in enumerate((plain, named, capitals)):
        out = tmp_path / f"{number}.csv"
        assert run("positions", votes, "--out", out, "--anchor", "EEE").code == 0
        outs.append(out.read_bytes())
    assert outs[0] == outs[1] == outs[2]


def test_the_votes_are_never_written_over(run: Run, tmp_path: Path) -> None:
    votes = tmp_path / "votes.csv"
    votes.write_text(small(), encoding="utf-8")
    (tmp_path / "other.csv").symlink_to(votes)
    for out in (votes, tmp_path / "other.csv"):
        ran = run("positions", votes, "--out", out, "--anchor", "EEE")
        assert ran.code == 2 and str(out) in ran.err and "--out" in ran.err
    assert votes.read_text(encoding="utf-8") == small()


def test_numbers_are_read_as_tables_with_missing_votes_write_them(run: Run, tmp_path: Path) -> None:
    rows = small().splitlines()[1:]
    whole, decimal = ({"Y": "1", "A": "0", "N": "-1", "X": ""}, {"Y": "1.0", "A": "0.0", "N": "-1.0", "X": "NA"})
    found = []
    for number, codes in enumerate((whole, decimal)):
        votes, out = tmp_path / f"votes{number}.csv", tmp_path / f"{number}.csv"
        cells = [row.split(",") for row in [*rows, "GGG,2001/0,X,2001"]]
        votes.write_text(
            HEADER + "".join(f"{state},{call},{codes[vote]},{year}\n" for state, call, vote, year in cells),
            encoding="utf-8",
        )
        assert run("positions", votes, "--out", out, "--anchor", "EEE", "--codes", "numbers").code == 0
        found.append(out.read_bytes())
    assert found[0] == found[1]


def test_votes_with_long_titles_as_items_may_be_larger_than_a_pack(run: Run, tmp_path: Path) -> None:
    title = "On the renewal of measures " * 3000
    lines = [f"{line},{title}{line.split(',')[1][-1]}" for line in small().splitlines()[1:]]
    content = "\n".join([HEADER.strip() + ",item", *lines * 20]) + "\n"
    assert len(content) > 64 * 1024 * 1024
    votes, out = tmp_path / "votes.csv.gz", tmp_path / "positions.csv"
    votes.write_bytes(gzip.compress(content.encode(), 1))
    ran = run("positions", votes, "--out", out, "--anchor", "EEE", "--json")
    assert ran.code == 0 and ran.json["questions"] == 4 and len(written(out)) == 12
