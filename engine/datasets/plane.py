"""The plane: points have two coordinates within ±6, and a network may see more of them: squares, product, sines."""

from collections.abc import Callable
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from engine.datasets.dataset import Interval
from engine.datasets.source import Synthetic
from engine.errors import Problem

EDGE = 6.0
DOMAIN: tuple[Interval, Interval] = ((-EDGE, EDGE), (-EDGE, EDGE))
INPUT_NAMES = ("x1", "x2")

Floats = NDArray[np.float64]
Feature = Literal["x1", "x2", "x1_squared", "x2_squared", "x1_x2", "sin_x1", "sin_x2"]

FEATURES: dict[Feature, Callable[[Floats, Floats], Floats]] = {
    "x1": lambda x1, x2: x1,
    "x2": lambda x1, x2: x2,
    "x1_squared": lambda x1, x2: x1 * x1,
    "x2_squared": lambda x1, x2: x2 * x2,
    "x1_x2": lambda x1, x2: x1 * x2,
    "sin_x1": lambda x1, x2: np.sin(x1),
    "sin_x2": lambda x1, x2: np.sin(x2),
}
"""What a network on the plane may see of a point: (n,), (n,) → (n,)."""


class Plane(Synthetic):
    """Base of the sets on the plane."""

    features: tuple[Feature, ...] = Field(
        default=("x1", "x2"),
        min_length=1,
        max_length=len(FEATURES),
        title="Features",
        description="What the network is told about a point.",
    )

    def problems(self) -> list[Problem]:
        repeated = sorted({name for name in self.features if self.features.count(name) > 1})
        if not repeated:
            return []
        return [
            Problem(
                code="feature_repeated",
                where="data/features",
                expected="each feature once",
                received=", ".join(repeated),
                values={"features": repeated},
            )
        ]
