"""On real tables a network reaches what scikit-learn's MLPClassifier of the same shape reaches on the same split."""

from typing import Any

import numpy as np
import pytest
from sklearn.neural_network import MLPClassifier

from engine import Trainer, read_design

pytestmark = pytest.mark.parity

SEEDS = range(10)
HIDDEN, RATE, BATCH, EPOCHS = 8, 0.01, 16, 60
OUTPUTS = {
    "iris": ({"kind": "dense", "units": 3, "activation": "softmax"}, "cross_entropy"),
    "wine": ({"kind": "dense", "units": 3, "activation": "softmax"}, "cross_entropy"),
    "breast_cancer": ({"kind": "dense", "units": 1, "activation": "sigmoid"}, "binary_cross_entropy"),
}


def ours(kind: str, seed: int) -> Trainer:
    """Trained."""
    output, loss = OUTPUTS[kind]
    said: dict[str, Any] = {
        "data": {"kind": kind, "seed": 1},
        "split": {"train": 0.6, "validation": 0.0, "test": 0.4},
        "layers": [{"kind": "dense", "units": HIDDEN, "activation": "tanh"}, output],
        "loss": {"kind": loss},
        "optimizer": {"kind": "adam", "learning_rate": RATE},
        "batch_size": BATCH,
        "seed": seed,
    }
    trainer = Trainer(read_design(said))
    trainer.run(epochs=EPOCHS)
    return trainer


def theirs(trainer: Trainer, seed: int) -> float:
    """The accuracy of scikit-learn's network on the test part, trained on the same rows in the same way."""
    columns, labels, splits = trainer.examples.inputs, trainer.dataset.targets, trainer.splits
    classifier = MLPClassifier(
        (HIDDEN,),
        activation="tanh",
        solver="adam",
        alpha=0.0,
        batch_size=BATCH,
        learning_rate_init=RATE,
        max_iter=EPOCHS,
        n_iter_no_change=EPOCHS,
        random_state=seed,
    )
    classifier.fit(columns[:, splits.train].T, labels[splits.train])
    return float(classifier.score(columns[:, splits.test].T, labels[splits.test]))


@pytest.mark.filterwarnings("ignore:Stochastic Optimizer:sklearn.exceptions.ConvergenceWarning")
@pytest.mark.parametrize("kind", OUTPUTS)
def test_a_network_reaches_what_scikit_learns_reaches(kind: str) -> None:
    reached, expected = [], []
    for seed in SEEDS:
        trainer = ours(kind, seed)
        reached.append(trainer.evaluate("test").accuracy)
        expected.append(theirs(trainer, seed))
    assert np.mean(reached) >= np.mean(expected) - np.std(expected)


def test_digits_are_read_on_the_test_part() -> None:
    layers = [
        {"kind": "dense", "units": 128, "activation": "relu", "initializer": {"kind": "he_uniform"}},
        {"kind": "dense", "units": 64, "activation": "relu", "initializer": {"kind": "he_uniform"}},
        {"kind": "dense", "units": 10, "activation": "softmax"},
    ]
    said = {
        "data": {"kind": "digits", "seed": 1},
        "layers": layers,
        "loss": {"kind": "cross_entropy"},
        "optimizer": {"kind": "adam", "learning_rate": 0.003},
        "batch_size": 32,
        "dtype": "float32",
    }
    trainer = Trainer(read_design(said))
    trainer.run(epochs=30)
    assert trainer.evaluate("test").accuracy >= 0.96
