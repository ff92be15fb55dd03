"""From columns of votes to the index arrays the passes run on: questions, states' paths, and what is left out and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Codes = NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class Votes:
    """Votes as codes: ``state``, ``roll``, ``question`` (n,) index the names, ``code`` is 0 No, 1 Abstain, 2 Yes."""

    states: list[Any]
    rolls: list[Any]
    questions: list[Any]
    periods: Floats
    state: Ints
    roll: Ints
    question: Ints
    period: Ints
    code: Codes

    def only(self, rows: NDArray[np.bool_]) -> Votes:
        """The same names, some of the votes."""
        parts = (self.state[rows], self.roll[rows], self.question[rows], self.period[rows], self.code[rows])
        return Votes(self.states, self.rolls, self.questions, self.periods, *parts)


@dataclass(frozen=True, slots=True)
class Design:
    """Votes by question and by node; a node is a state in a period of its span, with or without votes.

    ``chains`` (states + 1,) bounds each state's nodes; ``links`` ties node t to t + 1 of one chain (the walk's precision,
    0 at its end). ``question_start`` bounds the votes of a question, ``node_start`` those of a node.
    """

    chains: Ints
    node_period: Ints
    links: Floats
    question_start: Ints
    question_node: Ints
    question_code: Codes
    node_start: Ints
    node_question: Ints
    node_code: Codes

    @property
    def nodes(self) -> int:
        return int(self.node_period.size)

    @property
    def questions(self) -> int:
        return int(self.question_start.size - 1)


def encode(
    state: ArrayLike, roll_call: ArrayLike, vote: ArrayLike, period: ArrayLike, item: ArrayLike | None
) -> Votes:
    """Columns (n,) as codes; missing votes are dropped, equal duplicates count once; ``ValueError`` says what is wrong."""
    code, present = _vote_codes(vote)
    states, s = _names(state, present)
    rolls, r = _names(roll_call, present)
    questions, q = (rolls, r) if item is None else _names(item, present)
    times, t = _names(period, present)
    if not s.size == r.size == q.size == t.size == code.size:
        raise ValueError("state, roll_call, vote, period and item must be columns of one length")
    try:
        periods = np.array(times, dtype=np.float64)
    except (TypeError, ValueError):
        raise ValueError("periods must be numbers, such as years or sessions") from None
    _check_one_period(rolls, r, t)
    votes = Votes(states, rolls, questions, periods, s, r, q, t, code)
    return _without_duplicates(votes)


def _vote_codes(vote: ArrayLike) -> tuple[Codes, NDArray[np.bool_]]:
    try:
        values = np.asarray(vote, dtype=np.float64)
    except (TypeError, ValueError):
        raise ValueError("votes must be −1 (No), 0 (Abstain), 1 (Yes) or missing") from None
    present = ~np.isnan(values)
    known = values[present]
    if values.ndim != 1 or not np.isin(known, (-1.0, 0.0, 1.0)).all():
        raise ValueError("votes must be −1 (No), 0 (Abstain), 1 (Yes) or missing")
    return (known + 1.0).astype(np.int8), present


def _names(column: ArrayLike, present: NDArray[np.bool_]) -> tuple[list[Any], Ints]:
    """The distinct values in order, and each row's place among them; rows without a vote are dropped first."""
    values: list[Any] = np.asarray(column).tolist()
    if len(values) != present.size:
        raise ValueError("state, roll_call, vote, period and item must be columns of one length")
    distinct = sorted(set(values))
    place = {value: n for n, value in enumerate(distinct)}
    codes = np.fromiter(map(place.__getitem__, values), dtype=np.int64, count=len(values))
    return distinct, codes if present.all() else codes[present]


def _check_one_period(rolls: Sequence[Any], roll: Ints, period: Ints) -> None:
    when = np.zeros(len(rolls), dtype=np.int64)
    when[roll] = period
    if (wrong := np.flatnonzero(when[roll] != period)).size:
        raise ValueError(f"roll call {rolls[roll[wrong[0]]]!r} stands in two periods")


def _without_duplicates(votes: Votes) -> Votes:
    cell = votes.roll * len(votes.states) + votes.state
    order = np.argsort(cell, kind="stable")
    again = np.flatnonzero(cell[order[1:]] == cell[order[:-1]])
    if not again.size:
        return votes
    first, second = order[again], order[again + 1]
    if (wrong := np.flatnonzero(votes.code[first] != votes.code[second])).size:
        row = first[wrong[0]]
        raise ValueError(
            f"{votes.states[votes.state[row]]!r} has two different votes on roll call {votes.rolls[votes.roll[row]]!r}"
        )
    keep = np.ones(cell.size, dtype=bool)
    keep[second] = False
    return votes.only(keep)


def is_divided(votes: Votes) -> NDArray[np.bool_]:
    """By question: whether two votes on it differ; the others say nothing on positions."""
    tally = np.bincount(votes.question * 3 + votes.code, minlength=3 * len(votes.questions)).reshape(-1, 3)
    return np.asarray((tally > 0).sum(axis=1) > 1)


def arrange(votes: Votes, used: NDArray[np.bool_], walk_sd: float) -> tuple[Design, Ints, Ints]:
    """The design of the votes ``used`` (n,), with the node of every vote and the state of every node.

    A state's nodes are all periods from its first vote to its last, so that a walk across an absence is interpolated;
    questions keep their numbers, and those without a used vote stay empty.
    """
    from contrapeso.methods.ideal_point.kernels import grouped

    count = len(votes.states)
    first = np.full(count, len(votes.periods), dtype=np.int64)
    last = np.full(count, -1, dtype=np.int64)
    np.minimum.at(first, votes.state, votes.period)
    np.maximum.at(last, votes.state, votes.period)
    chains = np.concatenate([[0], np.cumsum(np.maximum(last - first + 1, 0))])
    node_state = np.repeat(np.arange(count), np.diff(chains))
    node_period = np.arange(chains[-1]) - chains[node_state] + first[node_state]
    links = np.zeros(node_period.size)
    inner = np.flatnonzero(node_state[1:] == node_state[:-1])
    apart = votes.periods[node_period[inner + 1]] - votes.periods[node_period[inner]]
    links[inner] = 1.0 / (walk_sd**2 * apart)
    node = chains[votes.state] + votes.period - first[votes.state]
    at, question, code = node[used], votes.question[used], votes.code[used]
    question_start, by_question = grouped(question, len(votes.questions))
    node_start, by_node = grouped(at, node_period.size)
    design = Design(
        chains, node_period, links, question_start, at[by_question], code[by_question],
        node_start, question[by_node], code[by_node],
    )  # fmt: skip
    return design, node, node_state
