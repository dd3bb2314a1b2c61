"""Small networks whose every number is known by hand: they open paused, in the microscope."""

from collections.abc import Mapping, Sequence
from typing import Any

Json = dict[str, Any]

ALL_TRAINING = {"train": 1, "validation": 0, "test": 0}


def _layer(weight: Sequence[Sequence[float]], bias: Sequence[float], activation: str, *frozen: str) -> Json:
    initial = {"weight": weight, "bias": bias}
    return {"kind": "dense", "units": len(bias), "activation": activation, "initial": initial, "frozen": list(frozen)}


def _example(inputs: Any, targets: Any, layers: Sequence[Json], loss: str, optimizer: Json, **data: Any) -> Json:
    rows = {"kind": "inline", "task": "regression", "inputs": inputs, "targets": targets, "standardize": False}
    return {
        "data": rows | data,
        "split": ALL_TRAINING,
        "layers": layers,
        "loss": {"kind": loss},
        "optimizer": optimizer,
        "batch_size": 1,
    }


def _sgd(rate: float) -> Json:
    return {"kind": "sgd", "learning_rate": rate}


def _one_weight(optimizer: str) -> Json:
    """L = w², from w = 1: the same slope for whoever goes down it."""
    layers = [_layer([[1]], [0], "linear", "bias")]
    return _example([[1]], [[0]], layers, "sum_squared_error", {"kind": optimizer, "learning_rate": 0.1})


WORKED_EXAMPLES: Mapping[str, Json] = {
    "textbook": _example(
        [[0.05, 0.10]],
        [[0.01, 0.99]],
        [
            _layer([[0.15, 0.20], [0.25, 0.30]], [0.35, 0.35], "sigmoid", "bias"),
            _layer([[0.40, 0.45], [0.50, 0.55]], [0.60, 0.60], "sigmoid", "bias"),
        ],
        "half_squared_error",
        _sgd(0.5),
    ),
    "linear_neuron": _example([[2]], [[9]], [_layer([[3]], [1], "linear")], "sum_squared_error", _sgd(0.05)),
    "logistic_neuron": _example(
        [[1, -2]], [1], [_layer([[0.5, 0.25]], [0.1], "sigmoid")], "binary_cross_entropy", _sgd(0.5), task="binary"
    ),
    "fork": _example(
        [[1]],
        [[1, 1]],
        [_layer([[1]], [0], "linear"), _layer([[2], [-3]], [0, 0], "linear")],
        "sum_squared_error",
        _sgd(0.02),
    ),
    "softmax_pair": _example(
        [[1]],
        [1],
        [_layer([[2], [1], [0]], [0, 0, 0], "softmax")],
        "cross_entropy",
        _sgd(0.5),
        task="classes",
        class_names=["0", "1", "2"],
    ),
    "dead_relu": _example([[2]], [[1]], [_layer([[-1]], [-1], "relu")], "sum_squared_error", _sgd(0.1)),
    "vanishing_chain": _example([[1]], [[0]], [_layer([[1]], [0], "sigmoid")] * 6, "sum_squared_error", _sgd(0.5)),
    "momentum_weight": _one_weight("momentum"),
    "adam_weight": _one_weight("adam"),
}
"""In the order they are offered. Their numbers are in each one's sentence or in the tests."""
