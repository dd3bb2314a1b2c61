"""A unit that lets no gradient pass has a reason, and the slope that tells it is the engine's own."""

from typing import Any

import numpy as np
import pytest

from engine import Trainer, read_design
from engine.activations import ACTIVATIONS
from engine.inspection.slope import Slope, steepest
from engine.inspection.walk import Walk
from engine.inspection.zeros import Reason, Zeros

SLOPED = sorted(name for name, activation in ACTIVATIONS.items() if activation.slope is not None)


def world(
    activation: str, weight: float, inputs: tuple[float, ...] = (1.0,), batch_size: int = 0, **layer: Any
) -> tuple[Walk, Zeros]:
    """One neuron that sees one input, in front of a linear output."""
    design = {
        "data": {
            "kind": "inline",
            "task": "regression",
            "inputs": [[x] for x in inputs],
            "targets": [[0.0]] * len(inputs),
            "standardize": False,
        },
        "split": {"train": 1, "validation": 0, "test": 0},
        "layers": [
            {"kind": "dense", "units": 1, "activation": activation, "initial": {"weight": [[weight]]}} | layer,
            {"kind": "dense", "units": 1, "activation": "linear"},
        ],
        "loss": {"kind": "squared_error"},
        "batch_size": batch_size or len(inputs),
    }
    trainer = Trainer(read_design(design))
    walk = Walk(trainer)
    walk.seek(next(k for k, event in enumerate(walk.events) if event.layer == 1))
    return walk, Zeros(trainer)


def reason(activation: str, z: float) -> Reason | None:
    walk, zeros = world(activation, z)
    found = zeros.of(walk, 0, 0)
    return found[0].reason if found else None


@pytest.mark.parametrize("name", SLOPED)
def test_the_slope_is_the_derivative_of_the_activation(name: str) -> None:
    z, h = np.array([[-3.7, -1.3, -0.4, 0.6, 1.9, 5.2]]), 1e-6
    rise = [(said(name, each + h) - said(name, each - h)) / (2 * h) for each in z[0].tolist()]
    np.testing.assert_allclose(Slope(ACTIVATIONS[name], z.shape, "float64").at(z)[0], rise, atol=1e-8)


def said(name: str, z: float) -> float:
    walk, _ = world(name, z)
    return float(walk.program.arrays["layers/0/a"][0, 0])


@pytest.mark.parametrize(
    ("name", "most"), [("sigmoid", 0.25), ("tanh", 1.0), ("relu", 1.0), ("hard_sigmoid", 1 / 6), ("step", 0.0)]
)
def test_the_steepest_slope_is_known(name: str, most: float) -> None:
    assert steepest(name) == pytest.approx(most, abs=1e-12)


@pytest.mark.parametrize(
    ("activation", "z", "expected"),
    [
        ("relu", -1.0, "dead"),
        ("relu", 1.0, None),
        ("leaky_relu", -5.0, "saturated"),  # f′ = 0.01, a hundredth of 1
        ("elu", -8.0, "saturated"),
        ("selu", -8.0, "saturated"),
        ("gelu", -6.0, "saturated"),
        ("silu", -9.0, "saturated"),
        ("mish", -9.0, "saturated"),
        ("softplus", -9.0, "saturated"),
        ("sigmoid", 9.0, "saturated"),
        ("sigmoid", 1.0, None),
        ("tanh", -9.0, "saturated"),
        ("softsign", 20.0, "saturated"),
        ("hard_sigmoid", -4.0, "dead"),
        ("hard_sigmoid", 4.0, "saturated"),
        ("sine", np.pi / 2, "level"),
        ("gaussian", 0.0, "level"),
        ("step", 3.0, "step"),
        ("linear", 0.0, None),
        ("softmax", 1.0, None),
    ],
)
def test_the_reason_is_told_from_the_slope(activation: str, z: float, expected: Reason | None) -> None:
    assert reason(activation, z) == expected


def test_dead_is_silent_for_every_sample_of_the_training_part_and_silent_for_this_one() -> None:
    walk, some = world("relu", -1.0, inputs=(2.0, -3.0, 4.0, 5.0))
    found = [zero for column in range(4) for zero in some.of(walk, 0, column)]
    assert [(zero.reason, zero.silent_in) for zero in found] == [("silent", 3)] * 3
    walk, none = world("relu", -1.0, inputs=(2.0, 3.0, 4.0, 5.0))
    assert [none.of(walk, 0, column)[0].reason for column in range(4)] == ["dead"] * 4


def test_silent_for_a_whole_batch_is_not_dead_where_another_sample_wakes_the_unit() -> None:
    walk, zeros = world("relu", -1.0, inputs=(2.0, -3.0), batch_size=1)
    assert float(walk.inputs[0, 0]) == 2.0 or not zeros.of(walk, 0, 0)
    walk.suppose("inputs", (0, 0), 2.0)
    walk.seek(2)
    assert [(zero.reason, zero.silent_in) for zero in zeros.of(walk, 0, 0)] == [("silent", 1)]


def test_nothing_is_said_of_a_unit_that_is_not_computed_yet() -> None:
    walk, zeros = world("relu", -1.0)
    walk.seek(1)
    assert zeros.of(walk, 0, 0) == []


def test_looking_for_dead_units_leaves_the_run_as_it_was() -> None:
    design = {
        "data": {"kind": "circle", "samples": 40},
        "layers": [
            {"kind": "dense", "units": 6, "activation": "relu", "initial": {"bias": [-50.0] * 6}},
            {"kind": "batch_norm"},
            {"kind": "dropout", "rate": 0.5},
            {"kind": "dense", "units": 1, "activation": "sigmoid"},
        ],
        "batch_size": 8,
    }
    trainer = Trainer(read_design(design))
    before = trainer.keyframe().to_bytes()
    walk = Walk(trainer)
    zeros = Zeros(trainer)
    walk.seek(len(walk.events))
    assert [zero.reason for zero in zeros.of(walk, 0, 0)] == ["dead"] * 6
    dropped = zeros.of(walk, 2, 0)
    mask = walk.program.arrays["layers/2/mask"]
    assert [zero.unit for zero in dropped] == np.flatnonzero(mask[:, 0] == 0).tolist()
    assert zeros.of(walk, 3, 0) == []  # the loss and the sigmoid are one: its slope bars nothing
    walk.leave()
    assert trainer.keyframe().to_bytes() == before
