"""A judge says how well a network does on each part of the data, and what it says of rows that are not in it."""

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from engine.losses import Loss
from engine.network import Network
from engine.program.program import Program
from engine.training.divergence import LARGEST
from engine.training.evaluation import Evaluation, evaluate
from engine.training.examples import Examples
from engine.types import Array

Part = Literal["train", "validation", "test"]


class Judge:
    """Runs forward programs over a network's live parameters; it changes nothing.

    `targets` are (outputs, n) as the outputs are to say them, `no_yes` the numbers that stand for the classes there.
    """

    def __init__(
        self, network: Network, loss: Loss, examples: Examples, targets: Array, no_yes: tuple[float, float]
    ) -> None:
        self._network, self._loss, self._examples = network, loss, examples
        self._targets, self._no_yes = targets, no_yes
        self._programs: dict[str, Program] = {}

    def _run(self, part: Part, indices: Array) -> Program:
        if part not in self._programs:
            program = self._network.compile(len(indices), loss=self._loss)
            assert program.targets is not None
            program.inputs[...] = self._examples.inputs[:, indices]
            program.targets[...] = self._targets[:, indices]
            self._programs[part] = program
        with np.errstate(all="ignore"):
            self._programs[part].run()
        return self._programs[part]

    def loss_of(self, part: Part) -> float | None:
        """The loss on a part of the data; None where the part is empty or the loss not finite."""
        indices: Array = getattr(self._examples.splits, part)
        if not len(indices):
            return None
        loss = self._run(part, indices).loss
        assert loss is not None
        total = float(loss)
        return total if -LARGEST < total < LARGEST else None

    def evaluate(self, part: Part) -> Evaluation:
        """Loss, accuracy or R², and confusion matrix on a part of the data."""
        loss = self.loss_of(part)
        indices: Array = getattr(self._examples.splits, part)
        if not len(indices):
            return Evaluation(part, 0, None)
        program = self._programs[part]
        assert program.targets is not None
        return evaluate(part, self._examples.dataset, indices, program.output, program.targets, loss, self._no_yes)

    def predict(self, rows: ArrayLike) -> Array:
        """What the network says of raw rows (n, raw inputs): (n, outputs), regression in the targets' own units."""
        preprocessing = self._examples.preprocessing
        columns = preprocessing.transform(rows)
        program = self._network.compile(columns.shape[1])
        program.inputs[...] = columns
        with np.errstate(all="ignore"):
            program.run()
        if self._examples.dataset.task == "regression":
            return preprocessing.inverse_targets(program.output)
        return program.output.T.copy()
