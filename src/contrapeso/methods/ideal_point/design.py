"""From columns of votes to the index arrays the passes run on: questions, states' paths, and what is left out and why."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from contrapeso.methods.ideal_point import refusal
from contrapeso.methods.ideal_point.result import Reason

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Codes = NDArray[np.int8]
Mask = NDArray[np.bool_]
_DENSE = 16
"""Spans of whole numbers up to so many times the rows are tabulated."""


@dataclass(frozen=True, slots=True)
class Votes:
    """Votes as codes: ``state``, ``roll``, ``question``, ``period`` (n,) index the names; ``code`` is 0 No, 1 Abstain, 2 Yes.

    ``times`` are the periods as they were given; ``hidden`` (n,) is 0 where a vote may be used.
    """

    states: list[Any]
    rolls: list[Any]
    questions: list[Any]
    times: list[Any]
    state: Ints
    roll: Ints
    question: Ints
    period: Ints
    code: Codes
    hidden: Ints

    def only(self, rows: Mask) -> Votes:
        """The same names, some of the votes."""
        return replace(
            self,
            state=self.state[rows],
            roll=self.roll[rows],
            question=self.question[rows],
            period=self.period[rows],
            code=self.code[rows],
            hidden=self.hidden[rows],
        )


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


@dataclass(frozen=True, slots=True)
class Problem:
    """What is to be estimated: the votes, the design of those used, and the reasons why others are not.

    ``place`` (questions,) is a question's row in the design, −1 where it is left out; ``node`` (n,) each vote's node;
    ``node_state`` each node's state; ``scored`` (n,) the hidden votes on questions of the design; ``reasons`` by
    state × periods + period: why a pair of the input has no position, should it have none.
    """

    votes: Votes
    design: Design
    place: Ints
    node: Ints
    node_state: Ints
    used: Mask
    scored: Mask
    reasons: dict[int, Reason]


def pose(
    state: ArrayLike, roll_call: ArrayLike, vote: ArrayLike | Sequence[float | None], period: ArrayLike, *, item: ArrayLike | None, ordinal: bool,
    hidden: ArrayLike | None, walk_sd: float,
) -> Problem:  # fmt: skip
    """Columns (n,) as a problem; equal duplicates count once; ``RefusedVotes`` says what is wrong."""
    given, present = _encode(state, roll_call, vote, period, item, hidden)
    votes = _without_duplicates(given.only(present))
    if not ordinal:
        votes = votes.only(votes.code != 1)
    divided = _is_divided(votes.only(votes.hidden == 0))
    if divided.sum() < 2:
        raise refusal.too_few(int(divided.sum()))
    of_use = divided[votes.question]
    place = np.where(divided, np.cumsum(divided) - 1, -1)
    used = of_use & (votes.hidden == 0)
    design, node, node_state = _arrange(votes, place, used, walk_sd)
    reasons = _reasons(given, present, votes)
    return Problem(votes, design, place, node, node_state, used, of_use & (votes.hidden != 0), reasons)


def _encode(
    state: ArrayLike, roll_call: ArrayLike, vote: ArrayLike | Sequence[float | None], period: ArrayLike, item: ArrayLike | None,
    hidden: ArrayLike | None,
) -> tuple[Votes, Mask]:  # fmt: skip
    """All rows as codes, and which have a vote; a missing vote stands as a No that is not present."""
    code, present = _vote_codes(vote)
    named = {"state": state, "roll_call": roll_call, "period": period} | ({} if item is None else {"item": item})
    columns = {name: _names(column, name, code.size) for name, column in named.items()}
    (states, s), (rolls, r), (times, t) = (columns[name] for name in ("state", "roll_call", "period"))
    questions, q = columns.get("item", (rolls, r))
    _check_periods(times, rolls, r, t)
    sets = np.zeros(code.size, dtype=np.int64) if hidden is None else np.asarray(hidden).astype(np.int64)
    if sets.shape != code.shape:
        raise refusal.unequal_columns()
    return Votes(states, rolls, questions, times, s, r, q, t, code, sets), present


def _vote_codes(vote: ArrayLike | Sequence[float | None]) -> tuple[Codes, Mask]:
    try:
        values = np.asarray(vote, dtype=np.float64)
    except (TypeError, ValueError):
        raise refusal.unknown_votes() from None
    if isinstance(vote, np.ma.MaskedArray):
        values = np.where(np.ma.getmaskarray(vote), np.nan, values)
    present = ~np.isnan(values)
    values = np.where(present, values, -1.0)
    if values.ndim != 1 or not ((values == 1.0) | (values == 0.0) | (values == -1.0)).all():
        raise refusal.unknown_votes()
    return (values + 1.0).astype(np.int8), present


def _names(column: ArrayLike, name: str, rows: int) -> tuple[list[Any], Ints]:
    """The distinct values in order, and each row's place among them."""
    if isinstance(column, list) and column and isinstance(column[0], str):
        return _placed(column, name, rows)
    array = np.asarray(column)
    if (
        array.dtype.kind in "iu"
        and array.shape == (rows,)
        and rows
        and int(array.max()) - int(array.min()) < _DENSE * rows
    ):
        return _whole_numbers(array)
    return _placed(array.tolist(), name, rows)


