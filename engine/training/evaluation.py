"""An evaluation is what a network achieves on one part of the data: loss, accuracy or R², confusion matrix."""

from dataclasses import dataclass

import numpy as np

from engine.datasets.dataset import Dataset
from engine.types import Array


@dataclass(frozen=True)
class Evaluation:
    """`confusion[truth][said]` counts samples. What does not apply is None, and so is everything of an empty part."""

    part: str
    samples: int
    loss: float | None
    accuracy: float | None = None
    r2: float | None = None
    confusion: tuple[tuple[int, ...], ...] | None = None


def labels_said(output: Array, no: float, yes: float) -> Array:
    """The class that each column of (outputs, n) says: the larger half for one output, the largest for several."""
    if output.shape[0] == 1:
        return np.asarray(output[0] >= (no + yes) / 2, np.int64)
    return np.asarray(output.argmax(axis=0))


def evaluate(
    part: str,
    dataset: Dataset,
    indices: Array,
    output: Array,
    targets: Array,
    loss: float | None,
    no_yes: tuple[float, float],
) -> Evaluation:
    """Judge `output` (outputs, n) for the samples at `indices`; `targets` in the network's own units."""
    count = len(indices)
    if count == 0:
        return Evaluation(part, 0, None)
    if dataset.task == "regression":
        spread = float(np.square(targets - targets.mean(axis=1, keepdims=True)).sum())
        if loss is None or spread == 0:
            return Evaluation(part, count, loss)
        return Evaluation(part, count, loss, r2=1.0 - float(np.square(targets - output).sum()) / spread)
    said, truth = labels_said(output, *no_yes), dataset.targets[indices]
    classes = max(len(dataset.class_names), 2)
    table = np.zeros((classes, classes), np.int64)
    np.add.at(table, (truth, said), 1)
    rows = tuple(tuple(int(n) for n in row) for row in table)
    return Evaluation(part, count, loss, accuracy=float(np.mean(said == truth)), confusion=rows)
