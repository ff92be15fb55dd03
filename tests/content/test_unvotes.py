"""The sample of unvotes is what this page writes, byte by byte: no R, no foreign file, no row that is real."""

from __future__ import annotations

import bz2
import os

import pytest

from contrapeso.ingest.world.run import BUILT_IN
from tests.ingest.world import r_writing as r

SAMPLE = BUILT_IN / "unvotes" / "sample"
CALLS = {
    "rcid": r.integers([1, 2, 3, 4, 5, 6]),
    "session": r.reals([1, 1, 46, 66, 67, 67]),
    "importantvote": r.integers([0, 0, None, 1, 1, 0]),
    "date": r.days([-8401, -8400, 7990, 15320, 15680, None]),
    "unres": r.texts(["R/1/900", "R/1/901", "R/46/900", "A/RES/66/900", "A/RES/67/900", "A/RES/67/901"]),
    "amend": r.integers([1, 0, None, None, None, None]),
    "para": r.integers([1, 1, None, None, None, None]),
    "short": r.texts(["INVENTED RULES", "INVENTED RULES", "INVENTED SEA", "Invented", "Invented", "Undated"]),
    "descr": r.texts(
        ["To amend\x13 an invented rule", "Invented paragraph 2", None, "Invented", "Invented", "Undated"]
    ),
}
VOTES = {
    "rcid": r.reals([1, 1, 2, 3, 3, 4, 4, 5, 5, 5, 5, 9]),
    "country": r.texts(
        ["Russia", "Yugoslavia", "Taiwan", "Russia", "Yugoslavia", "Russia", "Yugoslavia", "Chile", "Chile", None,
         "Bolivia", "Chile"]
    ),
    "country_code": r.texts(["RU", "YU", "TW", "RU", "YU", "RU", "YU", "CL", "CL", None, "BO", "CL"]),
    "vote": r.factor([1, 2, 3, 1, 2, 3, 1, 1, 2, 1, 4, 1], ["yes", "abstain", "no", "perhaps"]),
}  # fmt: skip
ISSUES = {
    "rcid": r.integers([3, 3, 99]),
    "short_name": r.texts(["ec", "co", "hr"]),
    "issue": r.factor([1, 2, 3], ["Economic development", "Colonialism", "Human rights"]),
}
FILES = {
    "un_votes.rda": r.rda({"un_votes": r.frame(VOTES, 12)}),
    "un_roll_calls.rda": r.rda({"un_roll_calls": r.frame(CALLS, 6)}),
    "un_roll_call_issues.rda": r.rda({"un_roll_call_issues": r.frame(ISSUES, 3)}, 3),
    "Matches.csv": b"v1,rcid1,rcid2\n1,4,5\n2,3,4\n3,5,77\n",
}


@pytest.mark.parametrize("name", FILES)
def test_the_sample_is_what_is_written_here(name: str) -> None:
    path, content = SAMPLE / name, FILES[name]
    if os.environ.get("CONTRAPESO_GOLDEN") == "write":
        path.write_bytes(bz2.compress(content) if name.endswith(".rda") else content)
    held = path.read_bytes()
    assert (bz2.decompress(held) if name.endswith(".rda") else held) == content
