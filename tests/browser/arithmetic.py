"""What a network says, worked out plainly from its numbers: no instruction, no arena, no code of the pictures."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine import Trainer
from engine.design import Design

Array = NDArray[Any]

FUNCTIONS: dict[str, Callable[[Array], Array]] = {
    "linear": lambda z: z,
    "tanh": np.tanh,
    "relu": lambda z: np.maximum(z, 0.0),
    "sigmoid": lambda z: 1.0 / (1.0 + np.exp(-z)),
    "softmax": lambda z: np.exp(z - z.max(0)) / np.exp(z - z.max(0)).sum(0),
}


def outputs_of_layers(design: Design, tensors: dict[str, Array], features: Array) -> list[Array]:
    """What every layer says for columns of features: (units, n) each. Dropout lets all through."""
    said: list[Array] = []
    for index, layer in enumerate(design.layers):
        if layer.kind == "dense":
            z = tensors[f"layers/{index}/weight"] @ features + tensors[f"layers/{index}/bias"][:, None]
            features = FUNCTIONS[layer.activation](z)
        else:
            assert layer.kind == "dropout", f"this arithmetic knows no {layer.kind}"
        said.append(features)
    return said


def features_over_plane(design: Design, side: int) -> Array:
    """The features (features, side²) over the data's box, line by line from the top left."""
    (left, right), (low, high) = box_of(design)
    x1, x2 = np.meshgrid(np.linspace(left, right, side), np.linspace(high, low, side))
    return _preprocessed(design, np.stack([x1.ravel(), x2.ravel()], axis=1))


def features_over_line(design: Design, side: int) -> Array:
    """The feature (1, side) from the smallest to the largest x."""
    ((left, right),) = box_of(design)
    return _preprocessed(design, np.linspace(left, right, side)[:, None])


def features_of_sample(design: Design, sample: int) -> Array:
    """One sample's features (features, 1)."""
    return _preprocessed(design, Trainer(design).dataset.inputs[[sample]])


def box_of(design: Design) -> Any:
    return Trainer(design).dataset.domain


def _preprocessed(design: Design, rows: Array) -> Array:
    return Trainer(design).examples.preprocessing.transform(rows)
