"""A program is a step that can be run: a list of instructions over an arena, all of it or up to a cursor."""

from collections.abc import Callable, Sequence
from typing import Any

from engine.program.arena import Arena
from engine.program.instruction import Instruction, Tensor
from engine.types import Array

Call = tuple[Callable[..., Any], tuple[Any, ...]]


class Program:
    """What a network does with one batch size.

    `inputs` is (features, batch), `targets` (outputs, batch) or None, `outputs` one tensor a layer, `loss` a 0-d array
    or None. `arrays` knows every array that an instruction names, the parameters and gradients among them.
    """

    def __init__(
        self,
        arena: Arena,
        instructions: Sequence[Instruction],
        inputs: Tensor,
        targets: Tensor | None,
        outputs: Sequence[Tensor],
        loss: Tensor | None,
        arrays: dict[str, Array],
    ) -> None:
        self.arena, self.arrays = arena, arrays
        self.instructions = tuple(instructions)
        self.inputs = inputs.array
        self.targets = None if targets is None else targets.array
        self.outputs = tuple(outputs)
        self.loss = None if loss is None else loss.array
        calls: list[Call] = [(i.call, i.arguments) for i in self.instructions]
        learning = next((k for k, i in enumerate(self.instructions) if i.phase in ("backward", "update")), len(calls))
        self.judging, self.learning = calls[:learning], calls[learning:]

    @property
    def batch(self) -> int:
        return int(self.inputs.shape[1])

    @property
    def output(self) -> Array:
        """(outputs, batch): what the last layer says."""
        return self.outputs[-1].array

    def judge(self) -> None:
        """Run forward and loss; leave the way back and the update for `learn`."""
        for call, arguments in self.judging:
            call(*arguments)

    def learn(self) -> None:
        """Run the way back and, where the program has one, the update."""
        for call, arguments in self.learning:
            call(*arguments)

    def run(self, start: int = 0, stop: int | None = None) -> None:
        """Run the instructions from `start` up to but not including `stop`: the whole step, or a walk through it."""
        for instruction in self.instructions[start:stop]:
            instruction.call(*instruction.arguments)
