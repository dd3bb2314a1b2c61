"""A run is its Design and its journal: the same ones give the same bits, whatever else happens meanwhile."""

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from engine import Trainer
from engine.layers.dense import Dense
from engine.layers.dropout import Dropout
from engine.training.journal import JournalEntry
from engine.training.keyframe import Keyframe
from tests.engine.worlds import bits, changed, moving_world, one_neuron

JOURNAL = TypeAdapter(tuple[JournalEntry, ...])
OPTIMIZERS = ["sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adam", "adamw"]


def edited(steps=37):
    """A run with every kind of edit in it, some of them between epochs and some in the middle of one."""
    trainer = Trainer(moving_world())
    trainer.step(5)  # an epoch has 5 steps: 4 of 8 samples and a short one of 4
    trainer.set_parameter("layers/0/weight", 0.25, (1, 0))
    trainer.step(3)
    trainer.set_parameter("layers/0/bias", [0.1, 0.2, 0.3, 0.4, 0.5, 0.6])
    trainer.revise(changed(trainer.design, optimizer={"kind": "adam", "learning_rate": 0.05}))
    trainer.step(4)
    layers = list(trainer.design.layers)
    layers.insert(1, Dense(units=6, activation="gelu"))
    trainer.revise(changed(trainer.design, layers=layers), carry=(0, None, 1, 2, 3, 4))
    trainer.step(4)
    trainer.revise(changed(trainer.design, batch_size=5, regularizer={"kind": "l2"}))
    trainer.step(2)
    trainer.revise(changed(trainer.design, data={"kind": "moons", "samples": 50}))
    trainer.step(6)
    trainer.revise(changed(trainer.design, optimizer={"kind": "momentum"}, schedule={"kind": "cosine", "epochs": 9}))
    trainer.revise(changed(trainer.design, layers=layers[:1] + layers[2:]), carry=(0, 2, 3, 4, 5))
    trainer.set_parameter("layers/1/scale", 0.5)
    trainer.step(steps - trainer.step_count)
    return trainer


def test_two_runs_of_a_design_are_equal_bit_for_bit():
    first, second = Trainer(moving_world()), Trainer(moving_world())
    first.step(100)
    second.step(100)
    assert bits(first) == bits(second)


@pytest.mark.parametrize("kind", OPTIMIZERS)
@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_every_optimizer_is_reproducible_and_resumes(kind, dtype):
    design = moving_world(optimizer={"kind": kind, "learning_rate": 0.02}, dtype=dtype)
    whole = Trainer(design)
    whole.step(23)
    resumed = Trainer(design)
    resumed.restore(Keyframe.from_bytes(whole.keyframe().to_bytes()))
    whole.step(20)
    resumed.step(20)
    assert bits(whole) == bits(resumed)


def test_a_run_with_every_kind_of_edit_is_replayed_from_design_and_journal():
    trainer = edited()
    again = Trainer.replay(trainer.origin, trainer.journal, trainer.step_count)
    assert bits(again) == bits(trainer)
    assert again.design == trainer.design
    assert again.journal == trainer.journal


def test_the_journal_travels_as_json():
    trainer = edited()
    text = JOURNAL.dump_json(trainer.journal)
    json.loads(text, parse_constant=pytest.fail)
    again = Trainer.replay(trainer.origin, JOURNAL.validate_json(text), trainer.step_count)
    assert bits(again) == bits(trainer)


@pytest.mark.parametrize("step", [0, 5, 7, 8, 12, 16, 18, 24, 30])
def test_a_replay_may_stop_anywhere_and_go_on(step):
    trainer = edited()
    again = Trainer.replay(trainer.origin, trainer.journal, step)
    assert again.step_count == step
    rest = trainer.journal[len(again.journal) :]
    assert all(entry.step > step for entry in rest)
    for entry in rest:
        again.step(entry.step - again.step_count)
        again.apply(entry)
    again.step(trainer.step_count - again.step_count)
    assert bits(again) == bits(trainer)


@settings(max_examples=15)
@given(st.lists(st.integers(0, 9), min_size=1, max_size=8))
def test_however_steps_are_portioned_the_run_is_the_same(portions):
    whole, portioned = Trainer(moving_world()), Trainer(moving_world())
    whole.step(sum(portions))
    for count in portions:
        portioned.step(count)
    assert bits(whole) == bits(portioned)


def test_epochs_and_steps_lead_to_the_same_place():
    by_steps, by_epochs = Trainer(moving_world()), Trainer(moving_world())
    by_steps.run(steps=15)
    by_epochs.run(epochs=3)
    assert by_epochs.step_count == 3 * by_epochs.steps_in_epoch == 15
    assert by_epochs.epoch_count == 3
    assert bits(by_steps) == bits(by_epochs)


def test_an_epoch_from_the_middle_is_the_rest_of_it():
    trainer = Trainer(moving_world())
    trainer.step(3)
    trainer.epoch()
    assert (trainer.step_count, trainer.epoch_count) == (5, 1)


def looked_at(trainer):
    trainer.gradients()
    trainer.evaluate("train")
    trainer.evaluate("validation")
    trainer.evaluate("test")
    trainer.predict([[1.0, 2.0]])
    assert trainer.program.batch > 0 and trainer.penalty == 0
    trainer.keyframe()
    json.dumps(trainer.curve.to_json())


