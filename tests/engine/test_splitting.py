"""Parts are disjoint, stratified, repeatable, and training always has every class."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.datasets.catalogue import load
from engine.datasets.classification import Circle, Spiral
from engine.datasets.images import Digits
from engine.datasets.inline import Inline
from engine.datasets.regression import Sine
from engine.datasets.splitting import SplitSpec, split
from engine.datasets.tabular import Iris, Wine
from engine.errors import DataError


@st.composite
def shares(draw):
    train = draw(st.integers(1, 100))
    validation = draw(st.integers(0, 100 - train))
    return SplitSpec(train=train / 100, validation=validation / 100, test=(100 - train - validation) / 100)


@st.composite
def labelled(draw):
    """A small set with any labels, some of them rare."""
    labels = draw(st.lists(st.integers(0, 4), min_size=1, max_size=60))
    names = ("a", "b", "c", "d", "e")
    return load(Inline(task="classes", inputs=((0.0,),) * len(labels), targets=tuple(labels), class_names=names))


@given(labelled(), shares(), st.integers(0, 2**32 - 1))
def test_every_sample_is_in_one_part(dataset, spec, seed):
    parts = split(dataset, spec, seed)
    together = np.concatenate([parts.train, parts.validation, parts.test])
    assert sorted(together) == list(range(dataset.samples))


@given(labelled(), shares(), st.integers(0, 2**32 - 1))
def test_training_has_every_class(dataset, spec, seed):
    assert set(dataset.targets[split(dataset, spec, seed).train]) == set(dataset.targets)


@given(labelled(), shares(), st.integers(0, 2**32 - 1))
def test_each_class_is_divided_by_the_same_shares(dataset, spec, seed):
    parts = split(dataset, spec, seed)
    for label in set(dataset.targets):
        size = np.sum(dataset.targets == label)
        for part, share in zip((parts.train, parts.validation, parts.test), spec.shares, strict=True):
            count = np.sum(dataset.targets[part] == label)
            assert abs(count - share * size) < 3


@given(labelled(), shares())
def test_a_part_without_a_share_is_empty(dataset, spec):
    parts = split(dataset, spec, 0)
    assert spec.validation > 0 or len(parts.validation) == 0
    assert spec.test > 0 or len(parts.test) == 0


@given(shares(), st.integers(10, 500), st.sampled_from([Circle, Spiral, Sine]))
def test_sizes_are_the_shares_of_the_whole(spec, samples, source):
    parts = split(load(source(samples=samples)), spec, 0)
    for part, share in zip((parts.train, parts.validation, parts.test), spec.shares, strict=True):
        assert abs(len(part) - share * samples) <= 2


@pytest.mark.parametrize("source", [Iris, Wine, Digits])
def test_real_classes_are_stratified(source):
    dataset = load(source())
    parts = split(dataset, SplitSpec(), 3)
    whole = np.bincount(dataset.targets) / dataset.samples
    for part in (parts.train, parts.validation, parts.test):
        assert np.allclose(np.bincount(dataset.targets[part]) / len(part), whole, atol=0.02)


def test_the_same_seed_gives_the_same_parts_and_another_gives_others():
    dataset = load(Circle())
    first, same, other = (split(dataset, SplitSpec(), seed) for seed in (4, 4, 5))
    assert np.array_equal(first.train, same.train)
    assert np.array_equal(first.test, same.test)
    assert not np.array_equal(first.test, other.test)


def test_samples_keep_their_order_within_a_part():
    parts = split(load(Iris()), SplitSpec(), 0)
    for part in (parts.train, parts.validation, parts.test):
        assert np.array_equal(part, np.sort(part))


def test_parts_are_drawn_and_not_cut():
    train = split(load(Sine(samples=200)), SplitSpec(), 0).train
    assert not np.array_equal(train, np.arange(120))
    assert 80 < train.mean() < 120


def test_a_part_does_not_depend_on_where_its_points_lie():
    dataset = load(Sine(samples=5000))
    parts = split(dataset, SplitSpec(), 0)
    for part in (parts.train, parts.validation, parts.test):
        assert abs(dataset.inputs[part].mean()) < 0.4


def test_a_single_sample_is_trained_on():
    parts = split(load(Inline(inputs=((1,),), targets=(2,))), SplitSpec(), 0)
    assert (len(parts.train), len(parts.validation), len(parts.test)) == (1, 0, 0)


def test_four_rows_of_two_classes_make_two_one_and_one():
    dataset = load(Inline(task="binary", inputs=((0, 0), (0, 1), (1, 0), (1, 1)), targets=(0, 1, 1, 0)))
    parts = split(dataset, SplitSpec(), 0)
    assert (len(parts.train), len(parts.validation), len(parts.test)) == (2, 1, 1)


def test_everything_may_be_trained_on():
    parts = split(load(Iris()), SplitSpec(train=1.0, validation=0.0, test=0.0), 0)
    assert np.array_equal(parts.train, np.arange(150))


@pytest.mark.parametrize("fields", [{"train": 0.9}, {"validation": 0.1}, {"test": 0.0}])
def test_shares_that_do_not_make_one_are_refused(fields):
    spec = SplitSpec(**fields)
    (problem,) = spec.problems()
    assert (problem.code, problem.where) == ("split_sum", "split")
    with pytest.raises(DataError):
        split(load(Circle()), spec, 0)


def test_shares_are_allowed_the_rounding_of_decimals():
    assert SplitSpec(train=0.7, validation=0.2, test=0.1).problems() == []
    assert SplitSpec(train=1 / 3, validation=1 / 3, test=1 / 3).problems() == []
