"""The small designs that parity is shown on: three inputs, a hidden layer or two, outputs of every task."""

from typing import Any

import numpy as np

from engine import Design, read_design
from engine.activations import ACTIVATIONS
from engine.losses import LossSpec


def dense(units: int, activation: str = "tanh", **fields: Any) -> dict[str, Any]:
    """A dense layer whose biases do not begin at 0, so that their part is seen."""
    biases = np.linspace(-0.4, 0.5, units).tolist()
    return {"kind": "dense", "units": units, "activation": activation, "initial": {"bias": biases}, **fields}


def rows(task: str, samples: int = 23) -> dict[str, Any]:
    """Inline data: three inputs, three targets or three classes."""
    random = np.random.default_rng(5)
    inputs = random.normal(size=(samples, 3))
    found = {"kind": "inline", "task": task, "inputs": inputs.tolist()}
    if task == "regression":
        return found | {"targets": random.normal(size=(samples, 3)).tolist()}
    if task == "classes":
        return found | {"targets": (np.arange(samples) % 3).tolist()}
    return found | {"targets": (inputs[:, 0] * inputs[:, 1] > 0).astype(int).tolist()}


OUTPUTS = {"regression": 3, "classes": 3, "binary": 1}


def design(task: str = "regression", output: str = "linear", **fields: Any) -> Design:
    """A 3-5-4-k network on inline rows, in batches of 4 with a short last one, unless `fields` say otherwise."""
    said: dict[str, Any] = {
        "data": rows(task),
        "split": {"train": 0.8, "validation": 0.2, "test": 0.0},
        "layers": [dense(5), dense(4, "sigmoid"), dense(OUTPUTS[task], output)],
        "loss": {"kind": "squared_error"},
        "optimizer": {"kind": "sgd", "learning_rate": 0.1},
        "batch_size": 4,
        "seed": 11,
    }
    return read_design(said | fields)


def task_of(loss: LossSpec) -> str:
    """The task with the most outputs that a loss is for."""
    return "regression" if "regression" in loss.tasks else "classes"


def defined(loss: LossSpec, output: str) -> bool:
    """Whether a loss is defined on an output's activation."""
    return loss.defined_on(ACTIVATIONS[output])
