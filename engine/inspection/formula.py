"""A formula explains one number of a step: it is read off the very instructions that compute it, and cannot differ.

An element of an array is known by its address in memory; names are only what it is called. Following an element back
through the instructions of its event, to what stood there before the event, gives the expression. What has no name that
a learner knows, such as a term that the way forward has put by for the way back, is followed further.
"""

from collections.abc import Sequence
from functools import partial
from typing import Any

import numpy as np

from engine.inspection.expression import Constant, Leaf, Node, Operation, operation
from engine.inspection.trace import GIVEN, LANDMARKS, Event
from engine.program.instruction import Instruction
from engine.program.program import Program
from engine.types import Array

# What a formula may name: the quantities that events are about, what a step is given, and the parts of the softmax.
NAMED = LANDMARKS | {
    *("inputs", "targets", "parameters", "gradients", "trainable", "weights", "correction1", "correction2"),
    *("running_mean_column", "running_variance_column", "shifted", "total"),
}


class Places:
    """What the elements of a program's arrays are called, by their address."""

    def __init__(self, program: Program) -> None:
        arrays = [(name, array) for name, array in program.arrays.items() if array.size and not name.endswith("+ones")]
        # of two arrays over one element, the one that is meant is the smaller: a weight, not the whole block
        self._arrays = sorted(arrays, key=lambda item: item[1].size)
        written = [_output(i) for i in program.instructions if i.arguments]
        self._written = [(array, *_span(array)) for array in written if array is not None]
        self._targets = program.targets
        self._inputs = program.inputs

    def find(self, address: int) -> tuple[str, tuple[int, ...], Array] | None:
        """The name, index and array of the element at an address."""
        for name, array in self._arrays:
            index = _index_of(array, address)
            if index is not None:
                return name, index, array
        return None

    def constant(self, address: int, name: str) -> bool:
        """Whether no instruction ever writes this element, nor does a run: a number of the rule itself."""
        own = name.rpartition("/")[2]
        return own in ("share", "each", "ones", "slope") and not any(
            low <= address < high and _index_of(array, address) is not None for array, low, high in self._written
        )


def _span(array: Array) -> tuple[int, int]:
    low, high = np.lib.array_utils.byte_bounds(array)
    return int(low), int(high)


def address_of(array: Array, index: tuple[int, ...]) -> int:
    """Where an element lies in memory."""
    base: int = array.__array_interface__["data"][0]
    return base + sum(i * stride for i, stride in zip(index, array.strides, strict=True))


def _index_of(array: Array, address: int) -> tuple[int, ...] | None:
    rest = address - array.__array_interface__["data"][0]
    if rest < 0:
        return None
    index = [0] * array.ndim
    for axis in sorted(range(array.ndim), key=lambda k: -array.strides[k]):
        if array.shape[axis] > 1:
            index[axis], rest = divmod(rest, array.strides[axis])
            if index[axis] >= array.shape[axis]:
                return None
    return None if rest else tuple(index)


def _output(instruction: Instruction) -> Array | None:
    """The array that an instruction fills."""
    if isinstance(instruction.call, partial):
        filled: Array = instruction.call.keywords["out"]
        return filled
    if instruction.operation == "maximum":  # np.maximum.reduce(array, axis, dtype, out, keepdims)
        filled = instruction.arguments[3]
        return filled
    return instruction.arguments[-1] if instruction.arguments else None


def written_index(instruction: Instruction, address: int) -> tuple[int, ...] | None:
    """Which element of its output an instruction fills that lies at an address; None: it leaves that place alone."""
    filled = _output(instruction)
    return None if filled is None else _index_of(filled, address)


class Formula:
    """Reads expressions off the instructions of one event of a program that stands before that event."""

    def __init__(self, program: Program, event: Event, places: Places) -> None:
        self._instructions = program.instructions[: event.stop]
        self._first = event.start
        self._arrays, self._places = program.arrays, places

    def of(self, name: str, index: tuple[int, ...]) -> Node:
        """What `name[index]` will be after the event, in terms of what is there now."""
        return self._element(address_of(self._arrays[name], index), len(self._instructions))

    def _element(self, address: int, before: int) -> Node:
        within = self._written(address, range(before - 1, self._first - 1, -1))
        if within is not None:
            return within
        found = self._places.find(address)
        if found is None:
            return Constant(1.0)  # the row of ones below an output
        name, place, array = found
        value = float(array[place])
        if self._places.constant(address, name):
            return Constant(value)
        leaf = Leaf(name, place, value)
        if name.rpartition("/")[2] in NAMED:
            return leaf
        return self._written(address, range(min(before, self._first) - 1, -1, -1)) or leaf

    def _written(self, address: int, instructions: range) -> Node | None:
        """How the first of these instructions that fills an element computes it; None: none of them computes it."""
        for k in instructions:
            instruction = self._instructions[k]
            if (index := written_index(instruction, address)) is not None:
                return None if instruction.operation in GIVEN else self._computed(instruction, index, k)
        return None

    def _computed(self, instruction: Instruction, index: tuple[int, ...], k: int) -> Node:
        match instruction.operation:
            case "dot":
                return self._product(instruction.call.__self__, instruction.arguments[0], index, k)  # type: ignore[attr-defined]
            case "sum":
                elements, weights = instruction.call.__self__, instruction.arguments[0]  # type: ignore[attr-defined]
                total = operation("sum", *(self._at(elements, (i,), k) for i in range(elements.size)))
                return operation("product", Constant(float(weights[0])), total)
            case "maximum" if not isinstance(instruction.call, partial):
                column = instruction.arguments[0]
                return operation("maximum", *(self._at(column, (i, index[1]), k) for i in range(column.shape[0])))
        filled = _output(instruction)
        operands = [array for array in instruction.arguments if array is not filled]
        if len(operands) < len(instruction.inputs):  # in place: one operand is the array that is filled
            operands = self._in_place(instruction)
        return operation(instruction.operation, *(self._at(a, _broadcast(a, index), k) for a in operands))

    @staticmethod
    def _in_place(instruction: Instruction) -> list[Array]:
        arguments: Sequence[Any] = instruction.arguments
        return list(arguments if isinstance(instruction.call, partial) else arguments[:-1])

    def _product(self, left: Array, right: Array, index: tuple[int, ...], k: int) -> Node:
        row, column = index[: left.ndim - 1], index[left.ndim - 1 :]
        return operation(
            "sum",
            *(
                operation("product", self._at(left, (*row, i), k), self._at(right, (i, *column), k))
                for i in range(left.shape[-1])
            ),
        )

    def _at(self, array: Array, index: tuple[int, ...], before: int) -> Node:
        if array.ndim == 0 and not any(array is known for known in self._arrays.values()):
            return Constant(float(array))
        return self._element(address_of(array, index), before)


def _broadcast(array: Array, index: tuple[int, ...]) -> tuple[int, ...]:
    """The element of an operand that meets the output's element at `index`."""
    own = index[len(index) - array.ndim :] if array.ndim else ()
    return tuple(0 if size == 1 else i for i, size in zip(own, array.shape, strict=True))


def leaves(node: Node) -> list[Leaf]:
    """Every element of an array that an expression reads, in order."""
    if isinstance(node, Leaf):
        return [node]
    return [leaf for operand in node.operands for leaf in leaves(operand)] if isinstance(node, Operation) else []
