"""Activation functions: their values by plain formulas, their limits, and what they say of themselves."""

import math
from typing import get_args

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.activations import ACTIVATIONS, ActivationName
from engine.error_function import ErrorFunction
from engine.layers.activation import ActivationSpec
from engine.losses import SumSquaredError
from tests.engine.worlds import network_of


def sigma(z):
    return 1 / (1 + math.exp(-z)) if z > -700 else 0.0


def phi(z):
    return 0.5 * (1 + math.erf(z / math.sqrt(2)))


def ln_one_plus_exp(z):
    return max(z, 0.0) + math.log1p(math.exp(-abs(z)))


FORMULAS = {
    "linear": lambda z: z,
    "sigmoid": sigma,
    "tanh": math.tanh,
    "relu": lambda z: max(0.0, z),
    "leaky_relu": lambda z: z if z > 0 else 0.01 * z,
    "elu": lambda z: z if z > 0 else math.exp(z) - 1,
    "selu": lambda z: 1.0507009873554805 * (z if z > 0 else 1.6732632423543772 * (math.exp(z) - 1)),
    "gelu": lambda z: z * phi(z),
    "gelu_tanh": lambda z: 0.5 * z * (1 + math.tanh(math.sqrt(2 / math.pi) * (z + 0.044715 * z**3))),
    "silu": lambda z: z * sigma(z),
    "mish": lambda z: z * math.tanh(ln_one_plus_exp(z)),
    "softplus": ln_one_plus_exp,
    "softsign": lambda z: z / (1 + abs(z)),
    "hard_sigmoid": lambda z: min(1.0, max(0.0, z / 6 + 0.5)),
    "sine": math.sin,
    "gaussian": lambda z: math.exp(-z * z),
    "step": lambda z: 1.0 if z >= 0 else 0.0,
}
ALONE = list(FORMULAS)
SUM = SumSquaredError()


def activated(name, z, dtype="float64"):
    """a of f for each number of `z`, as (1, n)."""
    z = np.atleast_2d(np.asarray(z, dtype))
    network = network_of(ActivationSpec(activation=name), features=len(z), dtype=dtype)
    program = network.compile(z.shape[1])
    program.inputs[...] = z
    program.run()
    return program.output


def slopes_of(name, z):
    """f′ at each number of `z`, read off the way back from a loss whose own derivative is 1 everywhere."""
    network = network_of(*[ActivationSpec(activation=kind) for kind in ("linear", name, "linear")], features=1)
    program = network.compile(len(z), loss=SUM, training=True, backward=True)
    program.inputs[0] = z
    program.judge()
    program.targets[...] = program.output - 0.5 * len(z)  # ∂L/∂a = 2·(a − t)/n = 1
    program.run()
    return program.arrays["layers/0/da"][0]


def test_every_name_has_one_entry_and_a_formula_here():
    assert set(ACTIVATIONS) == set(get_args(ActivationName)) == {*ALONE, "softmax"}
    assert all(name == entry.name for name, entry in ACTIVATIONS.items())


@pytest.mark.parametrize("name", ALONE)
@given(st.floats(-30, 30))
def test_an_activation_has_the_value_of_its_formula(name, z):
    assert activated(name, [z])[0, 0] == pytest.approx(FORMULAS[name](z), rel=1e-12, abs=1e-13)


@pytest.mark.parametrize("name", ALONE)
def test_an_activation_in_float32_has_the_same_value_as_far_as_float32_goes(name):
    z = np.linspace(-6, 6, 49)
    a = activated(name, z, "float32")
    assert a.dtype == np.float32
    assert np.allclose(a[0], [FORMULAS[name](float(x)) for x in z.astype(np.float32)], rtol=2e-6, atol=1e-6)


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("name", ACTIVATIONS)
def test_an_activation_and_its_slope_stay_finite_however_far_out(name, dtype):
    network = network_of(
        *[ActivationSpec(activation=kind) for kind in ("linear", name, "linear")], features=4, dtype=dtype
    )
    program = network.compile(1, loss=SUM, training=True, backward=True)
    program.inputs[:, 0] = (-1000, -100, 100, 1000)
    program.targets[...] = 0
    program.run()
    assert np.isfinite(program.output).all()
    assert np.isfinite(program.arrays["layers/0/da"]).all()
    if name in FORMULAS:
        limits = [FORMULAS[name](z) for z in (-1000, -100, 100, 1000)]
        assert np.allclose(program.output[:, 0], limits, rtol=1e-6, atol=1e-6) or name == "sine"


