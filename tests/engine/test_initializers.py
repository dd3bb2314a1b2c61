"""Initializers: the spread that each promises, for every seed its own draw and for the same seed the same."""

from math import sqrt
from typing import get_args

import numpy as np
import pytest

from engine.initializers import InitializerSpec
from engine.layers.dense import Dense
from tests.engine.worlds import network_of

UNITS, FAN_IN = 300, 200
KINDS = {kind.model_fields["kind"].default: kind for kind in get_args(get_args(InitializerSpec)[0])}
DEVIATIONS = {
    "zeros": 0.0,
    "constant": 0.0,
    "uniform": 0.5 / sqrt(3),
    "normal": 0.5,
    "glorot_uniform": sqrt(2 / (FAN_IN + UNITS)),
    "glorot_normal": sqrt(2 / (FAN_IN + UNITS)),
    "he_uniform": sqrt(2 / FAN_IN),
    "he_normal": sqrt(2 / FAN_IN),
    "lecun_uniform": sqrt(1 / FAN_IN),
    "lecun_normal": sqrt(1 / FAN_IN),
}


def weights(kind, seed=0):
    network = network_of(Dense(units=UNITS, initializer=KINDS[kind]()), features=FAN_IN, seed=seed)
    assert not network.parameters["layers/0/bias"].any()
    return network.parameters["layers/0/weight"].copy()


@pytest.mark.parametrize("kind", KINDS)
def test_weights_spread_as_the_initializer_promises(kind):
    drawn = weights(kind)
    assert drawn.std() == pytest.approx(DEVIATIONS[kind], rel=0.02, abs=1e-15)
    assert drawn.mean() == pytest.approx(0.5 if kind == "constant" else 0.0, abs=0.01)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind.endswith("uniform")])
def test_uniform_weights_stay_within_their_limit_and_reach_out_for_it(kind):
    drawn, limit = np.abs(weights(kind)), DEVIATIONS[kind] * sqrt(3)
    assert 0.99 * limit < drawn.max() <= limit


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind.endswith("normal")])
def test_normal_weights_have_the_tails_of_a_bell(kind):
    drawn = np.abs(weights(kind)) / DEVIATIONS[kind]
    assert np.mean(drawn > 2) == pytest.approx(0.0455, abs=0.005)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if DEVIATIONS[kind]])
def test_a_seed_has_its_own_weights_and_always_the_same(kind):
    assert np.array_equal(weights(kind, 1), weights(kind, 1))
    assert not np.array_equal(weights(kind, 1), weights(kind, 2))


def test_layers_of_equal_shape_begin_with_different_weights():
    network = network_of(Dense(units=4), Dense(units=4), features=4)
    assert not np.array_equal(network.parameters["layers/0/weight"], network.parameters["layers/1/weight"])
