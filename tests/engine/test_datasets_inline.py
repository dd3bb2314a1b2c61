"""Rows that a Design carries: textbooks' examples load, and mistakes are told in terms of the rows."""

import numpy as np
import pytest
from pydantic import ValidationError

from engine.datasets.catalogue import load
from engine.datasets.inline import Inline
from engine.errors import DataError

SQUARE = ((0, 0), (0, 1), (1, 0), (1, 1))


def problem_of(**fields):
    """The single problem of an inline spec, which also loading must raise."""
    spec = Inline(**fields)
    with pytest.raises(DataError) as raised:
        load(spec)
    (problem,) = raised.value.problems
    assert spec.problems() == [problem]
    return problem


def test_one_number_a_target_is_a_regression_with_one_output():
    dataset = load(Inline(inputs=((2.0,),), targets=(9.0,)))
    assert dataset.targets.tolist() == [[9.0]]
    assert (dataset.shape, dataset.input_names, dataset.target_names) == ("line", ("x",), ("y",))


def test_several_outputs_take_a_list_a_target():
    spec = Inline(inputs=((0.05, 0.10),), targets=((0.01, 0.99),))
    dataset = load(spec)
    assert dataset.targets.tolist() == [[0.01, 0.99]]
    assert dataset.target_names == ("y1", "y2")
    assert spec.facts == (1, 2, 2, "regression", 0)


def test_binary_targets_are_zero_and_one():
    dataset = load(Inline(task="binary", inputs=SQUARE, targets=(0, 1, 1, 0)))
    assert dataset.targets.tolist() == [0, 1, 1, 0]
    assert (dataset.outputs, dataset.class_names) == (1, ("0", "1"))


def test_a_binary_set_may_show_one_of_its_classes_only():
    spec = Inline(task="binary", inputs=((1, -2),), targets=(1,))
    assert spec.problems() == []
    assert spec.facts == (1, 2, 1, "binary", 2)


def test_the_largest_label_tells_how_many_classes_there_are():
    assert Inline(task="classes", inputs=((1,),), targets=(2,)).facts.classes == 3


def test_names_tell_of_classes_without_samples():
    spec = Inline(task="classes", inputs=((1,),), targets=(0,), class_names=("a", "b", "c"))
    assert spec.problems() == []
    assert (spec.facts.classes, load(spec).outputs) == (3, 3)


def test_what_is_told_beforehand_is_what_is_loaded():
    spec = Inline(task="classes", inputs=SQUARE, targets=(0, 1, 2, 1))
    dataset = load(spec)
    assert spec.facts == (dataset.samples, 2, dataset.outputs, dataset.task, len(dataset.class_names))


@pytest.mark.parametrize(
    ("fields", "shape"),
    [
        ({"inputs": SQUARE, "targets": (0, 1, 1, 0), "task": "binary"}, "plane"),
        ({"inputs": SQUARE, "targets": (0, 1, 1, 0)}, "plane"),
        ({"inputs": SQUARE, "targets": ((0, 1),) * 4}, "table"),
        ({"inputs": ((1,), (2,)), "targets": ((0, 1),) * 2}, "line"),
        ({"inputs": ((1,), (2,)), "targets": (0, 1), "task": "binary"}, "table"),
        ({"inputs": ((1, 2, 3),), "targets": (1,)}, "table"),
    ],
)
def test_two_inputs_are_a_plane_and_one_is_a_line_where_they_can_be_drawn(fields, shape):
    dataset = load(Inline(**fields))
    assert dataset.shape == shape
    assert len(dataset.domain) == {"plane": 2, "line": 1, "table": 0}[shape]


def test_the_domain_holds_the_points_with_air_around_them():
    dataset = load(Inline(inputs=((0, 7), (10, 7)), targets=(0, 1)))
    assert np.allclose(dataset.domain, ((-1, 11), (6, 8)))
    assert np.allclose(dataset.target_range, (-0.1, 1.1))


def test_rows_are_taken_as_they_are_unless_standardising_is_asked_for():
    assert not Inline(inputs=((1,),), targets=(1,)).standardize


