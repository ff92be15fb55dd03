"""Where states stand by year, with the errors that positions share: distances, drifts and breaks between any two."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from contrapeso.methods.drift import Break, Contrast, breaks, change_of_distance, contrast, normal
from contrapeso.methods.ideal_point.result import Joint, Positions

Floats = NDArray[np.float64]
VOTES, AUTHORS, RELEASE = "votes", "authors", "release"
"""What positions come from: votes of the ledger, their authors' published estimates, or this release."""
_SCALARS = ("walk_sd", "converged")


@dataclass(frozen=True, slots=True)
class Place:
    """A state's position in a year with its standard error and the divided votes behind it."""

    state: str
    year: int
    position: float
    se: float
    n_votes: int

    @property
    def interval(self) -> tuple[float, float, float]:
        """(value, low, high) at 90 %."""
        one = normal(self.position, self.se)
        return one.value, one.low, one.high


@dataclass(frozen=True, eq=False)
class Places:
    """Positions of all states by year, mean 0 and standard deviation 1 over all; ``key`` names what they came from."""

    key: str
    rows: tuple[Place, ...]
    joint: Joint
    converged: bool = True
    origin: str = VOTES

    @cached_property
    def _at(self) -> Mapping[tuple[str, int], int]:
        return {(one.state, one.year): at for at, one in enumerate(self.rows)}

    @cached_property
    def years(self) -> tuple[int, ...]:
        return tuple(sorted({one.year for one in self.rows}))

    def of(self, state: str, year: int) -> Place | None:
        at = self._at.get((state, year))
        return None if at is None else self.rows[at]

    def last(self, state: str) -> Place | None:
        """Where the state stood in the last year of all, if it voted then."""
        return self.of(state, self.years[-1]) if self.years else None

    def apart(self, first: str, second: str, year: int) -> Contrast | None:
        """first − second in a year, from their joint errors; None unless both have a position then."""
        return self._contrast((first, year), (second, year))

    def drift(self, state: str, since: int, until: int) -> Contrast | None:
        """The position in ``until`` less that in ``since``, from their joint errors."""
        return self._contrast((state, until), (state, since))

    def parted(self, first: str, second: str, since: int, until: int) -> tuple[float, float, float] | None:
        """(value, low, high) of how much farther apart two stand in ``until`` than in ``since``."""
        now, before = self.apart(first, second, until), self.apart(first, second, since)
        own, their = self.drift(first, since, until), self.drift(second, since, until)
        return change_of_distance(now, before, own, their) if now and before and own and their else None

    def _contrast(self, one: tuple[str, int], other: tuple[str, int]) -> Contrast | None:
        if one not in self._at or other not in self._at or one == other:
            return None
        i, j = self._at[one], self._at[other]
        a, b, shared = self.rows[i], self.rows[j], self.joint.of(i, j) or 0.0
        return contrast(a.position, b.position, [[a.se**2, shared], [shared, b.se**2]])

    def path(self, state: str, since: int) -> tuple[Place, ...]:
        return tuple(one for one in self.rows if one.state == state and one.year >= since)

    def breaks(self, state: str, since: int, prior: float) -> tuple[Break, ...]:
        """Where the state's path since a year broke, if it did, likeliest first; nothing where joint errors are not known."""
        if self.origin != VOTES:
            return ()
        path = self.path(state, since)
        rows = [self._at[state, one.year] for one in path]
        covariance = self.covariance(np.array(rows, dtype=np.int64))
        years, positions = [one.year for one in path], [one.position for one in path]
        return breaks(years, positions, covariance, self.joint.walk_sd, prior=prior) if len(path) > 1 else ()

    def covariance(self, rows: NDArray[np.int64]) -> Floats:
        """The covariance of the positions in some rows (n, n); 0 where the joint error of two is not known."""
        one, other = np.repeat(rows, rows.size), np.tile(rows, rows.size)
        found = np.nan_to_num(self.joint.among(one, other)).reshape(rows.size, rows.size)
        found[np.diag_indices_from(found)] = [self.rows[at].se ** 2 for at in rows.tolist()]
        return found

    def in_year(self, year: int) -> NDArray[np.int64]:
        """The rows of a year, in the order of the states."""
        return np.array([at for at, one in enumerate(self.rows) if one.year == year], dtype=np.int64)


class _Table(Protocol):
    """What is asked of an Arrow table."""

    def __getitem__(self, name: str) -> Any: ...


def places_of(found: Positions, key: str) -> Places:
    """An estimate with joint errors as places; ``ValueError`` if they were not asked for."""
    if found.joint is None:
        raise ValueError("ask the estimate for joint errors")
    numbers = zip(found.position.tolist(), found.se.tolist(), found.n_votes.tolist(), strict=True)
    rows = [
        Place(str(state), int(year), *numbers_of)
        for state, year, numbers_of in zip(found.state, found.period, numbers, strict=True)
    ]
    return Places(key, tuple(rows), found.joint, found.converged)


def to_tables(places: Places) -> dict[str, Any]:
    """Places as Arrow tables, to be kept."""
    import pyarrow as pa

    rows, joint = places.rows, places.joint
    return {
        "positions": pa.table({
            "state": [one.state for one in rows], "year": [one.year for one in rows],
            "position": [one.position for one in rows], "se": [one.se for one in rows],
            "n_votes": [one.n_votes for one in rows],
        }),
        "covariances": pa.table({
            "first": joint.first.astype(np.int32), "second": joint.second.astype(np.int32),
            "value": joint.value.astype(np.float32),
        }),
        "estimate": pa.table({"walk_sd": [joint.walk_sd], "converged": [places.converged]}),
    }  # fmt: skip


def from_tables(tables: Mapping[str, _Table], key: str) -> Places | None:
    """The places that were kept; None if a table is missing."""
    if not {"positions", "covariances", "estimate"} <= set(tables):
        return None
    columns = [tables["positions"][name].to_pylist() for name in ("state", "year", "position", "se", "n_votes")]
    pairs = [tables["covariances"][name].to_numpy() for name in ("first", "second", "value")]
    walk_sd, converged = (tables["estimate"][name].to_pylist()[0] for name in _SCALARS)
    joint = Joint(pairs[0].astype(np.int64), pairs[1].astype(np.int64), pairs[2].astype(np.float64), walk_sd)
    return Places(key, tuple(Place(*row) for row in zip(*columns, strict=True)), joint, converged)
