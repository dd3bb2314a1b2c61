"""Regularisation, clipping and freezing: what is done to a gradient before it moves a weight."""

import math

import numpy as np
import pytest
from pydantic import ValidationError

from engine import Design, Trainer
from engine.layers.batch_norm import BatchNorm
from engine.layers.dense import Dense
from engine.optimizers import SGD, Adagrad, Adam, AdamW, Momentum, Nesterov, RMSProp
from engine.regularizers import L1, L2, ClipNorm, ClipValue, Elastic, NoRegularizer
from tests.engine.worlds import moving_world, one_neuron

OPTIMIZERS = [SGD(), Momentum(), Nesterov(), Adagrad(), RMSProp(), Adam(), AdamW(weight_decay=1.0)]


def stepped(**fields):
    trainer = Trainer(one_neuron(**fields))
    trainer.step()
    return [trainer.parameters[f"layers/0/{name}"].item() for name in ("weight", "bias")]


@pytest.mark.parametrize(
    ("regularizer", "penalty"),
    [(NoRegularizer(), 0), (L1(rate=0.5), 1.5), (L2(rate=0.5), 2.25), (Elastic(l1=0.5, l2=0.5), 3.75)],
    ids=lambda r: getattr(r, "kind", r),
)
def test_a_penalty_counts_weights_and_not_biases_and_stands_beside_the_loss(regularizer, penalty):
    trainer = Trainer(one_neuron(w=-3.0, b=100.0, t=94.0, regularizer=regularizer))
    assert trainer.penalty == pytest.approx(penalty)
    assert trainer.evaluate("train").loss == 0
    trainer.step()
    assert trainer.loss == 0


@pytest.mark.parametrize(
    ("regularizer", "pull"),
    [(L1(rate=0.5), 0.5), (L2(rate=0.5), 1.5), (Elastic(l1=0.5, l2=0.5), 2.0)],
    ids=lambda r: getattr(r, "kind", r),
)
def test_a_regularizer_pulls_weights_and_leaves_biases_alone(regularizer, pull):
    weight, bias = stepped(regularizer=regularizer)
    assert weight == pytest.approx(3 - 0.05 * (-8 + pull), rel=1e-14)
    assert bias == pytest.approx(1.2, rel=1e-14)


def test_a_regularizer_leaves_the_scale_of_batch_normalisation_alone():
    layers = (Dense(units=3, activation="linear"), BatchNorm(), Dense(units=1, activation="sigmoid"))
    plain = Trainer(moving_world(layers=layers))
    pulled = Trainer(moving_world(layers=layers, regularizer=L2(rate=5.0)))
    assert pulled.penalty == pytest.approx(
        2.5 * sum((pulled.parameters[f"layers/{i}/weight"] ** 2).sum() for i in (0, 2))
    )
    plain.step()
    pulled.step()
    assert np.array_equal(plain.parameters["layers/1/scale"], pulled.parameters["layers/1/scale"])
    assert not np.array_equal(plain.parameters["layers/0/weight"], pulled.parameters["layers/0/weight"])


def test_gradients_do_not_hold_the_penalty():
    assert Trainer(one_neuron(regularizer=L2(rate=10))).gradients()["layers/0/weight"].item() == -8


def test_clipping_by_norm_scales_the_whole_gradient():
    weight, bias = stepped(clipping=ClipNorm(limit=2.0))
    scale = 2 / (math.hypot(8, 4) + 1e-6)  # as PyTorch's clip_grad_norm_
    assert (weight, bias) == pytest.approx((3 + 0.05 * 8 * scale, 1 + 0.05 * 4 * scale), rel=1e-14)


def test_clipping_by_norm_leaves_a_short_gradient_as_it_is():
    assert stepped(clipping=ClipNorm(limit=9.0)) == stepped()


def test_clipping_by_value_cuts_each_component():
    assert stepped(clipping=ClipValue(limit=5.0)) == pytest.approx([3 + 0.05 * 5, 1 + 0.05 * 4], rel=1e-14)


def test_clipping_comes_after_the_penalty():
    weight, _ = stepped(clipping=ClipValue(limit=5.0), regularizer=L2(rate=2.0))  # −8 + 6 = −2 is within
    assert weight == pytest.approx(3 + 0.05 * 2, rel=1e-14)


def test_clipping_by_norm_does_not_count_what_is_frozen():
    _, bias = stepped(frozen=("weight",), clipping=ClipNorm(limit=5.0))
    assert bias == pytest.approx(1.2, rel=1e-14)  # of (−8, −4) only −4 counts, which is short enough


@pytest.mark.parametrize("clipping", [{"kind": "none"}, {"kind": "norm"}, {"kind": "value"}], ids=str)
@pytest.mark.parametrize("optimizer", OPTIMIZERS, ids=lambda o: o.kind)
def test_what_is_frozen_never_moves_and_the_rest_does(optimizer, clipping):
    layers = (
        Dense(units=3, frozen=("weight",)),
        BatchNorm(frozen=("scale",)),
        Dense(units=1, activation="sigmoid", frozen=("bias",)),
    )
    design = Design(
        data={"kind": "moons", "samples": 40}, layers=layers, optimizer=optimizer, clipping=clipping,
        regularizer=Elastic(l1=0.1, l2=0.1),
    )  # fmt: skip
    trainer = Trainer(design)
    before = {name: array.copy() for name, array in trainer.parameters.items()}
    trainer.run(epochs=3)
    still = {name for name, array in trainer.parameters.items() if np.array_equal(array, before[name])}
    assert {"layers/0/weight", "layers/1/scale", "layers/2/bias"} <= still
    assert {"layers/1/shift", "layers/2/weight"}.isdisjoint(still)


@pytest.mark.parametrize("optimizer", OPTIMIZERS, ids=lambda o: o.kind)
def test_what_is_frozen_in_mid_run_stands_still_at_once_whatever_its_velocity(optimizer):
    trainer = Trainer(one_neuron(optimizer=optimizer.model_copy(update={"learning_rate": 0.01})))
    trainer.step(5)
    frozen = trainer.design.layers[0].model_copy(update={"frozen": ("weight",)})
    trainer.revise(trainer.design.model_copy(update={"layers": (frozen,)}))
    before = {name: array.item() for name, array in trainer.parameters.items()}
    trainer.step(5)
    assert trainer.parameters["layers/0/weight"].item() == before["layers/0/weight"]
    assert trainer.parameters["layers/0/bias"].item() != before["layers/0/bias"]


@pytest.mark.parametrize("optimizer", OPTIMIZERS, ids=lambda o: o.kind)
def test_a_network_that_is_frozen_altogether_keeps_every_bit(optimizer):
    trainer = Trainer(one_neuron(frozen=("weight", "bias"), optimizer=optimizer, clipping=ClipNorm(limit=0.1)))
    trainer.step(5)
    assert [array.item() for array in trainer.parameters.values()] == [3, 1]


@pytest.mark.parametrize("fields", [{"kind": "l2", "rate": -1}, {"kind": "l1", "rate": 11}, {"kind": "l2", "l1": 1}])
def test_rates_out_of_their_limits_are_refused(fields):
    with pytest.raises(ValidationError):
        Design(regularizer=fields)
