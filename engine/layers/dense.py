"""A dense layer: every unit sums all its inputs, each times a weight, adds a bias, and bends the sum."""

from typing import Any, Literal

import numpy as np
from pydantic import Field

from engine.activations import ActivationName
from engine.initializers import GlorotUniform, InitializerSpec
from engine.layers.base import Layer, LayerSpec
from engine.program.arena import Arena
from engine.program.instruction import Tensor
from engine.program.step import Step


class Dense(LayerSpec):
    """z = W·x + b, a = f(z)."""

    kind: Literal["dense"] = "dense"
    units: int = Field(4, title="Units", description="How many neurons the layer has.", ge=1, le=512)
    activation: ActivationName = Field(
        "tanh", title="Activation", description="The function that bends each neuron's sum."
    )
    initializer: InitializerSpec = Field(
        default_factory=GlorotUniform, title="Initializer", description="How the weights begin. Biases begin at 0."
    )

    def units_out(self, fan_in: int) -> int:
        return self.units

    def shapes(self, fan_in: int) -> dict[str, tuple[int, ...]]:
        return {"weight": (self.units, fan_in), "bias": (self.units,)}

    @property
    def function(self) -> str:
        return self.activation

    def build(self, fan_in: int) -> "DenseLayer":
        return DenseLayer(self, fan_in)


class DenseLayer(Layer):
    """Weights and biases lie together as (fan_in + 1, units): the input's row of ones carries the bias, so that one
    product gives W·x + b, and one gives both gradients."""

    spec: Dense
    weights = ("weight",)

    def declare(self, parameters: Arena, moments: Arena, path: str) -> None:
        affine = parameters.allocate(f"{path}/affine", (self.fan_in + 1, self.units))
        parameters.name(f"{path}/weight", affine[: self.fan_in].T)
        parameters.name(f"{path}/bias", affine[self.fan_in])

    def seed(self, name: str, rng: np.random.Generator) -> Any:
        if name == "bias":
            return np.zeros(self.units)
        return self.spec.initializer.draw(rng, self.units, self.fan_in)

    def forward(self, step: Step, x: Tensor) -> Tensor:
        assert x.carrier is not None
        step.keep("x", x)
        affine = step.parameter("affine")
        linear = self.activation.name == "linear"
        z = step.output("z", self.units) if linear else step.new("z", (self.units, step.batch))
        step.call(
            "dot",
            affine.array.T.dot,
            (x.carrier, z.array),
            (step.parameter("weight").name, x.name, step.parameter("bias").name),
            (z.name,),
            "z = W·x + b",
        )
        if linear:
            return step.keep("a", z)
        a = step.output("a", self.units)
        self.activation.forward(step, z, a)
        return a

    def backward(self, step: Step, upstream: Tensor, by: Literal["a", "z"], down: bool) -> Tensor | None:
        x = step["x"]
        assert x.carrier is not None
        dz = upstream if by == "z" else self.activation.backward(step, step["z"], step["a"], upstream)
        gradient = step.gradient("affine")
        step.call(
            "dot",
            x.carrier.dot,
            (dz.array.T, gradient.array),
            (dz.name, x.name),
            (step.gradient("weight").name, step.gradient("bias").name),
            "∂L/∂W = δ·xᵀ, ∂L/∂b = Σ δ",
        )
        if not down:
            return None
        dx = step.new("dx", (self.fan_in, step.batch))
        weight = step.parameter("affine").array[: self.fan_in]
        names = (step.parameter("weight").name, dz.name)
        step.call("dot", weight.dot, (dz.array, dx.array), names, (dx.name,), "∂L/∂x = Wᵀ·δ")
        return dx
