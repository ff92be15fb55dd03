"""Times the network measures of 200 states against their limit, and the core numbers against networkx in the same run."""

from __future__ import annotations

import random
import sys
from datetime import date

import networkx
from methods import seconds

from contrapeso.methods.network import Network, Tie, concentrations, network, presence

LIMIT = 1.0
DAY = date(2026, 1, 1)
STATES = [f"S{n:03d}" for n in range(200)]


def ties(seed: int = 7) -> list[Tie]:
    """Random layers of the size of the real ones: 2,000 agreements, 8,000 missions, 300 bodies of 5 to 180 states."""
    draw = random.Random(seed)
    agreements = [Tie("agreement", *draw.sample(STATES, 2)) for _ in range(2000)]
    missions = [Tie("mission", *draw.sample(STATES, 2)) for _ in range(8000)]
    seats = [
        Tie("organisation", state, body=f"B{body}")
        for body in range(300)
        for state in draw.sample(STATES, draw.randint(5, 180))
    ]
    lines = [Tie("alliance", STATES[n], STATES[n + 1]) for n in range(0, 198, 2)]
    return [*agreements, *missions, *seats, *lines]


def measure(net: Network) -> None:
    blocs = {state: f"bloc {n % 6}" for n, state in enumerate(STATES)}
    concentrations(net, blocs)
    presence({"layer": net})
    _ = net.within(2), net.core, net.bridges, net.lost_reach


def main() -> int:
    held = ties()
    layers = sorted({tie.layer for tie in held})
    whole = seconds(lambda: [measure(network(held, STATES, DAY, layers=[layer])) for layer in layers])
    net = network(held, STATES, DAY, layers=["mission"])
    graph = networkx.Graph(net.linked)
    ours = seconds(lambda: network(held, STATES, DAY, layers=["mission"]).core)
    theirs = seconds(lambda: networkx.core_number(networkx.Graph(net.linked)))
    wrong = sum(a != b for a, b in zip(net.core.tolist(), networkx.core_number(graph).values(), strict=True))
    print(
        f"{whole:6.2f} s of {LIMIT:g} s  all measures of 200 states, {len(layers)} layers, {len(held):,} ties and seats"
    )
    print(f"{ours:6.3f} s, networkx {theirs:.3f} s  core numbers of the missions from their records; {wrong} differ")
    return 0 if whole <= LIMIT and not wrong else 1


if __name__ == "__main__":
    sys.exit(main())
