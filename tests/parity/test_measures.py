"""What is measured agrees with scikit-learn: standardising, accuracy, R², the confusion matrix."""

from typing import Any

import numpy as np
import pytest
from sklearn.metrics import accuracy_score, confusion_matrix, r2_score
from sklearn.preprocessing import StandardScaler

from engine import Trainer, read_design

pytestmark = pytest.mark.parity

PARTS = ("train", "validation", "test")


def dense(units: int, activation: str) -> dict[str, Any]:
    return {"kind": "dense", "units": units, "activation": activation}


def barely_trained(kind: str, output: dict[str, Any], loss: str) -> Trainer:
    """A network that is right about some samples and wrong about others."""
    layers = [dense(4, "tanh"), output]
    trainer = Trainer(read_design({"data": {"kind": kind, "seed": 4}, "layers": layers, "loss": {"kind": loss}}))
    trainer.step(10)
    return trainer


@pytest.mark.parametrize("kind", ["iris", "wine", "breast_cancer", "digits"])
def test_standardising_is_scikit_learns_fitted_on_the_training_part(kind: str) -> None:
    output = dense(1, "sigmoid") if kind == "breast_cancer" else dense(10 if kind == "digits" else 3, "softmax")
    loss = "binary_cross_entropy" if kind == "breast_cancer" else "cross_entropy"
    data = {"kind": kind, "standardize": True}
    trainer = Trainer(read_design({"data": data, "layers": [output], "loss": {"kind": loss}}))
    rows = trainer.dataset.inputs
    scaler = StandardScaler().fit(rows[trainer.splits.train])
    np.testing.assert_allclose(trainer.examples.inputs.T, scaler.transform(rows), rtol=0, atol=1e-12)


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("kind", ["iris", "wine"])
def test_several_classes_are_judged_as_scikit_learn_judges(kind: str, part: Any) -> None:
    trainer = barely_trained(kind, dense(3, "softmax"), "cross_entropy")
    indices = getattr(trainer.splits, part)
    truth, said = trainer.dataset.targets[indices], trainer.predict(trainer.dataset.inputs[indices]).argmax(1)
    evaluation = trainer.evaluate(part)
    assert evaluation.accuracy == accuracy_score(truth, said) < 1.0
    assert np.array_equal(evaluation.confusion, confusion_matrix(truth, said, labels=[0, 1, 2]))


@pytest.mark.parametrize("part", PARTS)
def test_two_classes_are_judged_as_scikit_learn_judges(part: Any) -> None:
    trainer = barely_trained("breast_cancer", dense(1, "sigmoid"), "binary_cross_entropy")
    indices = getattr(trainer.splits, part)
    truth, said = trainer.dataset.targets[indices], trainer.predict(trainer.dataset.inputs[indices])[:, 0] >= 0.5
    evaluation = trainer.evaluate(part)
    assert evaluation.accuracy == accuracy_score(truth, said) < 1.0
    assert np.array_equal(evaluation.confusion, confusion_matrix(truth, said))


@pytest.mark.parametrize("part", PARTS)
def test_r2_is_scikit_learns(part: Any) -> None:
    trainer = barely_trained("diabetes", dense(1, "linear"), "squared_error")
    indices = getattr(trainer.splits, part)
    said = trainer.predict(trainer.dataset.inputs[indices])
    assert trainer.evaluate(part).r2 == pytest.approx(r2_score(trainer.dataset.targets[indices], said), abs=1e-9)
