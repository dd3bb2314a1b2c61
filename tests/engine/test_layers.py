"""Every layer passes one and the same check; what is peculiar to one of them is said below."""

import json

import numpy as np
import pytest
from pydantic import TypeAdapter

from engine import Design, check
from engine.activations import ACTIVATIONS
from engine.layers.activation import ActivationSpec
from engine.layers.batch_norm import BatchNorm
from engine.layers.catalogue import LAYERS, AnyLayer
from engine.layers.dense import Dense
from engine.layers.dropout import Dropout
from engine.losses import SquaredError
from tests.engine.central_differences import compiled, disagreements
from tests.engine.worlds import draws, network_of

LAYER = TypeAdapter(AnyLayer)
EXAMPLES = {
    "dense": [
        Dense(units=4),
        Dense(units=2, activation="softmax", initializer={"kind": "lecun_normal"}),
        Dense(units=1, initial={"weight": ((0.5, -0.5, 1.0),), "bias": (0.1,)}, frozen=("bias",)),
    ],
    "activation": [ActivationSpec(activation="gelu"), ActivationSpec(activation="softmax")],
    "dropout": [Dropout(rate=0.5), Dropout(rate=0.0)],
    "batch_norm": [BatchNorm(), BatchNorm(momentum=0.5, epsilon=0.1)],
}
LEARNING = ("dropout", "batch_norm")  # what does something else while it learns
EVERY = [pytest.param(spec, id=f"{kind} {i}") for kind, specs in EXAMPLES.items() for i, spec in enumerate(specs)]


def test_every_kind_in_the_catalogue_is_checked_here():
    assert set(EXAMPLES) == set(LAYERS)
    assert all(LAYERS[kind].model_fields["kind"].default == kind for kind in LAYERS)


def alone(spec, batch=6, training=True, seed=0):
    """A program over the layer between its input and a loss, and its network."""
    network = network_of(ActivationSpec(activation="linear"), spec, features=3, seed=seed)
    units = network.layers[1].units
    inputs, targets = draws(3, batch, seed=4), draws(units, batch, seed=5)
    return network, compiled(network, batch, SquaredError(), inputs, targets, training)


@pytest.mark.parametrize("spec", EVERY)
@pytest.mark.parametrize("batch", [2, 6])
def test_a_layer_gives_the_shape_that_its_spec_told_beforehand(spec, batch):
    network, program = alone(spec, batch)
    program.run()
    assert program.output.shape == (spec.units_out(3), batch)
    assert np.isfinite(program.output).all()
    shapes = {f"layers/1/{name}": shape for name, shape in spec.shapes(3).items()}
    assert {name: array.shape for name, array in network.parameters.items()} == shapes
    assert program.arrays["layers/0/da"].shape == (3, batch)


@pytest.mark.parametrize("spec", EVERY)
@pytest.mark.parametrize("training", [True, False])
def test_a_layer_passes_the_true_gradient_to_its_parameters_and_its_input(spec, training):
    network, program = alone(spec, training=training)
    found = disagreements(network, program)
    assert max(found.values()) < 1e-6, found


@pytest.mark.parametrize("spec", EVERY)
def test_a_layer_travels_as_json(spec):
    text = spec.model_dump_json()
    assert LAYER.validate_json(text) == spec
    assert LAYER.validate_python(json.loads(text)) == spec


@pytest.mark.parametrize("spec", EVERY)
def test_a_layer_does_the_same_again_in_inference_and_in_training_what_it_should(spec):
    network, trained = alone(spec)
    inferring = network.compile(6)
    inferring.inputs[...] = trained.inputs
    trained.run()
    inferring.run()
    once = inferring.output.copy()
    inferring.run()
    assert np.array_equal(inferring.output, once)
    learns = spec.kind in LEARNING and spec != Dropout(rate=0.0)
    assert np.array_equal(trained.output, once) != learns


@pytest.mark.parametrize("spec", EVERY)
def test_inference_leaves_parameters_and_moments_alone(spec):
    network, program = alone(spec, training=False)
    parameters, moments = network.flat.copy(), network.moments.copy()
    program.run()
    assert np.array_equal(network.flat, parameters) and np.array_equal(network.moments, moments)


