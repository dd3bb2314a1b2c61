"""Schedules: the factor on the learning rate, and that it is the rate which the step really takes."""

import math

import numpy as np
import pytest

from engine import Design, Trainer
from engine.optimizers import SGD, Adam
from engine.schedules import ConstantRate, Cosine, Exponential, StepDecay, WarmUp
from tests.engine.worlds import one_neuron, rows

FACTORS = [
    (ConstantRate(), [(0, 1), (1000, 1)]),
    (StepDecay(every=10, drop=0.5), [(0, 1), (9.99, 1), (10, 0.5), (19.5, 0.5), (20, 0.25), (35, 0.125)]),
    (Exponential(decay=0.9), [(0, 1), (0.9, 1), (1, 0.9), (2.5, 0.81), (10, 0.9**10)]),
    (Cosine(epochs=100), [(0, 1), (50, 0.5), (25, 0.5 + 0.5 * math.cos(math.pi / 4)), (100, 0), (500, 0)]),
    (Cosine(epochs=10, lowest=0.2), [(0, 1), (5, 0.6), (10, 0.2), (99, 0.2)]),
    (WarmUp(epochs=5), [(0, 0.0002), (2.5, 0.5002), (5, 1), (50, 1)]),
]


@pytest.mark.parametrize(("schedule", "factors"), FACTORS, ids=str)
def test_the_factor_is_what_the_schedule_promises(schedule, factors):
    for epoch, factor in factors:
        assert schedule.factor(epoch) == pytest.approx(factor, rel=1e-12, abs=1e-15)


@pytest.mark.parametrize("optimizer", [SGD(learning_rate=0.01), Adam(learning_rate=0.01)], ids=lambda o: o.kind)
def test_each_step_takes_the_rate_of_its_own_place(optimizer):
    trainer = Trainer(one_neuron(optimizer=optimizer, schedule=Exponential(decay=0.5)))
    for epoch in range(5):
        assert trainer.update.learning_rate == pytest.approx(0.01 * 0.5**epoch)
        program = trainer.program
        before = trainer.parameters["layers/0/weight"].item()
        trainer.step()
        moved = program.arrays["change"]
        taken = 0.01 * 0.5**epoch
        arrays = program.arrays
        adam = isinstance(optimizer, Adam)
        direction = arrays["m_hat"] / (np.sqrt(arrays["v_hat"]) + 1e-8) if adam else arrays["gradients"]
        assert moved[0] == pytest.approx(taken * direction[0], rel=1e-12)
        assert trainer.parameters["layers/0/weight"].item() == before - moved[0]


def ten_samples(batch_size, schedule):
    data = rows([[i / 10] for i in range(10)], [i / 10 for i in range(10)])
    return Design(
        data=data, split={"train": 1.0, "validation": 0.0, "test": 0.0}, layers=[{"kind": "dense", "units": 1}],
        loss={"kind": "squared_error"}, schedule=schedule, optimizer=SGD(learning_rate=0.01), batch_size=batch_size,
    )  # fmt: skip


def test_a_schedule_counts_epochs_and_not_steps():
    trainer = Trainer(ten_samples(5, StepDecay(every=2, drop=0.1)))
    rates = []
    for _ in range(8):
        rates.append(trainer.update.learning_rate)
        trainer.step()
    assert rates == pytest.approx([0.01] * 4 + [0.001] * 4)


def test_another_batch_size_in_mid_run_does_not_move_the_place_in_the_schedule():
    schedule = Exponential(decay=0.9)
    trainer = Trainer(ten_samples(5, schedule))
    trainer.run(epochs=6)
    trainer.revise(trainer.design.model_copy(update={"batch_size": 1}))
    assert trainer.epoch_count == 6
    assert trainer.update.learning_rate == pytest.approx(0.01 * 0.9**6)
    trainer.epoch()
    assert trainer.update.learning_rate == pytest.approx(0.01 * 0.9**7)
