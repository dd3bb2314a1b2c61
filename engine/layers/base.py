"""What every layer is: a spec that knows its output, and a layer that declares parameters and emits instructions."""

from typing import Annotated, Any, Literal

import numpy as np
from pydantic import Field

from engine.activations import ACTIVATIONS, Activation
from engine.program.arena import Arena
from engine.program.instruction import Tensor
from engine.program.step import Step
from engine.spec import Spec

Number = Annotated[float, Field(gt=-1e30, lt=1e30)]  # pictures are float32
Values = tuple[Number, ...] | tuple[tuple[Number, ...], ...]


class LayerSpec(Spec):
    """What all layer specs share: values to start from, and parameters that do not train."""

    initial: dict[str, Values] = Field(
        default_factory=dict,
        title="Initial values",
        description="Numbers a parameter starts from, by its name.",
        max_length=8,
    )
    frozen: tuple[str, ...] = Field(
        (),
        title="Frozen",
        description="Parameters that keep their values while the others train.",
        max_length=8,
    )

    def units_out(self, fan_in: int) -> int:
        """How many units this layer has, given how many feed it."""
        return fan_in

    def shapes(self, fan_in: int) -> dict[str, tuple[int, ...]]:
        """The parameters' names and public shapes."""
        return {}

    @property
    def function(self) -> str:
        """The name of the activation that makes this layer's output; linear where there is none."""
        return "linear"

    def build(self, fan_in: int) -> "Layer":
        raise AssertionError(f"{type(self).__name__} builds its layer")


class Layer:
    """A layer of a network. It holds no arrays: a step hands it those of the program under construction."""

    weights: tuple[str, ...] = ()  # the parameters that a regularizer penalises

    def __init__(self, spec: LayerSpec, fan_in: int) -> None:
        self.spec, self.fan_in = spec, fan_in
        self.units = spec.units_out(fan_in)
        self.shapes = spec.shapes(fan_in)

    @property
    def activation(self) -> Activation:
        return ACTIVATIONS[self.spec.function]

    def declare(self, parameters: Arena, moments: Arena, path: str) -> None:
        """Allocate this layer's parameters and moments, under their public names."""

    def seed(self, name: str, rng: np.random.Generator) -> Any:
        """Fresh values for one parameter, in its public shape."""
        raise AssertionError(f"{type(self).__name__} has no parameter {name!r}")

    def forward(self, step: Step, x: Tensor) -> Tensor:
        """Append what takes x (fan_in, batch) to this layer's output (units, batch)."""
        raise AssertionError(f"{type(self).__name__} states its forward")

    def backward(self, step: Step, upstream: Tensor, by: Literal["a", "z"], down: bool) -> Tensor | None:
        """Append the way back from `upstream`, the derivative of the loss by this layer's a, or by its z where the loss
        is computed as a pair with its activation. Returns the derivative by x, or None where nothing is `down` there.
        """
        raise AssertionError(f"{type(self).__name__} states its backward")
