"""The share of successes in few trials, with an interval that stays within 0 and 1."""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist


@dataclass(frozen=True, slots=True)
class Proportion:
    """A share with its interval and the number of trials."""

    value: float
    low: float
    high: float
    n: int


def wilson(successes: int, n: int, confidence: float = 0.95) -> Proportion:
    """The score interval of a binomial share (Wilson 1927, J. Amer. Statist. Assoc. 22:209–212).

    With p = successes/n and z the normal quantile, the ends are
    (p + z²/2n ± z √(p(1 − p)/n + z²/4n²)) / (1 + z²/n). ``ValueError`` unless 0 ≤ successes ≤ n, n ≥ 1 and
    0 < confidence < 1.

    >>> found = wilson(8, 10)
    >>> round(found.low, 3), round(found.high, 3)
    (0.49, 0.943)
    """
    if not (n >= 1 and 0 <= successes <= n and 0 < confidence < 1):
        raise ValueError(f"no share: {successes} of {n} at confidence {confidence}")
    share, z = successes / n, NormalDist().inv_cdf((1 + confidence) / 2)
    middle = share + z * z / (2 * n)
    spread = z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    scale = 1 + z * z / n
    low = 0.0 if successes == 0 else (middle - spread) / scale
    high = 1.0 if successes == n else (middle + spread) / scale
    return Proportion(share, low, high, n)
