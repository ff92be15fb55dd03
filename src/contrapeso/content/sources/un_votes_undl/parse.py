"""Reads resolutions and the votes on them: who voted how, who did not, and which questions come back."""

from __future__ import annotations

import polars as pl

from contrapeso.content.sources.un_votes_undl.questions import question_ids, session_of, topics_of
from contrapeso.core.world import RollCall, Vote
from contrapeso.ingest.world.recorder import Recorder

RESOLUTIONS = {
    "id_record": "roll_call_id", "symbol": "resolution", "date": "voted_on", "title": "title", "agenda": "agenda",
    "yes": "yes", "no": "no", "abstain": "abstain", "nonvoting": "absent", "body": "body",
}  # fmt: skip
VOTES = {"id_record": "roll_call_id", "iso3": "iso3", "cow": "cow", "country": "country", "vote": "vote"}
BODIES = {"GA": "general-assembly", "SC": "security-council"}
CODES = {"Y": "yes", "N": "no", "A": "abstain", "X": "not-voting"}
TALLIES = {"yes": "yes", "no": "no", "abstain": "abstain", "absent": "not-voting"}


def parse(recorder: Recorder) -> None:
    """Every resolution with votes as a row of ``roll_call``, every vote on it as a row of ``vote``."""
    votes = recorder.delimited("votes", VOTES)
    calls = recorder.delimited(
        "resolutions", RESOLUTIONS, unused=["committee_report", "meeting_record", "source", "recorded"]
    )
    calls = _roll_calls(recorder, calls, votes)
    votes = _votes(recorder, votes, calls)
    _compare(recorder, calls, votes)
    recorder.add(RollCall, calls.drop("day", "agenda"))
    recorder.add(Vote, votes)


def _roll_calls(recorder: Recorder, calls: pl.DataFrame, votes: pl.DataFrame) -> pl.DataFrame:
    calls = recorder.refuse(calls, pl.col("roll_call_id").is_null(), "empty", "roll_call_id")
    calls = recorder.unique(calls, "roll_call_id")
    has_votes = pl.col("roll_call_id").is_in(votes["roll_call_id"].unique().drop_nulls().implode())
    calls = recorder.refuse(calls, ~has_votes, "not-recorded", "resolution")
    calls = calls.with_columns(day=pl.col("voted_on").str.to_date("%Y-%m-%d", strict=False))
    calls = recorder.refuse(calls, pl.col("day").is_null(), "not-a-date", "voted_on")
    calls = recorder.refuse(calls, pl.col("body").is_null() | ~pl.col("body").is_in(list(BODIES)), "bad-body", "body")
    calls = recorder.numbers(calls, *TALLIES, whole=True, least=0)
    calls = calls.with_columns(
        pl.col("body").replace_strict(BODIES, return_dtype=pl.String),
        session=pl.Series(map(session_of, calls["resolution"]), dtype=pl.String),
        topics=pl.Series(map(topics_of, calls["agenda"]), dtype=pl.List(pl.String)),
        part=pl.lit("whole"),
    )
    return calls.with_columns(question_ids(calls).alias("question_id"))


def _votes(recorder: Recorder, votes: pl.DataFrame, calls: pl.DataFrame) -> pl.DataFrame:
    """The votes on the roll calls kept, each state under its code of that day."""
    for column in ("roll_call_id", "country"):
        votes = recorder.refuse(votes, pl.col(column).is_null(), "empty", column)
    votes = votes.join(calls.select("roll_call_id", "day"), on="roll_call_id", how="left", maintain_order="left")
    votes = recorder.refuse(votes, pl.col("day").is_null(), "no-resolution", "roll_call_id")
    votes = recorder.refuse(votes, pl.col("vote").is_null() | ~pl.col("vote").is_in(list(CODES)), "bad-vote", "vote")
    votes = recorder.states(votes, "country", into="by_name", on="day")
    votes = recorder.states(votes, "cow", into="by_number", scheme="cow", on="day")
    votes = recorder.states(votes, "iso3", into="by_code", scheme="iso3")
    name, number, code = (pl.col(one) for one in ("by_name", "by_number", "by_code"))
    alone = number.is_null() & code.is_null()
    agreed = pl.when((name == number) | (name == code) | alone).then(name).when(number == code).then(number)
    votes = votes.with_columns(state=agreed, vote=pl.col("vote").replace_strict(CODES, return_dtype=pl.String))
    votes = recorder.refuse(votes, pl.col("state").is_null(), "states-differ", "country")
    votes = recorder.unique(votes, "roll_call_id", "state")
    return votes.select("roll_call_id", "state", "vote", "locator")


def _compare(recorder: Recorder, calls: pl.DataFrame, votes: pl.DataFrame) -> None:
    """An issue for each roll call whose votes do not add up to what was published."""
    counted = votes.group_by("roll_call_id").agg(
        (pl.col("vote") == code).sum().cast(pl.Int64).alias(f"{name}_counted") for name, code in TALLIES.items()
    )
    both = calls.join(counted, on="roll_call_id", how="left", maintain_order="left")
    differs = pl.any_horizontal(pl.col(name) != pl.col(f"{name}_counted").fill_null(0) for name in TALLIES)
    recorder.note(both, differs, "other-tally", "resolution")
