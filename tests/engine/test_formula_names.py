"""A formula names only what a learner has a letter for: inner names of the engine are unfolded, never shown."""

import itertools
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from engine import Design, Trainer, check
from engine.activations import ACTIVATIONS
from engine.inspection.formula import leaves
from engine.inspection.walk import Walk

SYMBOLS = (Path(__file__).parents[2] / "static" / "js" / "microscope" / "symbols.js").read_text()
PLANE, IRIS = {"kind": "circle", "samples": 30, "seed": 1}, {"kind": "iris"}
LOSSES = (
    "squared_error", "sum_squared_error", "half_squared_error", "absolute_error", "huber",
    "binary_cross_entropy", "cross_entropy", "hinge",
)  # fmt: skip
OPTIMIZERS = ("sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adam", "adamw")
SLOPES = {"da", "dx", "gradient"}  # whose letter is that of what they are the derivative by
INPUTS = {"inputs", "targets"}


def letters() -> set[str]:
    """The names that the page has a letter for."""
    tables = re.findall(r"const (?:LETTERS|BLOCKS|SINGLE) = \{(.*?)\n\};", SYMBOLS, re.DOTALL)
    assert len(tables) == 3
    return {name for table in tables for name in re.findall(r"(\w+): \[", table)}


def dense(units: int, activation: str = "tanh") -> dict[str, Any]:
    return {"kind": "dense", "units": units, "activation": activation}


def names(*layers: dict[str, Any], **fields: Any) -> Iterator[str]:
    """The own name of all that a walk computes, and of all that its formulas read."""
    settings = {"data": PLANE, "layers": layers, "loss": {"kind": "squared_error"}, "batch_size": 4} | fields
    trainer = Trainer(Design.model_validate(settings))
    trainer.step(2)
    walk = Walk(trainer)
    for number, event in enumerate(walk.events):
        for name in event.outputs:
            yield own(name)
            expression, _ = walk.formula(number, name, (0,) * walk.program.arrays[name].ndim)
            yield from (own(leaf.name) for leaf in leaves(expression))


def own(name: str) -> str:
    return "gradient" if name.startswith("gradient") else name.rpartition("/")[2]


def known() -> set[str]:
    return letters() | SLOPES | INPUTS


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_of_every_activation(activation: str) -> None:
    layers = dense(2, activation), {"kind": "activation", "activation": activation}, dense(1, "linear")
    assert set(names(*layers)) <= known()


@pytest.mark.parametrize("loss", LOSSES)
def test_of_every_loss(loss: str) -> None:
    asked = 0
    for activation in ACTIVATIONS:
        layers = dense(3, activation) if activation == "softmax" else dense(1, activation)
        fields = {"data": IRIS if activation == "softmax" else PLANE, "loss": {"kind": loss}}
        if not check(Design.model_validate({"layers": [layers]} | fields)):
            assert set(names(layers, **fields)) <= known()
            asked += 1
    assert asked


def test_of_every_layer() -> None:
    layers = dense(2), {"kind": "batch_norm"}, {"kind": "dropout"}, {"kind": "activation"}, dense(1, "linear")
    assert set(names(*layers)) <= known()


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_of_every_optimizer_regulariser_and_clipping(optimizer: str) -> None:
    for clipping, schedule in itertools.product(("none", "norm", "value"), ("constant", "cosine")):
        layers = {**dense(2), "frozen": ["bias"]}, dense(1, "linear")
        fields = {"optimizer": {"kind": optimizer}, "clipping": {"kind": clipping}, "schedule": {"kind": schedule}}
        assert set(names(*layers, regularizer={"kind": "elastic"}, **fields)) <= known()


def test_no_letter_is_for_what_no_formula_names() -> None:
    used: set[str] = set()
    layers = {**dense(2), "frozen": ["bias"]}, {"kind": "batch_norm"}, {"kind": "dropout"}
    for optimizer, clipping in itertools.product(OPTIMIZERS, ("norm", "value")):
        fields = {"optimizer": {"kind": optimizer}, "clipping": {"kind": clipping}, "regularizer": {"kind": "elastic"}}
        used |= set(names(*layers, dense(1, "sigmoid"), **fields))
    used |= set(names(dense(3, "softmax"), data=IRIS, loss={"kind": "cross_entropy"}))
    assert letters() - used == set()


def test_the_gradient_of_batch_normalisation_is_told_in_the_terms_of_textbooks() -> None:
    trainer = Trainer(
        Design.model_validate(
            {
                "data": PLANE,
                "layers": [dense(2), {"kind": "batch_norm"}, dense(1, "linear")],
                "loss": {"kind": "squared_error"},
                "batch_size": 4,
            }
        )
    )
    trainer.step(3)
    walk = Walk(trainer)
    number = next(k for k, event in enumerate(walk.events) if "layers/1/dx" in event.outputs)
    expression, value = walk.formula(number, "layers/1/dx", (0, 0))
    named = {leaf.name for leaf in leaves(expression)}
    assert named == {"layers/1/scale", "layers/1/variance", "layers/1/normal", "layers/2/dx"}
    assert expression.value == pytest.approx(value, rel=1e-12)
