"""Shared errors of positions against the dense inverse, their own variances, and simulated differences."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import numpy as np
import pytest

from contrapeso.methods.drift import contrast
from contrapeso.methods.ideal_point import Joint, Positions, Priors, estimate
from tests.methods.legislature import simulate, standardised_truth


def small(questions: int = 37, shift_sd: float = 0.0) -> tuple[Positions, Joint]:
    """Questions that come back in every period, a state that comes late, and one that leaves early."""
    world = simulate(9, 4, 30, seed=3)
    columns = [np.asarray(one) for one in world.columns()]
    late = (columns[0] == "S003") & (columns[3] < np.median(columns[3]))
    early = (columns[0] == "S005") & (columns[3] == columns[3].max())
    columns = [one[~(late | early)] for one in columns]
    found = estimate(*columns, item=columns[1] % questions, anchor="S000", priors=Priors(shift_sd=shift_sd), joint=True)
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


@pytest.mark.parametrize(("questions", "shift_sd"), [(37, 0.0), (37, 0.3), (90, 0.0), (1000, 0.0), (1000, 0.3)])
def test_they_are_the_entries_of_the_whole_covariance(
    questions: int, shift_sd: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The whole posterior covariance, taken through the Jacobian of the scale by plain algebra."""
    module = import_module("contrapeso.methods.ideal_point.estimate")

    kept: dict[str, Any] = {}
    plain = module._joint
    monkeypatch.setattr(
        module, "_joint", lambda problem, fitted, walk: kept.update(p=problem, f=fitted) or plain(problem, fitted, walk)
    )
    found, joint = small(questions, shift_sd)
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
