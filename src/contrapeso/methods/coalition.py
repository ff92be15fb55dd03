"""Coalitions as bits: their members, and which of many are minimal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

_CHUNK = 1 << 16
_STRIP = 1 << 11


def places_of(bits: int) -> Iterator[int]:
    """The places of the bits set, lowest first."""
    while bits:
        yield (bits & -bits).bit_length() - 1
        bits &= bits - 1


def subset_sums(sums: NDArray[np.float64], count: int) -> NDArray[np.float64]:
    """Σ over subsets of 2**count values in place (zeta transform), low bits chunk by chunk and high bits strip by strip, within the cache."""
    low = min(count, _CHUNK.bit_length() - 1)
    for chunk in sums.reshape(-1, 1 << low):
        _sum_bits(chunk[:, None], low)
    if count > low:
        table = sums.reshape(1 << (count - low), 1 << low)
        for start in range(0, table.shape[1], _STRIP):
            _sum_bits(table[:, start : start + _STRIP], count - low)
    return sums


def _sum_bits(rows: NDArray[np.float64], bits: int) -> None:
    """The transform over the first axis of 2**bits rows, in place."""
    for bit in range(bits):
        pairs = rows.reshape(-1, 2, 1 << bit, rows.shape[1])
        pairs[:, 1] += pairs[:, 0]


def minimal_in(enough: NDArray[np.bool_], count: int) -> list[int]:
    """The coalitions that are enough while none of them less one member is (denial is monotone)."""
    minimal = enough.copy()
    for bit in range(count):
        pairs = enough.reshape(-1, 2, 1 << bit)
        minimal.reshape(-1, 2, 1 << bit)[:, 1] &= ~pairs[:, 0]
    return [int(coalition) for coalition in np.flatnonzero(minimal)]


def without_supersets(coalitions: Iterable[int]) -> list[int]:
    """The coalitions that hold no other one."""
    kept: list[int] = []
    for coalition in sorted(set(coalitions), key=int.bit_count):
        if not any(one & coalition == one for one in kept):
            kept.append(coalition)
    return kept
