"""Shared errors of positions against the dense inverse, their own variances, and simulated differences."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import numpy as np
import pytest

from contrapeso.methods.drift import contrast
from contrapeso.methods.ideal_point import Joint, Positions, estimate
from tests.methods.legislature import simulate, standardised_truth


def small() -> tuple[Positions, Joint]:
    world = simulate(9, 4, 30, seed=3)
    found = estimate(*world.columns(), item=[n % 37 for n in world.roll_call], anchor="S000", joint=True)
    assert found.joint is not None
    return found, found.joint


def test_every_pair_of_one_period_or_one_state_is_there_and_no_other() -> None:
    found, joint = small()
    n = len(found.state)
    for i in range(n):
        for j in range(i + 1, n):
            related = found.state[i] == found.state[j] or found.period[i] == found.period[j]
            assert (joint.of(i, j) is not None) == related
            assert joint.of(i, j) == joint.of(j, i)


def test_they_are_the_entries_of_the_whole_covariance(monkeypatch: pytest.MonkeyPatch) -> None:
    """The whole posterior covariance, taken through the Jacobian of the scale by plain algebra."""
    module = import_module("contrapeso.methods.ideal_point.estimate")

    kept: dict[str, Any] = {}
    plain = module._joint
    monkeypatch.setattr(
        module, "_joint", lambda problem, fitted, walk: kept.update(p=problem, f=fitted) or plain(problem, fitted, walk)
    )
    found, joint = small()
    fitted, n = kept["f"], len(found.state)
    sigma = fitted.factor.solve(np.eye(n))
    z = (fitted.theta - fitted.theta.mean()) / fitted.theta.std()
    jacobian = (np.eye(n) - np.ones((n, n)) / n - np.outer(z, z) / n) / fitted.theta.std()
    whole = jacobian @ sigma @ jacobian.T
    assert np.sqrt(np.diag(whole)) == pytest.approx(found.se)
    assert joint.value == pytest.approx(whole[joint.first, joint.second], abs=1e-12)


def test_differences_within_a_period_and_drifts_cover_the_truth() -> None:
    inside = total = 0
    for seed in range(3):
        world = simulate(40, 8, 40, seed=seed)
        found = estimate(*world.columns(), anchor="S000", joint=True)
        truth, joint = standardised_truth(found, world), found.joint
        assert joint is not None
        sign = np.sign(np.corrcoef(truth, found.position)[0, 1])
        for i, j, shared in list(zip(joint.first, joint.second, joint.value, strict=True))[::7]:
            variance = [[found.se[i] ** 2, shared], [shared, found.se[j] ** 2]]
            one = contrast(float(found.position[i]), float(found.position[j]), variance)
            inside += one.low <= sign * (truth[i] - truth[j]) <= one.high
            total += 1
    assert 0.83 <= inside / total <= 0.96
