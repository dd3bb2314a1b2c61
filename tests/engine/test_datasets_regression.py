"""The rules that drawn regression data follow."""

import numpy as np
import pytest

from engine.datasets.catalogue import load
from engine.datasets.regression import Cubic, SeveralGaussians, Sine, Slope, Step

RULES = [Slope, SeveralGaussians, Sine, Step, Cubic]
VALUES = [
    (Slope, [(0, 0), (6, 6), (-6, -6), (3, -1)], [0, 1, -1, 1 / 6]),
    (SeveralGaussians, [(-4, 2.5), (0, 2.5), (4, 2.5)], [1, -1, 1]),
    (SeveralGaussians, [(-4, -2.5), (0, -2.5), (4, -2.5)], [-1, 1, -1]),
    (SeveralGaussians, [(4, 3.5), (0, 0)], [np.exp(-0.5), 0]),
    (Sine, [(0,), (np.pi / 2,), (-np.pi / 2,), (6,)], [0, 1, -1, np.sin(6)]),
    (Step, [(-6,), (-0.001,), (0,), (6,)], [-1, -1, 1, 1]),
    (Cubic, [(-6,), (-3,), (0,), (3,), (6,)], [-1, 1, 0, -1, 1]),
]


@pytest.mark.parametrize(("rule", "inputs", "targets"), VALUES)
def test_a_rule_has_the_value_worked_out_by_hand(rule, inputs, targets):
    assert np.allclose(rule().rule(np.array(inputs, dtype=float)), targets, atol=1e-3)


@pytest.mark.parametrize("rule", RULES)
def test_without_noise_targets_are_the_rule(rule):
    spec = rule(noise=0.0)
    dataset = load(spec)
    assert np.array_equal(dataset.targets[:, 0], spec.rule(dataset.inputs))
    assert np.abs(dataset.targets).max() <= 1.0


@pytest.mark.parametrize("rule", RULES)
def test_noise_strays_by_half_its_number(rule):
    spec = rule(noise=0.1, samples=5000)
    dataset = load(spec)
    assert (dataset.targets[:, 0] - spec.rule(dataset.inputs)).std() == pytest.approx(0.05, rel=0.05)


@pytest.mark.parametrize("rule", RULES)
def test_inputs_are_spread_over_the_whole_domain(rule):
    counts = np.histogram(load(rule(samples=5000)).inputs[:, 0], bins=10, range=(-6, 6))[0]
    assert counts.min() > 400


@pytest.mark.parametrize("rule", [Sine, Step, Cubic])
def test_a_line_has_one_input(rule):
    dataset = load(rule())
    assert (dataset.shape, dataset.inputs.shape[1], dataset.domain) == ("line", 1, ((-6.0, 6.0),))


def test_the_cubic_is_noisier_than_the_others_unless_told_otherwise():
    assert Cubic().noise > Sine().noise == Slope().noise
