"""A walk is the next step of a run, taken event by event, forwards and back; the run itself stands still."""

from collections.abc import Sequence
from typing import Literal

import numpy as np

from engine.inspection.expression import Leaf, Node
from engine.inspection.formula import Formula, Places
from engine.inspection.trace import GIVEN, Event, trace
from engine.training.trainer import Trainer
from engine.types import Array

Given = Literal["inputs", "targets"]


class Walk:
    """A cursor over the events of the next step: `cursor` of them have happened.

    The walk uses the arrays that train. `leave` puts the run back to before the step, until the next `seek`; `finish`
    takes the step for good, with the same bits as if nobody had walked. `samples` are the
    batch's, in the order of its columns.

    `inputs` and `targets` are what the walk is given: the batch's own, but for what is supposed. A supposition holds
    for the walk alone; the data, and the step that `finish` takes, know nothing of it.
    """

    def __init__(self, trainer: Trainer) -> None:
        self._trainer = trainer
        self.program = trainer.program
        self.begin = trainer.stand()
        self.events: tuple[Event, ...] = trace(self.program)
        self.samples = trainer.splits.train[trainer.batches.samples_of_next]
        self._places = Places(self.program)
        self.cursor = 0
        self._walked: int | None = None
        self._computed: tuple[int, set[int]] = (-1, set())
        trainer.batches.load(self.program)
        assert self.program.targets is not None
        self._batch: dict[Given, Array] = {"inputs": self.program.inputs.copy(), "targets": self.program.targets.copy()}
        self.inputs, self.targets = self._batch["inputs"].copy(), self._batch["targets"].copy()
        self.leave()

    def _load(self) -> None:
        self._trainer.stand_at(self.begin)
        self._trainer.batches.load(self.program)
        assert self.program.targets is not None
        self.program.inputs[...], self.program.targets[...] = self.inputs, self.targets
        self._walked = 0

    def suppose(self, part: Given, index: tuple[int, int], value: float) -> None:
        """Walk the step as if one input, or one target, of one sample were this number: `index` is (unit, column)."""
        (self.inputs if part == "inputs" else self.targets)[index] = value
        self.leave()

    def suppose_nothing(self) -> None:
        """Walk the batch as it is."""
        self.inputs[...], self.targets[...] = self._batch["inputs"], self._batch["targets"]
        self.leave()

    def suppose_as(self, other: "Walk") -> None:
        """Suppose what another walk of the same batch supposes."""
        self.inputs[...], self.targets[...] = other.inputs, other.targets
        self.leave()

    @property
    def suppositions(self) -> dict[tuple[Given, tuple[int, int]], tuple[float, float]]:
        """What is supposed: what each number is in the batch, and what it is supposed to be, by its place."""
        found: dict[tuple[Given, tuple[int, int]], tuple[float, float]] = {}
        for part, was in self._batch.items():
            now = self.inputs if part == "inputs" else self.targets
            for unit, column in np.argwhere(now != was).tolist():
                found[part, (unit, column)] = float(was[unit, column]), float(now[unit, column])
        return found

    def seek(self, cursor: int) -> None:
        """Stand after the first `cursor` events."""
        cursor = max(0, min(cursor, len(self.events)))
        if self._walked is None or cursor < self._walked:
            self._load()
        assert self._walked is not None
        with np.errstate(all="ignore"):
            self.program.run(self._instruction(self._walked), self._instruction(cursor))
        self.cursor = self._walked = cursor

    def _instruction(self, cursor: int) -> int:
        return self.events[cursor - 1].stop if cursor else 0

    @property
    def trained(self) -> tuple[str, ...]:
        """The names of the parameters that the step may change."""
        network = self._trainer.network
        return tuple(name for name in network.parameters if not network.frozen(name))

    def known(self) -> set[str]:
        """The names of the arrays that this step has computed by now."""
        done = self.program.instructions[: self._instruction(self.cursor)]
        return {name for instruction in done for name in instruction.outputs}

    def computed(self, name: str) -> Array | None:
        """An array of this step, if it is computed by now, under whatever name: where f is the identity, δ is ∂L/∂a."""
        arrays = self.program.arrays
        if self._computed[0] != self.cursor:
            self._computed = self.cursor, {id(arrays[known]) for known in self.known() if known in arrays}
        array = arrays.get(name)
        return array if id(array) in self._computed[1] else None

    def formula(self, number: int, name: str, index: tuple[int, ...]) -> tuple[Node, float]:
        """How event `number` computes `name[index]`, and what it comes to; the cursor stays where it is."""
        return self.formulas(number, [(name, index)])[0]

    def formulas(self, number: int, elements: Sequence[tuple[str, tuple[int, ...]]]) -> list[tuple[Node, float]]:
        """The same for several numbers of one event."""
        cursor = self.cursor
        self.seek(number)
        formula = Formula(self.program, self.events[number], self._places)
        expressions = [formula.of(name, index) for name, index in elements]
        self.seek(number + 1)
        values = [float(self.program.arrays[name][index]) for name, index in elements]
        self.seek(cursor)
        if self.events[number].quantity in GIVEN:
            expressions = [Leaf(*element, value) for element, value in zip(elements, values, strict=True)]
        return list(zip(expressions, values, strict=True))

    def loss_again(self) -> float:
        """The loss of the same batch, with the same dropout, after the step."""
        cursor = self.cursor
        self.seek(len(self.events))
        assert self.program.loss is not None
        with self._trainer.draws_of(self.begin), np.errstate(all="ignore"):
            self.program.judge()
        loss = float(self.program.loss)
        self.leave()
        self.seek(cursor)
        return loss

    def leave(self) -> None:
        """Put the run back to where it stood before this step; the cursor keeps its place."""
        self._trainer.stand_at(self.begin)
        self._walked = None

    def finish(self) -> None:
        """Take the step, as training does: on the batch as it is, whatever was supposed."""
        self.leave()
        self._trainer.step()
