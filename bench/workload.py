"""The workloads: four networks, each the same for the engine, for PyTorch and for plain NumPy."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from engine.activations import ActivationName
from engine.initializers import HeUniform
from engine.layers.dense import Dense
from engine.losses import CrossEntropy, Loss, SquaredError
from engine.types import Array

OptimizerName = Literal["sgd", "adam"]
LEARNING_RATE = 1e-6  # so small that weights, gradients and their squares stay of ordinary size however long we measure


@dataclass(frozen=True)
class Workload:
    """Dense layers of `widths`, the first of them the inputs, trained on one batch.

    "tanh" ends in tanh and squared error, "relu" in softmax and cross-entropy.
    """

    code: str
    shape: str
    widths: tuple[int, ...]
    activation: Literal["tanh", "relu"]
    batch: int
    dtype: Literal["float64", "float32"]

    @property
    def classifies(self) -> bool:
        return self.activation == "relu"

    @property
    def layers(self) -> tuple[Dense, ...]:
        """As a Design has them."""
        last = len(self.widths) - 2
        output: ActivationName = "softmax" if self.classifies else "tanh"
        names: list[ActivationName] = [*[self.activation] * last, output]
        return tuple(
            Dense(units=units, activation=name, initializer=HeUniform())
            for units, name in zip(self.widths[1:], names, strict=True)
        )

    @property
    def loss(self) -> Loss:
        return CrossEntropy() if self.classifies else SquaredError()

    def inputs(self) -> Array:
        """(batch, features)"""
        return np.random.default_rng(1).normal(size=(self.batch, self.widths[0])).astype(self.dtype)

    def targets(self) -> Array:
        """(batch, outputs): one hot for classes, else −1 or 1."""
        random, outputs = np.random.default_rng(2), self.widths[-1]
        if self.classifies:
            return np.eye(outputs, dtype=self.dtype)[random.integers(0, outputs, self.batch)]
        return random.choice([-1.0, 1.0], (self.batch, outputs)).astype(self.dtype)

    def __str__(self) -> str:
        return f"{self.code} {self.shape}, {self.activation}, batch {self.batch}, {self.dtype}"


W1 = Workload("W1", "2-4-2-1", (2, 4, 2, 1), "tanh", 10, "float64")
W2 = Workload("W2", "7-8×6-1", (7, 8, 8, 8, 8, 8, 8, 1), "tanh", 10, "float64")
W3 = Workload("W3", "64-128-64-10", (64, 128, 64, 10), "relu", 32, "float32")
W4 = Workload("W4", "784-512-256-10", (784, 512, 256, 10), "relu", 128, "float32")
