"""The votes of the UN General Assembly and the published estimates, from ../shared/data/unga where it is there."""

from __future__ import annotations

import csv
import gzip
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent))
from rda import read_rda

FOLDER = Path(__file__).parents[2] / "shared" / "data" / "unga"
_CODES = {"yes": 1, "abstain": 0, "no": -1, "Y": 1, "A": 0, "N": -1}
_AUTHORS_KEEP_PARAGRAPHS_TO = 1989
_PAST_STATES = {
    "Czechoslovakia": "CSK", "German Democratic Republic": "DDR", "Yugoslavia": "YUG", "Zanzibar": "EAZ",
    "Yemen People's Republic": "YMD", "Yemen Arab Republic": "YEM", "Federal Republic of Germany": "DEU",
}  # fmt: skip


@dataclass(frozen=True)
class Table:
    """Columns of votes."""

    state: np.ndarray
    roll_call: np.ndarray
    vote: np.ndarray
    period: np.ndarray
    item: np.ndarray | None = None


def authors_votes() -> Table:
    """Sessions 1–74 (``unvotes``) as the authors treat them: no paragraphs after 1989, repeated resolutions tied."""
    import pycountry

    codes = {country.alpha_2: country.alpha_3 for country in pycountry.countries}
    votes = read_rda(FOLDER / "un_votes.rda")["un_votes"]
    calls = read_rda(FOLDER / "un_roll_calls.rda")["un_roll_calls"]
    session = dict(zip(calls["rcid"].tolist(), calls["session"].astype(int).tolist(), strict=True))
    year = calls["date"] / 365.25 + 1970.0
    dropped = set(calls["rcid"][(calls["para"] == 1) & (year >= _AUTHORS_KEEP_PARAGRAPHS_TO + 1)].tolist())
    roll = votes["rcid"].astype(np.int64)
    kept = np.array([one not in dropped and one in session for one in roll.tolist()])
    names = zip(votes["country"], votes["country_code"], strict=True)
    state = np.array([_PAST_STATES.get(name) or codes[code] for name, code in names])[kept]
    vote = np.array([_CODES[one] for one in votes["vote"]], dtype=np.int64)[kept]
    roll = roll[kept]
    period = np.array([session[one] for one in roll.tolist()])
    tied = _tied()
    item = np.array([tied.get(one, one) for one in roll.tolist()])
    return Table(state, roll, vote, period, item)


def _tied() -> dict[int, int]:
    """Each repeated resolution's first number, however long the chain of repeats."""
    root: dict[int, int] = {}

    def find(one: int) -> int:
        while root.get(one, one) != one:
            one = root[one]
        return one

    with (FOLDER / "Matches.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            first, second = sorted((find(int(row["rcid1"])), find(int(row["rcid2"]))))
            root[second] = first
    return {one: find(one) for one in root}


def library_votes() -> Table:
    """The UN Digital Library's roll calls of the General Assembly, 1946 to November 2025, by session."""
    session = {}
    with gzip.open(next(FOLDER.glob("undl_resolutions_*.csv.gz")), "rt", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["body"] == "GA":
                year, month = int(row["date"][:4]), int(row["date"][5:7])
                session[row["id_record"]] = max(1, year - 1945 if month >= 9 else year - 1946)
    state, roll, vote = [], [], []
    with gzip.open(next(FOLDER.glob("undl_votes_*.csv.gz")), "rt", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["vote"] in _CODES and row["id_record"] in session:
                state.append(row["iso3"])
                roll.append(row["id_record"])
                vote.append(_CODES[row["vote"]])
    period = np.array([session[one] for one in roll])
    return Table(np.array(state), np.array(roll).astype(np.int64), np.array(vote), period)


def published() -> dict[tuple[str, int], float]:
    """The authors' estimates of April 2020 by state and session."""
    with (FOLDER / "IdealpointestimatesAll_Apr2020.csv").open(encoding="latin-1") as file:
        return {(row["iso3c"], int(row["session"])): float(row["IdealPoint"]) for row in csv.DictReader(file)}
