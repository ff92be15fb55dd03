"""Reads the package's three tables: roll calls with their flags and topics, the votes, and which questions come back."""

from __future__ import annotations

import polars as pl

from contrapeso.core.world import RollCall, Vote
from contrapeso.ingest.world.recorder import Recorder

CALLS = {
    "rcid": "rcid", "session": "session", "importantvote": "important", "date": "voted_on", "unres": "resolution",
    "amend": "amend", "para": "para", "short": "short", "descr": "descr",
}  # fmt: skip
NUMBERED = {"Russia": "365", "Yugoslavia": "345"}
"""States that the package calls by one name at all times, with their COW numbers."""
VOTES = ("yes", "no", "abstain")


def parse(recorder: Recorder) -> None:
    """Every roll call as a row of ``roll_call``, every vote as a row of ``vote``."""
    calls = _roll_calls(recorder)
    votes = _votes(recorder, calls)
    topics = _topics(recorder, calls)
    calls = calls.join(topics, on="roll_call_id", how="left", maintain_order="left")
    calls = calls.with_columns(question_id=_questions(recorder, calls))
    flags = pl.when(pl.col("amend") == 1).then(pl.lit("amendment")).when(pl.col("para") == 1).then(pl.lit("paragraph"))
    calls = calls.with_columns(
        part=flags,
        body=pl.lit("general-assembly"),
        title=pl.coalesce("descr", "short"),
        important=pl.when(pl.col("important").is_in([0, 1])).then(pl.col("important") == 1),
    )
    recorder.add(RollCall, calls.drop("amend", "para", "short", "descr"))
    recorder.add(Vote, votes)


def _named(frame: pl.DataFrame) -> pl.DataFrame:
    """The number of a roll call as text; one that is no whole number as null."""
    number = pl.col("rcid").cast(pl.Float64, strict=False)
    whole = pl.when(number.is_finite() & (number == number.floor())).then(number).cast(pl.Int64, strict=False)
    return frame.with_columns(whole.cast(pl.String).alias("roll_call_id")).drop("rcid")


def _roll_calls(recorder: Recorder) -> pl.DataFrame:
    calls = _named(recorder.dataset("roll-calls", CALLS))
    calls = recorder.refuse(calls, pl.col("roll_call_id").is_null(), "empty", "roll_call_id")
    calls = recorder.refuse(calls, pl.col("voted_on").is_null(), "empty", "voted_on")
    calls = recorder.unique(calls, "roll_call_id")
    calls = recorder.numbers(calls, "session", "important", "amend", "para", whole=True, least=0)
    return calls.with_columns(pl.col("session").cast(pl.String), pl.col("voted_on").cast(pl.Date, strict=False))


def _votes(recorder: Recorder, calls: pl.DataFrame) -> pl.DataFrame:
    votes = recorder.dataset("votes", {"rcid": "rcid", "country": "country", "vote": "vote"}, unused=["country_code"])
    votes = _named(votes).join(
        calls.select("roll_call_id", day="voted_on"), on="roll_call_id", how="left", maintain_order="left"
    )
    votes = recorder.refuse(votes, pl.col("day").is_null(), "no-roll-call", "roll_call_id")
    votes = recorder.refuse(votes, pl.col("country").is_null(), "empty", "country")
    votes = recorder.refuse(votes, pl.col("vote").is_null() | ~pl.col("vote").is_in(VOTES), "bad-vote", "vote")
    is_numbered = pl.col("country").is_in(list(NUMBERED))
    number = pl.when(is_numbered).then(pl.col("country").replace(NUMBERED))
    votes = votes.with_columns(number=number, name=pl.when(~is_numbered).then("country"))
    votes = recorder.states(votes, "name", into="by_name", on="day")
    votes = recorder.states(votes, "number", into="by_number", scheme="cow", on="day")
    votes = votes.with_columns(state=pl.coalesce("by_name", "by_number"))
    return recorder.unique(votes, "roll_call_id", "state").select("roll_call_id", "state", "vote", "locator")


def _topics(recorder: Recorder, calls: pl.DataFrame) -> pl.DataFrame:
    issues = _named(recorder.dataset("issues", {"rcid": "rcid", "issue": "issue"}, unused=["short_name"]))
    known = pl.col("roll_call_id").is_in(calls["roll_call_id"].implode())
    issues = recorder.refuse(issues, ~known.fill_null(False) | pl.col("issue").is_null(), "no-topic", "issue")
    return issues.group_by("roll_call_id", maintain_order=True).agg(pl.col("issue").unique().sort().alias("topics"))


def _questions(recorder: Recorder, calls: pl.DataFrame) -> pl.Series:
    """For each roll call the first of its chain of repetitions; null where no list was given or it names none."""
    if "matches" not in recorder.files:
        return pl.Series("question_id", [None] * calls.height, dtype=pl.String)
    pairs = recorder.delimited("matches", {"rcid1": "first", "rcid2": "again"}, unused=["v1"])
    known = calls["roll_call_id"].implode()
    for name in ("first", "again"):
        pairs = recorder.refuse(pairs, ~pl.col(name).is_in(known).fill_null(False), "no-roll-call", name)
    chains: dict[str, str] = {}
    for first, again in pairs.select("first", "again").iter_rows():
        one, other = sorted((_head(chains, first), _head(chains, again)), key=int)
        chains[other] = one
    named = {*pairs["first"], *pairs["again"]}
    heads = [_head(chains, call) if call in named else None for call in calls["roll_call_id"]]
    return pl.Series("question_id", heads, dtype=pl.String)


def _head(chains: dict[str, str], call: str) -> str:
    """The first of a chain; what was passed on the way points there straight."""
    head = call
    while chains.get(head, head) != head:
        head = chains[head]
    while chains.get(call, call) != call:
        chains[call], call = head, chains[call]
    return head
