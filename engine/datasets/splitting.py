"""A split says which samples are trained on, which are watched while training, and which are kept for the end."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from engine.datasets.dataset import Dataset
from engine.datasets.source import Draw, stream
from engine.errors import DataError, Problem
from engine.spec import Spec

Indices = NDArray[np.int64]


class SplitSpec(Spec):
    """The share of each part. The shares make 1; only the training part may not be 0."""

    train: float = Field(
        default=0.6, gt=0.0, le=1.0, title="Training", description="Share of the samples that the network learns from."
    )
    validation: float = Field(
        default=0.2, ge=0.0, lt=1.0, title="Validation", description="Share that is watched while the network learns."
    )
    test: float = Field(
        default=0.2,
        ge=0.0,
        lt=1.0,
        title="Test",
        description="Share that is kept for the end and looked at when asked.",
    )

    @property
    def shares(self) -> tuple[float, float, float]:
        return self.train, self.validation, self.test

    def problems(self) -> list[Problem]:
        total = sum(self.shares)
        if abs(total - 1.0) <= 1e-9:
            return []
        return [
            Problem(
                code="split_sum",
                where="split",
                expected="shares that make 1 together",
                received=f"{total:g}",
                values={"sum": total},
            )
        ]


@dataclass(frozen=True, eq=False)
class Split:
    """Sample indices of each part, ascending. Together they are every sample once."""

    train: Indices
    validation: Indices
    test: Indices


def split(dataset: Dataset, spec: SplitSpec, seed: int) -> Split:
    """Divide the samples by the data seed, each class by the same shares and with at least one sample in training.

    A sample that a class's shares leave over goes to the part that rounding has kept most from so far.
    Raises DataError if the shares do not make 1.
    """
    if problems := spec.problems():
        raise DataError(*problems)
    random = stream(seed, Draw.SPLIT)
    groups = [np.arange(dataset.samples)]
    if dataset.task != "regression":
        groups = [np.flatnonzero(dataset.targets == label) for label in np.unique(dataset.targets)]
    parts: tuple[list[Indices], ...] = ([], [], [])
    shares = np.array(spec.shares)
    owed = np.zeros(3)  # what rounding has kept from each part so far
    for group in groups:
        counts = _counts(len(group), shares, owed)
        owed += len(group) * shares - counts
        edges = np.cumsum(counts)[:-1]
        for part, indices in zip(parts, np.split(random.permutation(group), edges), strict=True):
            part.append(indices)
    return Split(*(np.sort(np.concatenate(part)) for part in parts))


def _counts(samples: int, shares: NDArray[np.float64], owed: NDArray[np.float64]) -> Indices:
    """How many of a class's samples each part gets: whole shares first, each one left over to whom most is owed."""
    exact = samples * shares
    counts = np.floor(exact + 1e-9).astype(np.int64)
    for _ in range(samples - int(counts.sum())):
        wanting = np.where(shares > 0, exact + owed - counts, -np.inf)
        counts[np.argmax(wanting)] += 1
    if counts[0] == 0:
        counts[np.argmax(counts)] -= 1
        counts[0] = 1
    return counts
