"""Regularizers and gradient clipping: what is done to the gradient between the way back and the optimizer.

A regularizer's penalty is reported beside the loss, never as it. It counts weights, not biases.
"""

from typing import Annotated, Literal

import numpy as np
from pydantic import Field

from engine.program.instruction import Tensor
from engine.program.step import Step
from engine.spec import Spec
from engine.types import Array


class NoRegularizer(Spec):
    """No penalty."""

    kind: Literal["none"] = "none"

    @property
    def rates(self) -> tuple[float, float]:
        """The rates of |w| and of ½·w²."""
        return 0.0, 0.0


class L1(Spec):
    """rate·Σ |w|: pulls weights to exactly 0."""

    kind: Literal["l1"] = "l1"
    rate: float = Field(0.001, title="Rate", description="How strongly |w| is penalised.", ge=0, le=10)

    @property
    def rates(self) -> tuple[float, float]:
        return self.rate, 0.0


class L2(Spec):
    """½·rate·Σ w²: keeps weights small. PyTorch's weight_decay is this rate; Keras' l2 is half of it."""

    kind: Literal["l2"] = "l2"
    rate: float = Field(0.001, title="Rate", description="How strongly ½·w² is penalised.", ge=0, le=10)

    @property
    def rates(self) -> tuple[float, float]:
        return 0.0, self.rate


class Elastic(Spec):
    """L1 and L2 together (Zou and Hastie 2005)."""

    kind: Literal["elastic"] = "elastic"
    l1: float = Field(0.001, title="L1 rate", description="How strongly |w| is penalised.", ge=0, le=10)
    l2: float = Field(0.001, title="L2 rate", description="How strongly ½·w² is penalised.", ge=0, le=10)

    @property
    def rates(self) -> tuple[float, float]:
        return self.l1, self.l2


RegularizerSpec = Annotated[NoRegularizer | L1 | L2 | Elastic, Field(discriminator="kind")]


def penalty(regularizer: RegularizerSpec, weights: list[Array]) -> float:
    """What the regularizer adds to the objective, in double precision."""
    l1, l2 = regularizer.rates
    doubles = [w.astype(np.float64, copy=False) for w in weights]
    return float(sum(l1 * np.abs(w).sum() + 0.5 * l2 * np.square(w).sum() for w in doubles))


def regularize(step: Step, regularizer: RegularizerSpec, g: Tensor, p: Tensor, weights: Tensor) -> Tensor:
    """Append the penalty's gradient; `weights` is 1 where the flat parameters `p` are weights, 0 elsewhere."""
    l1, l2 = regularizer.rates
    for name, rate, rule in (("l1", l1, "sign(w)"), ("l2", l2, "w")):
        if rate:
            pull = step.apply(np.sign, f"{name}_pull", p, rule="sign(w)") if name == "l1" else p
            pull = step.apply(np.multiply, f"{name}_share", pull, rate, rule=f"{rate:g}·{rule}")
            step.apply(np.multiply, pull, pull, weights, rule="weights only, not biases")
            g = step.apply(np.add, f"{name}_gradient", g, pull, rule=f"g + {rate:g}·{rule}")
    return g


class NoClipping(Spec):
    """The gradient as it is."""

    kind: Literal["none"] = "none"

    def emit(self, step: Step, g: Tensor) -> Tensor:
        return g


class ClipNorm(Spec):
    """Scales the whole gradient down when its length exceeds a limit (Pascanu et al. 2013), as PyTorch's."""

    kind: Literal["norm"] = "norm"
    limit: float = Field(1.0, title="Largest norm", description="The length that the gradient may have.", gt=0, le=1e6)

    def emit(self, step: Step, g: Tensor) -> Tensor:
        norm = step.dot("norm", g, g, rule="Σ g²")
        step.apply(np.sqrt, norm, norm, rule="‖g‖ = √Σ g²")
        scale = step.apply(np.add, "scale", norm, 1e-6, rule="‖g‖ + 0.000001")
        step.apply(np.divide, scale, self.limit, scale, rule="limit/‖g‖")
        step.apply(np.minimum, scale, scale, 1.0, rule="min(1, limit/‖g‖)")
        return step.apply(np.multiply, "clipped", g, scale, rule="g·min(1, limit/‖g‖)")


class ClipValue(Spec):
    """Cuts every component of the gradient off at ± a limit."""

    kind: Literal["value"] = "value"
    limit: float = Field(1.0, title="Largest value", description="The size a component may have.", gt=0, le=1e6)

    def emit(self, step: Step, g: Tensor) -> Tensor:
        clipped = step.apply(np.minimum, "clipped", g, self.limit, rule="min(g, limit)")
        return step.apply(np.maximum, clipped, clipped, -self.limit, rule="clip(g, −limit, limit)")


ClippingSpec = Annotated[NoClipping | ClipNorm | ClipValue, Field(discriminator="kind")]
