"""The slope f′ of an activation at any z, by the very instructions that train."""

from functools import lru_cache

import numpy as np

from engine.activations import ACTIVATIONS, Activation
from engine.program.arena import Arena
from engine.program.step import Lasting, Step
from engine.types import Array, DType

_REACH, _STEPS = 8.0, 4001  # where the steepest place is looked for: softplus comes within a thousandth of its 1 there


class Slope:
    """f′ of an activation whose units do not depend on one another, for a block of z of one shape."""

    def __init__(self, activation: Activation, shape: tuple[int, int], dtype: DType) -> None:
        assert activation.slope is not None
        nothing = np.empty(0, dtype)
        lasting = Lasting(Arena(dtype), nothing, nothing, Arena(dtype), nothing)
        capacity: int | None = None
        for _ in ("measure", "allocate"):
            arena = Arena(dtype, capacity)
            step = Step(arena, shape[1], lasting, training=False)
            z = step.new("z", shape)
            a = step.output("a", shape[0])
            activation.forward(step, z, a)
            slope = activation.slope(step, z, a)
            capacity = arena.size
        self._z, self._slope, self._instructions = z.array, slope.array, step.instructions

    def at(self, z: Array) -> Array:
        """f′(z), until it is asked for again."""
        self._z[...] = z
        with np.errstate(all="ignore"):
            for instruction in self._instructions:
                instruction.call(*instruction.arguments)
        return self._slope


@lru_cache
def steepest(name: str) -> float:
    """The largest |f′| of an activation; 0 for a step."""
    grid = np.linspace(-_REACH, _REACH, _STEPS)[None]
    return float(np.abs(Slope(ACTIVATIONS[name], grid.shape, "float64").at(grid)).max())
