"""Zeros are the units of a walked step through which no gradient passes, or hardly any, each with its reason."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from engine.inspection.slope import Slope, steepest
from engine.inspection.walk import Walk
from engine.program.program import Program
from engine.training.keyframe import Keyframe
from engine.training.trainer import Trainer
from engine.types import Array

SATURATED = 0.01  # of the steepest slope that the activation has, or less
_BESIDE = 0.1  # of z: on the two sides of a top or a dip the slope has two signs

Reason = Literal["dropped", "silent", "dead", "saturated", "level", "step"]


@dataclass(frozen=True)
class Zero:
    """Why a unit lets no gradient pass for one sample.

    *dropped*: its mask is 0. *silent*: a = 0 and f′ = 0. *dead*: silent for every sample of the training part, with
    nothing dropped. *saturated*: f′ is at most a hundredth of the steepest that the activation has. *level*: the same,
    at a top or a dip of a function that turns. *step*: a step function has no slope anywhere. `silent_in` counts the
    samples of the batch for which a and f′ are 0.
    """

    unit: int
    reason: Reason
    slope: float
    steepest: float
    silent_in: int


class Zeros:
    """Finds them, in the walks of one trainer."""

    def __init__(self, trainer: Trainer) -> None:
        self._trainer = trainer
        self._slopes: dict[tuple[int, int], Slope] = {}
        self._training: Program | None = None  # the training part, forward, with nothing dropped
        self._never: dict[int, Array] = {}  # by layer: which units are silent for all of it
        self._stood: Keyframe | None = None  # at these parameters

    def bends(self, layer: int) -> bool:
        """Whether the gradient passes this layer by way of a slope of its own."""
        activation = self._trainer.network.layers[layer].activation
        paired = layer == len(self._trainer.network.layers) - 1 and self._trainer.design.loss.partner == activation.name
        return activation.slope is not None and activation.name != "linear" and not paired

    def slope(self, layer: int, z: Array) -> Array:
        """f′(z) of the units of a layer, (units, n)."""
        key = layer, z.shape[1]
        if key not in self._slopes:
            activation = self._trainer.network.layers[layer].activation
            self._slopes[key] = Slope(activation, (z.shape[0], z.shape[1]), z.dtype)
        return self._slopes[key].at(z).copy()

    def of(self, walk: Walk, layer: int, column: int) -> list[Zero]:
        """The zeros of a layer for one sample of the batch, as far as the walk has come."""
        a = walk.computed(f"layers/{layer}/a")
        if a is None:
            return []
        mask = walk.computed(f"layers/{layer}/mask")
        if mask is not None:
            shut = mask == 0
            return [
                Zero(int(unit), "dropped", 0.0, 1.0, int(shut[unit].sum())) for unit in np.flatnonzero(shut[:, column])
            ]
        return self._hindered(walk, layer, column, a) if self.bends(layer) else []

    def _hindered(self, walk: Walk, layer: int, column: int, a: Array) -> list[Zero]:
        most = steepest(self._trainer.network.layers[layer].activation.name)
        z = walk.program.arrays[f"layers/{layer}/z"]
        here = z[:, [column]]
        slopes = self.slope(layer, here)[:, 0]
        units = np.flatnonzero(np.abs(slopes) <= SATURATED * most)
        if not units.size:
            return []
        silent = (slopes == 0) & (a[:, column] == 0) & (most > 0)
        turning = self.slope(layer, here - _BESIDE)[:, 0] * self.slope(layer, here + _BESIDE)[:, 0] < 0
        silent_in = ((self.slope(layer, z) == 0) & (a == 0)).sum(axis=1) if silent.any() else np.zeros(len(z), int)
        throughout = silent & (silent_in == z.shape[1])
        dead = throughout & self._silent_throughout(walk)[layer] if throughout.any() else throughout
        reason: Reason
        found = []
        for unit in units.tolist():
            if most == 0:
                reason = "step"
            elif silent[unit]:
                reason = "dead" if dead[unit] else "silent"
            else:
                reason = "level" if turning[unit] else "saturated"
            found.append(Zero(unit, reason, float(slopes[unit]), most, int(silent_in[unit])))
        return found

    def _silent_throughout(self, walk: Walk) -> dict[int, Array]:
        """By layer, whether each unit is silent for every sample of the training part, before the walked step."""
        if self._stood is walk.begin:
            return self._never
        trainer, network, begin = self._trainer, self._trainer.network, walk.begin.arrays
        if self._training is None:
            train = trainer.splits.train
            self._training = network.compile(len(train))
            self._training.inputs[...] = trainer.examples.inputs[:, train]
        now = network.flat.copy(), network.moments.copy()
        network.flat[...], network.moments[...] = begin["parameters"], begin["moments"]
        with np.errstate(all="ignore"):
            self._training.run()
        network.flat[...], network.moments[...] = now
        arrays = self._training.arrays
        for layer in filter(self.bends, range(len(network.layers))):
            silent = self.slope(layer, arrays[f"layers/{layer}/z"]) == 0
            self._never[layer] = (silent & (arrays[f"layers/{layer}/a"] == 0)).all(axis=1)
        self._stood = walk.begin
        return self._never
