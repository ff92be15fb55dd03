"""Votes and positions as people write them in the cases of indicators: a letter a vote, a state a line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from contrapeso.measure.assembly import Assembly, RollCallBallots, of_votes
from contrapeso.measure.places import Place, Places
from contrapeso.methods.ideal_point.result import Joint

LETTERS = {"Y": 1.0, "A": 0.0, "N": -1.0, "X": None}
WALK_SD = 0.15


def given_assembly(given: Mapping[str, Any]) -> Assembly:
    """``votes: {2024: {HOM: YYNA, AAA: NYXA}}``, ``topics: {2024: [peace, aid+law, aid, peace]}``,
    ``questions: {2024: [q1, q2, null, null]}`` and ``positions: {2024: {HOM: [0.1, 0.2]}}`` (position, standard error; errors independent); ``ValueError`` otherwise.
    """
    strange = set(given) - {"votes", "topics", "questions", "positions"}
    if strange:
        raise ValueError(f"assembly: {', '.join(sorted(strange))}")
    calls: list[RollCallBallots] = []
    votes: dict[str, dict[str, float]] = {}
    for year, lines in given.get("votes", {}).items():
        topics, asked = (given.get(name, {}).get(year, ()) for name in ("topics", "questions"))
        for at in range(max(len(line) for line in lines.values())):
            named = tuple(topics[at].split("+")) if topics else ()
            call = RollCallBallots(f"{year}-{at + 1}", int(year), named, asked[at] if asked else None)
            calls.append(call)
            cast = {state: LETTERS[line[at]] for state, line in lines.items()}
            votes[call.roll_call_id] = {state: vote for state, vote in cast.items() if vote is not None}
    return of_votes(calls, votes, _places(given.get("positions", {})), "2026-01-01")


def _places(given: Mapping[int, Mapping[str, list[float]]]) -> Places:
    rows = [
        Place(state, int(year), float(where[0]), float(where[1]), 1)
        for year, states in given.items()
        for state, where in states.items()
    ]
    none = np.zeros(0, dtype=np.int64)
    return Places(
        "case", tuple(sorted(rows, key=lambda one: (one.state, one.year))), Joint(none, none, np.zeros(0), WALK_SD)
    )
