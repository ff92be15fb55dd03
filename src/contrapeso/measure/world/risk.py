"""Autonomy at Risk of every importer: how deep its worst losses are if the makers behind its platforms may end support."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl
from numpy.typing import NDArray

from contrapeso.measure.world.arms import LONGEST, grid, last_year
from contrapeso.measure.world.frame import WorldFrame
from contrapeso.measure.world.lookthrough import CRITICAL, platforms, unfilled, who_fills
from contrapeso.methods.cases import Cases, cases
from contrapeso.methods.copula import Blocs
from contrapeso.methods.denial import Platform, Role, Structure
from contrapeso.methods.range import Range
from contrapeso.methods.risk import Figure, autonomy_at_risk
from contrapeso.methods.risk_ends import Ends, Fleet, Held, RiskEnds, risk_ends

YEARLY = Range(0.002, 0.04, 0.01)
"""Assumed: how likely any supplier is to end its support in a year. Nobody publishes it; no source lets it be computed."""
HORIZON = 5
"""Years, assumed."""
RHO = 0.3
"""Assumed: the correlation of any two suppliers' denials (one factor)."""
LEVELS = (0.9, 0.95, 0.99)
ALL = "all"
_SURE = 2.0

Needs = frozenset[str]


@dataclass(frozen=True, slots=True)
class Pool:
    """Platforms that the same suppliers can end: surely, likely too, and perhaps others; their worth in TIV."""

    sure: Needs
    likely: Needs
    """The sure ones and those that are likely."""
    hidden: int
    """Critical roles, platform by platform, of which nobody or one of several is the supplier."""
    even: float
    low: float
    high: float


@dataclass(frozen=True)
class Importer:
    """What a state received in the years up to the last, by who can end it."""

    state: str
    pools: tuple[Pool, ...]

    @cached_property
    def suppliers(self) -> tuple[str, ...]:
        return tuple(sorted({name for pool in self.pools for name in pool.likely}))

    @property
    def is_hidden(self) -> bool:
        return any(pool.hidden for pool in self.pools)

    @cached_property
    def structure(self) -> Structure:
        """The platforms with the suppliers that are sure or likely, each of whom is needed."""
        total = sum(pool.even for pool in self.pools)
        roles = ([Role(frozenset([name])) for name in sorted(pool.likely)] for pool in self.pools)
        return Structure([Platform(pool.even / total, each) for pool, each in zip(self.pools, roles, strict=True)], "")

    def ends(self, dependence: Blocs) -> RiskEnds:
        """Over all chances, worths in the window, and suppliers that are not sure."""
        low, high = (
            cases(self.suppliers, dict.fromkeys(self.suppliers, end), dependence)
            for end in (_chance().low, _chance().high)
        )
        every = np.arange(len(low.denied)), np.arange(len(high.denied))
        return risk_ends([Fleet([_held(pool, low, high) for pool in self.pools], *every)], low, high)


def arms_risk(frame: WorldFrame) -> pl.DataFrame:
    """E[L] and AaR of every state in the last year of the register, by topic; L in shares of TIV received in 20 years."""
    year = last_year(frame)
    found = {one.state: one for one in importers(frame, year)}
    states = grid(frame).filter((pl.col("years") == LONGEST) & (pl.col("year") == year))["state"]
    rows = [row for state in states for row in _rows(state, found.get(state))]
    schema = {
        "state": pl.String(), "topic": pl.String(), "value": pl.Float64(), "low": pl.Float64(), "high": pl.Float64(),
        "missing": pl.List(pl.String()),
    }  # fmt: skip
    table = pl.DataFrame(rows, schema=schema, orient="row")
    return table.with_columns(period=pl.lit(str(year)), is_assumed=pl.lit(True))


def importers(frame: WorldFrame, year: int) -> Iterator[Importer]:
    """The states that received a platform in the 20 years up to one, by code."""
    held = platforms(frame).filter(pl.col("year") == year)
    behind = who_fills(frame, CRITICAL).filter(pl.col("year") == year)
    deal = ["state", "deal_id"]
    names = behind.group_by(deal).agg(
        sure=pl.col("supplier").filter(pl.col("basis") == "sure"),
        likely=pl.col("supplier").filter(pl.col("basis") != "possible"),
        possible=(pl.col("basis") == "possible").any().cast(pl.Int64),
    )  # fmt: skip
    silent = unfilled(frame).filter(pl.col("year") == year).group_by(deal).agg(silent=pl.len().cast(pl.Int64))
    rows = held.join(names, on=deal, how="left").join(silent, on=deal, how="left")
    rows = rows.with_columns(hidden=pl.col("possible").fill_null(0) + pl.col("silent").fill_null(0))
    for (state,), part in rows.sort("deal_id").group_by("state", maintain_order=True):
        yield Importer(str(state), tuple(_pools(part)))


def _pools(rows: pl.DataFrame) -> Iterator[Pool]:
    """Deals with the same suppliers together."""
    sums: dict[tuple[Needs, Needs, int], list[float]] = {}
    for row in rows.select("sure", "likely", "hidden", "even", "low", "high").iter_rows():
        sure, likely, hidden, *worth = row
        total = sums.setdefault((frozenset(sure or ()), frozenset(likely or ()), hidden), [0.0, 0.0, 0.0])
        for place, value in enumerate(worth):
            total[place] += value or 0.0
    for key, worth in sums.items():
        if worth[2] > 0.0:
            yield Pool(*key, *worth)


def _held(pool: Pool, low: Cases, high: Cases) -> Held:
    hidden = min(1.0, pool.hidden * _chance().high)
    return Held(pool.low, pool.high, _lost(pool.sure, low), _lost(pool.likely, high), hidden)


def _lost(needs: Needs, of: Cases) -> NDArray[np.float64]:
    """1 in each case in which any that is needed denies, else 0 (N,)."""
    return np.asarray(of.of(sorted(needs)).any(axis=1), dtype=np.float64)


def _rows(state: str, one: Importer | None) -> Iterator[tuple[object, ...]]:
    """A row a figure; a state to which no platform came in 20 years has no value."""
    topics = ["expected", *(f"aar-{alpha * 100:.0f}" for alpha in LEVELS)]
    if one is None or sum(pool.even for pool in one.pools) <= 0.0:
        yield from ((state, topic, None, None, None, ["deliveries"]) for topic in topics)
        return
    dependence = Blocs(dict.fromkeys(one.suppliers, ALL), RHO)
    chances = dict.fromkeys(one.suppliers, _chance().value or 0.0)
    risk, ends = autonomy_at_risk(one.structure, chances, dependence, levels=LEVELS), one.ends(dependence)
    figures = [risk.expected, *(tail.aar for tail in risk.tails)]
    limits = [ends.expected, *(ends.aar(alpha) for alpha in LEVELS)]
    for topic, figure, limit in zip(topics, figures, limits, strict=True):
        yield (state, topic, *_told(figure, limit), ["suppliers"] if one.is_hidden else [])


def _told(figure: Figure, ends: Ends) -> Sequence[float]:
    """(value, low, high): the ends hold the value with its sampling error, where it was drawn."""
    value, error = figure.value or 0.0, _SURE * (figure.standard_error or 0.0)
    return value, max(0.0, min(ends.low, value - error)), min(1.0, max(ends.high, value + error))


def _chance() -> Range:
    """How likely any supplier is to deny within the horizon: 1 − (1 − p)^years."""
    low, value, high = (1.0 - (1.0 - end) ** HORIZON for end in (YEARLY.low, YEARLY.value or 0.0, YEARLY.high))
    return Range(low, high, value)