def test_targets_read_from_json_are_numbers_or_lists():
    text = '{"kind": "inline", "inputs": [[1], [2]], "targets": %s}'
    assert load(Inline.model_validate_json(text % "[3, 4]", strict=True)).targets.tolist() == [[3.0], [4.0]]
    assert load(Inline.model_validate_json(text % "[[3], [4]]", strict=True)).targets.tolist() == [[3.0], [4.0]]


def test_a_row_of_another_length_is_named():
    problem = problem_of(inputs=((1, 2), (3, 4), (5,)), targets=(1, 2, 3))
    assert (problem.code, problem.where) == ("rows_ragged", "data/inputs/2")
    assert (problem.expected, problem.received) == ("2 numbers, as in row 0", "1 numbers")


def test_a_target_of_another_length_is_named():
    problem = problem_of(inputs=((1,), (2,)), targets=((1, 2), 3))
    assert (problem.code, problem.where) == ("rows_ragged", "data/targets/1")


def test_as_many_targets_as_inputs_are_wanted():
    problem = problem_of(inputs=((1,), (2,)), targets=(1,))
    assert (problem.code, problem.where, problem.values) == (
        "rows_unmatched",
        "data/targets",
        {"inputs": 2, "targets": 1},
    )


@pytest.mark.parametrize(
    ("task", "targets", "sample"),
    [
        ("binary", (0, 2), 1),
        ("binary", (-1, 1), 0),
        ("binary", (0, 0.5), 1),
        ("binary", ((0,), 1), 0),
        ("classes", (0, 20), 1),
        ("classes", (0, 1e12), 1),
    ],
)
def test_what_is_not_a_label_is_named(task, targets, sample):
    problem = problem_of(task=task, inputs=((1,), (2,)), targets=targets)
    assert (problem.code, problem.where) == ("label_invalid", f"data/targets/{sample}")


def test_a_label_beyond_the_named_classes_is_named():
    problem = problem_of(task="classes", inputs=((1,), (2,)), targets=(1, 2), class_names=("a", "b"))
    assert (problem.code, problem.expected, problem.received) == ("label_invalid", "a whole number from 0 to 1", "2.0")


def test_one_class_is_too_few():
    assert problem_of(task="classes", inputs=((1,), (2,)), targets=(0, 0)).code == "classes_too_few"


@pytest.mark.parametrize(
    ("field", "fields"),
    [
        ("input_names", {"input_names": ("a",)}),
        ("input_names", {"input_names": ("a", "a")}),
        ("target_names", {"target_names": ("a", "b")}),
        ("class_names", {"task": "binary", "class_names": ("a", "b", "c")}),
        ("class_names", {"task": "classes", "class_names": ("a", "a")}),
    ],
)
def test_names_are_as_many_as_what_they_name_and_different(field, fields):
    problem = problem_of(inputs=SQUARE, targets=(0, 1, 1, 0), **fields)
    assert (problem.code, problem.where) == ("names_unfit", f"data/{field}")


def test_more_numbers_than_a_design_should_carry_are_refused():
    problem = problem_of(inputs=((0.0,) * 256,) * 400, targets=(0.0,) * 400)
    assert (problem.code, problem.received) == ("rows_too_many", "102,400 numbers")


@pytest.mark.parametrize(
    "fields",
    [
        {"inputs": [], "targets": []},
        {"inputs": [[]], "targets": [1]},
        {"inputs": [[float("nan")]], "targets": [1]},
        {"inputs": [[1]], "targets": [float("inf")]},
        {"inputs": [[1e13]], "targets": [1]},
        {"inputs": [["1_0"]], "targets": ["one"]},
        {"inputs": [[0] * 257], "targets": [1]},
        {"inputs": [[1]], "targets": [[0] * 21]},
        {"inputs": [[1]] * 5001, "targets": [1] * 5001},
        {"inputs": [[1]], "targets": [1], "task": "guess"},
    ],
    ids=lambda fields: str(fields)[:60],
)
def test_what_is_no_row_of_numbers_is_no_spec(fields):
    with pytest.raises(ValidationError):
        Inline.model_validate(fields)


def test_a_wrong_target_is_told_once():
    with pytest.raises(ValidationError) as raised:
        Inline.model_validate({"inputs": [[1], [2]], "targets": [1, "two"]})
    assert [error["loc"] for error in raised.value.errors()] == [("targets", 1, "number")]
