"""Initializers: how a weight matrix begins.

Glorot: Glorot and Bengio 2010 (also called Xavier); He: He et al. 2015 (also called Kaiming); LeCun: LeCun et al. 1998.
"""

from math import sqrt
from typing import Annotated, Literal

import numpy as np
from pydantic import Field

from engine.spec import Spec
from engine.types import Array


class Zeros(Spec):
    """Every weight 0: units of a layer stay equal for ever."""

    kind: Literal["zeros"] = "zeros"

    def draw(self, rng: np.random.Generator, units: int, fan_in: int) -> Array:
        return np.zeros((units, fan_in))


class Constant(Spec):
    """Every weight the same number."""

    kind: Literal["constant"] = "constant"
    value: float = Field(0.5, title="Value", description="The number that every weight starts with.", ge=-10, le=10)

    def draw(self, rng: np.random.Generator, units: int, fan_in: int) -> Array:
        return np.full((units, fan_in), self.value)


class Uniform(Spec):
    """Evenly between −limit and +limit."""

    kind: Literal["uniform"] = "uniform"
    limit: float = Field(0.5, title="Limit", description="Weights lie between −limit and +limit.", gt=0, le=10)

    def draw(self, rng: np.random.Generator, units: int, fan_in: int) -> Array:
        return rng.uniform(-self.limit, self.limit, (units, fan_in))


class Normal(Spec):
    """Gaussian around 0."""

    kind: Literal["normal"] = "normal"
    deviation: float = Field(0.5, title="Standard deviation", description="How widely weights spread.", gt=0, le=10)

    def draw(self, rng: np.random.Generator, units: int, fan_in: int) -> Array:
        return rng.normal(0.0, self.deviation, (units, fan_in))


def _uniform(rng: np.random.Generator, variance: float, shape: tuple[int, int]) -> Array:
    limit = sqrt(3.0 * variance)
    return rng.uniform(-limit, limit, shape)


def _normal(rng: np.random.Generator, variance: float, shape: tuple[int, int]) -> Array:
    return rng.normal(0.0, sqrt(variance), shape)


class GlorotUniform(Spec):
    """Variance 2 / (fan_in + fan_out), evenly: for sigmoid and tanh."""

    kind: Literal["glorot_uniform"] = "glorot_uniform"

    def draw(self, rng: np.random.Generator, units: int, fan_in: int) -> Array:
        return _uniform(rng, 2.0 / (fan_in + units), (units, fan_in))


class GlorotNormal(Spec):
    """Variance 2 / (fan_in + fan_out), Gaussian: for sigmoid and tanh."""

    kind: Literal["glorot_normal"] = "glorot_normal"

    def draw(self, rng: np.random.Generator, units: int, fan_in: int) -> Array:
        return _normal(rng, 2.0 / (fan_in + units), (units, fan_in))


class HeUniform(Spec):
    """Variance 2 / fan_in, evenly: for ReLU and its kin."""

    kind: Literal["he_uniform"] = "he_uniform"

    def draw(self, rng: np.random.Generator, units: int, fan_in: int) -> Array:
        return _uniform(rng, 2.0 / fan_in, (units, fan_in))


class HeNormal(Spec):
    """Variance 2 / fan_in, Gaussian: for ReLU and its kin."""

    kind: Literal["he_normal"] = "he_normal"

    def draw(self, rng: np.random.Generator, units: int, fan_in: int) -> Array:
        return _normal(rng, 2.0 / fan_in, (units, fan_in))


class LeCunUniform(Spec):
    """Variance 1 / fan_in, evenly: for SELU."""

    kind: Literal["lecun_uniform"] = "lecun_uniform"

    def draw(self, rng: np.random.Generator, units: int, fan_in: int) -> Array:
        return _uniform(rng, 1.0 / fan_in, (units, fan_in))


class LeCunNormal(Spec):
    """Variance 1 / fan_in, Gaussian: for SELU."""

    kind: Literal["lecun_normal"] = "lecun_normal"

    def draw(self, rng: np.random.Generator, units: int, fan_in: int) -> Array:
        return _normal(rng, 1.0 / fan_in, (units, fan_in))


InitializerSpec = Annotated[
    Zeros
    | Constant
    | Uniform
    | Normal
    | GlorotUniform
    | GlorotNormal
    | HeUniform
    | HeNormal
    | LeCunUniform
    | LeCunNormal,
    Field(discriminator="kind"),
]
