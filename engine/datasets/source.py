"""A source is the spec of a dataset: it knows its size before it is loaded, and gives the same bits each time it is."""

from abc import ABC, abstractmethod
from enum import IntEnum
from typing import NamedTuple

import numpy as np
from pydantic import Field

from engine.datasets.dataset import Dataset, Task
from engine.errors import Problem
from engine.spec import Spec


class Facts(NamedTuple):
    """What a network must fit. `classes` is 2 for binary and 0 for regression."""

    samples: int
    features: int
    outputs: int
    task: Task
    classes: int


class Draw(IntEnum):
    """What a data seed is used for. Each has a stream of its own, so that one never moves another:
    more noise pushes the same points further, more samples keep the ones that were there."""

    PLACE = 0
    STRAY = 1
    SPLIT = 2


def stream(seed: int, draw: Draw) -> np.random.Generator:
    """The random numbers of one use of a data seed."""
    return np.random.default_rng([seed, int(draw)])


class Source(Spec, ABC):
    """Base of every data spec. `kind` names it."""

    kind: str
    seed: int = Field(
        default=0,
        ge=0,
        le=2**32 - 1,
        title="Data seed",
        description="Which samples are drawn, and which part each one falls into.",
    )
    standardize: bool = Field(
        default=True,
        title="Standardise",
        description="Shift and scale each feature to mean 0 and deviation 1, as measured on the training part.",
    )

    @property
    @abstractmethod
    def facts(self) -> Facts:
        """Its size and task, without loading it."""

    def problems(self) -> list[Problem]:
        """What is wrong between the fields, each of which is within its own limits."""
        return []

    @abstractmethod
    def load(self) -> Dataset:
        """The rows. Sources with problems() are not asked."""


class Synthetic(Source):
    """Base of the drawn sets: any number of samples, with noise."""

    samples: int = Field(default=400, ge=10, le=5000, title="Samples", description="How many samples are drawn.")
    noise: float = Field(
        default=0.1,
        ge=0.0,
        le=1.0,
        title="Noise",
        description="How far samples stray from their rule: 0 not at all, 1 so far that little is left to learn.",
    )


def folded(values: np.ndarray, edge: float) -> np.ndarray:
    """`values` with what lies beyond ±edge reflected back inside; what lies inside is untouched."""
    inside = np.abs(values) <= edge
    return np.where(inside, values, np.abs((values - edge) % (4 * edge) - 2 * edge) - edge)
