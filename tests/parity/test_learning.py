"""One step and fifty steps give the same numbers as PyTorch, in float64, whatever a design is made of."""

from typing import Any, get_args

import pytest

from engine import Design, Trainer
from engine.activations import ACTIVATIONS
from engine.losses import LossSpec
from engine.optimizers import OptimizerSpec
from tests.parity.designs import defined, dense, design, task_of
from tests.parity.twin import Twin, differences

pytestmark = pytest.mark.parity

CLOSE = 1e-9
LOSSES = {loss().kind: loss() for loss in get_args(get_args(LossSpec)[0])}
RATES = {"sgd": 0.1, "momentum": 0.05, "nesterov": 0.05, "adagrad": 0.1, "rmsprop": 0.01, "adam": 0.02, "adamw": 0.02}
OPTIMIZERS = {kind: {"kind": kind, "learning_rate": rate} for kind, rate in RATES.items()}
SCHEDULES: dict[str, dict[str, Any]] = {
    "step": {"kind": "step", "every": 2, "drop": 0.3},
    "exponential": {"kind": "exponential", "decay": 0.8},
    "cosine": {"kind": "cosine", "epochs": 7, "lowest": 0.1},
    "warmup": {"kind": "warmup", "epochs": 3},
}


def learns_as_pytorch(design: Design, steps: int) -> None:
    """Train both, and compare the loss of every step, then every number and prediction."""
    trainer = Trainer(design)
    twin = Twin(trainer)
    before = {name: array.copy() for name, array in trainer.parameters.items()}
    for _ in range(steps):
        expected = twin.step()
        trainer.step()
        assert trainer.loss == pytest.approx(expected, rel=CLOSE, abs=CLOSE)
    found = differences(trainer, twin)
    assert {name: value for name, value in found.items() if not value < CLOSE} == {}
    assert any((before[name] != array).any() for name, array in trainer.parameters.items())


def test_every_optimizer_is_in_the_table() -> None:
    assert set(OPTIMIZERS) == {optimizer().kind for optimizer in get_args(get_args(OptimizerSpec)[0])}


@pytest.mark.parametrize("steps", [1, 50])
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_an_optimizer_goes_where_pytorchs_goes(optimizer: str, steps: int) -> None:
    learns_as_pytorch(design(optimizer=OPTIMIZERS[optimizer]), steps)


@pytest.mark.parametrize("schedule", SCHEDULES)
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_a_schedule_goes_with_every_optimizer(optimizer: str, schedule: str) -> None:
    learns_as_pytorch(design(optimizer=OPTIMIZERS[optimizer], schedule=SCHEDULES[schedule]), 50)


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_l2_is_weight_decay_on_weights_alone(optimizer: str) -> None:
    learns_as_pytorch(design(optimizer=OPTIMIZERS[optimizer], regularizer={"kind": "l2", "rate": 0.05}), 50)


@pytest.mark.parametrize(
    "regularizer", [{"kind": "l1", "rate": 0.02}, {"kind": "elastic", "l1": 0.02, "l2": 0.05}], ids=["l1", "elastic"]
)
def test_a_penalty_is_a_term_of_the_objective(regularizer: dict[str, Any]) -> None:
    learns_as_pytorch(design(optimizer=OPTIMIZERS["momentum"], regularizer=regularizer), 50)


@pytest.mark.parametrize("clipping", [{"kind": "norm", "limit": 0.3}, {"kind": "value", "limit": 0.05}], ids=str)
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_a_clipped_gradient_is_pytorchs(optimizer: str, clipping: dict[str, Any]) -> None:
    learns_as_pytorch(design(optimizer=OPTIMIZERS[optimizer], clipping=clipping), 50)


def test_a_norm_below_the_limit_is_left_alone() -> None:
    learns_as_pytorch(design(clipping={"kind": "norm", "limit": 1000.0}), 50)


def test_the_penalty_is_clipped_with_the_loss() -> None:
    learns_as_pytorch(design(regularizer={"kind": "l2", "rate": 0.5}, clipping={"kind": "norm", "limit": 0.3}), 50)


