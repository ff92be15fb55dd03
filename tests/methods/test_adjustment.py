"""What is left after region and regime against a textbook's formula, brute force and simulation."""

from __future__ import annotations

import numpy as np
import pytest

from contrapeso.methods.adjustment import Adjusted, adjusted, adjusted_each


def world(seed: int, states: int = 60) -> tuple[list[str], np.ndarray, dict[str, str], dict[str, tuple[float, ...]]]:
    draw = np.random.default_rng(seed)
    names = [f"S{n}" for n in range(states)]
    region = {name: "abc"[n % 3] for n, name in enumerate(names)}
    regime = {name: (float(draw.random()),) for name in names}
    effect = {"a": 0.5, "b": 1.0, "c": 2.0}
    value = np.array([effect[region[name]] - 0.7 * regime[name][0] for name in names]) + draw.normal(0, 0.3, states)
    return names, value, region, regime


def test_it_is_the_error_of_predicting_a_state_that_the_fit_has_not_seen() -> None:
    names, value, region, regime = world(1)
    found = adjusted(names, value, np.zeros(60), region, regime, "S0")
    assert isinstance(found, Adjusted)
    design = np.array([[float(region[n] == level) for level in "abc"] + list(regime[n]) for n in names])
    b, rss, *_ = np.linalg.lstsq(design[1:], value[1:], rcond=None)
    assert found.left == pytest.approx(value[0] - design[0] @ b)
    hat = design[0] @ np.linalg.solve(design[1:].T @ design[1:], design[0])
    assert found.se == pytest.approx(np.sqrt(rss[0] / (59 - 4) * (1 + hat)))
    assert found.n == 59


def test_ninety_percent_intervals_hold_a_state_like_the_others_that_often() -> None:
    covered = 0
    for seed in range(200):
        names, value, region, regime = world(seed)
        found = adjusted(names, value, np.zeros(60), region, regime, "S7")
        assert isinstance(found, Adjusted)
        covered += found.low <= 0.0 <= found.high
    assert 0.84 <= covered / 200 <= 0.96


def test_what_cannot_be_had_has_its_reason() -> None:
    names, value, region, regime = world(4)
    none = np.zeros(60)
    assert adjusted(names, value, none, region, {k: v for k, v in regime.items() if k != "S0"}, "S0") == "no-covariates"
    assert adjusted(names, value, none, {**region, "S0": "z"}, regime, "S0") == "no-like-states"
    assert adjusted(names[:8], value[:8], none[:8], region, regime, "S0") == "too-few-states"
    with pytest.raises(ValueError, match="not among"):
        adjusted(names, value, none, region, regime, "XXX")


def test_all_states_at_once_are_each_state_in_turn() -> None:
    """Several columns, holes in them, a state alone in its region."""
    names, value, region, regime = world(5)
    region = {**region, "S9": "alone"}
    values = np.stack([value, value**2, np.sin(7 * value)], axis=1)
    values[[3, 4], [1, 2]] = np.nan
    errors = np.random.default_rng(5).random(values.shape)
    found = adjusted_each(values, errors, [region[name] for name in names], [regime[name] for name in names])
    for column in range(values.shape[1]):
        held = [at for at in range(60) if not np.isnan(values[at, column])]
        state, own, error = [names[at] for at in held], values[held, column], errors[held, column]
        for at, name in zip(held, state, strict=True):
            one = adjusted(state, own, error, region, regime, name)
            got = [float(table[at, column]) for table in found]
            expected = [one.left, one.low, one.high] if isinstance(one, Adjusted) else [np.nan] * 3
            assert got == pytest.approx(expected, nan_ok=True)
    assert np.isnan(found[0][[3, 9], [1, 0]]).all()
