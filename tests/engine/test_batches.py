"""Batches: every sample once an epoch, the short last one exact, and what batch normalisation needs of them."""

import numpy as np
import pytest

from engine import Design, DesignError, Trainer
from engine.losses import SquaredError
from engine.optimizers import SGD
from tests.engine.worlds import ALL_TRAINING, neuron, rows


def whole_and_short(batch_size, **fields):
    data = rows([[float(i)] for i in range(10)], [float(2 * i + 1) for i in range(10)])
    settings = {"layers": (neuron([[0.0]], [0.0]),), "loss": SquaredError(), "optimizer": SGD(learning_rate=0.001)}
    return Trainer(Design(data=data, split=ALL_TRAINING, batch_size=batch_size, **settings | fields))


def test_the_short_last_batch_is_a_mean_over_its_own_samples():
    trainer = whole_and_short(4)
    w = b = 0.0
    order = trainer.batches.order.copy()
    for batch in (order[:4], order[4:8], order[8:]):
        x = batch.astype(float)
        error = w * x + b - (2 * x + 1)
        assert trainer.program.batch == len(batch)
        trainer.step()
        assert trainer.loss == pytest.approx(np.mean(error**2), rel=1e-12)
        w, b = w - 0.001 * np.mean(2 * error * x), b - 0.001 * np.mean(2 * error)
        assert trainer.parameters["layers/0/weight"].item() == pytest.approx(w, rel=1e-12)
        assert trainer.parameters["layers/0/bias"].item() == pytest.approx(b, rel=1e-12)


def test_every_sample_is_seen_once_an_epoch_in_another_order_each_time():
    trainer = whole_and_short(4)
    orders = []
    for _ in range(70):
        seen = []
        for _ in range(3):
            assert trainer.program.batch > 0
            seen += trainer.batches.samples_of_next.tolist()
            program = trainer.program
            trainer.step()
            assert np.array_equal(program.inputs[0], seen[-program.batch :])
            assert np.array_equal(program.targets[0], 2 * program.inputs[0] + 1)
        assert sorted(seen) == list(range(10))
        orders.append(tuple(seen))
    assert len(set(orders)) == 70


def test_a_batch_larger_than_the_data_is_all_of_them():
    assert whole_and_short(5000).batches.sizes == [10]


def test_a_last_batch_of_one_joins_the_one_before_under_batch_normalisation():
    normalised = ({"kind": "dense", "units": 2}, {"kind": "batch_norm"}, {"kind": "dense", "units": 1})
    assert whole_and_short(3).batches.sizes == [3, 3, 3, 1]
    trainer = whole_and_short(3, layers=normalised)
    assert trainer.batches.sizes == [3, 3, 4]
    trainer.run(epochs=3)
    assert trainer.step_count == 9


@pytest.mark.parametrize(("batch_size", "samples"), [(1, 10), (4, 1)])
def test_batch_normalisation_on_one_sample_is_refused_with_the_mend(batch_size, samples):
    layers = ({"kind": "dense", "units": 2}, {"kind": "batch_norm"}, {"kind": "dense", "units": 1})
    data = rows([[float(i)] for i in range(samples)], [1.0] * samples)
    design = Design(data=data, split=ALL_TRAINING, layers=layers, loss=SquaredError(), batch_size=batch_size)
    with pytest.raises(DesignError) as raised:
        Trainer(design)
    assert [p.code for p in raised.value.problems] == ["batch_norm_needs_two"]
