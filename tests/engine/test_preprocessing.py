"""What a network sees: features by hand, scaling by the training part and nothing else."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from sklearn.preprocessing import StandardScaler

from engine.datasets.catalogue import CATALOGUE, load
from engine.datasets.classification import Circle
from engine.datasets.dataset import Dataset
from engine.datasets.images import Digits
from engine.datasets.inline import Inline
from engine.datasets.plane import FEATURES
from engine.datasets.preprocessing import Preprocessing
from engine.datasets.regression import Sine
from engine.datasets.splitting import SplitSpec, split
from engine.datasets.tabular import Diabetes, Iris
from engine.errors import DataError

EVERY_FEATURE = tuple(FEATURES)


def prepared(spec):
    """A dataset, its parts and the preprocessing that was fitted on its training part."""
    dataset = load(spec)
    parts = split(dataset, SplitSpec(), spec.seed)
    return dataset, parts, Preprocessing.fit(spec, dataset, parts.train)


def test_features_have_the_values_worked_out_by_hand():
    _, _, preprocessing = prepared(Circle(features=EVERY_FEATURE, standardize=False))
    columns = preprocessing.transform([[2.0, -3.0], [0.0, 0.5]])
    assert preprocessing.feature_names == EVERY_FEATURE
    assert np.array_equal(
        columns,
        np.array([[2.0, -3.0, 4.0, 9.0, -6.0, np.sin(2.0), np.sin(-3.0)], [0, 0.5, 0, 0.25, 0, 0, np.sin(0.5)]]).T,
    )


def test_features_come_in_the_order_they_were_asked_for():
    _, _, preprocessing = prepared(Circle(features=("x1_x2", "x1"), standardize=False))
    assert preprocessing.transform([[2.0, 3.0]]).tolist() == [[6.0], [2.0]]


@pytest.mark.parametrize("spec", [Circle(features=EVERY_FEATURE), Sine(), Iris(), Diabetes()], ids=lambda s: s.kind)
def test_the_training_part_has_mean_zero_and_deviation_one(spec):
    dataset, parts, preprocessing = prepared(spec)
    columns = preprocessing.transform(dataset.inputs[parts.train])
    assert np.allclose(columns.mean(axis=1), 0, atol=1e-12)
    assert np.allclose(columns.std(axis=1), 1, atol=1e-12)


def test_standardising_agrees_with_scikit_learn():
    dataset, parts, preprocessing = prepared(Iris())
    expected = StandardScaler().fit(dataset.inputs[parts.train]).transform(dataset.inputs).T
    assert np.allclose(preprocessing.transform(dataset.inputs), expected, rtol=1e-13, atol=1e-13)


@pytest.mark.parametrize("spec", [Circle(features=EVERY_FEATURE), Diabetes()], ids=lambda s: s.kind)
def test_nothing_leaks_from_the_other_parts(spec):
    dataset, parts, preprocessing = prepared(spec)
    inputs, targets = dataset.inputs.copy(), dataset.targets.copy()
    others = np.concatenate([parts.validation, parts.test])
    inputs[others] = 1e6
    targets[others] = 0
    changed = Dataset(
        name="changed", task=dataset.task, shape=dataset.shape, inputs=inputs, targets=targets,
        input_names=dataset.input_names, class_names=dataset.class_names,
    )  # fmt: skip
    refitted = Preprocessing.fit(spec, changed, parts.train)
    for before, after in ((preprocessing.inputs, refitted.inputs), (preprocessing.targets, refitted.targets)):
        assert np.array_equal(before.mean, after.mean)
        assert np.array_equal(before.deviation, after.deviation)


def test_without_standardising_inputs_are_only_turned():
    dataset, _, preprocessing = prepared(Digits())
    assert np.array_equal(preprocessing.transform(dataset.inputs), dataset.inputs.T)


def test_pixels_that_are_always_empty_stay_zero():
    dataset, parts, preprocessing = prepared(Digits(standardize=True))
    columns = preprocessing.transform(dataset.inputs[parts.train])
    empty = np.ptp(dataset.inputs[parts.train], axis=0) == 0
    assert empty.any()
    assert (columns[empty] == 0).all()
    assert np.allclose(columns[~empty].std(axis=1), 1)


def test_a_constant_column_is_centred_and_never_divided_by_its_rounding_error():
    rows = tuple((0.1, float(index)) for index in range(10))
    _, _, preprocessing = prepared(Inline(inputs=rows, targets=(0.0,) * 10, standardize=True))
    columns = preprocessing.transform([[0.1, 3.0], [1.1, 3.0]])
    assert np.allclose(columns[0], [0.0, 1.0], atol=1e-12)


@given(arrays(np.float64, st.tuples(st.integers(1, 20), st.integers(1, 4)), elements=st.floats(-1e12, 1e12)))
def test_standardised_rows_are_finite_whatever_they_were(rows):
    spec = Inline(inputs=tuple(map(tuple, rows)), targets=tuple(rows[:, 0]), standardize=True)
    dataset, parts, preprocessing = prepared(spec)
    assert np.isfinite(preprocessing.transform(dataset.inputs[parts.train])).all()
    assert np.isfinite(preprocessing.transform_targets(dataset.targets[parts.train])).all()


@pytest.mark.parametrize("entry", CATALOGUE, ids=lambda entry: entry.name)
def test_columns_lie_one_after_the_other_in_memory(entry):
    dataset, _, preprocessing = prepared(entry.spec)
    columns = preprocessing.transform(dataset.inputs)
    assert columns.shape == (entry.spec.facts.features, dataset.samples)
    assert columns.dtype == np.float64
    assert columns.flags.c_contiguous
    assert len(preprocessing.feature_names) == len(columns)


def test_a_grid_is_seen_as_its_points_are_seen_one_by_one():
    _, _, preprocessing = prepared(Circle(features=EVERY_FEATURE))
    axis = np.linspace(-6, 6, 8)
    grid = np.stack(np.meshgrid(axis, axis), axis=-1).reshape(-1, 2)
    columns = preprocessing.transform(grid)
    for index, point in enumerate(grid):
        assert np.array_equal(preprocessing.transform([point])[:, 0], columns[:, index])


def test_the_rows_that_are_given_stay_as_they_are():
    _, _, preprocessing = prepared(Iris())
    rows = np.ones((3, 4))
    preprocessing.transform(rows)
    assert (rows == 1).all()


@pytest.mark.parametrize("rows", [[1.0, 2.0], [[1.0]], [[1.0, 2.0, 3.0]], [[[1.0, 2.0]]]])
def test_rows_of_another_width_are_refused(rows):
    _, _, preprocessing = prepared(Circle())
    with pytest.raises(DataError) as raised:
        preprocessing.transform(rows)
    (problem,) = raised.value.problems
    assert (problem.code, problem.expected) == ("rows_unfit", "an array of shape (n, 2)")


def test_targets_of_a_real_regression_are_standardised_and_come_back():
    dataset, parts, preprocessing = prepared(Diabetes())
    columns = preprocessing.transform_targets(dataset.targets)
    train = columns[:, parts.train]
    assert columns.shape == (1, 442)
    assert train.mean() == pytest.approx(0, abs=1e-12)
    assert train.std() == pytest.approx(1)
    assert np.allclose(preprocessing.inverse_targets(columns), dataset.targets, rtol=1e-14)


def test_targets_of_a_real_regression_may_be_left_alone():
    dataset, _, preprocessing = prepared(Diabetes(standardize=False))
    assert np.array_equal(preprocessing.transform_targets(dataset.targets), dataset.targets.T)


def test_targets_of_a_drawn_rule_stay_what_they_are():
    dataset, _, preprocessing = prepared(Sine())
    assert np.array_equal(preprocessing.transform_targets(dataset.targets), dataset.targets.T)
    assert np.array_equal(preprocessing.inverse_targets(dataset.targets.T), dataset.targets)


def test_several_targets_are_scaled_each_by_itself():
    spec = Inline(inputs=((1,), (2,), (3,)), targets=((1, 100), (2, 200), (3, 300)), standardize=True)
    dataset = load(spec)
    preprocessing = Preprocessing.fit(spec, dataset, np.arange(3))
    columns = preprocessing.transform_targets(dataset.targets)
    assert np.allclose(columns[0], columns[1])
    assert np.allclose(preprocessing.inverse_targets(columns), dataset.targets)


def test_what_a_classifier_says_is_turned_into_rows_and_nothing_else():
    _, _, preprocessing = prepared(Iris())
    outputs = np.arange(6.0).reshape(3, 2)
    assert np.array_equal(preprocessing.inverse_targets(outputs), outputs.T)
