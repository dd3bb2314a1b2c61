"""Optimizers: from a gradient to a step, over the whole parameter block at once.

Where libraries differ these are PyTorch's definitions; each says how Keras differs.
"""

from collections.abc import Callable
from typing import Annotated, Literal

import numpy as np
from pydantic import Field

from engine.program.instruction import Tensor
from engine.program.step import Step
from engine.spec import Spec

Memory = Callable[[str], Tensor]  # a tensor of the parameters' shape that lives as long as the run


class Optimizer(Spec):
    """What every optimizer has: a learning rate, and instructions that take p and g to the new p."""

    learning_rate: float = Field(
        0.1, title="Learning rate", description="How far a step goes along the gradient.", gt=0, le=1000
    )

    @property
    def remembers(self) -> tuple[str, ...]:
        """Names of what it keeps from step to step."""
        return ()

    @property
    def betas(self) -> tuple[float, float] | None:
        """The decays whose bias is corrected, where there are any."""
        return None

    def emit(self, step: Step, p: Tensor, g: Tensor, rate: Tensor, memory: Memory) -> None:
        raise AssertionError(f"{type(self).__name__} states its instructions")


def _land(step: Step, p: Tensor, direction: Tensor, rate: Tensor) -> None:
    change = step.apply(np.multiply, "change", direction, rate, rule="learning_rate·direction")
    step.apply(np.subtract, p, p, change, rule="w − learning_rate·direction")


class SGD(Optimizer):
    """w ← w − learning_rate·g."""

    kind: Literal["sgd"] = "sgd"

    def emit(self, step: Step, p: Tensor, g: Tensor, rate: Tensor, memory: Memory) -> None:
        _land(step, p, g, rate)


class Momentum(Optimizer):
    """v ← μ·v + g, w ← w − learning_rate·v (Polyak 1964).

    Keras has the learning rate inside v, which differs once the rate changes.
    """

    kind: Literal["momentum"] = "momentum"
    momentum: float = Field(0.9, title="Momentum", description="How much of the velocity is kept.", ge=0, lt=1)

    @property
    def remembers(self) -> tuple[str, ...]:
        return ("velocity",)

    def _velocity(self, step: Step, g: Tensor, memory: Memory) -> Tensor:
        v = memory("velocity")
        step.apply(np.multiply, v, v, self.momentum, rule="μ·v")
        return step.apply(np.add, v, v, g, rule="v = μ·v + g")

    def emit(self, step: Step, p: Tensor, g: Tensor, rate: Tensor, memory: Memory) -> None:
        _land(step, p, self._velocity(step, g, memory), rate)


class Nesterov(Momentum):
    """v ← μ·v + g, w ← w − learning_rate·(g + μ·v): momentum that looks ahead (Sutskever et al. 2013)."""

    kind: Literal["nesterov"] = "nesterov"  # type: ignore[assignment]

    def emit(self, step: Step, p: Tensor, g: Tensor, rate: Tensor, memory: Memory) -> None:
        v = self._velocity(step, g, memory)
        ahead = step.apply(np.multiply, "ahead", v, self.momentum, rule="μ·v")
        step.apply(np.add, ahead, ahead, g, rule="g + μ·v")
        _land(step, p, ahead, rate)


def _scaled(step: Step, g: Tensor, square: Tensor, epsilon: float) -> Tensor:
    size = step.apply(np.sqrt, "size", square, rule="√s")
    step.apply(np.add, size, size, epsilon, rule="√s + ε")
    return step.apply(np.divide, "direction", g, size, rule="g/(√s + ε)")


class Adagrad(Optimizer):
    """s ← s + g², w ← w − learning_rate·g/(√s + ε) (Duchi et al. 2011). Keras starts s at 0.1 and has ε = 1e-7."""

    kind: Literal["adagrad"] = "adagrad"
    epsilon: float = Field(1e-10, title="Epsilon", description="Keeps the division finite.", gt=0, le=1)

    @property
    def remembers(self) -> tuple[str, ...]:
        return ("square",)

    def emit(self, step: Step, p: Tensor, g: Tensor, rate: Tensor, memory: Memory) -> None:
        s = memory("square")
        fresh = step.apply(np.multiply, "fresh", g, g, rule="g²")
        step.apply(np.add, s, s, fresh, rule="s = s + g²")
        _land(step, p, _scaled(step, g, s, self.epsilon), rate)


