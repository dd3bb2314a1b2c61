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
    """What every layer says for columns of features: (units, n) each. Dropout lets all through; batch normalisation
    goes by its running moments."""
    said: list[Array] = []
    for index, layer in enumerate(design.layers):
        own = {name.split("/")[2]: array for name, array in tensors.items() if name.startswith(f"layers/{index}/")}
        column = {name: array[:, None] for name, array in own.items() if array.ndim == 1}
        if layer.kind == "dense":
            features = FUNCTIONS[layer.activation](own["weight"] @ features + column["bias"])
        elif layer.kind == "batch_norm":
            normal = (features - column["running_mean"]) / np.sqrt(column["running_variance"] + layer.epsilon)
            features = column["scale"] * normal + column["shift"]
        else:
            assert layer.kind == "dropout", f"this arithmetic knows no {layer.kind}"
        said.append(features)
    return said


def trained(design: Design, steps: int) -> dict[str, Array]:
    """Every parameter and every moment after so many steps of a run that nobody has touched."""
    trainer = Trainer.replay(design, [], steps)
    return {**trainer.parameters, **dict(trainer.network.moments_layout.items())}


def judged_features(design: Design) -> Array:
    """The features (features, n) of the samples that distributions are made of."""
    trainer = Trainer(design)
    return _preprocessed(design, trainer.dataset.inputs[trainer.splits.validation[:256]])


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
