"""The examples on the front page: Designs, each with a title and a sentence under its name in the texts."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.playground.worked_examples import WORKED_EXAMPLES
from engine.design import Design, read_design

Json = dict[str, Any]


@dataclass(frozen=True)
class Preset:
    """An example. `name` is the code of its words, `design` what opening it means, `picture` the dataset whose
    thumbnail stands for it; one that is `walked` opens in the microscope."""

    name: str
    design: Design
    picture: str
    walked: bool = False

    @property
    def json(self) -> str:
        """The whole Design, as a page sends it to its session."""
        return self.design.model_dump_json()


def _dense(*units: int, activation: str) -> list[Json]:
    return [{"kind": "dense", "units": count, "activation": activation} for count in units]


def _output(units: int, activation: str) -> Json:
    return {"kind": "dense", "units": units, "activation": activation}


PROBABILITY, NUMBER = _output(1, "sigmoid"), _output(1, "linear")
BINARY, CLASSES, SQUARED = ({"kind": kind} for kind in ("binary_cross_entropy", "cross_entropy", "squared_error"))


def _adam(learning_rate: float) -> Json:
    return {"kind": "adam", "learning_rate": learning_rate}


DESIGNS: Mapping[str, Json] = {
    "first": {
        "data": {"kind": "circle", "samples": 400, "noise": 0.1, "seed": 1},
        "layers": [*_dense(4, 2, activation="tanh"), PROBABILITY],
        "loss": BINARY,
        "optimizer": _adam(0.01),
        "batch_size": 16,
        "seed": 3,
    },
    "one_neuron": {
        "data": {"kind": "gaussians", "samples": 300, "noise": 0.15, "seed": 2},
        "layers": [PROBABILITY],
        "loss": BINARY,
        "optimizer": {"kind": "sgd", "learning_rate": 0.03},
        "batch_size": 16,
    },
    "exclusive_or": {
        "data": {"kind": "exclusive_or", "samples": 400, "noise": 0.1, "seed": 1},
        "layers": [*_dense(4, activation="tanh"), PROBABILITY],
        "loss": BINARY,
        "optimizer": _adam(0.03),
        "batch_size": 16,
        "seed": 1,
    },
    "spiral": {
        "data": {"kind": "spiral", "samples": 500, "noise": 0.05, "seed": 1},
        "layers": [*_dense(8, 8, activation="tanh"), PROBABILITY],
        "loss": BINARY,
        "optimizer": _adam(0.02),
        "batch_size": 32,
        "seed": 1,
    },
    "three_arm_spiral": {
        "data": {"kind": "spiral", "arms": 3, "samples": 600, "noise": 0.05, "seed": 1},
        "layers": [*_dense(10, 10, activation="tanh"), _output(3, "softmax")],
        "loss": CLASSES,
        "optimizer": _adam(0.02),
        "batch_size": 32,
        "seed": 1,
    },
    "sine": {
        "data": {"kind": "sine", "samples": 200, "noise": 0.1, "seed": 1},
        "layers": [*_dense(8, 8, activation="tanh"), NUMBER],
        "loss": SQUARED,
        "optimizer": _adam(0.02),
        "batch_size": 16,
        "seed": 1,
    },
    "digits": {
        "data": {"kind": "digits", "seed": 1},
        "layers": [*_dense(128, 64, activation="relu"), _output(10, "softmax")],
        "loss": CLASSES,
        "optimizer": _adam(0.003),
        "batch_size": 32,
        "seed": 1,
        "dtype": "float32",
    },
    "iris": {
        "data": {"kind": "iris", "seed": 1},
        "layers": [*_dense(6, activation="tanh"), _output(3, "softmax")],
        "loss": CLASSES,
        "optimizer": _adam(0.02),
        "batch_size": 16,
        "seed": 1,
    },
    "checkerboard": {
        "data": {"kind": "checkerboard", "samples": 1000, "noise": 0.0, "seed": 1},
        "layers": [*_dense(12, 12, 8, activation="relu"), PROBABILITY],
        "loss": BINARY,
        "optimizer": _adam(0.01),
        "batch_size": 32,
        "seed": 1,
    },
    "overfitting": {
        "data": {"kind": "moons", "samples": 80, "noise": 0.4, "seed": 3},
        "split": {"train": 0.5, "validation": 0.4, "test": 0.1},
        "layers": [*_dense(12, 12, activation="tanh"), PROBABILITY],
        "loss": BINARY,
        "optimizer": _adam(0.02),
        "batch_size": 10,
        "seed": 1,
    },
    "regularised": {
        "data": {"kind": "moons", "samples": 80, "noise": 0.4, "seed": 3},
        "split": {"train": 0.5, "validation": 0.4, "test": 0.1},
        "layers": [*_dense(12, 12, activation="tanh"), PROBABILITY],
        "loss": BINARY,
        "optimizer": _adam(0.02),
        "regularizer": {"kind": "l2", "rate": 0.02},
        "batch_size": 10,
        "seed": 1,
    },
    "wine": {
        "data": {"kind": "wine", "seed": 1},
        "layers": [*_dense(8, activation="tanh"), _output(3, "softmax")],
        "loss": CLASSES,
        "optimizer": _adam(0.01),
        "batch_size": 16,
        "seed": 1,
    },
    "breast_cancer": {
        "data": {"kind": "breast_cancer", "seed": 1},
        "layers": [*_dense(12, activation="relu"), {"kind": "dropout", "rate": 0.2}, PROBABILITY],
        "loss": BINARY,
        "optimizer": _adam(0.005),
        "batch_size": 32,
        "seed": 1,
    },
    **WORKED_EXAMPLES,
}
"""In the order they are offered; the first one opens with the page."""

PICTURES = {"first": "circle", "one_neuron": "gaussians", "overfitting": "moons", "regularised": "moons"}
"""Which dataset's thumbnail stands for a preset, where it is not the one of its own name."""


PRESETS: tuple[Preset, ...] = tuple(
    Preset(name, read_design(design), PICTURES.get(name, name), name in WORKED_EXAMPLES)
    for name, design in DESIGNS.items()
)
FIRST = PRESETS[0]
