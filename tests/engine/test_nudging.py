"""Nudging a number really moves it: the difference of the losses is the derivative that the way back has."""

from typing import Any

import numpy as np
import pytest

from engine import Trainer, read_design
from engine.inspection.nudge import Twin
from engine.inspection.walk import Walk

PLANE = {"kind": "circle", "samples": 30, "noise": 0.1, "seed": 1}
LAYERS = (
    {"kind": "dense", "units": 3},
    {"kind": "batch_norm"},
    {"kind": "dropout", "rate": 0.4},
    {"kind": "dense", "units": 1, "activation": "sigmoid"},
)


def world(layers: Any = LAYERS, **fields: Any) -> tuple[Trainer, Walk, Twin]:
    trainer = Trainer(read_design({"data": PLANE, "layers": layers, "batch_size": 4, **fields}))
    trainer.step(3)
    walk = Walk(trainer)
    return trainer, walk, Twin(trainer, walk)


def shown(walk: Walk, name: str, index: tuple[int, ...]) -> float:
    walk.seek(len(walk.events))
    return float(walk.program.arrays[name][index])


@pytest.mark.parametrize(
    ("moved", "derivative", "index"),
    [
        ("layers/0/weight", "gradient/layers/0/weight", (2, 1)),
        ("layers/1/scale", "gradient/layers/1/scale", (1,)),
        ("layers/0/z", "layers/0/delta", (0, 3)),
        ("layers/0/a", "layers/1/dx", (2, 2)),
        ("layers/3/z", "layers/3/delta", (0, 1)),
    ],
)
def test_a_nudge_finds_the_derivative_of_the_walk(moved: str, derivative: str, index: tuple[int, ...]) -> None:
    _, walk, twin = world()
    nudge = twin.nudge(moved, index)
    assert not nudge.kink
    assert nudge.derivative == pytest.approx(shown(walk, derivative, index), rel=1e-6, abs=1e-9)


def test_a_kink_that_a_nudge_crosses_is_told() -> None:
    layers = ({"kind": "dense", "units": 1, "activation": "relu", "initial": {"weight": [[0.0, 0.0]], "bias": [0.0]}},)
    _, _, twin = world(layers, loss={"kind": "squared_error"}, optimizer={"kind": "sgd", "learning_rate": 1e-300})
    assert twin.nudge("layers/0/z", (0, 0)).kink


@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_the_check_of_a_sound_network_finds_next_to_no_error(dtype: str) -> None:
    _, _, twin = world(dtype=dtype)
    found = twin.check(np.random.default_rng(0))
    assert found.checked + found.skipped == 3 * 3 + 2 * 3 + 4
    assert found.worst < 1e-5


def test_the_check_finds_a_wrong_gradient() -> None:
    _, _, twin = world()
    wrong = next(i for i in twin.program.instructions if "gradient/layers/0/weight" in i.outputs)
    twin.program.instructions = tuple(i for i in twin.program.instructions if i is not wrong)
    found = twin.check(np.random.default_rng(0))
    assert found.worst == pytest.approx(1.0)
    assert found.name in ("layers/0/weight", "layers/0/bias")


def test_nudging_leaves_the_run_as_it_was() -> None:
    trainer, walk, twin = world()
    walk.leave()
    before = trainer.keyframe().to_bytes()
    twin.check(np.random.default_rng(0))
    assert trainer.keyframe().to_bytes() == before
