"""An activation layer: it bends what the layer before it gives, unit by unit, and has nothing to learn."""

from typing import Literal

from pydantic import Field

from engine.activations import ActivationName
from engine.layers.base import Layer, LayerSpec
from engine.program.instruction import Tensor
from engine.program.step import Step


class ActivationSpec(LayerSpec):
    """a = f(x)."""

    kind: Literal["activation"] = "activation"
    activation: ActivationName = Field(
        "relu", title="Activation", description="The function that bends each unit's value."
    )

    @property
    def function(self) -> str:
        return self.activation

    def build(self, fan_in: int) -> "ActivationLayer":
        return ActivationLayer(self, fan_in)


class ActivationLayer(Layer):
    """Its z is what comes in."""

    def forward(self, step: Step, x: Tensor) -> Tensor:
        step.keep("z", x)
        a = step.output("a", self.units)
        self.activation.forward(step, x, a)
        return a

    def backward(self, step: Step, upstream: Tensor, by: Literal["a", "z"], down: bool) -> Tensor | None:
        if by == "z":
            return upstream
        return self.activation.backward(step, step["z"], step["a"], upstream)
