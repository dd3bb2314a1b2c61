"""Losses: how wrong an output is, as one number, the mean over the batch, and its derivative.

A loss sees the network's output a. For sigmoid with binary cross-entropy and softmax with cross-entropy the pair is
computed from the logits z, which is stable, and its derivative is the plain δ = a − t.
"""

from typing import Annotated, Literal

import numpy as np
from pydantic import Field

from engine.activations import Activation
from engine.program.instruction import Tensor
from engine.program.step import Step
from engine.spec import Spec

Task = Literal["binary", "classes", "regression"]


class Loss(Spec):
    """What every loss says: its elements, its derivative, and what it is defined on.

    `forward` fills `loss`, a 0-d tensor, from the prediction a (outputs, batch) and the targets t of the same shape,
    and `backward` returns ∂L/∂a; a loss that has a `partner` activation does both from the logits, and returns ∂L/∂z.
    """

    @property
    def partner(self) -> str | None:
        """The activation with which this loss is computed as a pair, from the logits."""
        return None

    def defined_on(self, activation: Activation) -> bool:
        return True

    @property
    def tasks(self) -> tuple[Task, ...]:
        return ("binary", "classes", "regression")

    def targets(self, activation: Activation) -> tuple[float, float]:
        """The numbers that stand for "no" and "yes" when classes are learned."""
        return (-1.0, 1.0) if activation.centred else (0.0, 1.0)

    def forward(self, step: Step, a: Tensor, t: Tensor) -> Tensor:
        raise AssertionError(f"{type(self).__name__} states its forward")

    def backward(self, step: Step, a: Tensor, t: Tensor) -> Tensor:
        raise AssertionError(f"{type(self).__name__} states its backward")


def _mean(a: Tensor) -> float:
    """1 over the number of outputs × samples."""
    return 1.0 / (a.shape[0] * a.shape[1])


class _Squared(Loss):
    """What the three squared errors share: only the factor before Σ (a − t)² differs."""

    def _factor(self, a: Tensor) -> float:
        raise AssertionError(f"{type(self).__name__} states its factor")

    def forward(self, step: Step, a: Tensor, t: Tensor) -> Tensor:
        error = step.apply(np.subtract, "error", a, t, rule="a − t")
        elements = step.apply(np.multiply, "elements", error, error, rule="(a − t)²")
        return step.total("loss", elements, self._factor(a), rule=f"L = {self._factor(a):.4g}·Σ (a − t)²")

    def backward(self, step: Step, a: Tensor, t: Tensor) -> Tensor:
        factor = 2.0 * self._factor(a)
        return step.apply(np.multiply, "da", step["error"], factor, rule=f"∂L/∂a = {factor:.4g}·(a − t)")


class SquaredError(_Squared):
    """Mean squared error: the mean over outputs and batch of (a − t)²."""

    kind: Literal["squared_error"] = "squared_error"

    def _factor(self, a: Tensor) -> float:
        return _mean(a)


class SumSquaredError(_Squared):
    """Σ (a − t)² over the outputs, mean over the batch."""

    kind: Literal["sum_squared_error"] = "sum_squared_error"

    def _factor(self, a: Tensor) -> float:
        return 1.0 / a.shape[1]


class HalfSquaredError(_Squared):
    """½·Σ (a − t)² over the outputs, mean over the batch, as many textbooks have it."""

    kind: Literal["half_squared_error"] = "half_squared_error"

    def _factor(self, a: Tensor) -> float:
        return 0.5 / a.shape[1]


class AbsoluteError(Loss):
    """Mean absolute error: the mean over outputs and batch of |a − t|."""

    kind: Literal["absolute_error"] = "absolute_error"

    def forward(self, step: Step, a: Tensor, t: Tensor) -> Tensor:
        error = step.apply(np.subtract, "error", a, t, rule="a − t")
        elements = step.apply(np.abs, "elements", error, rule="|a − t|")
        return step.total("loss", elements, _mean(a), rule="L = mean |a − t|")

    def backward(self, step: Step, a: Tensor, t: Tensor) -> Tensor:
        da = step.apply(np.sign, "da", step["error"], rule="sign(a − t)")
        return step.apply(np.multiply, da, da, _mean(a), rule="∂L/∂a = sign(a − t)/n")


class Huber(Loss):
    """Squared near the target and absolute far from it, mean over outputs and batch; as PyTorch's HuberLoss."""

    kind: Literal["huber"] = "huber"
    delta: float = Field(1.0, title="Bend", description="Where the loss turns from squared to absolute.", gt=0, le=100)

    def forward(self, step: Step, a: Tensor, t: Tensor) -> Tensor:
        error = step.apply(np.subtract, "error", a, t, rule="e = a − t")
        bent = step.apply(np.minimum, "cut", error, self.delta, rule="min(e, δ)")
        step.apply(np.maximum, bent, bent, -self.delta, rule="c = clip(e, −δ, δ)")
        # c·(e − c/2) is e²/2 inside and δ·(|e| − δ/2) outside
        elements = step.apply(np.multiply, "elements", bent, -0.5, rule="−c/2")
        step.apply(np.add, elements, elements, error, rule="e − c/2")
        step.apply(np.multiply, elements, elements, bent, rule="c·(e − c/2)")
        return step.total("loss", elements, _mean(a), rule="L = mean c·(e − c/2)")

    def backward(self, step: Step, a: Tensor, t: Tensor) -> Tensor:
        return step.apply(np.multiply, "da", step["cut"], _mean(a), rule="∂L/∂a = clip(a − t, −δ, δ)/n")


