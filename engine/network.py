"""A network is a stack of layers over one flat block of parameters; it compiles programs for any batch size."""

from collections.abc import Callable, Sequence

import numpy as np

from engine.errors import ParameterError, Problem
from engine.layers.base import Layer, LayerSpec
from engine.losses import Loss
from engine.program.arena import Arena
from engine.program.instruction import Tensor
from engine.program.program import Program
from engine.program.step import Lasting, Step
from engine.types import Array, DType

_INITIAL = 1  # what a stream of random numbers is for: the last part of its seed


class Network:
    """Parameters by name, `layers/0/weight` (units, fan_in) for one, all of them views into one flat block."""

    def __init__(self, specs: Sequence[LayerSpec], features: int, dtype: DType, seed: int) -> None:
        self.features, self.dtype = features, np.dtype(dtype)
        self.layers: list[Layer] = []
        fan_in = features
        for spec in specs:
            self.layers.append(spec.build(fan_in))
            fan_in = self.layers[-1].units
        self.layout, self.moments_layout = self._declared()
        assert self.layout.flat is not None and self.moments_layout.flat is not None
        self.flat, self.moments = self.layout.flat, self.moments_layout.flat
        self.gradients = np.zeros_like(self.flat)
        self.parameters: dict[str, Array] = {
            f"layers/{i}/{name}": self.layout[f"layers/{i}/{name}"]
            for i, layer in enumerate(self.layers)
            for name in layer.shapes
        }
        self.reseed(seed)

    def _declared(self) -> tuple[Arena, Arena]:
        measured: tuple[int | None, int | None] = (None, None)
        for _ in ("measure", "allocate"):
            arenas = Arena(self.dtype, measured[0]), Arena(self.dtype, measured[1])
            for i, layer in enumerate(self.layers):
                layer.declare(*arenas, f"layers/{i}")
            measured = arenas[0].size, arenas[1].size
        return arenas

    # values

    def reseed(self, seed: int) -> None:
        """Fresh values everywhere. Each layer draws from a stream of its own, whatever the others are."""
        for i in range(len(self.layers)):
            self.reseed_layer(i, seed)

    def reseed_layer(self, index: int, seed: int, names: Sequence[str] | None = None) -> None:
        """Fresh values for one layer's parameters (all, or those named) and its running moments."""
        layer, path = self.layers[index], f"layers/{index}"
        rng = np.random.Generator(np.random.PCG64(np.random.SeedSequence((seed, index, _INITIAL))))
        for name in layer.shapes:
            drawn = layer.seed(name, rng)
            if names is None or name in names:
                self.parameters[f"{path}/{name}"][...] = layer.spec.initial.get(name, drawn)
        for full, moment in self.moments_layout.items():
            if full.startswith(f"{path}/") and not full.endswith("_column"):
                moment[...] = layer.seed(full.rpartition("/")[2], rng)

    def parameter(self, name: str) -> Array:
        """The live values of a parameter, as a view. Raises ParameterError where there is none of that name."""
        if name not in self.parameters:
            raise ParameterError(
                Problem(
                    code="parameter_unknown", where=name, expected="one of " + ", ".join(self.parameters), received=name
                )
            )
        return self.parameters[name]

    def marked(self, chosen: Callable[[Layer, str], bool]) -> Array:
        """A flat array that is 1 where `chosen(layer, name)`, 0 elsewhere."""
        marks = np.zeros_like(self.flat)
        for i, layer in enumerate(self.layers):
            for name in layer.shapes:
                self.layout.view_of(marks, f"layers/{i}/{name}")[...] = float(chosen(layer, name))
        return marks

    def frozen(self, name: str) -> bool:
        """Whether a parameter keeps its value while the others train."""
        _, index, own = name.split("/")
        return own in self.layers[int(index)].spec.frozen

    # programs

    def compile(
        self,
        batch: int,
        *,
        loss: Loss | None = None,
        training: bool = False,
        backward: bool = False,
        update: Callable[[Step], None] | None = None,
        lasting: Lasting | None = None,
    ) -> Program:
        """A program for this batch size: forward; with a loss, forward and loss; then the way back; then an update.

        `training` is what dropout and batch normalisation ask. `lasting` replaces the network's own parameters,
        gradients and moments, for a program of another dtype or one that must not touch the gradients that trained.
        """
        lasting = lasting or Lasting(self.layout, self.flat, self.gradients, self.moments_layout, self.moments)
        dtype = lasting.parameters.dtype
        measured: tuple[int | None, int | None] = (None, None)
        for _ in ("measure", "allocate"):
            # what an update computes is of the parameters' shape, not of the batch's: it lies apart, as they do
            arena, beside = Arena(dtype, measured[0]), Arena(dtype, measured[1])
            step = Step(arena, batch, lasting, training)
            inputs, targets, outputs, total = self._emit(step, loss, backward)
            if update is not None:
                with step.at("update", arena=beside):
                    update(step)
            measured = arena.size, beside.size
        return Program(arena, step.instructions, inputs, targets, outputs, total, self._arrays(step, lasting))

    def _emit(
        self, step: Step, loss: Loss | None, backward: bool
    ) -> tuple[Tensor, Tensor | None, list[Tensor], Tensor | None]:
        inputs = step.output("inputs", self.features)
        outputs: list[Tensor] = []
        for i, layer in enumerate(self.layers):
            with step.at("forward", i):
                outputs.append(layer.forward(step, outputs[-1] if outputs else inputs))
        if loss is None:
            return inputs, None, outputs, None
        targets = step.new("targets", outputs[-1].shape)
        last = len(self.layers) - 1
        paired = loss.partner is not None and loss.partner == self.layers[-1].activation.name
        with step.at("loss", last):
            if paired:
                step.keep("logits", step["z"])
            total = loss.forward(step, outputs[-1], targets)
        if backward:
            with step.at("backward", last):
                upstream = loss.backward(step, outputs[-1], targets)
            for i in range(last, -1, -1):
                with step.at("backward", i):
                    step.keep("delta" if paired and i == last else "da", upstream)
                    below = self.layers[i].backward(step, upstream, "z" if paired and i == last else "a", i > 0)
                if below is not None:
                    upstream = below
        return inputs, targets, outputs, total

    def _arrays(self, step: Step, lasting: Lasting) -> dict[str, Array]:
        arrays = {name: tensor.array for name, tensor in step.tensors.items()}
        for name in self.parameters:
            arrays[name] = lasting.layout.view_of(lasting.parameters, name)
            arrays[f"gradient/{name}"] = lasting.layout.view_of(lasting.gradients, name)
        for name in self.moments_layout:
            arrays[name] = lasting.moments_layout.view_of(lasting.moments, name)
        return arrays
