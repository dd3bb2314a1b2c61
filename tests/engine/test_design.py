"""Designs: read, adapted to data, checked, priced, and the same after a journey through JSON."""

import json
import tracemalloc

import pytest

from engine import Design, DesignError, Trainer, adapt, check, cost, read_design
from engine.datasets.catalogue import CATALOGUE
from engine.design import MAX_LAYERS, MAX_PARAMETERS
from engine.layers.activation import ActivationSpec
from engine.layers.batch_norm import BatchNorm
from engine.layers.dense import Dense
from engine.layers.dropout import Dropout
from tests.engine.worlds import changed, moving_world, one_neuron, rows

KINDS = [pytest.param(entry.spec, id=entry.name) for entry in CATALOGUE]
INLINE = [
    rows([[1.0], [2.0]], [1.0, 2.0]),
    rows([[1.0, 2.0], [2.0, 1.0]], [[1.0, 2.0, 3.0], [2.0, 3.0, 4.0]]),
    rows([[1.0, 2.0], [2.0, 1.0]], [0, 1], task="binary"),
    rows([[1.0, 2.0], [2.0, 1.0]], [0, 1], task="classes"),
    rows([[1.0, 2.0], [2.0, 1.0]], [0, 3], task="classes"),
]
OUTPUTS = [
    (Dense(units=1, activation="sigmoid"),),
    (Dense(units=7, activation="softmax"),),
    (Dense(units=3), Dropout()),
    (Dense(units=3), BatchNorm(), ActivationSpec(activation="relu")),
    (BatchNorm(),),
    (ActivationSpec(activation="sigmoid"),),
    (Dense(units=5), Dense(units=2, activation="linear", initial={"bias": (1.0, 2.0)}, frozen=("bias",))),
]


@pytest.mark.parametrize("data", [*KINDS, *(pytest.param(spec, id=f"inline {i}") for i, spec in enumerate(INLINE))])
@pytest.mark.parametrize("layers", OUTPUTS, ids=range(len(OUTPUTS)))
def test_adapting_to_any_data_gives_a_design_that_can_be_trained(data, layers):
    split = {"train": 1.0, "validation": 0.0, "test": 0.0} if data.kind == "inline" else {}
    adapted = adapt(Design(data=data, layers=layers, split=split))
    assert check(adapted) == []
    assert adapt(adapted) == adapted
    assert (adapted.data, adapted.split, adapted.optimizer) == (data, Design(split=split).split, Design().optimizer)


def test_adapting_leaves_alone_what_fits():
    design = moving_world()
    assert adapt(design) is design or adapt(design) == design
    two = changed(design, layers=(Dense(units=2, activation="softmax"),), loss={"kind": "cross_entropy"})
    assert adapt(two) == two


def test_adapting_keeps_hidden_layers_and_the_values_that_still_fit():
    layers = (
        Dense(units=3, initial={"weight": ((1.0, 2.0),) * 3, "bias": (1.0, 2.0, 3.0)}),
        Dense(units=1, activation="sigmoid", initial={"weight": ((1.0, 2.0, 3.0),)}),
    )
    adapted = adapt(Design(data={"kind": "iris"}, layers=layers))
    assert adapted.layers[0].initial == {"bias": (1.0, 2.0, 3.0)}
    assert adapted.layers[1].initial == {}
    assert (adapted.layers[1].units, adapted.layers[1].activation, adapted.loss.kind) == (3, "softmax", "cross_entropy")


@pytest.mark.parametrize("data", KINDS)
def test_the_cost_told_beforehand_is_the_true_number_of_parameters(data):
    design = adapt(Design(data=data, layers=(Dense(units=7), BatchNorm(), Dropout(), Dense(units=1))))
    trainer = Trainer(design)
    assert cost(design).parameters == sum(array.size for array in trainer.parameters.values())


def test_the_cost_counts_multiply_adds_and_bytes():
    design = one_neuron()
    assert cost(design).parameters == 2
    assert cost(design).multiply_adds == 3 * 2
    small, large = (Design(layers=(Dense(units=n), Dense(units=1, activation="sigmoid"))) for n in (10, 400))
    assert cost(large).multiply_adds == pytest.approx(40 * cost(small).multiply_adds, rel=0.1)


@pytest.mark.parametrize(
    "fields",
    [
        {"layers": [{"kind": "dense", "units": 300, "activation": "gelu"}] * 5},
        {"layers": [{"kind": "dense", "units": 300}, {"kind": "batch_norm"}] * 3, "batch_size": 1000},
        {"data": {"kind": "digits"}, "layers": [{"kind": "dense", "units": 400, "activation": "relu"}] * 3},
        {"layers": [{"kind": "dense", "units": 300}] * 5, "dtype": "float32"},
    ],
    ids=["gelu", "batch_norm", "digits", "float32"],
)
def test_the_bytes_told_beforehand_are_about_those_that_a_run_takes(fields):
    design = adapt(read_design({"data": {"kind": "circle", "samples": 1500}} | fields))
    tracemalloc.start()
    try:
        trainer = Trainer(design)
        trainer.step()
        for part in ("train", "validation", "test"):
            trainer.evaluate(part)
        taken = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert 0.5 * taken < cost(design).bytes < 2 * taken


