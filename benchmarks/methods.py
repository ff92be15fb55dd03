"""Times the denial methods against their limits, and against the straightforward way in the same run."""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable

from contrapeso.methods.denial import Platform, Role, Structure

LATTICE_LIMIT, ATTRIBUTION_LIMIT = 1.0, 0.1


def fleet(platforms: int, suppliers: int, seed: int = 7) -> Structure:
    """A random capability: two to five roles a platform, one to three suppliers a role, all suppliers used."""
    draw = random.Random(seed)
    states = [f"S{n:02d}" for n in range(suppliers)]
    made = [
        Platform(
            draw.random(),
            [
                Role(
                    frozenset(draw.sample(states, min(suppliers, draw.choice((1, 1, 1, 2, 3))))),
                    draw.random() < 0.7,
                    0.3,
                )
                for _ in range(draw.randint(2, 5))
            ],
        )
        for _ in range(platforms)
    ]
    return Structure([*made, *(Platform(0.01, [Role(frozenset({state}))]) for state in states)], "HOM")


def by_definition(structure: Structure, count: int) -> list[float]:
    """The denial of the first ``count`` coalitions, platform by platform."""
    denials = []
    for bits in range(count):
        deny = {name for place, name in enumerate(structure.suppliers) if bits >> place & 1}
        lost = 0.0
        for platform in structure.platforms:
            works = 1.0
            for role in platform.roles:
                works *= 1.0 - role.weight * (role.suppliers <= deny)
            lost += platform.weight * (1.0 - works)
        denials.append(lost)
    return denials


def seconds(work: Callable[[], object]) -> float:
    """Best of three."""
    times = []
    for _ in range(3):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def main() -> int:
    small, large = fleet(60, 25), fleet(200, 40)
    lattice = seconds(lambda: Structure(small.platforms, "HOM").lattice())
    attribution = seconds(lambda: _both(Structure(large.platforms, "HOM")))
    sample = 2000
    plain = seconds(lambda: by_definition(small, sample)) * (1 << 25) / sample
    wrong = max(abs(a - b) for a, b in zip(small.lattice()[:sample], by_definition(small, sample), strict=True))
    print(
        f"{lattice:6.2f} s of {LATTICE_LIMIT:g} s  lattice of 25 suppliers; {plain / lattice:,.0f} × the definition; off by {wrong:.0e}"
    )
    print(f"{attribution:6.3f} s of {ATTRIBUTION_LIMIT:g} s  Shapley and Banzhaf, 200 platforms × 40 suppliers")
    return 0 if lattice <= LATTICE_LIMIT and attribution <= ATTRIBUTION_LIMIT and wrong < 1e-9 else 1


def _both(structure: Structure) -> None:
    structure.shapley()
    structure.banzhaf()


if __name__ == "__main__":
    sys.exit(main())
