"""Divergence: said with its cause and remedy; the run stands at its last finite step and can go on from there."""

import json

import numpy as np
import pytest
from pydantic import ValidationError

from engine import Design, DesignError, Diverged, ParameterError, Trainer, read_design
from engine.layers.dense import Dense
from engine.losses import SquaredError
from engine.optimizers import SGD
from engine.schedules import WarmUp
from tests.engine.worlds import ALL_TRAINING, bits, changed, moving_world, neuron, one_neuron, rows


def wild(**fields):
    settings = {
        "data": {"kind": "diabetes", "standardize": False},
        "layers": (Dense(units=4, activation="relu"), Dense(units=1, activation="linear")),
        "loss": SquaredError(),
        "optimizer": SGD(learning_rate=1000.0),
    } | fields
    return Design(**settings)


def diverged(trainer, steps=5000):
    with pytest.raises(Diverged) as raised:
        trainer.step(steps)
    return raised.value


@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_a_learning_rate_of_a_thousand_is_told_with_its_remedy(dtype):
    trainer = Trainer(wild(dtype=dtype))
    error = diverged(trainer)
    assert error.cause == "weights_grew"
    assert error.remedy == "lower_learning_rate"
    assert error.step == trainer.step_count + 1
    assert error.quantity == "loss" or error.quantity.startswith("layers/")
    assert json.loads(json.dumps(error.problems[0].model_dump(), allow_nan=False))["code"] == "diverged"


@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_what_stands_after_a_divergence_can_be_drawn(dtype):
    trainer = Trainer(wild(dtype=dtype))
    diverged(trainer)
    assert all(np.abs(array).max() < 1e30 for array in trainer.parameters.values())
    assert trainer.loss is None or abs(trainer.loss) < 1e30
    json.dumps(trainer.keyframe().place, allow_nan=False)


def test_a_run_that_diverged_goes_on_with_a_lower_rate():
    trainer = Trainer(wild())
    diverged(trainer)
    stood, before = trainer.step_count, trainer.evaluate("train").loss
    trainer.revise(changed(trainer.design, optimizer={"kind": "sgd", "learning_rate": 1e-7}))
    trainer.step(20)
    assert trainer.step_count == stood + 20
    assert trainer.evaluate("train").loss < before


def test_a_run_that_is_asked_again_without_a_change_says_the_same_again():
    trainer = Trainer(wild())
    first, before = diverged(trainer), bits(trainer)
    again = diverged(trainer)
    assert (again.step, again.cause) == (first.step, first.cause)
    assert bits(trainer) == before


def test_the_curve_ends_where_the_run_stands():
    trainer = Trainer(wild())
    diverged(trainer)
    assert trainer.curve.steps == trainer.step_count
    assert trainer.loss is None or trainer.curve.train_min[-1] == trainer.loss


def test_a_run_that_diverged_stands_where_its_design_and_journal_say():
    trainer = Trainer(moving_world(loss={"kind": "squared_error"}, optimizer={"kind": "momentum"}))
    trainer.step(70)
    linear = Dense(units=1, activation="linear")
    trainer.revise(
        changed(
            trainer.design,
            layers=(*trainer.design.layers[:-1], linear),
            optimizer={"kind": "sgd", "learning_rate": 1000.0},
        )
    )
    diverged(trainer)
    again = Trainer.replay(trainer.origin, trainer.journal, trainer.step_count)
    assert bits(again) == bits(trainer)


def blowing_up(steps_before, rate=1000.0):
    """A neuron that is quiet for a while, then blows up: its rate warms up over many epochs of one step."""
    return one_neuron(optimizer=SGD(learning_rate=rate), schedule=WarmUp(epochs=steps_before * 400), t=1e3)


@pytest.mark.parametrize("steps_before", [1, 30, 63, 64, 65, 200])
def test_wherever_a_run_blows_up_its_state_is_that_of_a_step_it_trained(steps_before):
    trainer = Trainer(blowing_up(steps_before))
    error = diverged(trainer, 100_000)
    assert 0 < trainer.step_count < error.step
    again = Trainer(trainer.design)
    again.step(trainer.step_count)
    assert bits(again) == bits(trainer)


@pytest.mark.parametrize("quiet", [0, 1, 62, 63, 64, 65, 130])
def test_nothing_goes_back_behind_an_edit(quiet):
    trainer = Trainer(one_neuron(x=1e6, t=1e6, w=1.0, b=0.0, optimizer=SGD(learning_rate=1e-20)))
    trainer.step(quiet)
    trainer.set_parameter("layers/0/weight", 2.0)
    trainer.revise(changed(trainer.design, optimizer={"kind": "sgd", "learning_rate": 1000.0}))
    diverged(trainer)
    assert trainer.step_count == quiet
    assert trainer.parameters["layers/0/weight"].item() == 2.0


