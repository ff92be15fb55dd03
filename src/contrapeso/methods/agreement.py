"""How often two states vote alike, and on which topics they part."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from contrapeso.methods.proportion import Proportion, wilson

_DRAWS, _SEED = 20_000, 1963
_JEFFREYS = 0.5


@dataclass(frozen=True, slots=True)
class Agreement:
    """Of two states on the ``n`` votes that both cast.

    ``alike``: the share on which they cast the same vote, an abstention being a vote. ``ordinal``: the mean of
    1 − |a − b|/2, where an abstention beside a Yes or a No is half an agreement. Counts: same, a step apart, opposed.
    """

    alike: Proportion
    ordinal: Proportion
    same: int
    apart: int
    opposed: int

    @property
    def n(self) -> int:
        return self.same + self.apart + self.opposed


@dataclass(frozen=True, slots=True)
class TopicAgreement:
    """Agreement on a topic and on all other votes, with their difference (topic less others) and its interval.

    ``p`` is the probability of a table as unlikely as this one if the topic made no difference (Fisher's exact test),
    ``adjusted`` the same after Holm's correction for all topics that were looked at.
    """

    topic: str
    on: Proportion
    elsewhere: Proportion
    difference: float
    low: float
    high: float
    p: float
    adjusted: float


def agreement(first: ArrayLike, second: ArrayLike, confidence: float = 0.90) -> Agreement | None:
    """Agreement of two columns of votes (n,): −1, 0, 1, NaN where a state cast none; None without a common vote.

    The share alike has Wilson's interval. The ordinal agreement (Lijphart 1963, Amer. Pol. Sci. Rev. 57:902–917) has the
    interval of a multinomial with Jeffreys's prior, drawn with a fixed seed. Both take the votes for a sample of the
    questions that might have been put. ``ValueError`` for other numbers or lengths.

    >>> found = agreement([1, 0, -1, 1], [1, 1, 1, float("nan")])
    >>> found.n, found.alike.value == 1 / 3, found.ordinal.value
    (3, True, 0.5)
    """
    steps = _steps(first, second)
    n = steps.size
    if n == 0:
        return None
    same, apart, opposed = (int(np.sum(steps == step)) for step in (0, 1, 2))
    return Agreement(wilson(same, n, confidence), _ordinal(same, apart, opposed, confidence), same, apart, opposed)


def _votes(column: ArrayLike) -> NDArray[np.float64]:
    votes = np.asarray(column, dtype=np.float64)
    if votes.ndim != 1 or not np.all(np.isnan(votes) | np.isin(votes, (-1.0, 0.0, 1.0))):
        raise ValueError("votes are one row of −1, 0, 1 or missing")
    return votes


def _steps(first: ArrayLike, second: ArrayLike) -> NDArray[np.float64]:
    """|a − b| of the common votes."""
    a, b = _votes(first), _votes(second)
    if a.size != b.size:
        raise ValueError(f"two columns of votes of one length, not {a.size} and {b.size}")
    both = ~(np.isnan(a) | np.isnan(b))
    return np.asarray(np.abs(a[both] - b[both]))


def _ordinal(same: int, apart: int, opposed: int, confidence: float) -> Proportion:
    n = same + apart + opposed
    value = (same + 0.5 * apart) / n
    counts = np.array([same, apart, opposed]) + _JEFFREYS
    drawn = np.random.default_rng(_SEED).dirichlet(counts, _DRAWS) @ np.array([1.0, 0.5, 0.0])
    low, high = np.quantile(drawn, [(1 - confidence) / 2, (1 + confidence) / 2]).tolist()
    return Proportion(value, 0.0 if opposed == n else min(low, value), 1.0 if same == n else max(high, value), n)


def by_topic(
    first: ArrayLike, second: ArrayLike, topics: Sequence[Collection[str]], confidence: float = 0.90
) -> tuple[TopicAgreement, ...]:
    """Agreement topic by topic, where two states part most first; ``topics`` (n,) names those of each vote.

    The difference between the topic and all other votes has Newcombe's interval (1998, Statist. Med. 17:873–890, method
    10). Holm (1979, Scand. J. Statist. 6:65–70) holds whatever the topics share. A topic without common votes, or with
    all of them, is left out.

    >>> votes = [1] * 20
    >>> parted = by_topic(votes, [1] * 10 + [-1] * 10, [["aid"]] * 10 + [["arms"]] * 10)
    >>> [(one.topic, one.difference) for one in parted]
    [('arms', -1.0), ('aid', 1.0)]
    """
    a, b = _votes(first), _votes(second)
    if not a.size == b.size == len(topics):
        raise ValueError(f"votes and topics of one length, not {a.size}, {b.size} and {len(topics)}")
    both = ~(np.isnan(a) | np.isnan(b))
    alike = (a == b)[both]
    named = [set(topics[at]) for at in np.flatnonzero(both).tolist()]
    found = []
    for topic in sorted(set[str]().union(*named)):
        inside = np.array([topic in one for one in named])
        if not inside.all():
            found.append(_contrast(topic, alike, inside, confidence))
    adjusted = holm([one[-1] for one in found])
    rows = [TopicAgreement(*one, adjusted=p) for one, p in zip(found, adjusted, strict=True)]
    return tuple(sorted(rows, key=lambda one: (one.difference, one.topic)))


def _contrast(
    topic: str, alike: NDArray[np.bool_], inside: NDArray[np.bool_], confidence: float
) -> tuple[str, Proportion, Proportion, float, float, float, float]:
    on_same, on_n, all_same = int(alike[inside].sum()), int(inside.sum()), int(alike.sum())
    on = wilson(on_same, on_n, confidence)
    elsewhere = wilson(all_same - on_same, alike.size - on_n, confidence)
    difference, low, high = newcombe(on, elsewhere)
    return topic, on, elsewhere, difference, low, high, _fisher(on_same, on_n, all_same, alike.size)


def newcombe(first: Proportion, second: Proportion) -> tuple[float, float, float]:
    """(difference, low, high) of two independent shares with Wilson's intervals (Newcombe 1998, method 10).

    >>> found = newcombe(wilson(56, 70), wilson(48, 80))
    >>> [round(end, 4) for end in found]
    [0.2, 0.0524, 0.3339]
    """
    difference = first.value - second.value
    low = difference - math.hypot(first.value - first.low, second.high - second.value)
    high = difference + math.hypot(first.high - first.value, second.value - second.low)
    return difference, low, high


def _fisher(on_same: int, on_n: int, all_same: int, n: int) -> float:
    """Two-sided: the probability of all tables with these margins that are no likelier than this one."""
    from scipy.stats import hypergeom  # a slow import, needed only here

    table = hypergeom(n, all_same, on_n)
    possible = table.pmf(np.arange(max(0, on_n + all_same - n), min(on_n, all_same) + 1))
    here = float(table.pmf(on_same))
    return min(1.0, float(possible[possible <= here * (1 + 1e-7)].sum()))


def holm(p: Sequence[float]) -> list[float]:
    """Probabilities adjusted for their number by Holm's step-down rule.

    >>> holm([0.01, 0.04, 0.03])
    [0.03, 0.06, 0.06]
    """
    order, adjusted, most = sorted(range(len(p)), key=lambda at: p[at]), [0.0] * len(p), 0.0
    for rank, at in enumerate(order):
        most = max(most, min(1.0, (len(p) - rank) * p[at]))
        adjusted[at] = most
    return adjusted
