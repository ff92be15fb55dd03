"""What an estimate of positions holds: positions with standard errors, questions, and how the search went."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Reason = Literal["no-votes", "unanimous-only", "abstentions-only", "hidden"]
Z_90 = 1.6448536269514722


@dataclass(frozen=True, slots=True)
class Priors:
    """The priors of the model, in units of the latent scale.

    level_sd and slope_sd, the standard deviations of a position in any period and of β, are 1: they set the scale, and
    keep isolated states from running away. The others were chosen on hidden votes of the UN General Assembly. walk_sd:
    standard deviation of a state's move in one unit of ``period``. cut_sd: of the mean of a question's cutpoints.
    gap_shape, gap_rate: gamma prior on their distance τ2 − τ1, shape above 1 so that it stays positive. shift_sd: of the
    step all states take together in one unit of ``period``; 0 holds old members still on average, ``inf`` leaves
    each period's mean to level_sd alone, so that positions are relative to the members of the period.
    """

    walk_sd: float = 0.1414
    level_sd: float = 1.0
    slope_sd: float = 1.0
    cut_sd: float = 2.0
    gap_shape: float = 3.8284
    gap_rate: float = 2.0
    shift_sd: float = 0.0

    def __post_init__(self) -> None:
        spreads = min(self.walk_sd, self.level_sd, self.slope_sd, self.cut_sd, self.gap_rate)
        if spreads <= 0.0 or self.gap_shape <= 1.0 or not self.shift_sd >= 0.0:
            raise ValueError("priors must be positive, the shape of the gap above 1, and the common step 0 or more")


@dataclass(frozen=True, slots=True)
class Item:
    """A question: P(No) = Φ(τ1 − βθ), P(Yes) = Φ(βθ − τ2), on the scale of the positions; ``votes`` used.

    A unanimous question has no slope: everybody agreed, so it tells nobody apart.
    """

    name: Any
    votes: int
    slope: float | None
    cutpoints: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A state in a period without a position, and why: it cast no vote, or none that tells anybody apart."""

    state: Any
    period: Any
    reason: Reason


@dataclass(frozen=True, eq=False)
class Joint:
    """Covariances of pairs of rows of ``Positions`` on their scale: pairs of one period and pairs of one state.

    ``first`` < ``second`` are rows (k,), sorted; ``value`` (k,) their covariance. ``walk_sd`` is the spread of the walk in
    one unit of period on the same scale. Variances are the squares of ``Positions.se``.
    """

    first: Ints
    second: Ints
    value: Floats
    walk_sd: float

    def of(self, one: int, other: int) -> float | None:
        """The covariance of two rows; None where they share neither period nor state."""
        found = float(self.among(np.array([one]), np.array([other]))[0])
        return None if np.isnan(found) else found

    def among(self, one: Ints, other: Ints) -> Floats:
        """The covariances of pairs of rows (n,), NaN where they share neither period nor state."""
        if not self.first.size:
            return np.full(one.size, np.nan)
        span = int(self.second.max()) + 1
        keys, asked = self.first * span + self.second, np.minimum(one, other) * span + np.maximum(one, other)
        at = np.minimum(np.searchsorted(keys, asked), keys.size - 1)
        return np.where((keys[at] == asked) & (np.maximum(one, other) < span), self.value[at], np.nan)


@dataclass(frozen=True, eq=False)
class Positions:
    """Positions by state and period: columns of one length, sorted by state, then period.

    ``position`` has mean 0 and standard deviation 1 over all rows, ``se`` is its standard error on that scale (the
    uncertainty of questions and of the link between periods in it), ``n_votes`` the divided votes behind it.
    ``held_out`` is the mean log predictive density of each hidden set of votes; empty if none was hidden.
    """

    state: list[Any]
    period: list[Any]
    position: Floats
    se: Floats
    n_votes: NDArray[np.int64]
    items: tuple[Item, ...]
    unplaced: tuple[Unplaced, ...]
    trace: tuple[float, ...]
    iterations: int
    converged: bool
    held_out: Mapping[int, float]
    joint: Joint | None = None
    """The errors that positions share, where they were asked for."""

    def __post_init__(self) -> None:
        for column in (self.position, self.se, self.n_votes):
            column.flags.writeable = False

    @property
    def low(self) -> Floats:
        """The lower end of the 90 % interval."""
        return np.asarray(self.position - Z_90 * self.se)

    @property
    def high(self) -> Floats:
        """The upper end of the 90 % interval."""
        return np.asarray(self.position + Z_90 * self.se)
