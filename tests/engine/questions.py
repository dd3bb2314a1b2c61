"""Walks to ask about, of many kinds of network."""

from typing import Any

from engine import Trainer, read_design
from engine.inspection.walk import Walk

DESIGN: dict[str, Any] = {
    "data": {"kind": "circle", "samples": 30, "seed": 1},
    "layers": [{"kind": "dense", "units": 3}, {"kind": "dense", "units": 2}, {"kind": "dense", "units": 1}],
    "loss": {"kind": "squared_error"},
    "batch_size": 4,
}


def dense(units: int, activation: str) -> dict[str, Any]:
    return {"kind": "dense", "units": units, "activation": activation}


CLASSES: dict[str, Any] = {"data": {"kind": "spiral", "samples": 60, "arms": 3}, "loss": {"kind": "cross_entropy"}}
DESIGNS: dict[str, dict[str, Any]] = {
    "plain": DESIGN,
    "one at a time": {**DESIGN, "batch_size": 1, "optimizer": {"kind": "sgd", "learning_rate": 0.1}},
    "logistic": {
        **DESIGN,
        "layers": [dense(4, "sigmoid"), dense(1, "sigmoid")],
        "loss": {"kind": "binary_cross_entropy"},
        "optimizer": {"kind": "momentum"},
        "batch_size": 3,
    },
    "rectified": {**DESIGN, "layers": [dense(5, "relu"), dense(4, "leaky_relu"), dense(1, "linear")], "batch_size": 2},
    "softmax": {**DESIGN, **CLASSES, "layers": [dense(5, "tanh"), dense(3, "softmax")], "batch_size": 3},
    "mixed": {
        **DESIGN,
        "layers": [
            dense(4, "linear"),
            {"kind": "batch_norm"},
            {"kind": "activation", "activation": "elu"},
            {"kind": "dropout", "rate": 0.3},
            dense(1, "tanh"),
        ],
        "loss": {"kind": "huber"},
        "regularizer": {"kind": "elastic"},
        "batch_size": 4,
    },
    "single": {**DESIGN, "dtype": "float32", "batch_size": 2},
}


def walked(design: dict[str, Any] | None = None, steps: int = 3) -> tuple[Trainer, Walk]:
    """A trainer after some steps, and a walk of its next."""
    trainer = Trainer(read_design(design or DESIGN))
    trainer.step(steps)
    return trainer, Walk(trainer)
