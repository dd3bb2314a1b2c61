"""Optimizers: a step worked out by hand for each, then many steps beside the plain formulas of their papers."""

import math

import pytest

from engine import Trainer
from engine.optimizers import SGD, Adagrad, Adam, AdamW, Momentum, Nesterov, RMSProp
from tests.engine.worlds import one_neuron

# One linear neuron, w = 3 and b = 1, whose first gradients are −8 and −4.
ONE_STEP = {
    "sgd": (SGD(learning_rate=0.05), 3 + 0.05 * 8, 1 + 0.05 * 4),
    "momentum": (Momentum(learning_rate=0.05, momentum=0.5), 3.4, 1.2),  # the velocity begins at 0: v = g
    "nesterov": (Nesterov(learning_rate=0.05, momentum=0.5), 3 + 0.05 * 12, 1 + 0.05 * 6),  # g + ½·g
    "adagrad": (Adagrad(learning_rate=0.05, epsilon=0.5), 3 + 0.05 * 8 / 8.5, 1 + 0.05 * 4 / 4.5),
    "rmsprop": (RMSProp(learning_rate=0.05, decay=0.75, epsilon=0.5), 3 + 0.05 * 8 / 4.5, 1 + 0.05 * 4 / 2.5),
    "adam": (Adam(learning_rate=0.05, epsilon=0.5), 3 + 0.05 * 8 / 8.5, 1 + 0.05 * 4 / 4.5),  # m̂ = g, √v̂ = |g|
    "adamw": (
        AdamW(learning_rate=0.05, epsilon=0.5, weight_decay=0.1),
        3 * (1 - 0.005) + 0.05 * 8 / 8.5,
        1 * (1 - 0.005) + 0.05 * 4 / 4.5,
    ),
}


@pytest.mark.parametrize("kind", ONE_STEP)
def test_the_first_step_is_the_one_worked_out_by_hand(kind):
    optimizer, weight, bias = ONE_STEP[kind]
    trainer = Trainer(one_neuron(optimizer=optimizer))
    trainer.step()
    assert trainer.parameters["layers/0/weight"].item() == pytest.approx(weight, rel=1e-14)
    assert trainer.parameters["layers/0/bias"].item() == pytest.approx(bias, rel=1e-14)


# Plain scalar formulas: (parameter, gradient, memory, number of the step) → new parameter


def sgd(w, g, memory, t):
    return w - 0.01 * g


def momentum(w, g, memory, t):
    memory["v"] = 0.9 * memory.get("v", 0.0) + g
    return w - 0.01 * memory["v"]


def nesterov(w, g, memory, t):
    memory["v"] = 0.9 * memory.get("v", 0.0) + g
    return w - 0.01 * (g + 0.9 * memory["v"])


def adagrad(w, g, memory, t):
    memory["s"] = memory.get("s", 0.0) + g * g
    return w - 0.01 * g / (math.sqrt(memory["s"]) + 1e-10)


def rmsprop(w, g, memory, t):
    memory["s"] = 0.99 * memory.get("s", 0.0) + 0.01 * g * g
    return w - 0.01 * g / (math.sqrt(memory["s"]) + 1e-8)


def adam(w, g, memory, t):
    memory["m"] = 0.9 * memory.get("m", 0.0) + 0.1 * g
    memory["v"] = 0.999 * memory.get("v", 0.0) + 0.001 * g * g
    m, v = memory["m"] / (1 - 0.9**t), memory["v"] / (1 - 0.999**t)
    return w - 0.01 * m / (math.sqrt(v) + 1e-8)


def adamw(w, g, memory, t):
    return adam(w * (1 - 0.01 * 0.01), g, memory, t)


FORMULAS = [
    (SGD, sgd), (Momentum, momentum), (Nesterov, nesterov), (Adagrad, adagrad), (RMSProp, rmsprop), (Adam, adam),
    (AdamW, adamw),
]  # fmt: skip


@pytest.mark.parametrize(("optimizer", "formula"), FORMULAS, ids=[f.__name__ for _, f in FORMULAS])
def test_many_steps_follow_the_plain_formula(optimizer, formula):
    trainer = Trainer(one_neuron(optimizer=optimizer(learning_rate=0.01)))
    w, b, of_w, of_b = 3.0, 1.0, {}, {}
    for t in range(1, 31):
        error = 2 * (2.0 * w + b - 9.0)
        w, b = formula(w, 2.0 * error, of_w, t), formula(b, error, of_b, t)
        trainer.step()
        assert trainer.parameters["layers/0/weight"].item() == pytest.approx(w, rel=1e-11)
        assert trainer.parameters["layers/0/bias"].item() == pytest.approx(b, rel=1e-11)


def test_a_rate_that_changes_in_mid_run_acts_on_the_whole_velocity():
    trainer = Trainer(one_neuron(optimizer=Momentum(learning_rate=0.01, momentum=0.9)))
    trainer.step()
    trainer.revise(trainer.design.model_copy(update={"optimizer": Momentum(learning_rate=0.001, momentum=0.9)}))
    w, b = 3.08, 1.04  # after one step of −0.01·(−8, −4)
    velocity = 0.9 * -8 + 2 * 2 * (2 * w + b - 9)
    trainer.step()
    assert trainer.parameters["layers/0/weight"].item() == pytest.approx(w - 0.001 * velocity, rel=1e-13)
