"""Small pictures as rows of pixels: the handwritten digits that scikit-learn ships. It is imported on first use."""

from functools import cache
from typing import Any, Literal

import numpy as np
from pydantic import Field

from engine.datasets.dataset import Dataset
from engine.datasets.source import Facts, Source


class Digits(Source):
    """1,797 handwritten digits of 8 × 8 pixels. Ink is 0 to 1, so they need no standardising."""

    kind: Literal["digits"] = "digits"
    standardize: bool = Field(
        default=False,
        title="Standardise",
        description="Shift and scale every pixel to mean 0 and deviation 1, as measured on the training part.",
    )

    @property
    def facts(self) -> Facts:
        return Facts(1797, 64, 10, "classes", 10)

    def load(self) -> Dataset:
        return _digits()


@cache
def _digits() -> Dataset:
    from sklearn import datasets

    bunch: Any = datasets.load_digits()
    height, width = 8, 8
    return Dataset(
        name="digits",
        task="classes",
        shape="image",
        inputs=np.array(bunch.data, dtype=np.float64) / 16.0,  # a pixel counts 0 to 16
        targets=np.array(bunch.target, dtype=np.int64),
        input_names=tuple(f"row {row + 1}, column {column + 1}" for row in range(height) for column in range(width)),
        class_names=tuple(str(digit) for digit in range(10)),
        image_size=(height, width),
    )
