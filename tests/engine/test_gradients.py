"""Every gradient is the true one: central differences in float64, for every pair, every layer, one sample and many."""

from typing import get_args

import numpy as np
import pytest
from pydantic import ValidationError

from engine import Design, Trainer, check
from engine.activations import ACTIVATIONS
from engine.layers.activation import ActivationSpec
from engine.layers.batch_norm import BatchNorm
from engine.layers.dense import Dense
from engine.layers.dropout import Dropout
from engine.losses import AbsoluteError, Hinge, Huber, LossSpec, SquaredError, SumSquaredError
from engine.regularizers import L1, L2, Elastic, penalty
from tests.engine.central_differences import compiled, disagreement, disagreements, numeric_gradient
from tests.engine.worlds import ALL_TRAINING, draws, network_of, rows

LOSSES = {loss.model_fields["kind"].default: loss() for loss in get_args(get_args(LossSpec)[0])}
PAIRS = [(name, kind) for name in ACTIVATIONS for kind in LOSSES]
DEFINED = [(name, kind) for name, kind in PAIRS if LOSSES[kind].defined_on(ACTIVATIONS[name])]
UNDEFINED = [pair for pair in PAIRS if pair not in DEFINED]
EXACT = 1e-6
FEATURES, OUTPUTS = 3, 3
SEEN = ActivationSpec(activation="linear")  # passes the inputs on, so that their gradient can be read


def targets_for(loss, batch, seed):
    if "regression" in loss.tasks:
        return draws(OUTPUTS, batch, seed=seed + 100)
    no, yes = loss.targets(ACTIVATIONS["linear"])
    return np.where(np.arange(OUTPUTS)[:, None] == np.arange(batch) % OUTPUTS, yes, no)


def bend(loss, a, t):
    """How far the outputs are from where the loss bends."""
    if isinstance(loss, AbsoluteError):
        return np.abs(a - t).min()
    if isinstance(loss, Huber):
        return np.abs(np.abs(a - t) - loss.delta).min()
    return np.abs(1 - t * a).min() if isinstance(loss, Hinge) else np.inf


def kink(network, program):
    """How far the pre-activations are from where an activation bends."""
    distances = [
        np.abs(program.arrays[f"layers/{i}/z"] - place).min()
        for i, layer in enumerate(network.layers)
        for place in layer.activation.kinks
    ]
    return min(distances, default=np.inf)


def checked(layers, loss, batch):
    """Disagreements at the first seed that keeps every number away from every kink."""
    for seed in range(200):
        network = network_of(SEEN, *layers, features=FEATURES, seed=seed)
        for name, array in network.parameters.items():
            if not name.endswith("weight"):
                array += draws(*array.shape, seed=seed, deviation=0.3)
        inputs, targets = draws(FEATURES, batch, seed=seed), targets_for(loss, batch, seed)
        program = compiled(network, batch, loss, inputs, targets)
        program.judge()
        if min(kink(network, program), bend(loss, program.output, targets)) > 1e-3:
            return disagreements(network, program)
    raise AssertionError("every seed met a kink")


@pytest.mark.parametrize("batch", [1, 5])
@pytest.mark.parametrize(("activation", "kind"), DEFINED)
def test_every_defined_pair_of_output_and_loss_has_its_true_gradient(activation, kind, batch):
    layers = (Dense(units=3), Dense(units=OUTPUTS, activation=activation))
    found = checked(layers, LOSSES[kind], batch)
    assert len(found) == 5
    assert max(found.values()) < EXACT, found


@pytest.mark.parametrize("kind", ["binary_cross_entropy", "cross_entropy", "squared_error"])
def test_an_activation_layer_as_output_has_the_same_gradient(kind):
    partner = LOSSES[kind].partner or "softplus"
    layers = (Dense(units=OUTPUTS, activation="linear"), ActivationSpec(activation=partner))
    found = checked(layers, LOSSES[kind], 4)
    assert max(found.values()) < EXACT, found


@pytest.mark.parametrize("batch", [1, 5])
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_every_hidden_activation_has_its_true_gradient(activation, batch):
    layers = (Dense(units=4, activation=activation), Dense(units=OUTPUTS, activation="tanh"))
    found = checked(layers, SquaredError(), batch)
    assert max(found.values()) < EXACT, found


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_a_hidden_activation_layer_has_the_same_gradient(activation):
    layers = (Dense(units=4, activation="linear"), ActivationSpec(activation=activation), Dense(units=OUTPUTS))
    found = checked(layers, SquaredError(), 5)
    assert max(found.values()) < EXACT, found


@pytest.mark.parametrize("batch", [1, 6])
@pytest.mark.parametrize("kind", LOSSES)
def test_gradients_are_true_behind_dropout_whose_mask_is_fixed(kind, batch):
    loss = LOSSES[kind]
    output = Dense(units=OUTPUTS, activation=loss.partner or "tanh")
    found = checked((Dense(units=6), Dropout(rate=0.4), output), loss, batch)
    assert max(found.values()) < EXACT, found


@pytest.mark.parametrize("kind", LOSSES)
def test_gradients_are_true_through_batch_normalisation_in_training(kind):
    loss = LOSSES[kind]
    output = Dense(units=OUTPUTS, activation=loss.partner or "tanh")
    found = checked((ActivationSpec(activation="sine"), BatchNorm(), output), loss, 6)
    assert {"layers/2/scale", "layers/2/shift", "inputs"} <= set(found)
    assert max(found.values()) < EXACT, found


