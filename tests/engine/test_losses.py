"""Losses: their values by plain formulas, however wrong an output is, and the numbers that stand for classes."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.activations import ACTIVATIONS
from engine.layers.activation import ActivationSpec
from engine.losses import (
    AbsoluteError,
    BinaryCrossEntropy,
    CrossEntropy,
    HalfSquaredError,
    Hinge,
    Huber,
    SquaredError,
    SumSquaredError,
)
from tests.engine.worlds import network_of

A = np.array([[0.5, -2.0, 3.0], [1.0, 0.25, -0.5]])  # (outputs, batch)
T = np.array([[1.0, -1.0, 1.0], [1.0, -1.0, 1.0]])


def loss_of(loss, z, targets, activation="linear"):
    network = network_of(ActivationSpec(activation=activation), features=len(z))
    program = network.compile(z.shape[1], loss=loss)
    program.inputs[...] = z
    program.targets[...] = targets
    program.run()
    return float(program.loss)


def huber(e, delta):
    return e * e / 2 if abs(e) <= delta else delta * (abs(e) - delta / 2)


@pytest.mark.parametrize(
    ("loss", "expected"),
    [
        (SquaredError(), ((A - T) ** 2).sum() / 6),
        (SumSquaredError(), ((A - T) ** 2).sum() / 3),
        (HalfSquaredError(), ((A - T) ** 2).sum() / 2 / 3),
        (AbsoluteError(), abs(A - T).sum() / 6),
        (Huber(), sum(huber(e, 1.0) for e in (A - T).ravel()) / 6),
        (Huber(delta=0.3), sum(huber(e, 0.3) for e in (A - T).ravel()) / 6),
        (Hinge(), np.maximum(0, 1 - T * A).sum() / 6),
    ],
    ids=str,
)
def test_a_loss_is_the_mean_over_the_batch_of_its_formula(loss, expected):
    assert loss_of(loss, A, T) == pytest.approx(expected, rel=1e-14)


def test_binary_cross_entropy_is_its_formula_over_outputs_and_batch():
    t = (T + 1) / 2
    a = 1 / (1 + np.exp(-A))
    expected = -(t * np.log(a) + (1 - t) * np.log(1 - a)).mean()
    assert loss_of(BinaryCrossEntropy(), A, t, "sigmoid") == pytest.approx(expected, rel=1e-14)


def test_cross_entropy_is_its_formula_summed_over_classes():
    t = np.array([[1, 0, 1], [0, 1, 0]])
    a = np.exp(A) / np.exp(A).sum(axis=0)
    assert loss_of(CrossEntropy(), A, t, "softmax") == pytest.approx(-(t * np.log(a)).sum() / 3, rel=1e-14)


@given(st.floats(-1e6, 1e6), st.sampled_from([0.0, 1.0]))
def test_binary_cross_entropy_stays_exact_however_wrong_a_logit_is(z, t):
    loss = loss_of(BinaryCrossEntropy(), np.array([[z]]), [[t]], "sigmoid")
    wrong = -z if t else z
    expected = max(wrong, 0) + math.log1p(math.exp(-abs(wrong)))
    assert loss == pytest.approx(expected, rel=1e-14, abs=1e-15 * max(1.0, abs(z)))


def test_cross_entropy_stays_exact_where_a_probability_is_zero():
    loss = loss_of(CrossEntropy(), np.array([[1000.0], [0.0]]), [[0.0], [1.0]], "softmax")
    assert loss == 1000.0


@pytest.mark.parametrize(
    ("loss", "activation", "no_yes"),
    [
        (SquaredError(), "sigmoid", (0, 1)),
        (SquaredError(), "linear", (0, 1)),
        (SquaredError(), "tanh", (-1, 1)),
        (AbsoluteError(), "softsign", (-1, 1)),
        (BinaryCrossEntropy(), "sigmoid", (0, 1)),
        (CrossEntropy(), "softmax", (0, 1)),
        (Hinge(), "linear", (-1, 1)),
        (Hinge(), "tanh", (-1, 1)),
    ],
    ids=str,
)
def test_classes_are_told_by_numbers_that_the_output_can_say(loss, activation, no_yes):
    assert loss.targets(ACTIVATIONS[activation]) == no_yes


def test_the_derivative_of_a_pair_is_the_plain_difference():
    network = network_of(ActivationSpec(activation="linear"), ActivationSpec(activation="softmax"), features=3)
    program = network.compile(1, loss=CrossEntropy(), backward=True)
    program.inputs[:, 0] = (2.0, 1.0, 0.0)
    program.targets[:, 0] = (0.0, 1.0, 0.0)
    program.run()
    assert np.array_equal(program.arrays["layers/1/delta"], program.output - program.targets)
