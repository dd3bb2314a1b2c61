"""A walk is the next step of a run, taken event by event, forwards and back; the run itself stands still."""

import numpy as np

from engine.inspection.expression import Leaf, Node
from engine.inspection.formula import Formula, Places
from engine.inspection.trace import GIVEN, Event, trace
from engine.training.trainer import Trainer


class Walk:
    """A cursor over the events of the next step: `cursor` of them have happened.

    The walk uses the arrays that train. `leave` puts the run back to before the step, until the next `seek`; `finish`
    takes the step for good, with the same bits as if nobody had walked. `samples` are the
    batch's, in the order of its columns.
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
        self._load()
        assert self.program.targets is not None
        self.inputs, self.targets = self.program.inputs.copy(), self.program.targets.copy()
        self.leave()

    def _load(self) -> None:
        self._trainer.stand_at(self.begin)
        self._trainer.batches.load(self.program)
        self._walked = 0

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

    def formula(self, number: int, name: str, index: tuple[int, ...]) -> tuple[Node, float]:
        """How event `number` computes `name[index]`, and what it comes to; the cursor stays where it is."""
        cursor = self.cursor
        self.seek(number)
        expression = Formula(self.program, self.events[number], self._places).of(name, index)
        self.seek(number + 1)
        value = float(self.program.arrays[name][index])
        self.seek(cursor)
        if self.events[number].quantity in GIVEN:
            expression = Leaf(name, index, value)
        return expression, value

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
        """Take the step, as training does."""
        self.leave()
        self._trainer.step()