class Hinge(Loss):
    """max(0, 1 − t·a) with t = −1 or +1, mean over outputs and batch."""

    kind: Literal["hinge"] = "hinge"

    def defined_on(self, activation: Activation) -> bool:
        return activation.low < 0

    @property
    def tasks(self) -> tuple[Task, ...]:
        return ("binary", "classes")

    def targets(self, activation: Activation) -> tuple[float, float]:
        return (-1.0, 1.0)

    def forward(self, step: Step, a: Tensor, t: Tensor) -> Tensor:
        elements = step.apply(np.multiply, "elements", a, t, rule="t·a")
        step.apply(np.subtract, elements, 1.0, elements, rule="1 − t·a")
        step.apply(np.maximum, elements, elements, 0.0, rule="max(0, 1 − t·a)")
        return step.total("loss", elements, _mean(a), rule="L = mean max(0, 1 − t·a)")

    def backward(self, step: Step, a: Tensor, t: Tensor) -> Tensor:
        da = step.apply(np.sign, "da", step["elements"], rule="1 where 1 − t·a > 0, else 0")
        step.apply(np.multiply, da, da, t, rule="t where 1 − t·a > 0, else 0")
        return step.apply(np.multiply, da, da, -_mean(a), rule="∂L/∂a = −t/n where 1 − t·a > 0, else 0")


class BinaryCrossEntropy(Loss):
    """−t·ln a − (1 − t)·ln(1 − a), mean over outputs and batch; with sigmoid, computed from its logits."""

    kind: Literal["binary_cross_entropy"] = "binary_cross_entropy"

    @property
    def partner(self) -> str:
        return "sigmoid"

    def defined_on(self, activation: Activation) -> bool:
        return activation.name == "sigmoid"

    @property
    def tasks(self) -> tuple[Task, ...]:
        return ("binary", "classes")

    def forward(self, step: Step, a: Tensor, t: Tensor) -> Tensor:
        z = step["logits"]
        elements = step.apply(np.logaddexp, "elements", z, 0.0, rule="ln(1 + exp(z))")
        wanted = step.apply(np.multiply, "wanted", t, z, rule="t·z")
        step.apply(np.subtract, elements, elements, wanted, rule="ln(1 + exp(z)) − t·z = −t·ln a − (1 − t)·ln(1 − a)")
        return step.total("loss", elements, _mean(a), rule="L = mean (−t·ln a − (1 − t)·ln(1 − a))")

    def backward(self, step: Step, a: Tensor, t: Tensor) -> Tensor:
        return _pair_backward(step, a, t, _mean(a))


class CrossEntropy(Loss):
    """−Σ t·ln a over the classes, mean over the batch; with softmax, computed from its logits."""

    kind: Literal["cross_entropy"] = "cross_entropy"

    @property
    def partner(self) -> str:
        return "softmax"

    def defined_on(self, activation: Activation) -> bool:
        return activation.name == "softmax"

    @property
    def tasks(self) -> tuple[Task, ...]:
        return ("binary", "classes")

    def forward(self, step: Step, a: Tensor, t: Tensor) -> Tensor:
        size = step.apply(np.log, "size", step["total"], rule="ln Σ exp(z − max z)")
        elements = step.apply(
            np.subtract, "elements", step["shifted"], size, rule="ln a = z − max z − ln Σ exp(z − max z)"
        )
        step.apply(np.multiply, elements, elements, t, rule="t·ln a")
        return step.total("loss", elements, -1.0 / a.shape[1], rule="L = −mean Σ t·ln a")

    def backward(self, step: Step, a: Tensor, t: Tensor) -> Tensor:
        return _pair_backward(step, a, t, 1.0 / a.shape[1])


def _pair_backward(step: Step, a: Tensor, t: Tensor, factor: float) -> Tensor:
    delta = step.apply(np.subtract, "delta", a, t, rule="a − t")
    if factor == 1.0:
        return delta
    return step.apply(np.multiply, delta, delta, factor, rule=f"δ = ∂L/∂z = {factor:.4g}·(a − t)")


LossSpec = Annotated[
    SquaredError
    | SumSquaredError
    | HalfSquaredError
    | AbsoluteError
    | Huber
    | BinaryCrossEntropy
    | CrossEntropy
    | Hinge,
    Field(discriminator="kind"),
]
