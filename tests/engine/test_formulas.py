"""Every number of a step has a formula that is read off its instructions; the formula's numbers give that number."""

import itertools
from typing import Any

import numpy as np
import pytest

from engine import Design, Trainer, check, read_design
from engine.activations import ACTIVATIONS
from engine.inspection.expression import Operation
from engine.inspection.walk import Walk

PLANE = {"kind": "circle", "samples": 30, "noise": 0.1, "seed": 1}
LOSSES = (
    "squared_error", "sum_squared_error", "half_squared_error", "absolute_error", "huber",
    "binary_cross_entropy", "cross_entropy", "hinge",
)  # fmt: skip
OPTIMIZERS = ("sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adam", "adamw")


def dense(units: int, activation: str = "tanh") -> dict[str, Any]:
    return {"kind": "dense", "units": units, "activation": activation}


def walk(*layers: dict[str, Any], loss: str = "squared_error", **fields: Any) -> Walk:
    design = {"data": PLANE, "layers": layers, "loss": {"kind": loss}, "batch_size": 4, **fields}
    trainer = Trainer(read_design(design))
    trainer.step(3)
    return Walk(trainer)


def assert_every_formula_holds(walk: Walk) -> None:
    for number, event in enumerate(walk.events):
        for name in event.outputs:
            array = walk.program.arrays[name]
            for index in {tuple(0 for _ in array.shape), tuple(size // 2 for size in array.shape)}:
                expression, value = walk.formula(number, name, index)
                scale = max(abs(value), _largest_term(expression), 1e-300)
                assert abs(expression.value - value) <= 1e-12 * scale, (event, name, index, expression)


def _largest_term(node: Any) -> float:
    """Where terms nearly cancel, the result can be no more exact than the largest of them."""
    if isinstance(node, Operation) and node.operator in ("sum", "subtract"):
        return max(max(abs(o.value), _largest_term(o)) for o in node.operands)
    if isinstance(node, Operation) and node.operator in ("product", "divide", "negative", "sqrt"):
        return max((_largest_term(o) for o in node.operands), default=0.0) * abs(node.value)
    return 0.0


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_every_hidden_activation(activation: str) -> None:
    assert_every_formula_holds(walk(dense(3, activation), dense(1, "linear")))


def output(activation: str) -> dict[str, Any]:
    return dense(2 if activation == "softmax" else 1, activation)


def defined(activation: str, loss: str) -> bool:
    fields = {"data": PLANE, "layers": [output(activation)], "loss": {"kind": loss}}
    return not check(Design.model_validate(fields))


@pytest.mark.parametrize(
    ("activation", "loss"), [pair for pair in itertools.product(ACTIVATIONS, LOSSES) if defined(*pair)]
)
def test_every_output_with_every_loss_that_is_defined(activation: str, loss: str) -> None:
    assert_every_formula_holds(walk(dense(2), output(activation), loss=loss))


@pytest.mark.parametrize(
    "layer", [{"kind": "batch_norm"}, {"kind": "dropout", "rate": 0.5}, {"kind": "activation", "activation": "elu"}]
)
def test_every_other_layer(layer: dict[str, Any]) -> None:
    assert_every_formula_holds(walk(dense(3), layer, dense(1, "linear")))


@pytest.mark.parametrize("kind", OPTIMIZERS)
@pytest.mark.parametrize("schedule", ["constant", "cosine"])
def test_every_optimizer(kind: str, schedule: str) -> None:
    fields = {"optimizer": {"kind": kind, "learning_rate": 0.03}, "schedule": {"kind": schedule}}
    assert_every_formula_holds(walk(dense(2), dense(1, "linear"), **fields))


@pytest.mark.parametrize("regularizer", ["l1", "l2", "elastic"])
@pytest.mark.parametrize(
    "clipping", [{"kind": "none"}, {"kind": "norm", "limit": 0.01}, {"kind": "value", "limit": 0.01}]
)
def test_every_regulariser_and_clipping(regularizer: str, clipping: dict[str, Any]) -> None:
    layers = dense(2), {**dense(1, "linear"), "frozen": ["bias"]}
    assert_every_formula_holds(walk(*layers, regularizer={"kind": regularizer}, clipping=clipping))


def test_a_weighted_sum_reads_as_weights_times_inputs_plus_bias() -> None:
    expression, _ = walk(dense(2), dense(1, "linear")).formula(0, "layers/0/z", (1, 2))
    assert isinstance(expression, Operation)
    assert expression.operator == "sum"
    names = [[leaf.name for leaf in getattr(term, "operands", (term,))] for term in expression.operands]
    assert names == [["layers/0/weight", "inputs"], ["layers/0/weight", "inputs"], ["layers/0/bias"]]


def test_the_logistic_function_reads_as_such() -> None:
    expression, value = walk(dense(1, "sigmoid")).formula(1, "layers/0/a", (0, 0))
    assert isinstance(expression, Operation)
    assert expression.operator == "sigmoid"
    assert value == pytest.approx(expression.value, rel=1e-15)


def test_the_end_of_a_walk_is_where_running_the_step_leads() -> None:
    layers = dense(3), {"kind": "batch_norm"}, {"kind": "dropout"}, dense(1, "linear")
    ran, walked = (walk(*layers, optimizer={"kind": "adam"}) for _ in range(2))
    ran._trainer.stand_at(ran.begin)
    ran._trainer.step()
    walked.seek(len(walked.events))
    assert np.array_equal(ran._trainer.network.flat, walked._trainer.network.flat)
    assert np.array_equal(ran._trainer.network.moments, walked._trainer.network.moments)


def test_walking_to_and_fro_changes_nothing() -> None:
    layers = dense(3), {"kind": "batch_norm"}, {"kind": "dropout"}, dense(1, "linear")
    straight, wandering = (walk(*layers, optimizer={"kind": "adam"}) for _ in range(2))
    for cursor in (5, 2, 99, 0, 7, 7, 1, 30, 12):
        wandering.seek(cursor)
    wandering.finish()
    straight.finish()
    assert np.array_equal(straight._trainer.network.flat, wandering._trainer.network.flat)
    assert straight._trainer.curve.to_json() == wandering._trainer.curve.to_json()
