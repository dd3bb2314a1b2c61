"""A probe is one sample walked forward and back by a program that never updates and leaves running moments alone."""

import numpy as np

from engine.program.step import Lasting
from engine.training.trainer import Trainer
from engine.types import Array


class Probe:
    """`run` computes; `z`, `a` and `delta` of a layer are (units,) views, `loss` is 0-d."""

    def __init__(self, trainer: Trainer, sample: int) -> None:
        network = trainer.network
        lasting = Lasting(
            network.layout, network.flat, np.zeros_like(network.flat), network.moments_layout, network.moments
        )
        self.program = network.compile(1, loss=trainer.design.loss, backward=True, lasting=lasting)
        assert self.program.targets is not None and self.program.loss is not None
        self.program.inputs[:, 0] = trainer.examples.inputs[:, sample]
        self.program.targets[:, 0] = trainer.targets[:, sample]
        self.sample = sample
        self.inputs: Array = self.program.inputs[:, 0]
        self.targets: Array = self.program.targets[:, 0]
        self.loss: Array = self.program.loss

    def run(self) -> None:
        with np.errstate(all="ignore"):
            self.program.judge()
            self.program.learn()

    def named(self) -> dict[str, Array]:
        """Every array of a picture that is this probe's, by its name there."""
        found = {"probe/inputs": self.inputs, "probe/target": self.targets, "probe/loss": self.loss}
        for layer in range(len(self.program.outputs)):
            z = self.z(layer)
            if z is not None:
                found[f"probe/layers/{layer}/z"] = z
            found[f"probe/layers/{layer}/a"] = self.a(layer)
            found[f"probe/layers/{layer}/delta"] = self.delta(layer)
        return found

    def a(self, layer: int) -> Array:
        return self.program.outputs[layer].array[:, 0]

    def z(self, layer: int) -> Array | None:
        """The pre-activation; None for a layer that has none."""
        array = self.program.arrays.get(f"layers/{layer}/z")
        return None if array is None else array[:, 0]

    def delta(self, layer: int) -> Array:
        """∂L/∂z, or ∂L/∂a for a layer that has no pre-activation."""
        arrays = self.program.arrays
        delta = arrays.get(f"layers/{layer}/delta")
        return (arrays[f"layers/{layer}/da"] if delta is None else delta)[:, 0]

    def gradient(self, name: str) -> Array:
        """∂L/∂θ of this one sample."""
        return self.program.arrays[f"gradient/{name}"]
