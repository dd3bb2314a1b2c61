"""Revisions: what a change of the design keeps, what begins anew, and that the run goes on."""

import numpy as np
import pytest

from engine import Design, DesignError, Trainer
from engine.errors import ParameterError
from engine.layers.activation import ActivationSpec
from engine.layers.batch_norm import BatchNorm
from engine.layers.dense import Dense
from engine.layers.dropout import Dropout
from tests.engine.worlds import bits, changed, moving_world

A, B, C = Dense(units=5), Dense(units=5, activation="relu"), Dense(units=1, activation="sigmoid")


def trained(*layers, steps=7, **fields):
    trainer = Trainer(moving_world(layers=layers, **fields))
    trainer.step(steps)
    return trainer, {name: array.copy() for name, array in trainer.parameters.items()}


def memory_of(trainer, name):
    """What the optimizer remembers of one parameter."""
    return {q: trainer.network.layout.view_of(a, name).copy() for q, a in trainer.update.memory.items()}


HYPERPARAMETERS = [
    {"optimizer": {"kind": "sgd", "learning_rate": 0.5}},
    {"optimizer": {"kind": "adam", "learning_rate": 0.5}},
    {"schedule": {"kind": "cosine"}},
    {"regularizer": {"kind": "l2", "rate": 0.1}},
    {"clipping": {"kind": "norm", "limit": 0.1}},
    {"batch_size": 3},
    {"loss": {"kind": "squared_error"}},
    {"title": "another"},
    {"data": {"kind": "moons", "samples": 90}},
    {"split": {"train": 0.5, "validation": 0.5, "test": 0.0}},
    {"dtype": "float32"},
]


@pytest.mark.parametrize("fields", HYPERPARAMETERS, ids=lambda f: str(next(iter(f.items()))))
def test_what_is_no_layer_keeps_every_weight_and_the_place_in_the_run(fields):
    trainer, before = trained(A, BatchNorm(), B, C)
    running_mean = trainer.network.moments_layout["layers/1/running_mean"].copy()
    revision = trainer.revise(changed(trainer.design, **fields))
    assert (revision.seeded, revision.restarted) == ((), False)
    assert set(revision.kept) == set(before)
    for name, array in trainer.parameters.items():
        assert np.allclose(array, before[name], rtol=1e-6, atol=0)
    assert np.allclose(trainer.network.moments_layout["layers/1/running_mean"], running_mean, rtol=1e-6)
    assert (trainer.step_count, trainer.curve.steps) == (7, 7)
    trainer.step(3)
    assert (trainer.step_count, trainer.curve.steps) == (10, 10)


def test_a_revision_that_changes_nothing_leaves_the_run_as_it_would_have_been():
    alone, revised = Trainer(moving_world()), Trainer(moving_world())
    for run in (alone, revised):
        run.step(8)
    revised.revise(changed(revised.design, title="the same by another name"))
    for run in (alone, revised):
        run.step(8)
    assert bits(alone) == bits(revised)


@pytest.mark.parametrize(
    ("layers", "carry"),
    [
        pytest.param((A, Dropout(), B, C), (0, None, 1, 2), id="insert"),
        pytest.param((A, Dense(units=5), B, C), (0, None, 1, 2), id="insert a dense layer"),
        pytest.param((A, C), (0, 2), id="remove"),
        pytest.param((B, C), (1, 2), id="remove the first"),
        pytest.param((A, B, B, C), (0, 1, 1, 2), id="duplicate"),
        pytest.param((B, A, C), (1, 0, 2), id="move"),
        pytest.param((A, ActivationSpec(activation="sine"), B, BatchNorm(), C), (0, None, 1, None, 2), id="insert two"),
    ],
)
def test_a_carried_layer_keeps_every_array_whose_shape_is_the_same(layers, carry):
    trainer, before = trained(A, B, C)
    remembered = {name: memory_of(trainer, name) for name in before}
    revision = trainer.revise(changed(trainer.design, layers=layers), carry)
    for name, array in trainer.parameters.items():
        _, index, own = name.split("/")
        source = carry[int(index)]
        former = f"layers/{source}/{own}"
        if source is not None and before[former].shape == array.shape:
            assert name in revision.kept
            assert np.array_equal(array, before[former])
            for quantity, values in memory_of(trainer, name).items():
                assert np.array_equal(values, remembered[former][quantity])
                assert values.any()
        else:
            assert name in revision.seeded
            assert not any(values.any() for values in memory_of(trainer, name).values())
    assert set(revision.kept) | set(revision.seeded) == set(trainer.parameters)
    trainer.step(5)


