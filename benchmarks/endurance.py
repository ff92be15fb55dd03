"""Times the endurance curves and crossings of 190 random states against their limit."""

from __future__ import annotations

import random
import sys

import numpy as np
from methods import seconds

from contrapeso.methods.endurance import Decline, endurance, time_below
from contrapeso.methods.range import Range

LIMIT = 1.0


def declines(count: int, draw: random.Random) -> list[Decline]:
    """Random platform types: stocks of months, decay of a few per cent a month, some floors."""
    return [
        Decline(1.0 / count, Range(stock, stock * 3, stock * 2), Range(0.02, 0.1, 0.05), Range(0.0, 0.3, floor))
        for stock, floor in ((draw.uniform(1, 12), draw.choice((0.0, 0.1, 0.3))) for _ in range(count))
    ]


def main() -> int:
    draw = random.Random(5)
    world = [declines(draw.randint(3, 60), draw) for _ in range(190)]
    months = np.arange(121.0)
    spent = seconds(lambda: [(endurance(each, months), time_below(each, 0.5)) for each in world])
    print(f"{spent:6.2f} s of {LIMIT:g} s  190 states: curves of 120 months with bands, and the time below one half")
    return 0 if spent <= LIMIT else 1


if __name__ == "__main__":
    sys.exit(main())