def test_gradients_are_true_through_all_kinds_of_layers_together():
    layers = (BatchNorm(), Dense(units=5, activation="gelu"), BatchNorm(), Dropout(rate=0.2), Dense(units=OUTPUTS))
    found = checked(layers, SumSquaredError(), 7)
    del found["layers/2/bias"]  # normalisation takes it away: its gradient is exactly 0
    assert max(found.values()) < EXACT, found


def test_a_bias_before_batch_normalisation_has_no_gradient():
    network = network_of(Dense(units=3, activation="linear"), BatchNorm(), Dense(units=1), features=2)
    program = compiled(network, 8, SquaredError(), draws(2, 8), draws(1, 8, seed=1))
    program.run()
    assert np.abs(program.arrays["gradient/layers/0/bias"]).max() < 1e-14
    assert np.abs(program.arrays["gradient/layers/0/weight"]).max() > 1e-3


def test_batch_normalisation_in_inference_has_its_own_true_gradient():
    network = network_of(SEEN, BatchNorm(), Dense(units=2), features=2)
    network.moments_layout["layers/1/running_mean"][...] = (0.5, -1.0)
    network.moments_layout["layers/1/running_variance"][...] = (2.0, 0.3)
    program = compiled(network, 3, SquaredError(), draws(2, 3), draws(2, 3, seed=1), training=False)
    found = disagreements(network, program)
    assert max(found.values()) < EXACT, found


def test_the_step_function_has_no_gradient_and_says_so():
    network = network_of(SEEN, Dense(units=3, activation="step"), Dense(units=1), features=2)
    program = compiled(network, 4, SquaredError(), draws(2, 4), draws(1, 4, seed=1))
    program.run()
    assert ACTIVATIONS["step"].derivative == "0"
    assert not program.arrays["gradient/layers/1/weight"].any()
    assert program.arrays["gradient/layers/2/weight"].any()


@pytest.mark.parametrize("regularizer", [L1(rate=0.3), L2(rate=0.7), Elastic(l1=0.2, l2=0.4)], ids=lambda r: r.kind)
def test_a_regularizer_pulls_by_the_true_gradient_of_its_penalty(regularizer):
    layers = (Dense(units=3), BatchNorm(), Dense(units=1, activation="linear"))
    trainer = Trainer(
        Design(
            data=rows(draws(6, 2).tolist(), draws(6, seed=1).tolist()), split=ALL_TRAINING, layers=layers,
            loss=SquaredError(), regularizer=regularizer, optimizer={"kind": "sgd", "learning_rate": 1.0},
        )
    )  # fmt: skip
    network = trainer.network
    weights = [array for name, array in network.parameters.items() if name.endswith("weight")]
    numeric = {
        name: numeric_gradient(lambda: penalty(regularizer, weights), array)
        for name, array in network.parameters.items()
    }
    before = {name: array.copy() for name, array in network.parameters.items()}
    gradients = trainer.gradients()
    trainer.step()
    for name, array in network.parameters.items():
        pulled = before[name] - array - gradients[name]
        if name.endswith("weight"):
            assert disagreement(pulled, numeric[name]) < EXACT
        else:
            assert np.abs(pulled).max() < 1e-15


@pytest.mark.parametrize(("activation", "kind"), UNDEFINED)
def test_every_undefined_pair_is_refused_and_the_mend_mends_it(activation, kind):
    loss = LOSSES[kind]
    data = rows([[1.0], [2.0], [3.0]], [0, 1, 2], task="classes")
    design = Design(data=data, layers=(Dense(units=3, activation=activation),), loss=loss)
    (problem,) = check(design)
    assert (problem.code, problem.where, problem.received) == ("loss_undefined", "layers/0", activation)
    assert problem.values["mend"] == "set_activation"
    mended = Dense(units=3, activation=problem.values["activation"])
    assert check(design.model_copy(update={"layers": (mended,)})) == []


def test_cross_entropies_and_hinge_are_what_is_undefined_on_most_outputs():
    assert {kind for _, kind in UNDEFINED} == {"binary_cross_entropy", "cross_entropy", "hinge"}
    assert [name for name, kind in DEFINED if kind == "binary_cross_entropy"] == ["sigmoid"]
    assert [name for name, kind in DEFINED if kind == "cross_entropy"] == ["softmax"]
    assert ("tanh", "hinge") in DEFINED and ("sigmoid", "hinge") in UNDEFINED


@pytest.mark.parametrize(
    "fields",
    [
        {"layers": [{"kind": "dense", "activation": "swoosh"}]},
        {"layers": [{"kind": "activation", "activation": "Tanh"}]},
        {"layers": [{"kind": "convolution"}]},
        {"layers": [{"kind": "dense", "initializer": {"kind": "orthogonal"}}]},
        {"loss": {"kind": "mse"}},
        {"optimizer": {"kind": "lion"}},
        {"schedule": {"kind": "cyclic"}},
        {"regularizer": {"kind": "l3"}},
        {"clipping": {"kind": "global"}},
        {"data": {"kind": "circus"}},
        {"dtype": "float16"},
    ],
    ids=str,
)
def test_an_unknown_name_is_an_error(fields):
    with pytest.raises(ValidationError):
        Design.model_validate(fields)
