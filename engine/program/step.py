"""A step under construction: every call appends one instruction and returns the tensor that it will fill."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from engine.program.arena import Arena
from engine.program.instruction import Instruction, Phase, Tensor
from engine.types import Array

Operand = Tensor | float


@dataclass(frozen=True, slots=True)
class Lasting:
    """What outlives a step: flat arrays of parameters, their gradients and the running moments, and their layouts."""

    layout: Arena
    parameters: Array
    gradients: Array
    moments_layout: Arena
    moments: Array


def _public(path: str) -> str:
    """A column that broadcasts over the batch is told under the name of the parameter whose numbers it holds."""
    return path.removesuffix("_column")


class Step:
    """Collects the instructions of one program, and the tensors they name.

    A layer speaks in names of its own ("z"); inside `at(phase, layer)` they become "layers/0/z".
    """

    def __init__(self, arena: Arena, batch: int, lasting: Lasting, training: bool) -> None:
        self.arena, self.batch, self.lasting, self.training = arena, batch, lasting, training
        self.instructions: list[Instruction] = []
        self.tensors: dict[str, Tensor] = {}
        self._constants: dict[float, Tensor] = {}
        self._phase: Phase = "forward"
        self._layer: int | None = None

    @contextmanager
    def at(self, phase: Phase, layer: int | None = None, arena: Arena | None = None) -> Iterator[None]:
        """What is appended inside belongs to this phase and layer; its new arrays lie in this arena."""
        before = self._phase, self._layer, self.arena
        self._phase, self._layer, self.arena = phase, layer, self.arena if arena is None else arena
        yield
        self._phase, self._layer, self.arena = before

    # names and tensors

    def _path(self, name: str) -> str:
        return name if self._layer is None else f"layers/{self._layer}/{name}"

    def __getitem__(self, name: str) -> Tensor:
        """The tensor that this layer made, or was handed, under this name."""
        return self.tensors[self._path(name)]

    def __contains__(self, name: str) -> bool:
        return self._path(name) in self.tensors

    def keep(self, name: str, tensor: Tensor) -> Tensor:
        """Remember a tensor under a name of this layer's own, for the way back."""
        self.tensors[self._path(name)] = tensor
        return tensor

    def new(self, name: str, shape: tuple[int, ...]) -> Tensor:
        """A fresh array of the arena."""
        path = self._path(name)
        return self.keep(name, Tensor(path, self.arena.allocate(path, shape)))

    def output(self, name: str, units: int) -> Tensor:
        """A fresh (units, batch) array with a row of ones below, which carries the bias of a dense layer above."""
        path = self._path(name)
        carrier = self.arena.allocate(f"{path}+ones", (units + 1, self.batch))
        carrier[units] = 1.0
        return self.keep(name, Tensor(path, self.arena.name(path, carrier[:units]), carrier))

    def parameter(self, name: str) -> Tensor:
        """A parameter of this layer."""
        path = self._path(name)
        return Tensor(_public(path), self.lasting.layout.view_of(self.lasting.parameters, path))

    def gradient(self, name: str) -> Tensor:
        """Where the derivative of the loss by a parameter of this layer is put."""
        path = self._path(name)
        return Tensor(f"gradient/{_public(path)}", self.lasting.layout.view_of(self.lasting.gradients, path))

    def moment(self, name: str) -> Tensor:
        """A running moment of this layer."""
        path = self._path(name)
        return Tensor(_public(path), self.lasting.moments_layout.view_of(self.lasting.moments, path))

    def constant(self, value: float) -> Tensor:
        """A number as a 0-d array of the program's dtype: a third of the cost of a Python float."""
        if value not in self._constants:
            self._constants[value] = Tensor(f"{value:g}", np.asarray(value, self.arena.dtype))
        return self._constants[value]

    def filled(self, name: str, shape: tuple[int, ...], value: float) -> Tensor:
        """A constant array, such as the 1/n that makes a sum a mean."""
        if name in self:
            return self[name]
        tensor = self.new(name, shape)
        tensor.array[...] = value
        return tensor

    # instructions

    def call(
        self,
        operation: str,
        call: Callable[..., Any],
        arguments: tuple[Any, ...],
        inputs: tuple[str, ...],
        outputs: tuple[str, ...],
        rule: str,
    ) -> None:
        """Append one instruction as it stands."""
        self.instructions.append(
            Instruction(self._phase, self._layer, operation, rule, inputs, outputs, call, arguments)
        )

    def apply(self, ufunc: np.ufunc, out: Tensor | str, *operands: Operand, rule: str = "") -> Tensor:
        """One ufunc call. A new name makes a new array of the operands' common shape."""
        tensors = tuple(self.constant(o) if isinstance(o, int | float) else o for o in operands)
        if isinstance(out, str):
            out = self.new(out, np.broadcast_shapes(*(t.shape for t in tensors)))
        arrays = tuple(t.array for t in tensors)
        names = tuple(t.name for t in tensors)
        if ufunc in (np.maximum, np.minimum):  # their positional output is deprecated
            self.call(ufunc.__name__, partial(ufunc, out=out.array), arrays, names, (out.name,), rule)
        else:
            self.call(ufunc.__name__, ufunc, (*arrays, out.array), names, (out.name,), rule)
        return out

    def dot(self, out: Tensor | str, a: Tensor, b: Tensor, rule: str = "", transpose: str = "") -> Tensor:
        """One matrix product. `transpose` is "a" or "b" for aᵀ·b or a·bᵀ; BLAS takes either without a copy."""
        left: Array = a.array.T if transpose == "a" else a.array
        right: Array = b.array.T if transpose == "b" else b.array
        if isinstance(out, str):
            out = self.new(out, (*left.shape[:-1], *right.shape[1:]))
        self.call("dot", left.dot, (right, out.array), (a.name, b.name), (out.name,), rule)
        return out

    def total(self, out: Tensor | str, elements: Tensor, weight: float, rule: str = "") -> Tensor:
        """`weight` times the sum of all elements, as a product with a constant vector: cheaper than a reduction."""
        flat = elements.array.reshape(-1)
        weights = np.full(flat.shape, weight, self.arena.dtype)
        if isinstance(out, str):
            out = self.new(out, ())
        self.call("sum", flat.dot, (weights, out.array), (elements.name,), (out.name,), rule)
        return out