def _placed(values: Any, name: str, rows: int) -> tuple[list[Any], Ints]:
    """The same for texts and whatever else can be put in order; an array of long texts would take gigabytes."""
    if not isinstance(values, list) or len(values) != rows:
        raise refusal.unequal_columns()
    try:
        distinct = sorted(set(values))
    except TypeError:
        raise refusal.mixed_names(name) from None
    place = {value: n for n, value in enumerate(distinct)}
    return distinct, np.fromiter(map(place.__getitem__, values), dtype=np.int64, count=rows)


def _whole_numbers(column: NDArray[Any]) -> tuple[list[Any], Ints]:
    """The same for whole numbers that lie close: by a table of their span, without a sort."""
    offset = (column - column.min()).astype(np.int64)
    seen = np.bincount(offset) > 0
    return (np.flatnonzero(seen) + int(column.min())).tolist(), (np.cumsum(seen) - 1)[offset]


def _check_periods(times: list[Any], rolls: list[Any], roll: Ints, period: Ints) -> None:
    """Periods are finite numbers, and no roll call stands in two."""
    if not all(isinstance(time, int | float) and math.isfinite(time) for time in times):
        raise refusal.unordered_periods()
    when = np.zeros(len(rolls), dtype=np.int64)
    when[roll] = period
    if (wrong := np.flatnonzero(when[roll] != period)).size:
        raise refusal.two_periods(rolls[roll[wrong[0]]])


def _without_duplicates(votes: Votes) -> Votes:
    cell = votes.roll * len(votes.states) + votes.state
    order = np.argsort(cell, kind="stable")
    again = np.flatnonzero(cell[order[1:]] == cell[order[:-1]])
    if not again.size:
        return votes
    first, second = order[again], order[again + 1]
    if (wrong := np.flatnonzero(votes.code[first] != votes.code[second])).size:
        row = first[wrong[0]]
        raise refusal.two_votes(votes.states[votes.state[row]], votes.rolls[votes.roll[row]])
    keep = np.ones(cell.size, dtype=bool)
    keep[second] = False
    return votes.only(keep)


def _is_divided(votes: Votes) -> Mask:
    """By question: whether two votes on it differ; the others say nothing on positions."""
    tally = np.bincount(votes.question * 3 + votes.code, minlength=3 * len(votes.questions)).reshape(-1, 3)
    return np.asarray((tally > 0).sum(axis=1) > 1)


def _reasons(given: Votes, present: Mask, votes: Votes) -> dict[int, Reason]:
    """For each state and period of the input, the reason it would have for having no position."""
    periods = len(given.times)
    size = len(given.states) * periods

    def seen(state: Ints, period: Ints) -> Mask:
        return np.bincount(state * periods + period, minlength=size) > 0

    cast = seen(given.state[present], given.period[present])
    counted = seen(votes.state, votes.period)
    open_votes = seen(votes.state[votes.hidden == 0], votes.period[votes.hidden == 0])
    found: dict[int, Reason] = {}
    for pair in np.flatnonzero(seen(given.state, given.period)).tolist():
        if not cast[pair]:
            found[pair] = "no-votes"
        elif not counted[pair]:
            found[pair] = "abstentions-only"
        else:
            found[pair] = "unanimous-only" if open_votes[pair] else "hidden"
    return found


def _arrange(votes: Votes, place: Ints, used: Mask, walk_sd: float) -> tuple[Design, Ints, Ints]:
    """The design of the votes ``used`` (n,), with the node of every vote and the state of every node.

    A state's nodes are all periods from its first vote to its last, so that a walk across an absence is interpolated.
    """
    from contrapeso.methods.ideal_point.kernels import grouped

    chains, node_state, node_period, first = _nodes(votes)
    hours = np.array(votes.times, dtype=np.float64)
    links = np.zeros(node_period.size)
    inner = np.flatnonzero(node_state[1:] == node_state[:-1])
    links[inner] = 1.0 / (walk_sd**2 * (hours[node_period[inner + 1]] - hours[node_period[inner]]))
    node = chains[votes.state] + votes.period - first[votes.state]
    at, question, code = node[used], place[votes.question[used]], votes.code[used]
    question_start, by_question = grouped(question, int(place.max()) + 1)
    node_start, by_node = grouped(at, node_period.size)
    design = Design(
        chains, node_period, links, question_start, at[by_question], code[by_question],
        node_start, question[by_node], code[by_node],
    )  # fmt: skip
    return design, node, node_state


def _nodes(votes: Votes) -> tuple[Ints, Ints, Ints, Ints]:
    """Bounds of each state's nodes, the state and the period of every node, and each state's first period."""
    seen = np.zeros((len(votes.states), len(votes.times)), dtype=bool)
    seen[votes.state, votes.period] = True
    first = np.argmax(seen, axis=1)
    last = seen.shape[1] - 1 - np.argmax(seen[:, ::-1], axis=1)
    chains = np.concatenate([[0], np.cumsum(np.where(seen.any(axis=1), last - first + 1, 0))]).astype(np.int64)
    node_state = np.repeat(np.arange(first.size), np.diff(chains))
    node_period = np.arange(chains[-1]) - chains[node_state] + first[node_state]
    return chains, node_state, node_period, first
