"""The curve: true smallest and largest losses in at most 1,000 buckets, however long the run and whoever looks."""

import json
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import Trainer
from engine.training.curve import MOST, Curve
from tests.engine.worlds import one_neuron


def fed(losses, validations=None):
    curve = Curve()
    for i, loss in enumerate(losses):
        if curve.add(loss):
            curve.close(None if validations is None else validations[i])
    return curve


def buckets(losses, size):
    return [losses[i : i + size] for i in range(0, len(losses), size)]


LENGTHS = st.one_of(st.integers(0, 40), st.sampled_from([999, 1000, 1001, 1999, 2000, 2001, 4000, 7777]))


@given(LENGTHS, st.integers(0, 2**32))
def test_each_bucket_holds_the_true_extremes_of_its_steps(length, seed):
    numbers = random.Random(seed)
    losses = [numbers.uniform(0, 10) for _ in range(length)]
    curve = fed(losses)
    assert curve.steps == length
    assert curve.train_min == [min(part) for part in buckets(losses, curve.bucket)]
    assert curve.train_max == [max(part) for part in buckets(losses, curve.bucket)]
    assert len(curve.validation) == len(curve.train_min)


@pytest.mark.parametrize("length", [0, 1, 999, 1000, 1001, 2000, 30_000])
def test_there_are_never_more_than_a_thousand_buckets_and_never_too_few(length):
    curve = fed([1.0] * length)
    assert len(curve) < MOST
    assert curve.bucket == 1 or len(curve) >= MOST // 2
    assert curve.bucket & (curve.bucket - 1) == 0
    assert curve.filled == length // curve.bucket


def test_the_validation_loss_of_a_bucket_is_the_one_at_its_end():
    validations = [float(i) for i in range(3000)]
    curve = fed([1.0] * 3000, validations)
    assert curve.bucket == 4
    assert curve.validation == [float(i) for i in range(3, 3000, 4)]


def test_where_a_validation_loss_was_not_taken_the_one_before_it_in_the_bucket_stands():
    validations = [float(i) if i % 2 == 0 else None for i in range(1000)]
    curve = fed([1.0] * 1000, validations)
    assert curve.validation == [float(i) for i in range(0, 1000, 2)]


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
def test_a_validation_loss_that_is_no_number_is_none(value):
    assert fed([1.0], [value]).validation == [None]


def test_a_bucket_that_is_not_full_yet_is_there_without_its_validation_loss():
    curve = fed([1.0] * 1001, [2.0] * 1001)
    assert (curve.bucket, len(curve), curve.validation[-1]) == (2, 501, None)


@given(LENGTHS, LENGTHS, st.integers(0, 2**32))
def test_a_reader_that_asks_for_what_it_lacks_has_the_whole_curve(first, then, seed):
    numbers = random.Random(seed)
    losses = [numbers.uniform(0, 10) for _ in range(first + then)]
    curve = fed(losses[:first])
    held, bucket = curve.since(0, 0), curve.bucket
    full = curve.filled
    for loss in losses[first:]:
        if curve.add(loss):
            curve.close(None)
    extension = curve.since(full, bucket)
    mine = held.train_min[: extension.start] + extension.train_min
    assert extension.start == (full if curve.bucket == bucket else 0)
    assert mine == curve.train_min


@given(LENGTHS, st.integers(0, 2**32))
def test_a_curve_travels_as_json_and_goes_on(length, seed):
    numbers = random.Random(seed)
    losses = [numbers.uniform(0, 10) for _ in range(length + 7)]
    curve = Curve.from_json(json.loads(json.dumps(fed(losses[:length]).to_json(), allow_nan=False)))
    for loss in losses[length:]:
        if curve.add(loss):
            curve.close(None)
    assert curve.to_json() == fed(losses).to_json()


@given(LENGTHS, LENGTHS, st.integers(0, 2**32))
def test_going_back_to_a_mark_forgets_exactly_what_came_after(before, forgotten, seed):
    numbers = random.Random(seed)
    losses = [numbers.uniform(0, 10) for _ in range(before + forgotten + 1)]
    curve = fed(losses[:before], losses)
    mark, seen = curve.mark(), curve.to_json()
    for again in range(2):
        for i in range(before, before + forgotten + again):
            if curve.add(losses[i]):
                curve.close(losses[i])
        curve.back_to(mark)
        assert curve.to_json() == seen


def test_the_curve_of_a_run_is_its_losses():
    trainer = Trainer(one_neuron())
    losses = []
    for _ in range(30):
        trainer.step()
        losses.append(trainer.loss)
    assert trainer.curve.train_min == trainer.curve.train_max == losses
