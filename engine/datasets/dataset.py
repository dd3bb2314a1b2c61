"""A dataset is what there is to learn: rows of inputs, their targets, and what both are called."""

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

Task = Literal["binary", "classes", "regression"]
Shape = Literal["plane", "line", "table", "image"]
Interval = tuple[float, float]


@dataclass(frozen=True, eq=False, kw_only=True)
class Dataset:
    """Rows to learn from, before any preprocessing. The arrays are read-only: a loaded set may be shared."""

    name: str
    task: Task
    shape: Shape
    inputs: NDArray[np.float64]
    """(n, raw inputs)"""
    targets: NDArray[Any]
    """(n,) int64 labels 0 … k−1 for binary and classes; (n, outputs) float64 for regression."""
    input_names: tuple[str, ...]
    target_names: tuple[str, ...] = ()
    """One name an output for regression, empty otherwise."""
    class_names: tuple[str, ...] = ()
    """One name a label for binary and classes, empty otherwise."""
    image_size: tuple[int, int] | None = None
    """(height, width); inputs of an image are its pixels row by row, 0 nothing to 1 full ink."""
    domain: tuple[Interval, ...] = ()
    """For plane and line: the box that pictures show, one (low, high) a raw input."""
    target_range: Interval | None = None
    """For regression: (low, high) that holds every target."""

    def __post_init__(self) -> None:
        self.inputs.setflags(write=False)
        self.targets.setflags(write=False)

    @property
    def samples(self) -> int:
        return int(self.inputs.shape[0])

    @property
    def outputs(self) -> int:
        """How many numbers the network says about a row: one for binary, one a class, or one a target."""
        if self.task == "binary":
            return 1
        return len(self.class_names) if self.task == "classes" else int(self.targets.shape[1])
