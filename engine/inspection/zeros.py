"""Zeros are the units of a walked step through which no gradient passes, or hardly any, each with its reason."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from engine.inspection.slope import Slope, steepest
from engine.inspection.walk import Walk
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
    """Finds them, in one walk of one trainer."""

    def __init__(self, trainer: Trainer, walk: Walk) -> None:
        self._trainer, self.walk = trainer, walk
        self._slopes: dict[tuple[int, int], Slope] = {}
        self._dead: dict[int, Array] | None = None

    def _bends(self, layer: int) -> bool:
        """Whether the gradient passes this layer by way of a slope of its own."""
        activation = self._trainer.network.layers[layer].activation
        paired = layer == len(self._trainer.network.layers) - 1 and self._trainer.design.loss.partner == activation.name
        return activation.slope is not None and activation.name != "linear" and not paired

    def slope(self, layer: int) -> Array | None:
        """f′(z) of every unit and sample, once its a is computed; None where no slope stands in the gradient's way."""
        if not self._bends(layer) or self.walk.computed(f"layers/{layer}/a") is None:
            return None
        return self._slope(layer, self.walk.program.arrays[f"layers/{layer}/z"])

    def _slope(self, layer: int, z: Array) -> Array:
        key = layer, z.shape[1]
        if key not in self._slopes:
            activation = self._trainer.network.layers[layer].activation
            self._slopes[key] = Slope(activation, (z.shape[0], z.shape[1]), z.dtype)
        return self._slopes[key].at(z).copy()

    def of(self, layer: int, column: int) -> list[Zero]:
        """The zeros of a layer for one sample of the batch, as far as the walk has come."""
        mask = self.walk.computed(f"layers/{layer}/mask")
        if mask is not None and self.walk.computed(f"layers/{layer}/a") is not None:
            shut = mask == 0
            return [
                Zero(int(unit), "dropped", 0.0, 1.0, int(shut[unit].sum())) for unit in np.flatnonzero(shut[:, column])
            ]
        slopes = self.slope(layer)
        if slopes is None:
            return []
        name = self._trainer.network.layers[layer].activation.name
        most, a = steepest(name), self.walk.program.arrays[f"layers/{layer}/a"]
        silent = (slopes == 0) & (a == 0)
        return [
            Zero(
                int(unit),
                self._reason(layer, int(unit), column, silent, most),
                float(slopes[unit, column]),
                most,
                int(silent[unit].sum()),
            )
            for unit in np.flatnonzero(np.abs(slopes[:, column]) <= SATURATED * most)
        ]

    def _reason(self, layer: int, unit: int, column: int, silent: Array, most: float) -> Reason:
        if most == 0:
            return "step"
        if silent[unit, column]:
            return "dead" if silent[unit].all() and self._never(layer)[unit] else "silent"
        z = self.walk.program.arrays[f"layers/{layer}/z"][:, [column]]
        before, after = self._slope(layer, z - _BESIDE)[unit, 0], self._slope(layer, z + _BESIDE)[unit, 0]
        return "level" if before * after < 0 else "saturated"

    def _never(self, layer: int) -> Array:
        """For each unit of a layer, whether it is silent for every sample of the training part."""
        if self._dead is None:
            self._dead = self._silent_throughout()
        return self._dead[layer]

    def _silent_throughout(self) -> dict[int, Array]:
        trainer = self._trainer
        train = trainer.splits.train
        program = trainer.network.compile(len(train))
        program.inputs[...] = trainer.examples.inputs[:, train]
        network, begin = trainer.network, self.walk.begin.arrays
        now = network.flat.copy(), network.moments.copy()
        network.flat[...], network.moments[...] = begin["parameters"], begin["moments"]
        with np.errstate(all="ignore"):
            program.run()
        network.flat[...], network.moments[...] = now
        found = {}
        for layer in filter(self._bends, range(len(trainer.network.layers))):
            a, z = program.arrays[f"layers/{layer}/a"], program.arrays[f"layers/{layer}/z"]
            found[layer] = ((self._slope(layer, z) == 0) & (a == 0)).all(axis=1)
        return found