def test_without_carry_layers_descend_by_position():
    trainer, before = trained(A, B, C)
    revision = trainer.revise(changed(trainer.design, layers=(A, Dense(units=8), C)))
    assert revision.kept == ("layers/0/weight", "layers/0/bias", "layers/2/bias")
    assert revision.seeded == ("layers/1/weight", "layers/1/bias", "layers/2/weight")
    assert np.array_equal(trainer.parameters["layers/0/weight"], before["layers/0/weight"])


def test_another_activation_keeps_the_weights():
    trainer, before = trained(A, B, C)
    revision = trainer.revise(changed(trainer.design, layers=(A, Dense(units=5, activation="gelu"), C)))
    assert revision.seeded == ()
    assert np.array_equal(trainer.parameters["layers/1/weight"], before["layers/1/weight"])


def test_what_begins_anew_begins_as_in_a_fresh_run_of_the_design():
    trainer, _ = trained(A, B, C)
    design = changed(trainer.design, layers=(A, Dense(units=8), C))
    trainer.revise(design)
    fresh = Trainer(design)
    for name in ("layers/1/weight", "layers/2/weight"):
        assert np.array_equal(trainer.parameters[name], fresh.parameters[name])


def test_a_layer_of_another_kind_carries_nothing():
    trainer, _ = trained(A, B, C)
    revision = trainer.revise(changed(trainer.design, layers=(A, BatchNorm(), C)))
    assert {"layers/1/scale", "layers/1/shift"} <= set(revision.seeded)


@pytest.mark.parametrize("carry", [(9, -1, 2), (None, None, None), (0,), (0, 1, 2, 3, 4), ()])
def test_a_carry_that_names_no_layer_carries_nothing(carry):
    trainer, before = trained(A, B, C)
    revision = trainer.revise(changed(trainer.design, title="x"), carry)
    carried = {i for i, source in enumerate(carry[:3]) if source == i}
    assert {int(name.split("/")[1]) for name in revision.kept} == carried
    assert len(before) == len(revision.kept) + len(revision.seeded)


def test_running_moments_move_with_their_layer():
    trainer, _ = trained(A, BatchNorm(), C)
    before = trainer.network.moments_layout["layers/1/running_variance"].copy()
    trainer.revise(changed(trainer.design, layers=(A, Dense(units=5), BatchNorm(), C)), (0, None, 1, 2))
    assert np.array_equal(trainer.network.moments_layout["layers/2/running_variance"], before)


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"layers/9/weight": [[1.0]]}, "parameter_unknown"),
        ({"layers/0/scale": [1.0]}, "parameter_unknown"),
        ({"layers/0/bias": [1.0]}, "parameter_shape"),
        ({"layers/0/weight": [[1.0, 2.0], [3.0]]}, "parameter_not_finite"),
        ({"layers/0/bias": [[1.0] * 6]}, "parameter_shape"),
        ({"layers/0/bias": [float("nan")] * 6}, "parameter_not_finite"),
        ({"layers/0/bias": ["1"] * 6}, "parameter_not_finite"),
    ],
)
def test_values_that_fit_no_parameter_are_an_error_and_change_nothing(values, code):
    trainer = Trainer(moving_world())
    trainer.step(3)
    before = bits(trainer)
    with pytest.raises(ParameterError) as raised:
        trainer.revise(changed(trainer.design, batch_size=4), values={"layers/0/bias": [0.5] * 6} | values)
    assert [problem.code for problem in raised.value.problems] == [code]
    assert bits(trainer) == before
    assert trainer.journal == ()
    assert trainer.design.batch_size == 8


