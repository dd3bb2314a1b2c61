"""The real sets are the ones that scikit-learn ships, every row of them."""

import numpy as np
import pytest
from sklearn import datasets as truth

from engine.datasets.catalogue import load
from engine.datasets.images import Digits
from engine.datasets.tabular import BreastCancer, Diabetes, Iris, Wine

TABLES = [
    (Iris, truth.load_iris),
    (Wine, truth.load_wine),
    (BreastCancer, truth.load_breast_cancer),
    (Diabetes, lambda: truth.load_diabetes(scaled=False)),
]


@pytest.mark.parametrize(("spec", "expected"), TABLES)
def test_a_table_has_the_rows_of_its_source(spec, expected):
    dataset, bunch = load(spec()), expected()
    assert np.array_equal(dataset.inputs, bunch.data)
    assert np.array_equal(dataset.targets.ravel(), bunch.target)
    assert dataset.shape == "table"


def test_labels_have_the_names_of_their_source():
    assert load(Iris()).class_names == ("setosa", "versicolor", "virginica")
    assert load(BreastCancer()).class_names == ("malignant", "benign")
    assert load(Wine()).class_names == ("class 0", "class 1", "class 2")


def test_columns_are_named_in_words():
    assert load(Iris()).input_names[0] == "sepal length (cm)"
    assert load(Wine()).input_names[1] == "malic acid"
    assert load(Diabetes()).input_names[:3] == ("age", "sex", "body mass index")


def test_diabetes_is_in_units_that_can_be_read():
    age = load(Diabetes()).inputs[:, 0]
    assert age.min() == 19
    assert age.max() == 79


def test_digits_are_ink_from_none_to_full():
    dataset, bunch = load(Digits()), truth.load_digits()
    assert np.array_equal(dataset.inputs * 16, bunch.data)
    assert (dataset.inputs.min(), dataset.inputs.max()) == (0.0, 1.0)
    assert np.array_equal(dataset.targets, bunch.target)


def test_a_digit_is_stored_row_by_row_from_the_top():
    dataset = load(Digits())
    picture = dataset.inputs[0].reshape(dataset.image_size)
    assert np.array_equal(picture * 16, truth.load_digits().images[0])
    assert dataset.input_names[8] == "row 2, column 1"


def test_digits_are_standardised_only_when_asked():
    assert not Digits().standardize
    assert Iris().standardize


def test_a_real_set_is_read_once_a_process():
    assert load(Iris(seed=1)) is load(Iris(seed=2, standardize=False))
    assert load(Digits()) is load(Digits(seed=5))
