"""A batch normalisation layer: it centres and scales each unit over the batch, then learns a scale and a shift.

Source: Ioffe and Szegedy 2015; momentum and moments as in PyTorch's BatchNorm1d (running variance unbiased). Keras
counts momentum the other way round (0.99 is 0.01 here), has ε = 1e-3, and keeps the biased variance.
"""

from typing import Any, Literal

import numpy as np
from pydantic import Field

from engine.layers.base import Layer, LayerSpec
from engine.program.arena import Arena
from engine.program.instruction import Tensor
from engine.program.step import Step


class BatchNorm(LayerSpec):
    """a = γ·(x − μ)/√(σ² + ε) + β; μ and σ² of the batch in training, the running ones otherwise."""

    kind: Literal["batch_norm"] = "batch_norm"
    momentum: float = Field(
        0.1, title="Momentum", description="How much of each batch enters the running moments.", gt=0, le=1
    )
    epsilon: float = Field(1e-5, title="Epsilon", description="Keeps the division finite.", gt=0, le=1)

    def shapes(self, fan_in: int) -> dict[str, tuple[int, ...]]:
        return {"scale": (fan_in,), "shift": (fan_in,)}

    def build(self, fan_in: int) -> "BatchNormLayer":
        return BatchNormLayer(self, fan_in)


class BatchNormLayer(Layer):
    """Moments, scale and shift are columns (units, 1), which broadcast over the batch."""

    spec: BatchNorm

    def declare(self, parameters: Arena, moments: Arena, path: str) -> None:
        for arena, names in ((parameters, ("scale", "shift")), (moments, ("running_mean", "running_variance"))):
            for name in names:
                column = arena.allocate(f"{path}/{name}_column", (self.units, 1))
                arena.name(f"{path}/{name}", column[:, 0])

    def seed(self, name: str, rng: np.random.Generator) -> Any:
        return np.ones(self.units) if name in ("scale", "running_variance") else np.zeros(self.units)

    def forward(self, step: Step, x: Tensor) -> Tensor:
        mean = step.moment("running_mean_column")
        variance = step.moment("running_variance_column")
        if step.training:
            share = step.filled("share", (step.batch, 1), 1.0 / step.batch)
            batch_mean = step.dot("mean", x, share, rule="μ = mean x")
            centred = step.apply(np.subtract, "centred", x, batch_mean, rule="x − μ")
            square = step.apply(np.multiply, "square", centred, centred, rule="(x − μ)²")
            batch_variance = step.dot("variance", square, share, rule="σ² = mean (x − μ)²")
            self._remember(step, "mean", mean, batch_mean, 1.0)
            self._remember(step, "variance", variance, batch_variance, step.batch / max(step.batch - 1, 1))
            variance = batch_variance
        else:
            centred = step.apply(np.subtract, "centred", x, mean, rule="x − μ")
        deviation = step.apply(np.add, "deviation", variance, self.spec.epsilon, rule="σ² + ε")
        step.apply(np.sqrt, deviation, deviation, rule="√(σ² + ε)")
        normal = step.apply(np.divide, "normal", centred, deviation, rule="x̂ = (x − μ)/√(σ² + ε)")
        a = step.output("a", self.units)
        step.apply(np.multiply, a, normal, step.parameter("scale_column"), rule="γ·x̂")
        return step.apply(np.add, a, a, step.parameter("shift_column"), rule="a = γ·x̂ + β")

    def _remember(self, step: Step, what: str, running: Tensor, fresh: Tensor, unbiased: float) -> None:
        rate = self.spec.momentum
        entering = step.apply(np.multiply, f"entering_{what}", fresh, rate * unbiased, rule=f"momentum·{what}")
        step.apply(np.multiply, running, running, 1.0 - rate, rule=f"(1 − momentum)·running {what}")
        step.apply(np.add, running, running, entering, rule=f"running {what}")

    def backward(self, step: Step, upstream: Tensor, by: Literal["a", "z"], down: bool) -> Tensor | None:
        ones = step.filled("each", (step.batch, 1), 1.0)
        normal = step["normal"]
        products = step.apply(np.multiply, "products", upstream, normal, rule="∂L/∂a·x̂")
        step.dot(step.gradient("scale_column"), products, ones, rule="∂L/∂γ = Σ ∂L/∂a·x̂")
        step.dot(step.gradient("shift_column"), upstream, ones, rule="∂L/∂β = Σ ∂L/∂a")
        if not down:
            return None
        slope = step.apply(np.divide, "slope", step.parameter("scale_column"), step["deviation"], rule="γ/√(σ² + ε)")
        if not step.training:
            return step.apply(np.multiply, "dx", upstream, slope, rule="∂L/∂x = ∂L/∂a·γ/√(σ² + ε)")
        # every x moves μ and σ² too: take off what all samples share, and what lies along x̂
        common = step.dot("common", upstream, step["share"], rule="mean ∂L/∂a")
        along = step.dot("along", products, step["share"], rule="mean ∂L/∂a·x̂")
        dx = step.apply(np.multiply, "dx", normal, along, rule="x̂·mean(∂L/∂a·x̂)")
        step.apply(np.add, dx, dx, common, rule="mean ∂L/∂a + x̂·mean(∂L/∂a·x̂)")
        step.apply(np.subtract, dx, upstream, dx, rule="∂L/∂a − mean ∂L/∂a − x̂·mean(∂L/∂a·x̂)")
        return step.apply(np.multiply, dx, dx, slope, rule="∂L/∂x = γ/√(σ² + ε)·(…)")