def normalised(**first: Any) -> list[dict[str, Any]]:
    """Layers with batch normalisation before and after an activation."""
    return [
        dense(5, "linear", **first), {"kind": "batch_norm"}, {"kind": "activation", "activation": "tanh"},
        dense(4, "relu"), {"kind": "batch_norm", "momentum": 0.3, "epsilon": 1e-3}, dense(3, "linear"),
    ]  # fmt: skip


@pytest.mark.parametrize("steps", [1, 50])
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_batch_normalisation_learns_and_remembers_as_pytorchs(optimizer: str, steps: int) -> None:
    # The exact gradient of a bias before it is 0: adaptive optimizers would make steps out of rounding errors there.
    layers = normalised(frozen=["bias"])
    learns_as_pytorch(design(layers=layers, optimizer=OPTIMIZERS[optimizer]), steps)


@pytest.mark.parametrize("steps", [1, 50])
@pytest.mark.parametrize("optimizer", ["sgd", "momentum", "nesterov"])
def test_a_bias_before_batch_normalisation_stays_as_in_pytorch(optimizer: str, steps: int) -> None:
    learns_as_pytorch(design(layers=normalised(), optimizer=OPTIMIZERS[optimizer]), steps)


@pytest.mark.parametrize("layers", [[dense(5), dense(3, "linear")], normalised()], ids=["plain", "normalised"])
def test_gradients_of_a_batch_are_autograds(layers: list[dict[str, Any]]) -> None:
    trainer = Trainer(design(layers=layers))
    expected = Twin(trainer).gradients()
    found = trainer.gradients()
    assert found.keys() == expected.keys()
    assert all(abs(found[name] - expected[name]).max() < CLOSE for name in found)


def test_dropout_is_off_when_the_network_is_judged() -> None:
    trainer = Trainer(design(layers=[dense(5), {"kind": "dropout", "rate": 0.5}, dense(3, "linear")]))
    trainer.step(20)
    assert differences(trainer, Twin(trainer))["predictions"] < CLOSE


def test_a_dropout_that_silences_nobody_changes_nothing() -> None:
    learns_as_pytorch(design(layers=[dense(5), {"kind": "dropout", "rate": 0.0}, dense(3, "linear")]), 50)


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_what_is_frozen_stays_and_the_rest_goes_on_as_in_pytorch(optimizer: str) -> None:
    layers = [dense(5, frozen=["bias"]), dense(4, frozen=["weight"]), dense(3, "linear")]
    learns_as_pytorch(design(layers=layers, optimizer=OPTIMIZERS[optimizer]), 50)


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_an_activation_inside_the_network_is_pytorchs(activation: str) -> None:
    layers = [dense(5, activation), dense(4, activation), dense(3, "linear")]
    learns_as_pytorch(design(layers=layers), 1)


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_an_activation_layer_is_pytorchs(activation: str) -> None:
    layers = [dense(5, "linear"), {"kind": "activation", "activation": activation}, dense(3, "linear")]
    learns_as_pytorch(design(layers=layers), 1)


PAIRS = [
    (loss, output) for loss in LOSSES for output in ACTIVATIONS if output != "step" and defined(LOSSES[loss], output)
]


@pytest.mark.parametrize("batch_size", [1, 4])
@pytest.mark.parametrize(("loss", "output"), PAIRS)
def test_a_loss_on_an_output_is_pytorchs(loss: str, output: str, batch_size: int) -> None:
    learns_as_pytorch(design(task_of(LOSSES[loss]), output, loss={"kind": loss}, batch_size=batch_size), 3)


@pytest.mark.parametrize("loss", LOSSES)
def test_a_loss_is_pytorchs_over_many_steps(loss: str) -> None:
    output = next(name for name in ("linear", "softmax", "sigmoid", "tanh") if defined(LOSSES[loss], name))
    learns_as_pytorch(design(task_of(LOSSES[loss]), output, loss={"kind": loss}), 50)


def test_one_output_for_two_classes_is_pytorchs() -> None:
    learns_as_pytorch(design("binary", "sigmoid", loss={"kind": "binary_cross_entropy"}), 50)


def test_a_bend_of_its_own_is_pytorchs_too() -> None:
    learns_as_pytorch(design(loss={"kind": "huber", "delta": 0.4}), 50)
