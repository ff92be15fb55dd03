"""Expands what a platform needs into monomials, in whichever basis is the shorter, and attributes where none is short."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from contrapeso.methods.coalition import places_of

Need = tuple[int, float]
"""Who can fill a role, as bits, and the fraction lost without it."""
Terms = dict[int, float]
"""The coefficient of each monomial, by the bits of its members."""

FEW_TERMS = 1 << 8
"""Monomials of one platform up to which the basis does not matter."""
MOST_TERMS = 1 << 14
"""Monomials of one platform beyond which its products are worked out as they are."""
MOST_DIVIDENDS = 1 << 20


@dataclass(frozen=True, slots=True)
class Expansion:
    """The fraction of a platform that works: Σ c_T Π_{p∈T} d_p if ``basis`` is denied, with x_p = 1 − d_p if willing.

    A platform of k critical roles with one supplier each has 2^k monomials in d and a single one in x. A game and its dual
    have the same Shapley and Banzhaf values, so that either basis gives them.
    """

    basis: Literal["denied", "willing"]
    terms: Terms


def expand(needs: Sequence[Need]) -> Expansion | None:
    """The expansion in d where it is short, else the shorter of both; None if neither is short.

    One basis for all platforms spares the lattice a second transform.
    """
    willing = sum(bits.bit_count() for bits, loss in needs if not _is_single(bits, loss))
    if 1 << len(needs) <= FEW_TERMS or len(needs) <= willing:
        return Expansion("denied", in_denied(needs)) if 1 << len(needs) <= MOST_TERMS else None
    return Expansion("willing", in_willing(needs)) if 1 << willing <= MOST_TERMS else None


def in_denied(needs: Sequence[Need]) -> Terms:
    """Π (1 − loss · d^bits) as coefficients by union of bits; ``ValueError`` beyond 2^20 of them."""
    terms = {0: 1.0}
    for bits, loss in needs:
        _multiply(terms, {bits: -loss})
        if len(terms) > MOST_DIVIDENDS:
            raise ValueError(f"{len(needs)} roles of one platform have too many dividends: ask denial() or shapley()")
    return terms


def in_willing(needs: Sequence[Need]) -> Terms:
    """The same product in x: a critical role with one supplier is x_p, any other 1 − loss · Π_{p∈bits} (1 − x_p)."""
    single = [bits for bits, loss in needs if _is_single(bits, loss)]
    terms = {sum(single): 1.0}
    for bits, loss in needs:
        if not _is_single(bits, loss):
            signed = {part: (-1.0) ** part.bit_count() for part in _subsets(bits)}
            _multiply(terms, {part: -loss * sign for part, sign in signed.items()})
    return terms


def working(needs: Sequence[Need], count: int) -> NDArray[np.float64]:
    """The fraction that works for each of 2**count coalitions that deny, built up supplier by supplier."""
    found = np.ones(1 << count)
    size = 1
    for place in range(count):
        upper = found[size : 2 * size]
        upper[:] = found[:size]
        for bits, loss in needs:
            if bits >> place == 1:
                _lose(upper, bits ^ 1 << place, loss)
        size *= 2
    return found


def gradients(needs: Sequence[Need], at: NDArray[np.float64]) -> dict[int, NDArray[np.float64]]:
    """−∂/∂d_p of the fraction that works where every d is ``at`` (k,), by the place of p.

    Roles that share no supplier are independent: the product over such groups, each expanded by itself.
    """
    groups = [in_denied(group) for group in _independent(needs)]
    values = [
        sum((value * at ** bits.bit_count() for bits, value in terms.items()), np.zeros_like(at)) for terms in groups
    ]
    before, after = np.ones((len(groups) + 1, len(at))), np.ones((len(groups) + 1, len(at)))
    for place, works in enumerate(values):
        before[place + 1] = before[place] * works
    for place in reversed(range(len(values))):
        after[place] = after[place + 1] * values[place]
    found: defaultdict[int, NDArray[np.float64]] = defaultdict(lambda: np.zeros(len(at)))
    for place, terms in enumerate(groups):
        others = before[place] * after[place + 1]
        for bits, value in terms.items():
            for member in places_of(bits):
                found[member] -= value * at ** (bits.bit_count() - 1) * others
    return found


def _is_single(bits: int, loss: float) -> bool:
    return loss == 1.0 and bits.bit_count() == 1


def _multiply(terms: Terms, factor: Terms) -> None:
    """Multiply by 1 + ``factor`` in place, where a variable times itself is itself."""
    for bits, value in list(terms.items()):
        for more, by in factor.items():
            terms[bits | more] = terms.get(bits | more, 0.0) + by * value


def _subsets(bits: int) -> Iterator[int]:
    part = bits
    while part:
        yield part
        part = (part - 1) & bits
    yield 0


def _lose(rows: NDArray[np.float64], bits: int, loss: float) -> None:
    """Take the fraction ``loss`` of the rows whose index holds all ``bits``, in place."""
    view = rows
    for place in reversed(list(places_of(bits))):
        view = view.reshape(*view.shape[:-1], -1, 2, 1 << place)[..., 1, :]
    view *= 1.0 - loss


def _independent(needs: Sequence[Need]) -> list[list[Need]]:
    """The roles in groups that share no supplier with one another."""
    groups: list[tuple[int, list[Need]]] = []
    for need in needs:
        joined, members = need[0], [need]
        apart: list[tuple[int, list[Need]]] = []
        for bits, group in groups:
            if bits & need[0]:
                joined, members = joined | bits, [*group, *members]
            else:
                apart.append((bits, group))
        groups = [*apart, (joined, members)]
    return [group for _, group in groups]
