"""The trainer: predicting, judging, gradients; and that it sees only what it may see."""

import numpy as np
import pytest
from sklearn.metrics import accuracy_score, confusion_matrix, r2_score

from engine import DataError, Design, DesignError, Trainer, adapt
from engine.datasets.catalogue import CATALOGUE
from engine.layers.activation import ActivationSpec
from engine.layers.dense import Dense
from engine.losses import BinaryCrossEntropy, CrossEntropy, Hinge, SquaredError
from engine.optimizers import SGD
from tests.engine.worlds import ALL_TRAINING, changed, moving_world, neuron, one_neuron, rows

LINEAR = (Dense(units=5), Dense(units=1, activation="linear"))


def said_by_hand(trainer, inputs):
    """What two dense layers say, written out."""
    columns = trainer.examples.preprocessing.transform(inputs)
    p = trainer.parameters
    hidden = np.tanh(p["layers/0/weight"] @ columns + p["layers/0/bias"][:, None])
    return (p["layers/1/weight"] @ hidden + p["layers/1/bias"][:, None]).T


def test_predicting_is_the_network_written_out():
    trainer = Trainer(Design(data={"kind": "sine"}, layers=LINEAR, loss=SquaredError()))
    trainer.step(50)
    inputs = np.linspace(-6, 6, 31)[:, None]
    assert np.allclose(trainer.predict(inputs), said_by_hand(trainer, inputs), rtol=1e-13, atol=1e-13)


def test_predictions_are_in_the_targets_own_units():
    trainer = Trainer(Design(data={"kind": "diabetes"}, layers=LINEAR, loss=SquaredError()))
    trainer.run(epochs=30)
    truth = trainer.dataset.targets
    said = trainer.predict(trainer.dataset.inputs)
    assert said.shape == truth.shape == (442, 1)
    assert abs(said.mean() - truth.mean()) < 15 and truth.mean() > 100
    assert r2_score(truth, said) > 0.4


def test_a_prediction_of_classes_has_one_column_a_class():
    trainer = Trainer(adapt(Design(data={"kind": "iris"})))
    said = trainer.predict(trainer.dataset.inputs[:7])
    assert said.shape == (7, 3)
    assert np.allclose(said.sum(axis=1), 1)


def test_no_rows_give_no_predictions():
    assert Trainer(moving_world()).predict(np.empty((0, 2))).shape == (0, 1)


@pytest.mark.parametrize("given", [[1.0, 2.0], [[1.0]], [[1.0, 2.0, 3.0]]])
def test_rows_of_another_width_are_refused(given):
    with pytest.raises(DataError):
        Trainer(moving_world()).predict(given)


def test_a_prediction_belongs_to_the_caller():
    trainer = Trainer(moving_world())
    said = trainer.predict([[1.0, 2.0]])
    before = said.copy()
    trainer.step(5)
    assert np.array_equal(said, before)


# judging


@pytest.mark.parametrize("part", ["train", "validation", "test"])
def test_accuracy_and_confusion_agree_with_scikit_learn(part):
    trainer = Trainer(adapt(Design(data={"kind": "blobs", "classes": 4, "noise": 0.6})))
    trainer.step(15)
    indices = getattr(trainer.splits, part)
    truth = trainer.dataset.targets[indices]
    said = trainer.predict(trainer.dataset.inputs[indices]).argmax(axis=1)
    evaluation = trainer.evaluate(part)
    assert (evaluation.part, evaluation.samples, evaluation.r2) == (part, len(indices), None)
    assert evaluation.accuracy == accuracy_score(truth, said)
    assert 0 < evaluation.accuracy < 1
    assert np.array_equal(evaluation.confusion, confusion_matrix(truth, said, labels=range(4)))


@pytest.mark.parametrize(
    ("output", "loss"),
    [
        (Dense(units=1, activation="sigmoid"), BinaryCrossEntropy()),
        (Dense(units=2, activation="softmax"), CrossEntropy()),
        (Dense(units=1, activation="tanh"), Hinge()),
        (Dense(units=1, activation="linear"), Hinge()),
        (Dense(units=1, activation="tanh"), SquaredError()),
        (Dense(units=1, activation="linear"), SquaredError()),
        (Dense(units=2, activation="sigmoid"), BinaryCrossEntropy()),
    ],
    ids=lambda x: getattr(x, "activation", getattr(x, "kind", "")),
)
def test_two_classes_are_learned_and_judged_by_every_fitting_output(output, loss):
    trainer = Trainer(Design(data={"kind": "gaussians", "noise": 0.0}, layers=(Dense(units=4), output), loss=loss))
    trainer.run(epochs=40)
    evaluation = trainer.evaluate("train")
    assert evaluation.accuracy > 0.97
    truth = trainer.dataset.targets[trainer.splits.train]
    assert np.array_equal(np.sum(evaluation.confusion, axis=1), np.bincount(truth))


def test_r2_agrees_with_scikit_learn():
    trainer = Trainer(Design(data={"kind": "diabetes"}, layers=LINEAR, loss=SquaredError()))
    trainer.step(100)
    indices = trainer.splits.validation
    expected = r2_score(trainer.dataset.targets[indices], trainer.predict(trainer.dataset.inputs[indices]))
    evaluation = trainer.evaluate()
    assert evaluation.r2 == pytest.approx(expected, rel=1e-12)
    assert (evaluation.accuracy, evaluation.confusion) == (None, None)


