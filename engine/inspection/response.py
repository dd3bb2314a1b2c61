"""A response is what every unit says over many inputs at once: a grid over the plane, a line, or samples of a table.

It is a forward program of its own batch size, in float32, over a copy of the parameters.
"""

import numpy as np

from engine.network import Network
from engine.program.step import Lasting
from engine.types import Array


class SinglePrecision:
    """A network's parameters and moments as float32, refreshed by one cast copy each."""

    def __init__(self, network: Network) -> None:
        self.network = network
        flat, moments = network.flat.astype(np.float32), network.moments.astype(np.float32)
        self.lasting = Lasting(network.layout, flat, flat, network.moments_layout, moments)

    def refresh(self) -> None:
        """Take over the present values."""
        np.copyto(self.lasting.parameters, self.network.flat, casting="same_kind")
        np.copyto(self.lasting.moments, self.network.moments, casting="same_kind")


class Response:
    """`run` fills `units(layer)`, (units, n), from the values that `single` last took over."""

    def __init__(self, single: SinglePrecision, inputs: Array) -> None:
        """`inputs` are columns (features, n), preprocessed."""
        self._program = single.network.compile(inputs.shape[1], lasting=single.lasting)
        self._program.inputs[...] = inputs

    def run(self) -> None:
        with np.errstate(all="ignore"):
            for call, arguments in self._program.judging:
                call(*arguments)

    def units(self, layer: int) -> Array:
        """What a layer's units say, (units, n); layer −1 is the input."""
        return self._program.inputs if layer < 0 else self._program.outputs[layer].array

    @property
    def output(self) -> Array:
        return self._program.output


def grid(domain: tuple[tuple[float, float], ...], side: int) -> Array:
    """Raw rows (side², 2) over a box of the plane, row by row from the top left: x₂ largest first, x₁ smallest first.

    For a line, (side, 1) from left to right.
    """
    if len(domain) == 1:
        return np.linspace(*domain[0], side)[:, None]
    x1, x2 = np.linspace(*domain[0], side), np.linspace(domain[1][1], domain[1][0], side)
    return np.stack([np.tile(x1, side), np.repeat(x2, side)], axis=1)