@pytest.mark.parametrize("name", ALONE)
def test_an_activation_stays_within_the_bounds_it_states(name):
    z = np.concatenate([np.linspace(-40, 40, 20_001), [-1000, 1000]])
    a = activated(name, z)[0]
    entry = ACTIVATIONS[name]
    assert entry.low <= a.min() and a.max() <= entry.high


@pytest.mark.parametrize("name", [n for n in ALONE if ACTIVATIONS[n].low > -np.inf])
def test_the_lower_bound_is_no_lower_than_it_must_be(name):
    a = activated(name, np.concatenate([np.linspace(-40, 40, 20_001), [-1e6]]))[0]
    assert a.min() - ACTIVATIONS[name].low < 1e-3


@pytest.mark.parametrize("name", [n for n in ALONE if ACTIVATIONS[n].high < np.inf])
def test_the_upper_bound_is_no_higher_than_it_must_be(name):
    a = activated(name, np.concatenate([np.linspace(-40, 40, 20_001), [1e6]]))[0]
    assert ACTIVATIONS[name].high - a.max() < 1e-3


@pytest.mark.parametrize("name", [n for n in ALONE if ACTIVATIONS[n].closed])
def test_a_closed_bound_is_reached_at_an_ordinary_number(name):
    a = activated(name, np.append(np.linspace(-5, 5, 10_001), math.pi / 2))[0]
    entry = ACTIVATIONS[name]
    reached = [abs(a.min() - entry.low) < 1e-7, abs(a.max() - entry.high) < 1e-7]
    assert any(reached)


@pytest.mark.parametrize("name", [n for n in ALONE if not ACTIVATIONS[n].closed])
def test_an_open_bound_is_not_reached_at_an_ordinary_number(name):
    a = activated(name, np.linspace(-5, 5, 10_001))[0]
    entry = ACTIVATIONS[name]
    assert entry.low < a.min() and a.max() < entry.high


@pytest.mark.parametrize("name", ALONE)
def test_kinks_are_where_the_slope_jumps_and_nowhere_else(name):
    z = np.linspace(-5, 5, 10_001) + 1.234e-5
    slope = slopes_of(name, z)
    found = {round(float(place), 2) for place in z[:-1][np.abs(np.diff(slope)) > 5e-3]}
    jumps = set() if name == "step" else set(ACTIVATIONS[name].kinks)  # the step's slope is 0 on both sides
    assert found == {round(kink, 2) for kink in jumps}


@given(st.lists(st.floats(-50, 50), min_size=2, max_size=6))
def test_softmax_is_a_share_of_the_exponentials(z):
    a = activated("softmax", np.array(z)[:, None])[:, 0]
    exponentials = [math.exp(x - max(z)) for x in z]
    assert a == pytest.approx([e / sum(exponentials) for e in exponentials], rel=1e-12)
    assert a.sum() == pytest.approx(1, rel=1e-12)


def test_softmax_of_far_apart_numbers_is_finite():
    a = activated("softmax", np.array([[1000.0], [-1000.0], [0.0]]))
    assert a[:, 0].tolist() == [1.0, 0.0, 0.0]


@given(st.floats(allow_nan=False))
def test_erf_is_the_one_of_the_standard_library(x):
    out = np.empty(1)
    ErrorFunction(1)(np.array([x]), out)
    assert out[0] == pytest.approx(math.erf(x), rel=1e-15, abs=1e-15)


def test_erf_is_exact_all_along_its_three_pieces():
    x = np.concatenate([np.linspace(-7, 7, 50_001), [0.46875, -0.46875, 4.0, -4.0, 6.0, 1e300, 5e-324, 0.0, -0.0]])
    out = np.empty_like(x)
    ErrorFunction(x.size)(x, out)
    expected = np.array([math.erf(float(v)) for v in x])
    assert np.abs(out - expected).max() <= 1e-15
    assert np.array_equal(np.signbit(out), np.signbit(x))


def test_erf_in_float32_is_the_true_one_rounded():
    x = np.linspace(-5, 5, 10_001, dtype=np.float32)
    out = np.empty_like(x)
    ErrorFunction(x.size)(x, out)
    assert out.tolist() == [float(np.float32(math.erf(float(v)))) for v in x]