def test_r2_of_targets_that_never_vary_does_not_exist():
    data = rows([[1.0], [2.0], [3.0]], [5.0, 5.0, 5.0])
    trainer = Trainer(Design(data=data, split=ALL_TRAINING, layers=LINEAR, loss=SquaredError()))
    assert trainer.evaluate("train").r2 is None


def test_the_loss_of_an_evaluation_is_the_mean_over_its_samples_without_the_penalty():
    data = rows([[1.0], [2.0], [3.0], [5.0]], [1.0, 1.0, 1.0, 1.0])
    layers = (neuron([[2.0]], [0.0]),)
    design = Design(data=data, split=ALL_TRAINING, layers=layers, loss=SquaredError(), regularizer={"kind": "l2"})
    assert Trainer(design).evaluate("train").loss == pytest.approx((1 + 9 + 25 + 81) / 4)


def test_an_empty_part_is_judged_by_nothing():
    trainer = Trainer(one_neuron())
    evaluation = trainer.evaluate("validation")
    assert (evaluation.samples, evaluation.loss, evaluation.accuracy, evaluation.r2) == (0, None, None, None)
    trainer.step(5)
    assert trainer.curve.validation == [None] * 5


def test_an_edit_is_seen_by_every_derived_number_at_once():
    trainer = Trainer(one_neuron())
    assert trainer.evaluate("train").loss == 4
    trainer.set_parameter("layers/0/weight", 4.0, (0, 0))
    assert trainer.evaluate("train").loss == 0
    assert trainer.predict([[2.0]]).item() == 9
    assert trainer.gradients()["layers/0/bias"].item() == 0


@pytest.mark.parametrize("entry", CATALOGUE, ids=lambda entry: entry.name)
def test_every_dataset_can_be_trained_and_judged(entry):
    trainer = Trainer(adapt(Design(data=entry.spec)))
    before = trainer.evaluate("train").loss
    trainer.run(epochs=3)
    evaluation = trainer.evaluate("train")
    assert evaluation.loss < before
    assert evaluation.accuracy is None or 0 <= evaluation.accuracy <= 1


def test_a_network_without_parameters_runs_too():
    data = rows([[0.5], [-0.5]], [1, 0], task="binary")
    layers = (ActivationSpec(activation="sigmoid"),)
    trainer = Trainer(Design(data=data, split=ALL_TRAINING, layers=layers, loss=BinaryCrossEntropy()))
    trainer.step(3)
    assert trainer.evaluate("train").accuracy == 1
    assert dict(trainer.parameters) == {} == trainer.gradients()


# gradients


def test_gradients_are_those_by_which_the_next_step_moves():
    trainer = Trainer(moving_world(optimizer=SGD(learning_rate=0.5)))
    for _ in range(7):
        before = {name: array.copy() for name, array in trainer.parameters.items()}
        gradients = trainer.gradients()
        trainer.step()
        for name, array in trainer.parameters.items():
            assert np.array_equal(array, before[name] - gradients[name] * 0.5)
            assert gradients[name].shape == array.shape


def test_gradients_belong_to_the_caller():
    trainer = Trainer(one_neuron())
    first = trainer.gradients()
    trainer.step(3)
    assert first["layers/0/weight"].item() == -8


# the test part


def test_the_other_parts_influence_nothing_that_is_trained():
    rng = np.random.default_rng(0)
    inputs, targets = rng.normal(size=(40, 3)), rng.normal(size=40)
    design = Design(
        data=rows(inputs.tolist(), targets.tolist(), standardize=True), loss=SquaredError(),
        layers=({"kind": "dense", "units": 4}, {"kind": "batch_norm"}, {"kind": "dense", "units": 1}),
    )  # fmt: skip
    trainer = Trainer(design)
    hidden = np.concatenate([trainer.splits.validation, trainer.splits.test])
    inputs[hidden], targets[hidden] = 1e6, -1e6
    other = Trainer(changed(design, data=rows(inputs.tolist(), targets.tolist(), standardize=True).model_dump()))
    for run in (trainer, other):
        run.step(30)
    for name, array in trainer.parameters.items():
        assert np.array_equal(array, other.parameters[name])
    assert trainer.curve.train_min == other.curve.train_min
    assert trainer.curve.validation != other.curve.validation


def test_asking_for_the_test_part_is_the_only_way_to_look_at_it():
    trainer = Trainer(moving_world())
    test = trainer.splits.test
    trainer.examples.inputs[:, test] = np.nan
    trainer.step(12)
    assert np.isfinite([trainer.loss, trainer.evaluate().loss, trainer.evaluate("train").loss]).all()
    assert trainer.evaluate("test").loss is None


def test_a_design_that_cannot_run_is_refused_with_all_that_is_wrong():
    with pytest.raises(DesignError) as raised:
        Trainer(Design(data={"kind": "iris"}))
    assert {problem.code for problem in raised.value.problems} == {"output_units"}
    assert "output_units" in str(raised.value)


def test_float32_is_trained_in_float32():
    trainer = Trainer(moving_world(dtype="float32"))
    trainer.step(12)
    assert {array.dtype.name for array in trainer.program.arrays.values()} == {"float32"}
    assert trainer.predict([[1.0, 2.0]]).dtype == np.float32
