"""Where the search begins: one position a state from who votes with whom, and cutpoints from the tallies."""

from __future__ import annotations

from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from contrapeso.methods.ideal_point.design import Votes

Floats = NDArray[np.float64]
_ROUNDS = 20


def start_positions(votes: Votes) -> Floats:
    """The leading direction of the votes centred by question, by state: mean 0, standard deviation 1.

    One start a state and not one a state and period: the walk then parts from it, and no period begins mirrored.
    Power iteration from the state that votes most, so that the same votes always give the same start.
    """
    from contrapeso.methods.ideal_point.kernels import leading_direction

    cast = np.bincount(votes.state, minlength=len(votes.states))
    direction = (np.arange(cast.size) == int(np.argmax(cast))).astype(np.float64)
    leading_direction(votes.state, votes.question, votes.code, direction, len(votes.questions), _ROUNDS)
    voted = cast > 0
    spread = float(direction[voted].std()) or 1.0
    return np.where(voted, (direction - direction[voted].mean()) / spread, 0.0)


def start_items(votes: Votes, ordinal: bool) -> Floats:
    """(questions, 3): slope 0, and the cutpoints that reproduce the tally with half a vote added to each choice."""
    tally = np.bincount(votes.question * 3 + votes.code, minlength=3 * len(votes.questions)).reshape(-1, 3) + 0.5
    share = np.cumsum(tally, axis=1) / tally.sum(axis=1, keepdims=True)
    inverse = NormalDist().inv_cdf
    items = np.zeros((len(votes.questions), 3))
    for question, (no, abstain, _) in enumerate(share.tolist()):
        items[question, 1] = inverse(no)
        items[question, 2] = inverse(abstain) if ordinal else items[question, 1]
    return items
