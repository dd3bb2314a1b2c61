"""Weights begin as PyTorch's initialisers have them: the same limits, the same spread, for any shape."""

from math import sqrt

import numpy as np
import pytest
import torch

from engine.initializers import (
    Constant,
    GlorotNormal,
    GlorotUniform,
    HeNormal,
    HeUniform,
    LeCunNormal,
    LeCunUniform,
    Normal,
    Uniform,
    Zeros,
)  # fmt: skip

pytestmark = pytest.mark.parity

init = torch.nn.init
PAIRS = {
    "uniform": (Uniform(limit=0.3), lambda w, g: init.uniform_(w, -0.3, 0.3, generator=g)),
    "normal": (Normal(deviation=0.3), lambda w, g: init.normal_(w, 0.0, 0.3, generator=g)),
    "glorot_uniform": (GlorotUniform(), lambda w, g: init.xavier_uniform_(w, generator=g)),
    "glorot_normal": (GlorotNormal(), lambda w, g: init.xavier_normal_(w, generator=g)),
    "he_uniform": (HeUniform(), lambda w, g: init.kaiming_uniform_(w, nonlinearity="relu", generator=g)),
    "he_normal": (HeNormal(), lambda w, g: init.kaiming_normal_(w, nonlinearity="relu", generator=g)),
    "lecun_uniform": (LeCunUniform(), lambda w, g: init.kaiming_uniform_(w, nonlinearity="linear", generator=g)),
    "lecun_normal": (LeCunNormal(), lambda w, g: init.kaiming_normal_(w, nonlinearity="linear", generator=g)),
}


def draws(name: str, shape: tuple[int, int]) -> tuple[np.ndarray, np.ndarray]:
    """Ours and PyTorch's, both (units, fan_in)."""
    ours, theirs = PAIRS[name]
    weights = torch.empty(shape, dtype=torch.float64)
    theirs(weights, torch.Generator().manual_seed(1))
    return ours.draw(np.random.default_rng(1), *shape), weights.numpy()


@pytest.mark.parametrize("shape", [(200, 800), (800, 200)], ids=str)
@pytest.mark.parametrize("name", PAIRS)
def test_weights_spread_as_widely_as_pytorchs(name: str, shape: tuple[int, int]) -> None:
    ours, theirs = draws(name, shape)
    assert ours.shape == theirs.shape
    assert ours.std() == pytest.approx(theirs.std(), rel=0.01)
    assert abs(ours.mean()) < 0.01 * ours.std()


@pytest.mark.parametrize("shape", [(200, 800), (800, 200)], ids=str)
@pytest.mark.parametrize("name", [name for name in PAIRS if name.endswith("uniform")])
def test_even_weights_end_where_pytorchs_end(name: str, shape: tuple[int, int]) -> None:
    ours, theirs = draws(name, shape)
    assert np.abs(ours).max() == pytest.approx(np.abs(theirs).max(), rel=1e-3)


@pytest.mark.parametrize("shape", [(200, 800), (800, 200)], ids=str)
def test_the_limit_of_glorots_is_the_formula_of_pytorchs_source(shape: tuple[int, int]) -> None:
    ours, _ = draws("glorot_uniform", shape)
    fan_in, fan_out = init._calculate_fan_in_and_fan_out(torch.empty(shape))
    limit = init.calculate_gain("linear") * sqrt(6.0 / (fan_in + fan_out))
    assert 0.999 * limit < np.abs(ours).max() <= limit


def test_one_number_everywhere_is_that_number() -> None:
    random = np.random.default_rng(1)
    assert (Constant(value=0.25).draw(random, 3, 2) == init.constant_(torch.empty(3, 2), 0.25).numpy()).all()
    assert (Zeros().draw(random, 3, 2) == init.zeros_(torch.empty(3, 2)).numpy()).all()