def test_values_are_put_where_an_array_begins_anew():
    trainer, _ = trained(A, B, C)
    weight = np.arange(25.0).reshape(5, 5) / 100
    layers = (A, Dense(units=5), B, C)
    trainer.revise(changed(trainer.design, layers=layers), (0, None, 1, 2), {"layers/1/weight": weight})
    assert np.array_equal(trainer.parameters["layers/1/weight"], weight)
    again = Trainer.replay(trainer.origin, trainer.journal, trainer.step_count)
    assert bits(again) == bits(trainer)


def test_another_kind_of_optimizer_begins_to_remember_anew():
    trainer, _ = trained(A, C)
    trainer.revise(changed(trainer.design, optimizer={"kind": "momentum"}))
    assert not trainer.update.memory["velocity"].any()
    trainer.step()
    assert trainer.update.updates == 1


def test_bias_corrections_go_on_where_the_optimizer_does():
    trainer, _ = trained(A, C)
    trainer.revise(changed(trainer.design, optimizer={"kind": "adam", "learning_rate": 0.3}))
    assert trainer.update.updates == 7


def test_a_batch_size_that_cuts_epochs_anew_goes_on_with_the_next_epoch():
    trainer, _ = trained(A, C)  # 7 steps are an epoch of 5 and 2 of the next
    trainer.revise(changed(trainer.design, batch_size=9))
    assert (trainer.batches.epoch, trainer.batches.index) == (2, 0)


def test_other_features_seed_the_first_layer_and_keep_the_rest():
    trainer, before = trained(A, B, C)
    data = {"kind": "circle", "samples": 60, "seed": 3, "features": ["x1", "x2", "x1_x2"]}
    revision = trainer.revise(changed(trainer.design, data=data))
    assert revision.seeded == ("layers/0/weight",)
    assert np.array_equal(trainer.parameters["layers/1/weight"], before["layers/1/weight"])
    assert trainer.parameters["layers/0/weight"].shape == (5, 3)


def test_every_derived_number_follows_the_new_design():
    trainer, _ = trained(A, C)
    before = trainer.evaluate()
    rows = trainer.dataset.inputs[:5]
    trainer.revise(changed(trainer.design, data={"kind": "moons", "samples": 200, "seed": 8}))
    after = trainer.evaluate()
    assert (before.samples, after.samples) == (12, 40)
    fresh = Trainer(trainer.design)
    for name, array in trainer.parameters.items():
        fresh.set_parameter(name, array)
    assert fresh.evaluate() == after
    assert np.array_equal(fresh.predict(rows), trainer.predict(rows))


def test_a_design_that_cannot_run_changes_nothing():
    trainer, _ = trained(A, C)
    before, design = bits(trainer), trainer.design
    with pytest.raises(DesignError):
        trainer.revise(changed(design, layers=(A,)))
    assert (bits(trainer), trainer.design, trainer.journal) == (before, design, ())
    trainer.step()


def test_each_revision_is_in_the_journal_with_its_step():
    trainer, _ = trained(A, C)
    trainer.revise(changed(trainer.design, batch_size=9))
    trainer.step(2)
    trainer.set_parameter("layers/0/bias", 0.5, 3)
    assert [(entry.kind, entry.step) for entry in trainer.journal] == [("revised", 7), ("parameter_set", 9)]


def test_the_default_design_is_one_that_runs():
    trainer = Trainer(Design())
    trainer.step(3)
    assert trainer.step_count == 3
