"""A dropout layer: in training it silences units at random, and scales up the rest (Srivastava et al. 2014)."""

from typing import Literal

import numpy as np
from pydantic import Field

from engine.layers.base import Layer, LayerSpec
from engine.program.instruction import Tensor
from engine.program.step import Step


class Dropout(LayerSpec):
    """a = x·mask/(1 − rate) in training; a = x otherwise."""

    kind: Literal["dropout"] = "dropout"
    rate: float = Field(0.2, title="Rate", description="The share of units that each step silences.", ge=0, le=0.95)

    def build(self, fan_in: int) -> "DropoutLayer":
        return DropoutLayer(self, fan_in)


class DropoutLayer(Layer):
    """Draws from `generator`, which the network's owner sets anew for each epoch."""

    spec: Dropout

    def __init__(self, spec: Dropout, fan_in: int) -> None:
        super().__init__(spec, fan_in)
        self.generator = np.random.Generator(np.random.PCG64(0))

    def draw(self, into: np.ndarray) -> None:
        """Uniform draws of [0, 1), one for each unit and sample."""
        self.generator.random(out=into, dtype=into.dtype)

    def forward(self, step: Step, x: Tensor) -> Tensor:
        if not step.training:
            return step.keep("a", x)
        mask = step.new("mask", x.shape)
        step.call("random", self.draw, (mask.array,), (), (mask.name,), "u drawn evenly from [0, 1)")
        step.apply(np.subtract, mask, mask, self.spec.rate, rule="u − rate")
        step.apply(np.heaviside, mask, mask, 1.0, rule="1 where u ≥ rate, else 0")
        step.apply(np.multiply, mask, mask, 1.0 / (1.0 - self.spec.rate), rule="mask = 1/(1 − rate) or 0")
        return step.apply(np.multiply, step.output("a", self.units), x, mask, rule="a = x·mask")

    def backward(self, step: Step, upstream: Tensor, by: Literal["a", "z"], down: bool) -> Tensor | None:
        if not down:
            return None
        if not step.training:
            return step.keep("dx", upstream)
        return step.apply(np.multiply, "dx", upstream, step["mask"], rule="∂L/∂x = ∂L/∂a·mask")
