"""Preprocessing turns raw rows into what a network sees, by numbers that were measured on the training part alone."""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from engine.datasets.dataset import Dataset
from engine.datasets.plane import FEATURES, Feature, Floats, Plane
from engine.datasets.source import Source, Synthetic
from engine.errors import DataError, Problem


@dataclass(frozen=True, eq=False)
class Scaling:
    """(x − mean) / deviation, a row at a time. A feature that never varies is centred only."""

    mean: Floats
    """(features, 1)"""
    deviation: Floats
    """(features, 1), population standard deviation as in scikit-learn's StandardScaler, never 0"""

    @classmethod
    def fit(cls, values: Floats) -> Self:
        """Measure `values`, (features, n)."""
        deviation = values.std(axis=1, keepdims=True)
        # A constant column may have a deviation of rounding errors: what counts is that it varies at all.
        varies = (np.ptp(values, axis=1, keepdims=True) > 0) & (deviation > 0)
        return cls(values.mean(axis=1, keepdims=True), np.where(varies, deviation, 1.0))

    @classmethod
    def none(cls, features: int) -> Self:
        return cls(np.zeros((features, 1)), np.ones((features, 1)))


@dataclass(frozen=True, eq=False)
class Preprocessing:
    """From rows (n, raw inputs) to columns (features, n) and back from outputs (outputs, n) to rows of targets."""

    raw_inputs: int
    feature_names: tuple[str, ...]
    features: tuple[Feature, ...]
    """What is computed of a point of the plane; empty where features are the raw inputs."""
    inputs: Scaling
    targets: Scaling

    @classmethod
    def fit(cls, spec: Source, dataset: Dataset, train_indices: NDArray[np.int64]) -> Self:
        """Measure the training rows of `dataset`; the other rows are not looked at.

        Targets are scaled for the regression of real or inline rows; those of drawn rules are within ±1 already.
        """
        features = spec.features if isinstance(spec, Plane) else ()
        rows = _features(dataset.inputs[train_indices], features)
        outputs = dataset.outputs
        scaled_targets = spec.standardize and dataset.task == "regression" and not isinstance(spec, Synthetic)
        return cls(
            raw_inputs=dataset.inputs.shape[1],
            feature_names=features or dataset.input_names,
            features=features,
            inputs=Scaling.fit(rows) if spec.standardize else Scaling.none(len(rows)),
            targets=Scaling.fit(dataset.targets[train_indices].T) if scaled_targets else Scaling.none(outputs),
        )

    def transform(self, raw: ArrayLike) -> Floats:
        """Columns (features, n) of rows (n, raw inputs), float64, C-contiguous. Raises DataError for another width."""
        rows = np.asarray(raw, dtype=np.float64)
        if rows.ndim != 2 or rows.shape[1] != self.raw_inputs:
            raise DataError(
                Problem(
                    code="rows_unfit",
                    where="rows",
                    expected=f"an array of shape (n, {self.raw_inputs})",
                    received=f"shape {rows.shape}",
                    values={"raw_inputs": self.raw_inputs},
                )
            )
        columns = _features(rows, self.features)
        columns -= self.inputs.mean
        columns /= self.inputs.deviation
        return columns

    def transform_targets(self, targets: ArrayLike) -> Floats:
        """Columns (outputs, n), as a network is to say them, of a regression's targets (n, outputs)."""
        columns = np.array(np.asarray(targets, dtype=np.float64).T, order="C")
        return (columns - self.targets.mean) / self.targets.deviation

    def inverse_targets(self, outputs: ArrayLike) -> Floats:
        """Rows (n, outputs) in the units of the targets, of what a network says (outputs, n)."""
        columns = np.asarray(outputs, dtype=np.float64)
        return np.ascontiguousarray((columns * self.targets.deviation + self.targets.mean).T)


def _features(raw: Floats, features: tuple[Feature, ...]) -> Floats:
    """A new C-contiguous array (features, n) of rows (n, raw inputs)."""
    if not features:
        return np.array(raw.T, order="C")
    columns = np.empty((len(features), len(raw)))
    x1, x2 = np.ascontiguousarray(raw.T)
    for column, name in zip(columns, features, strict=True):
        column[:] = FEATURES[name](x1, x2)
    return columns