def test_an_overflow_without_large_weights_asks_for_standardised_inputs():
    layers = (neuron([[1.0]], [0.0]), *(neuron([[1e4]], [0.0]) for _ in range(8)))
    trainer = Trainer(one_neuron(x=1e12).model_copy(update={"layers": layers}))
    error = diverged(trainer, 1)
    assert (error.cause, error.remedy) == ("activation_overflow", "standardize")
    assert error.quantity.startswith("layers/")
    assert error.step == 1 and trainer.step_count == 0


def test_other_runs_beside_do_not_notice():
    calm_one, alone = Trainer(moving_world()), Trainer(moving_world())
    calm_one.step(10)
    diverged(Trainer(wild()))
    calm_one.step(10)
    alone.step(20)
    assert bits(calm_one) == bits(alone)


@pytest.mark.parametrize("value", [1e30, -1e31, 1e300])
def test_a_weight_beyond_what_can_be_drawn_cannot_be_set(value):
    trainer = Trainer(one_neuron())
    with pytest.raises(ParameterError):
        trainer.set_parameter("layers/0/weight", value)
    assert trainer.parameters["layers/0/weight"].item() == 3


def test_initial_values_beyond_what_can_be_drawn_are_refused():
    with pytest.raises(DesignError):
        read_design(one_neuron().model_dump_json().replace("3.0", "1e31"))
    with pytest.raises(ValidationError):
        one_neuron(w=-1e30)


def test_an_evaluation_of_what_overflows_is_none_and_not_infinity():
    data = rows([[1.0], [2.0], [4.0]], [1.0, 2.0, 5.0])
    design = Design(data=data, split=ALL_TRAINING, layers=(neuron([[1.0]], [0.0]),), loss=SquaredError())
    trainer = Trainer(design)
    trainer.set_parameter("layers/0/weight", 1e29)
    evaluation = trainer.evaluate("train")
    assert evaluation.loss is None
    assert evaluation.r2 is None or np.isfinite(evaluation.r2)


@pytest.mark.parametrize("kind", ["sigmoid", "tanh", "relu", "softmax", "gelu", "mish"])
def test_activations_at_a_thousand_are_no_divergence(kind):
    layers = (neuron([[500.0], [-500.0]], [0.0, 0.0], kind), neuron([[0.1, 0.1]], [0.0]))
    trainer = Trainer(one_neuron(optimizer=SGD(learning_rate=1e-9)).model_copy(update={"layers": layers}))
    trainer.step(10)
    assert trainer.step_count == 10


def test_the_logarithm_of_zero_is_no_divergence():
    trainer = Trainer(
        Design(
            data=rows([[1.0], [2.0]], [1, 0], task="binary"), split=ALL_TRAINING,
            layers=(neuron([[-1000.0]], [0.0], "sigmoid"),), loss={"kind": "binary_cross_entropy"},
        )
    )  # fmt: skip
    trainer.step(3)
    assert trainer.loss > 100


def step_on(trainer, portion, look=lambda trainer: None):
    for _ in range(100_000):
        trainer.step(portion)
        look(trainer)


def drawable(trainer):
    assert all(np.abs(array).max() < 1e30 for array in trainer.parameters.values())
    evaluation = trainer.evaluate()
    json.dumps([trainer.loss, trainer.penalty, evaluation.loss, evaluation.r2], allow_nan=False)


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("rate", [1000.0, 10.0, 1.0, 0.1])
def test_after_any_single_step_every_number_can_be_drawn_or_the_divergence_is_told(rate, dtype):
    layers = (Dense(units=4, activation="linear"), Dense(units=1, activation="linear"))
    trainer = Trainer(
        wild(layers=layers, optimizer=SGD(learning_rate=rate), dtype=dtype, regularizer={"kind": "elastic"})
    )
    with pytest.raises(Diverged) as raised:
        step_on(trainer, 1, drawable)
    assert raised.value.step == trainer.step_count + 1
    drawable(trainer)


@pytest.mark.parametrize("portion", [1, 2, 3, 1000])
def test_however_steps_are_portioned_a_divergence_ends_at_the_same_place(portion):
    whole, portioned = Trainer(blowing_up(30)), Trainer(blowing_up(30))
    diverged(whole, 100_000)
    with pytest.raises(Diverged):
        step_on(portioned, portion)
    assert bits(portioned) == bits(whole)


def test_huge_weights_in_float32_have_a_finite_penalty_and_no_r2():
    design = changed(one_neuron(dtype="float32", regularizer={"kind": "l2"}), layers=wild().layers)
    trainer = Trainer(design)
    trainer.set_parameter("layers/0/weight", 1e29)
    trainer.set_parameter("layers/1/weight", 1e29)
    assert 1e50 < trainer.penalty < 1e65
    evaluation = trainer.evaluate("train")
    assert (evaluation.loss, evaluation.r2) == (None, None)
