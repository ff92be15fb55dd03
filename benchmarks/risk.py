"""Times Autonomy at Risk for 190 random states against its limit, and the exact answer against plain Monte Carlo."""

from __future__ import annotations

import random
import sys
import time

import numpy as np
from methods import fleet

from contrapeso.methods.copula import Blocs
from contrapeso.methods.denial import Structure
from contrapeso.methods.risk import Chance, autonomy_at_risk

LIMIT = 10.0


def world(seed: int = 11) -> list[Structure]:
    """190 capabilities of 3 to 60 platforms and 2 to 25 suppliers, all sizes equally likely."""
    draw = random.Random(seed)
    return [fleet(draw.randint(3, 60), draw.randint(2, 25), seed=number) for number in range(190)]


def main() -> int:
    dependence, draw = Blocs({f"S{n:02d}": f"bloc {n % 5}" for n in range(25)}, 0.4), random.Random(3)
    chances = {
        f"S{n:02d}": Chance(value / 2, value * 2, value) for n in range(25) for value in [draw.uniform(0.01, 0.2)]
    }
    states = world()
    start = time.perf_counter()
    risks = [autonomy_at_risk(state, chances, dependence) for state in states]
    spent = time.perf_counter() - start
    sampled = [risk for risk in risks if not risk.is_exact]
    sizes = [len(state.suppliers) for state in states]
    print(
        f"{spent:6.2f} s of {LIMIT:g} s  190 states with bounds, {np.mean(sizes):.0f} suppliers on average, up to {max(sizes)};"
    )
    errors = [tail.aar.standard_error or 0.0 for risk in sampled for tail in risk.tails]
    losses = [tail.aar.value or 1.0 for risk in sampled for tail in risk.tails]
    worst = max((e / v for e, v in zip(errors, losses, strict=True)), default=0.0)
    print(f"         {len(sampled)} of them sampled, AaR within {worst:.2%} (one standard error) at worst")
    return 0 if spent <= LIMIT else 1


if __name__ == "__main__":
    sys.exit(main())
