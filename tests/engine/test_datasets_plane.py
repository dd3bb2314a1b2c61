"""Where the classes of the plane lie, and that they can be told apart."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.datasets.catalogue import CATALOGUE, load
from engine.datasets.classification import Blobs, Checkerboard, Circle, ExclusiveOr, Gaussians, Moons, Spiral

SETS = [pytest.param(entry.spec, id=entry.name) for entry in CATALOGUE if entry.group == "plane"]


def without_noise(spec_class, **fields):
    """x1, x2 and label of 1,000 points that lie exactly where their rule puts them."""
    dataset = load(spec_class(samples=1000, noise=0.0, **fields))
    return dataset.inputs[:, 0], dataset.inputs[:, 1], dataset.targets


def nearest_neighbour_accuracy(spec):
    """How often a point has the class of the point next to it."""
    dataset = load(spec)
    squares = ((dataset.inputs[:, np.newaxis] - dataset.inputs) ** 2).sum(axis=2)
    np.fill_diagonal(squares, np.inf)
    return np.mean(dataset.targets[squares.argmin(axis=1)] == dataset.targets)


def test_circle_has_one_inside_and_zero_around_it():
    x1, x2, label = without_noise(Circle)
    radius = np.hypot(x1, x2)
    assert radius[label == 1].max() <= 2.5
    assert radius[label == 0].min() >= 3.5
    assert radius.max() <= 5.0


def test_exclusive_or_is_one_where_both_have_the_same_sign():
    x1, x2, label = without_noise(ExclusiveOr)
    assert np.array_equal(label == 1, x1 * x2 > 0)
    assert np.abs([x1, x2]).min() >= 0.3
    assert {(bool(a), bool(b)) for a, b in zip(x1 > 0, x2 > 0, strict=True)} == {
        (a, b) for a in (False, True) for b in (False, True)
    }


def test_of_the_gaussians_one_is_at_the_upper_right():
    x1, x2, label = without_noise(Gaussians)
    for coordinate in (x1, x2):
        assert coordinate[label == 1].mean() == pytest.approx(2.0, abs=0.15)
        assert coordinate[label == 0].mean() == pytest.approx(-2.0, abs=0.15)


def test_noise_widens_the_gaussians():
    spread = [load(Gaussians(noise=noise)).inputs[::2].std() for noise in (0.0, 0.2)]
    assert spread[0] == pytest.approx(0.7, rel=0.1)
    assert spread[1] == pytest.approx(1.3, rel=0.1)


@pytest.mark.parametrize("arms", range(2, 8))
def test_spiral_arms_are_one_arm_turned_around(arms):
    x1, x2, label = without_noise(Spiral, arms=arms)
    radius = np.hypot(x1, x2)
    turns = (np.arctan2(x1, x2) / (2 * np.pi) - 3.5 / arms * radius / 5 - (label - 1) / arms + 0.5) % 1 - 0.5
    assert np.abs(turns).max() < 1e-12
    assert 0.25 <= radius.min() <= radius.max() <= 5.0


def test_the_spiral_arm_of_class_one_leaves_the_centre_upwards():
    x1, x2, label = without_noise(Spiral)
    start = (label == 1) & (np.hypot(x1, x2) < 0.5)
    assert (x2[start] > 0).all()
    assert start.any()


def test_of_the_moons_one_is_the_lower():
    x1, x2, label = without_noise(Moons)
    assert x2[label == 1].mean() < -1 < 1 < x2[label == 0].mean()
    assert x1[label == 1].mean() > 1 > -1 > x1[label == 0].mean()
    assert np.allclose(np.hypot(x1 + 1.6, x2 + 0.8)[label == 0], 3.2)
    assert np.allclose(np.hypot(x1 - 1.6, x2 - 0.8)[label == 1], 3.2)


def test_checkerboard_is_one_along_its_rising_diagonal():
    x1, x2, label = without_noise(Checkerboard)
    columns, rows = np.floor(x1 / 2.5), np.floor(x2 / 2.5)
    assert np.array_equal(label == 1, (columns + rows) % 2 == 0)
    assert len(set(zip(columns, rows, strict=True))) == 16


def test_the_first_blob_is_at_the_top_and_the_others_follow_clockwise():
    x1, x2, label = without_noise(Blobs, classes=4)
    centres = [(x1[label == k].mean(), x2[label == k].mean()) for k in range(4)]
    assert np.allclose(centres, [(0, 3.5), (3.5, 0), (0, -3.5), (-3.5, 0)], atol=0.15)


@pytest.mark.parametrize("spec", SETS)
@given(samples=st.integers(10, 300), seed=st.integers(0, 2**32 - 1))
def test_classes_are_balanced_to_one_sample(spec, samples, seed):
    dataset = load(spec.model_copy(update={"samples": samples, "seed": seed}))
    counts = np.bincount(dataset.targets, minlength=len(dataset.class_names))
    assert counts.max() - counts.min() <= 1


@pytest.mark.parametrize("spec", SETS)
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_what_is_offered_can_be_learned(spec, seed):
    assert nearest_neighbour_accuracy(spec.model_copy(update={"seed": seed})) >= 0.95


@pytest.mark.parametrize("arms", range(2, 8))
def test_more_arms_do_not_crowd_each_other(arms):
    assert nearest_neighbour_accuracy(Spiral(arms=arms, samples=700)) >= 0.97


@pytest.mark.parametrize("spec", SETS)
def test_full_noise_leaves_little_to_learn(spec):
    tidy = nearest_neighbour_accuracy(spec.model_copy(update={"noise": 0.0}))
    noisy = nearest_neighbour_accuracy(spec.model_copy(update={"noise": 1.0}))
    assert tidy >= 0.97
    assert noisy <= 0.85


def test_two_classes_are_a_binary_task_and_more_are_not():
    assert [load(Blobs(classes=k)).task for k in (2, 3)] == ["binary", "classes"]
    assert [load(Spiral(arms=k)).outputs for k in (2, 3)] == [1, 3]
