"""An instruction is one bound NumPy call of a step, and what it means: phase, layer, what it reads and writes, rule."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from engine.types import Array

Phase = Literal["forward", "loss", "backward", "update"]


@dataclass(frozen=True, slots=True, eq=False)
class Tensor:
    """A named array of a step.

    `carrier` is the same array with a row of ones below it, where a dense layer may read it: (units + 1, batch).
    """

    name: str
    array: Array
    carrier: Array | None = None

    @property
    def shape(self) -> tuple[int, ...]:
        return self.array.shape


@dataclass(frozen=True, slots=True, eq=False)
class Instruction:
    """`call(*arguments)` computes `outputs` from `inputs`; `rule` says so as a formula, such as "a = f(z)"."""

    phase: Phase
    layer: int | None
    operation: str
    rule: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    call: Callable[..., Any]
    arguments: tuple[Any, ...]

    def __str__(self) -> str:
        place = self.phase if self.layer is None else f"{self.phase} layer {self.layer}"
        return f"{place}: {', '.join(self.outputs)} = {self.operation}({', '.join(self.inputs)})   {self.rule}"