@pytest.mark.parametrize("design", [Design(), moving_world(), one_neuron(), *(Design(data=e.spec) for e in CATALOGUE)])
def test_a_design_comes_back_from_json_as_it_was(design):
    assert read_design(design.model_dump_json()) == design
    assert read_design(design.model_dump_json().encode()) == design
    assert read_design(json.loads(design.model_dump_json())) == design
    assert read_design(design.model_dump()) == design


def test_what_is_left_out_is_the_default():
    assert read_design("{}") == Design()
    assert read_design('{"seed": 3, "optimizer": {"kind": "sgd"}}').optimizer.learning_rate == 0.1


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({"version": 2}, "version"),
        ({"colour": "red"}, "colour"),
        ({"layers": []}, "layers"),
        ({"layers": [{"kind": "dense", "units": 0}]}, "layers/0/dense/units"),
        ({"layers": [{"kind": "dense", "units": 513}]}, "layers/0/dense/units"),
        ({"layers": [{"kind": "dense", "units": 2.5}]}, "layers/0/dense/units"),
        ({"layers": [{"kind": "dropout", "rate": 1.0}]}, "layers/0/dropout/rate"),
        ({"layers": [{"units": 3}]}, "layers/0"),
        ({"layers": [{"kind": "dense"}, {"kind": "dense", "units": 0}]}, "layers/1/dense/units"),
        ({"optimizer": {"kind": "sgd", "learning_rate": 0}}, "optimizer/sgd/learning_rate"),
        ({"optimizer": {"kind": "sgd", "learning_rate": 1e308}}, "optimizer/sgd/learning_rate"),
        ({"optimizer": {"kind": "adam", "beta1": 1.0}}, "optimizer/adam/beta1"),
        ({"batch_size": 0}, "batch_size"),
        ({"seed": -1}, "seed"),
        ({"seed": 2**32}, "seed"),
        ({"split": {"train": 1.5}}, "split/train"),
        ({"title": "x" * 121}, "title"),
    ],
    ids=str,
)
def test_a_value_out_of_its_limits_is_told_with_its_place(fields, where):
    with pytest.raises(DesignError) as raised:
        read_design(fields)
    assert [problem.where for problem in raised.value.problems] == [where]
    assert raised.value.problems[0].expected


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"split": {"train": 0.5, "validation": 0.1, "test": 0.1}}, "split_sum"),
        ({"data": {"kind": "circle", "features": ["x1", "x1"]}}, "feature_repeated"),
        ({"layers": [{"kind": "dense", "units": 3, "activation": "sigmoid"}]}, "output_units"),
        ({"layers": [{"kind": "dense", "units": 1}, {"kind": "dropout"}]}, "output_kind"),
        ({"layers": [{"kind": "dense", "units": 1}]}, "loss_undefined"),
        ({"data": {"kind": "sine"}, "layers": [{"kind": "dense", "units": 1, "activation": "sigmoid"}]}, "loss_task"),
        (
            {"layers": [{"kind": "dense", "units": 1, "activation": "softmax"}], "loss": {"kind": "cross_entropy"}},
            "softmax_alone",
        ),
        (
            {"layers": [{"kind": "dense", "units": 1, "activation": "sigmoid", "frozen": ["weights"]}]},
            "parameter_unknown",
        ),
        (
            {"layers": [{"kind": "dense", "units": 1, "activation": "sigmoid", "initial": {"gain": [1.0]}}]},
            "parameter_unknown",
        ),
        (
            {"layers": [{"kind": "dense", "units": 1, "activation": "sigmoid", "initial": {"weight": [[1.0]]}}]},
            "initial_shape",
        ),
        (
            {"layers": [{"kind": "dense", "units": 1, "activation": "sigmoid", "initial": {"bias": [1.0, 2.0]}}]},
            "initial_shape",
        ),
        (
            {"layers": [{"kind": "dense", "units": 2}, {"kind": "dense", "units": 1, "activation": "sigmoid",
              "initial": {"weight": [[1.0], [1.0, 2.0]]}}]},
            "initial_shape",
        ),
        (
            {"layers": [{"kind": "batch_norm"}, {"kind": "dense", "units": 1, "activation": "sigmoid"}],
             "batch_size": 1},
            "batch_norm_needs_two",
        ),
        ({"layers": [{"kind": "dense", "units": 512}] * 5}, "too_many_parameters"),
        (
            {"layers": [{"kind": "dense", "units": 170}] * 32, "data": {"kind": "circle", "samples": 5000}},
            "too_much_memory",
        ),
    ],
    ids=lambda x: x if isinstance(x, str) else "",
)  # fmt: skip
def test_what_cannot_run_is_told_by_its_code(fields, code):
    problems = check(read_design(fields))
    assert code in [problem.code for problem in problems]
    with pytest.raises(DesignError):
        Trainer(read_design(fields))
    json.dumps([problem.model_dump() for problem in problems], allow_nan=False)
    assert all(problem.expected for problem in problems)


def test_the_limits_are_within_what_a_design_can_say():
    most = Design(layers=[{"kind": "dense", "units": 8}] * MAX_LAYERS)
    assert check(adapt(most)) == []
    large = adapt(Design(layers=[{"kind": "dense", "units": 512}] * 4))
    assert cost(large).parameters < MAX_PARAMETERS and check(large) == []


def test_every_field_of_a_design_can_be_shown_in_a_form():
    fields = {name: field for name, field in Design.model_fields.items() if name != "version"}
    assert [name for name, field in fields.items() if not (field.title and field.description)] == []