class RMSProp(Optimizer):
    """s ← α·s + (1 − α)·g², w ← w − learning_rate·g/(√s + ε) (Hinton 2012). Keras has α = 0.9 and ε = 1e-7."""

    kind: Literal["rmsprop"] = "rmsprop"
    decay: float = Field(0.99, title="Decay", description="How much of the mean square is kept.", ge=0, lt=1)
    epsilon: float = Field(1e-8, title="Epsilon", description="Keeps the division finite.", gt=0, le=1)

    @property
    def remembers(self) -> tuple[str, ...]:
        return ("square",)

    def emit(self, step: Step, p: Tensor, g: Tensor, rate: Tensor, memory: Memory) -> None:
        s = memory("square")
        fresh = step.apply(np.multiply, "fresh", g, g, rule="g²")
        step.apply(np.multiply, fresh, fresh, 1.0 - self.decay, rule="(1 − α)·g²")
        step.apply(np.multiply, s, s, self.decay, rule="α·s")
        step.apply(np.add, s, s, fresh, rule="s = α·s + (1 − α)·g²")
        _land(step, p, _scaled(step, g, s, self.epsilon), rate)


class Adam(Optimizer):
    """Means of g and of g², both corrected for starting at 0 (Kingma and Ba 2015).

    m ← β₁·m + (1 − β₁)·g, v ← β₂·v + (1 − β₂)·g², w ← w − learning_rate·m̂/(√v̂ + ε). Keras has ε = 1e-7 and adds it
    before the correction.
    """

    kind: Literal["adam"] = "adam"
    learning_rate: float = Field(
        0.01, title="Learning rate", description="About how far a step goes in each weight.", gt=0, le=1000
    )
    beta1: float = Field(0.9, title="β₁", description="How much of the mean gradient is kept.", ge=0, lt=1)
    beta2: float = Field(0.999, title="β₂", description="How much of the mean square is kept.", ge=0, lt=1)
    epsilon: float = Field(1e-8, title="Epsilon", description="Keeps the division finite.", gt=0, le=1)

    @property
    def remembers(self) -> tuple[str, ...]:
        return ("m", "v")

    @property
    def betas(self) -> tuple[float, float]:
        return self.beta1, self.beta2

    def emit(self, step: Step, p: Tensor, g: Tensor, rate: Tensor, memory: Memory) -> None:
        self._adapt(step, p, p, g, rate, memory)

    def _adapt(self, step: Step, p: Tensor, before: Tensor, g: Tensor, rate: Tensor, memory: Memory) -> None:
        """The new p, counted from `before`."""
        m, v = memory("m"), memory("v")
        change = step.apply(np.multiply, "change", g, 1.0 - self.beta1, rule="(1 − β₁)·g")
        step.apply(np.multiply, m, m, self.beta1, rule="β₁·m")
        step.apply(np.add, m, m, change, rule="m = β₁·m + (1 − β₁)·g")
        step.apply(np.multiply, change, g, g, rule="g²")
        step.apply(np.multiply, change, change, 1.0 - self.beta2, rule="(1 − β₂)·g²")
        step.apply(np.multiply, v, v, self.beta2, rule="β₂·v")
        step.apply(np.add, v, v, change, rule="v = β₂·v + (1 − β₂)·g²")
        m_hat = step.apply(np.multiply, "m_hat", m, step["correction1"], rule="m̂ = m/(1 − β₁ᵗ)")
        v_hat = step.apply(np.multiply, "v_hat", v, step["correction2"], rule="v̂ = v/(1 − β₂ᵗ)")
        step.apply(np.sqrt, change, v_hat, rule="√v̂")
        step.apply(np.add, change, change, self.epsilon, rule="√v̂ + ε")
        step.apply(np.divide, change, m_hat, change, rule="m̂/(√v̂ + ε)")
        step.apply(np.multiply, change, change, rate, rule="learning_rate·m̂/(√v̂ + ε)")
        step.apply(np.subtract, p, before, change, rule="w − learning_rate·m̂/(√v̂ + ε)")


class AdamW(Adam):
    """Adam with weight decay apart from the gradient: w ← w − learning_rate·decay·w first (Loshchilov and Hutter 2019).

    As in PyTorch it decays every trainable parameter, biases too.
    """

    kind: Literal["adamw"] = "adamw"  # type: ignore[assignment]
    weight_decay: float = Field(0.01, title="Weight decay", description="Share taken off every weight.", ge=0, le=10)

    def emit(self, step: Step, p: Tensor, g: Tensor, rate: Tensor, memory: Memory) -> None:
        decay = step.apply(np.multiply, "decay", rate, self.weight_decay, rule="learning_rate·decay")
        lost = step.apply(np.multiply, "lost", p, decay, rule="learning_rate·decay·w")
        if "trainable" in step:
            step.apply(np.multiply, lost, lost, step["trainable"], rule="0 where frozen")
        decayed = step.apply(np.subtract, lost, p, lost, rule="w − learning_rate·decay·w")
        self._adapt(step, p, decayed, g, rate, memory)


OptimizerSpec = Annotated[SGD | Momentum | Nesterov | Adagrad | RMSProp | Adam | AdamW, Field(discriminator="kind")]
