"""Activation functions: each is one entry, the function beside its derivative, and the values it can take.

Slopes are written in terms of the activation a where that is cheaper than in terms of the pre-activation z.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import inf, pi, sqrt
from typing import Literal

import numpy as np

from engine.error_function import ErrorFunction
from engine.program.instruction import Tensor
from engine.program.step import Step

ActivationName = Literal[
    "linear", "sigmoid", "tanh", "relu", "leaky_relu", "elu", "selu", "gelu", "gelu_tanh", "silu", "mish",
    "softplus", "softsign", "hard_sigmoid", "sine", "gaussian", "step", "softmax",
]  # fmt: skip

LEAK = 0.01
SELU_SCALE, SELU_ALPHA = 1.0507009873554805, 1.6732632423543772  # Klambauer et al. 2017


@dataclass(frozen=True)
class Activation:
    """a = f(z), with slope f′.

    `forward(step, z, a)` fills a; `slope(step, z, a)` returns f′(z), or is None where units depend on one another and
    `coupled(step, a, da)` returns δ. `low` and `high` bound a; they are reached only where `closed`. `kinks` are the z
    at which f′ jumps. `centred`: its values spread evenly around 0.
    """

    name: str
    formula: str
    derivative: str
    forward: Callable[[Step, Tensor, Tensor], object]
    slope: Callable[[Step, Tensor, Tensor], Tensor] | None
    low: float = -inf
    high: float = inf
    closed: bool = False
    kinks: tuple[float, ...] = ()
    coupled: Callable[[Step, Tensor, Tensor], Tensor] | None = None

    @property
    def centred(self) -> bool:
        return self.low == -self.high and self.high < inf

    def backward(self, step: Step, z: Tensor, a: Tensor, da: Tensor) -> Tensor:
        """δ = ∂L/∂z from ∂L/∂a."""
        if self.name == "linear":
            return step.keep("delta", da)
        if self.coupled is not None:
            return self.coupled(step, a, da)
        assert self.slope is not None
        return step.apply(np.multiply, "delta", da, self.slope(step, z, a), rule="δ = ∂L/∂a · f′(z)")


def _linear_slope(step: Step, z: Tensor, a: Tensor) -> Tensor:
    return step.filled("slope", z.shape, 1.0)


def _sigmoid(step: Step, z: Tensor, a: Tensor) -> None:
    # ½ + ½·tanh(z/2): the logistic function without an overflow
    step.apply(np.multiply, a, z, 0.5, rule="z/2")
    step.apply(np.tanh, a, a, rule="tanh(z/2)")
    step.apply(np.multiply, a, a, 0.5, rule="½·tanh(z/2)")
    step.apply(np.add, a, a, 0.5, rule="a = σ(z) = ½ + ½·tanh(z/2)")


def _sigmoid_slope(step: Step, z: Tensor, a: Tensor) -> Tensor:
    slope = step.apply(np.subtract, "slope", 1.0, a, rule="1 − a")
    return step.apply(np.multiply, slope, slope, a, rule="f′(z) = a·(1 − a)")


def _tanh(step: Step, z: Tensor, a: Tensor) -> None:
    step.apply(np.tanh, a, z, rule="a = tanh(z)")


def _tanh_slope(step: Step, z: Tensor, a: Tensor) -> Tensor:
    slope = step.apply(np.multiply, "slope", a, a, rule="a²")
    return step.apply(np.subtract, slope, 1.0, slope, rule="f′(z) = 1 − a²")


def _relu(step: Step, z: Tensor, a: Tensor) -> None:
    step.apply(np.maximum, a, z, 0.0, rule="a = max(0, z)")


def _relu_slope(step: Step, z: Tensor, a: Tensor) -> Tensor:
    return step.apply(np.sign, "slope", a, rule="f′(z) = 1 where z > 0, else 0")


def _leaky_relu(step: Step, z: Tensor, a: Tensor) -> None:
    step.apply(np.multiply, a, z, LEAK, rule="0.01·z")
    step.apply(np.maximum, a, a, z, rule="a = max(0.01·z, z)")


def _leaky_relu_slope(step: Step, z: Tensor, a: Tensor) -> Tensor:
    slope = step.apply(np.heaviside, "slope", z, 0.0, rule="1 where z > 0, else 0")
    step.apply(np.multiply, slope, slope, 1.0 - LEAK, rule="0.99 or 0")
    return step.apply(np.add, slope, slope, LEAK, rule="f′(z) = 1 where z > 0, else 0.01")


def _elu_parts(step: Step, z: Tensor, a: Tensor, alpha: float) -> None:
    below = step.apply(np.minimum, "below", z, 0.0, rule="min(z, 0)")
    step.apply(np.expm1, below, below, rule="exp(min(z, 0)) − 1")
    step.apply(np.multiply, below, below, alpha, rule="α·(exp(min(z, 0)) − 1)")
    step.apply(np.maximum, a, z, 0.0, rule="max(z, 0)")
    step.apply(np.add, a, a, below, rule="max(z, 0) + α·(exp(min(z, 0)) − 1)")


def _elu_slope_parts(step: Step, z: Tensor, alpha: float) -> Tensor:
    # 1 above 0, and α·exp(z) = below + α at and below it
    slope = step.apply(np.add, "slope", step["below"], alpha, rule="α·exp(min(z, 0))")
    above = step.apply(np.heaviside, "above", z, 0.0, rule="1 where z > 0, else 0")
    rest = step.apply(np.multiply, "rest", above, 1.0 - alpha, rule="1 − α where z > 0")
    return step.apply(np.add, slope, slope, rest, rule="f′(z) = 1 where z > 0, else α·exp(z)")


def _elu(step: Step, z: Tensor, a: Tensor) -> None:
    _elu_parts(step, z, a, 1.0)


def _elu_slope(step: Step, z: Tensor, a: Tensor) -> Tensor:
    return _elu_slope_parts(step, z, 1.0)


def _selu(step: Step, z: Tensor, a: Tensor) -> None:
    _elu_parts(step, z, a, SELU_ALPHA)
    step.apply(np.multiply, a, a, SELU_SCALE, rule="a = λ·(max(z, 0) + α·(exp(min(z, 0)) − 1))")


def _selu_slope(step: Step, z: Tensor, a: Tensor) -> Tensor:
    slope = _elu_slope_parts(step, z, SELU_ALPHA)
    return step.apply(np.multiply, slope, slope, SELU_SCALE, rule="f′(z) = λ where z > 0, else λ·α·exp(z)")


def _gelu(step: Step, z: Tensor, a: Tensor) -> None:
    scaled = step.apply(np.multiply, "scaled", z, 1.0 / sqrt(2.0), rule="z/√2")
    phi = step.new("phi", z.shape)
    erf = ErrorFunction(z.array.size)
    step.call("erf", erf, (scaled.array, phi.array), (scaled.name,), (phi.name,), "erf(z/√2)")
    step.apply(np.multiply, phi, phi, 0.5, rule="½·erf(z/√2)")
    step.apply(np.add, phi, phi, 0.5, rule="Φ(z) = ½·(1 + erf(z/√2))")
    step.apply(np.multiply, a, z, phi, rule="a = z·Φ(z)")


def _gelu_slope(step: Step, z: Tensor, a: Tensor) -> Tensor:
    slope = step.apply(np.multiply, "slope", step["scaled"], step["scaled"], rule="z²/2")
    step.apply(np.negative, slope, slope, rule="−z²/2")
    step.apply(np.exp, slope, slope, rule="exp(−z²/2)")
    step.apply(np.multiply, slope, slope, 1.0 / sqrt(2.0 * pi), rule="φ(z) = exp(−z²/2)/√(2π)")
    step.apply(np.multiply, slope, slope, z, rule="z·φ(z)")
    return step.apply(np.add, slope, slope, step["phi"], rule="f′(z) = Φ(z) + z·φ(z)")


def _gelu_tanh(step: Step, z: Tensor, a: Tensor) -> None:
    # Hendrycks and Gimpel 2016: ½·z·(1 + tanh(√(2/π)·(z + 0.044715·z³)))
    squared = step.apply(np.multiply, "squared", z, z, rule="z²")
    inner = step.apply(np.multiply, "inner", squared, 0.044715, rule="0.044715·z²")
    step.apply(np.add, inner, inner, 1.0, rule="1 + 0.044715·z²")
    step.apply(np.multiply, inner, inner, z, rule="z + 0.044715·z³")
    step.apply(np.multiply, inner, inner, sqrt(2.0 / pi), rule="u = √(2/π)·(z + 0.044715·z³)")
    bent = step.apply(np.tanh, "bent", inner, rule="tanh(u)")
    half = step.apply(np.add, "half", bent, 1.0, rule="1 + tanh(u)")
    step.apply(np.multiply, half, half, 0.5, rule="½·(1 + tanh(u))")
    step.apply(np.multiply, a, z, half, rule="a = ½·z·(1 + tanh(u))")


def _gelu_tanh_slope(step: Step, z: Tensor, a: Tensor) -> Tensor:
    slope = step.apply(np.multiply, "slope", step["bent"], step["bent"], rule="tanh²(u)")
    step.apply(np.subtract, slope, 1.0, slope, rule="1 − tanh²(u)")
    rate = step.apply(np.multiply, "rate", step["squared"], 3.0 * 0.044715, rule="0.134145·z²")
    step.apply(np.add, rate, rate, 1.0, rule="1 + 0.134145·z²")
    step.apply(np.multiply, rate, rate, 0.5 * sqrt(2.0 / pi), rule="½·u′(z)")
    step.apply(np.multiply, slope, slope, rate, rule="½·(1 − tanh²(u))·u′(z)")
    step.apply(np.multiply, slope, slope, z, rule="½·z·(1 − tanh²(u))·u′(z)")
    return step.apply(np.add, slope, slope, step["half"], rule="f′(z) = ½·(1 + tanh(u)) + ½·z·(1 − tanh²(u))·u′(z)")


def _gate(step: Step, z: Tensor) -> Tensor:
    gate = step.new("gate", z.shape)
    _sigmoid(step, z, gate)
    return gate


def _silu(step: Step, z: Tensor, a: Tensor) -> None:
    step.apply(np.multiply, a, z, _gate(step, z), rule="a = z·σ(z)")


def _silu_slope(step: Step, z: Tensor, a: Tensor) -> Tensor:
    slope = step.apply(np.subtract, "slope", 1.0, step["gate"], rule="1 − σ(z)")
    step.apply(np.multiply, slope, slope, a, rule="a·(1 − σ(z))")
    return step.apply(np.add, slope, slope, step["gate"], rule="f′(z) = σ(z) + a·(1 − σ(z))")


def _softplus(step: Step, z: Tensor, a: Tensor) -> None:
    step.apply(np.logaddexp, a, z, 0.0, rule="a = ln(1 + exp(z))")


def _softplus_slope(step: Step, z: Tensor, a: Tensor) -> Tensor:
    return _gate(step, z)


def _mish(step: Step, z: Tensor, a: Tensor) -> None:
    bent = step.apply(np.logaddexp, "bent", z, 0.0, rule="ln(1 + exp(z))")
    step.apply(np.tanh, bent, bent, rule="t = tanh(ln(1 + exp(z)))")
    step.apply(np.multiply, a, z, bent, rule="a = z·t")


def _mish_slope(step: Step, z: Tensor, a: Tensor) -> Tensor:
    gate = _gate(step, z)
    slope = step.apply(np.multiply, "slope", step["bent"], step["bent"], rule="t²")
    step.apply(np.subtract, slope, 1.0, slope, rule="1 − t²")
    step.apply(np.multiply, slope, slope, gate, rule="σ(z)·(1 − t²)")
    step.apply(np.multiply, slope, slope, z, rule="z·σ(z)·(1 − t²)")
    return step.apply(np.add, slope, slope, step["bent"], rule="f′(z) = t + z·σ(z)·(1 − t²)")


def _softsign(step: Step, z: Tensor, a: Tensor) -> None:
    below = step.apply(np.abs, "below", z, rule="|z|")
    step.apply(np.add, below, below, 1.0, rule="1 + |z|")
    step.apply(np.divide, a, z, below, rule="a = z/(1 + |z|)")


def _softsign_slope(step: Step, z: Tensor, a: Tensor) -> Tensor:
    slope = step.apply(np.multiply, "slope", step["below"], step["below"], rule="(1 + |z|)²")
    return step.apply(np.reciprocal, slope, slope, rule="f′(z) = 1/(1 + |z|)²")


def _hard_sigmoid(step: Step, z: Tensor, a: Tensor) -> None:
    # PyTorch's: clip(z/6 + ½, 0, 1); Keras 3 has the same, Keras 2 had clip(z/5 + ½, 0, 1)
    step.apply(np.multiply, a, z, 1.0 / 6.0, rule="z/6")
    step.apply(np.add, a, a, 0.5, rule="z/6 + ½")
    step.apply(np.maximum, a, a, 0.0, rule="max(0, z/6 + ½)")
    step.apply(np.minimum, a, a, 1.0, rule="a = min(1, max(0, z/6 + ½))")


def _hard_sigmoid_slope(step: Step, z: Tensor, a: Tensor) -> Tensor:
    slope = step.apply(np.subtract, "slope", 1.0, a, rule="1 − a")
    step.apply(np.multiply, slope, slope, a, rule="a·(1 − a)")
    step.apply(np.sign, slope, slope, rule="1 where 0 < a < 1, else 0")
    return step.apply(np.multiply, slope, slope, 1.0 / 6.0, rule="f′(z) = 1/6 where 0 < a < 1, else 0")


def _sine(step: Step, z: Tensor, a: Tensor) -> None:
    step.apply(np.sin, a, z, rule="a = sin(z)")


def _sine_slope(step: Step, z: Tensor, a: Tensor) -> Tensor:
    return step.apply(np.cos, "slope", z, rule="f′(z) = cos(z)")


def _gaussian(step: Step, z: Tensor, a: Tensor) -> None:
    step.apply(np.multiply, a, z, z, rule="z²")
    step.apply(np.negative, a, a, rule="−z²")
    step.apply(np.exp, a, a, rule="a = exp(−z²)")


def _gaussian_slope(step: Step, z: Tensor, a: Tensor) -> Tensor:
    slope = step.apply(np.multiply, "slope", z, a, rule="z·a")
    return step.apply(np.multiply, slope, slope, -2.0, rule="f′(z) = −2·z·a")


def _step(step: Step, z: Tensor, a: Tensor) -> None:
    step.apply(np.heaviside, a, z, 1.0, rule="a = 1 where z ≥ 0, else 0")


def _step_slope(step: Step, z: Tensor, a: Tensor) -> Tensor:
    return step.filled("slope", z.shape, 0.0)


def _softmax(step: Step, z: Tensor, a: Tensor) -> None:
    batch = z.shape[1]
    top = step.new("top", (1, batch))
    reduce = np.maximum.reduce
    step.call("maximum", reduce, (z.array, 0, None, top.array, True), (z.name,), (top.name,), "largest z of the sample")
    shifted = step.apply(np.subtract, "shifted", z, top, rule="z − max z")
    step.apply(np.exp, a, shifted, rule="exp(z − max z)")
    ones = step.filled("ones", (1, z.shape[0]), 1.0)
    total = step.dot("total", ones, a, rule="Σ exp(z − max z)")
    step.apply(np.divide, a, a, total, rule="a = exp(z) / Σ exp(z)")


def _softmax_backward(step: Step, a: Tensor, da: Tensor) -> Tensor:
    weighted = step.apply(np.multiply, "weighted", a, da, rule="a·∂L/∂a")
    common = step.dot("common", step["ones"], weighted, rule="Σ a·∂L/∂a")
    share = step.apply(np.multiply, "share", a, common, rule="a·Σ a·∂L/∂a")
    return step.apply(np.subtract, "delta", weighted, share, rule="δ = a·(∂L/∂a − Σ a·∂L/∂a)")


ACTIVATIONS: dict[str, Activation] = {
    entry.name: entry
    for entry in (
        Activation("linear", "z", "1", lambda step, z, a: step.apply(np.positive, a, z, rule="a = z"), _linear_slope),
        Activation("sigmoid", "1 / (1 + exp(−z))", "a·(1 − a)", _sigmoid, _sigmoid_slope, 0.0, 1.0),
        Activation("tanh", "tanh(z)", "1 − a²", _tanh, _tanh_slope, -1.0, 1.0),
        Activation("relu", "max(0, z)", "1 where z > 0, else 0", _relu, _relu_slope, 0.0, closed=True, kinks=(0.0,)),
        Activation(
            "leaky_relu", "max(0.01·z, z)", "1 where z > 0, else 0.01", _leaky_relu, _leaky_relu_slope, kinks=(0.0,)
        ),
        Activation("elu", "z where z > 0, else exp(z) − 1", "1 where z > 0, else exp(z)", _elu, _elu_slope, -1.0),
        Activation(
            "selu", "λ·z where z > 0, else λ·α·(exp(z) − 1)", "λ where z > 0, else λ·α·exp(z)", _selu, _selu_slope,
            -SELU_SCALE * SELU_ALPHA, kinks=(0.0,),
        ),
        Activation("gelu", "z·Φ(z)", "Φ(z) + z·φ(z)", _gelu, _gelu_slope, -0.17),
        Activation(
            "gelu_tanh", "½·z·(1 + tanh(u)), u = √(2/π)·(z + 0.044715·z³)",
            "½·(1 + tanh(u)) + ½·z·(1 − tanh²(u))·u′", _gelu_tanh, _gelu_tanh_slope, -0.171,
        ),
        Activation("silu", "z·σ(z)", "σ(z) + a·(1 − σ(z))", _silu, _silu_slope, -0.279),
        Activation("mish", "z·tanh(ln(1 + exp(z)))", "t + z·σ(z)·(1 − t²)", _mish, _mish_slope, -0.309),
        Activation("softplus", "ln(1 + exp(z))", "σ(z)", _softplus, _softplus_slope, 0.0),
        Activation("softsign", "z / (1 + |z|)", "1 / (1 + |z|)²", _softsign, _softsign_slope, -1.0, 1.0),
        Activation(
            "hard_sigmoid", "clip(z/6 + ½, 0, 1)", "1/6 where 0 < a < 1, else 0", _hard_sigmoid, _hard_sigmoid_slope,
            0.0, 1.0, closed=True, kinks=(-3.0, 3.0),
        ),
        Activation("sine", "sin(z)", "cos(z)", _sine, _sine_slope, -1.0, 1.0, closed=True),
        Activation("gaussian", "exp(−z²)", "−2·z·a", _gaussian, _gaussian_slope, 0.0, 1.0, closed=True),
        Activation("step", "1 where z ≥ 0, else 0", "0", _step, _step_slope, 0.0, 1.0, closed=True, kinks=(0.0,)),
        Activation(
            "softmax", "exp(z) / Σ exp(z)", "a·(1 − a), and −a·a′ between units", _softmax, None, 0.0, 1.0,
            coupled=_softmax_backward,
        ),
    )
}  # fmt: skip