def test_looking_changes_nothing_at_any_step_of_an_epoch():
    alone, watched = Trainer(moving_world()), Trainer(moving_world())
    looked_at(watched)
    for _ in range(12):
        alone.step()
        watched.step()
        looked_at(watched)
        looked_at(watched)
    alone.step()
    watched.step()
    assert bits(alone) == bits(watched)


def test_trainers_beside_and_the_global_random_numbers_change_nothing():
    alone = Trainer(moving_world())
    alone.step(20)
    beside, other = Trainer(moving_world()), Trainer(moving_world(seed=99))
    for seed in range(20):
        np.random.seed(seed)
        other.step(2)
        beside.step()
        Trainer(moving_world(seed=seed))
    assert bits(alone) == bits(beside)


def test_a_run_leaves_the_global_random_numbers_alone():
    before = np.random.get_state()[1].tobytes()
    Trainer(moving_world()).step(10)
    assert np.random.get_state()[1].tobytes() == before


@pytest.mark.parametrize("step", [0, 1, 4, 5, 6, 63, 64, 130, 1003])
def test_a_keyframe_resumes_bit_for_bit_wherever_it_was_taken(step):
    whole = Trainer(moving_world())
    whole.step(step)
    data = whole.keyframe().to_bytes()
    whole.step(9)
    resumed = Trainer.resume(moving_world(), (), Keyframe.from_bytes(data))
    assert resumed.step_count == step
    resumed.step(9)
    assert bits(resumed) == bits(whole)


def test_a_keyframe_after_edits_resumes_with_its_journal():
    trainer = edited()
    data = trainer.keyframe().to_bytes()
    resumed = Trainer.resume(trainer.origin, trainer.journal, Keyframe.from_bytes(data))
    for run in (trainer, resumed):
        run.step(4)
        run.revise(changed(run.design, optimizer={"kind": "momentum", "learning_rate": 0.001}))
        run.step(4)
    assert bits(resumed) == bits(trainer)
    assert resumed.journal == trainer.journal


@pytest.mark.parametrize("schedule", [{"kind": "cosine", "epochs": 7}, {"kind": "warmup", "epochs": 7}], ids=str)
def test_a_schedule_that_moves_every_step_resumes_bit_for_bit(schedule):
    design = moving_world(schedule=schedule, batch_size=7)
    for step in range(0, 40, 3):
        whole = Trainer(design)
        whole.step(step)
        resumed = Trainer.resume(design, (), Keyframe.from_bytes(whole.keyframe().to_bytes()))
        whole.step(5)
        resumed.step(5)
        assert bits(resumed) == bits(whole)


def test_restart_gives_the_same_first_weights_and_the_same_run():
    trainer = Trainer(moving_world())
    first = bits(trainer)
    trainer.step(20)
    after_twenty = bits(trainer)
    trainer.restart()
    assert bits(trainer) == first
    assert (trainer.step_count, trainer.loss, trainer.journal, len(trainer.curve)) == (0, None, (), 0)
    trainer.step(20)
    assert bits(trainer) == after_twenty


def test_restart_after_edits_begins_the_present_design_anew():
    trainer = edited()
    trainer.restart()
    assert bits(trainer) == bits(Trainer(trainer.design))
    assert trainer.origin == trainer.design


def test_another_seed_gives_other_weights_another_order_and_other_dropouts():
    trainer = Trainer(moving_world())
    before = {name: array.copy() for name, array in trainer.parameters.items()}
    order, split = trainer.batches.order.copy(), trainer.splits.train.copy()
    trainer.restart(12)
    assert trainer.design.seed == 12
    assert not np.array_equal(trainer.parameters["layers/0/weight"], before["layers/0/weight"])
    assert not np.array_equal(trainer.batches.order, order)
    assert np.array_equal(trainer.splits.train, split)
    masks = []
    for seed in (11, 12):
        run = Trainer(moving_world(seed=seed))
        program = run.program
        run.step()
        masks.append(program.arrays["layers/2/mask"].copy())
    assert not np.array_equal(*masks)


def test_seed_zero_is_a_seed():
    trainer = Trainer(moving_world())
    trainer.restart(0)
    assert trainer.design.seed == 0


def test_another_seed_in_a_revision_begins_the_run_anew():
    trainer = Trainer(moving_world())
    trainer.step(9)
    revision = trainer.revise(changed(trainer.design, seed=5))
    assert revision.restarted and revision.kept == ()
    assert bits(trainer) == bits(Trainer(moving_world(seed=5)))


def test_a_layer_begins_the_same_whatever_the_others_are():
    small = Trainer(moving_world(layers=(Dense(units=6), Dense(units=1, activation="sigmoid"))))
    large = Trainer(moving_world(layers=(Dense(units=6), Dropout(), Dense(units=1, activation="sigmoid"))))
    assert np.array_equal(small.parameters["layers/0/weight"], large.parameters["layers/0/weight"])


def test_dropout_draws_another_mask_each_step_and_each_epoch():
    trainer = Trainer(moving_world())
    masks = []
    for _ in range(10):
        program = trainer.program
        trainer.step()
        masks.append(program.arrays["layers/2/mask"].tobytes())
    assert len(set(masks)) == 10


def test_one_neuron_on_one_sample_has_one_step_an_epoch():
    trainer = Trainer(one_neuron())
    trainer.step(3)
    assert (trainer.steps_in_epoch, trainer.epoch_count) == (1, 3)