@pytest.mark.parametrize("spec", EVERY)
def test_a_layer_works_in_float32_as_in_float64_up_to_its_precision(spec):
    inputs = draws(3, 5)
    said = []
    for dtype in ("float64", "float32"):
        network = network_of(spec, features=3, dtype=dtype)
        program = network.compile(5)
        program.inputs[...] = inputs
        program.run()
        assert program.output.dtype == dtype
        said.append(program.output.astype(float))
    assert np.allclose(*said, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("spec", EVERY)
def test_every_field_of_a_layer_can_be_shown_in_a_form(spec):
    fields = {name: field for name, field in type(spec).model_fields.items() if name != "kind"}
    assert [name for name, field in fields.items() if not (field.title and field.description)] == []


@pytest.mark.parametrize("spec", EVERY)
def test_a_hidden_layer_of_every_kind_makes_a_design_that_runs(spec):
    assert check(Design(layers=(Dense(units=3), spec, Dense(units=1, activation="sigmoid")))) == []


# what is peculiar


def test_a_dense_layer_sums_its_inputs_times_its_weights_and_adds_its_bias():
    spec = Dense(units=2, activation="linear", initial={"weight": ((1, 2, 3), (4, 5, 6)), "bias": (0.5, -1)})
    network = network_of(spec, features=3)
    program = network.compile(2)
    program.inputs[...] = [[1, 0], [10, 1], [100, 0]]
    program.run()
    assert program.output.tolist() == [[321.5, 2.5], [653, 4]]


def test_every_activation_of_a_dense_layer_is_that_of_an_activation_layer():
    for name in ACTIVATIONS:
        bent = network_of(Dense(units=4, activation=name), features=3)
        plain = network_of(Dense(units=4, activation="linear"), ActivationSpec(activation=name), features=3)
        programs = [network.compile(5) for network in (bent, plain)]
        for program in programs:
            program.inputs[...] = draws(3, 5)
            program.run()
        assert np.array_equal(programs[0].output, programs[1].output)


def test_dropout_silences_its_share_and_scales_up_the_rest():
    _, program = alone(Dropout(rate=0.3), batch=4000)
    program.run()
    mask = program.arrays["layers/1/mask"]
    assert set(np.unique(mask).tolist()) == {0.0, 1 / (1 - 0.3)}
    assert np.mean(mask == 0) == pytest.approx(0.3, abs=0.02)
    assert np.array_equal(program.output, program.inputs * mask)


def test_batch_normalisation_centres_and_scales_each_unit_over_the_batch():
    _, program = alone(BatchNorm(epsilon=1e-12), batch=50)
    program.inputs[...] = draws(3, 50, deviation=7.0) + 3.0
    program.run()
    assert np.allclose(program.output.mean(axis=1), 0, atol=1e-12)
    assert np.allclose(program.output.std(axis=1), 1, atol=1e-9)


def test_batch_normalisation_keeps_running_moments_with_an_unbiased_variance():
    network, program = alone(BatchNorm(momentum=0.25), batch=5)
    x = program.inputs
    program.judge()
    moments = network.moments_layout
    assert np.allclose(moments["layers/1/running_mean"], 0.25 * x.mean(axis=1), rtol=1e-14)
    variance = 0.75 + 0.25 * x.var(axis=1, ddof=1)
    assert np.allclose(moments["layers/1/running_variance"], variance, rtol=1e-14)


def test_batch_normalisation_infers_by_its_running_moments():
    network, _ = alone(BatchNorm(epsilon=0.5))
    network.moments_layout["layers/1/running_mean"][...] = 2.0
    network.moments_layout["layers/1/running_variance"][...] = 3.5
    network.parameters["layers/1/scale"][...] = 4.0
    network.parameters["layers/1/shift"][...] = 1.0
    program = network.compile(1)
    program.inputs[...] = 6.0
    program.run()
    assert program.output.ravel().tolist() == [9.0, 9.0, 9.0]  # 4·(6 − 2)/√(3.5 + 0.5) + 1
