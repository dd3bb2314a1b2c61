"""Questions are about the true numbers of a walk, and a wrong answer is traced to the mistake that gives it."""

import numpy as np
import pytest

from engine import Trainer, read_design
from engine.inspection.expression import Constant, Leaf, operation
from engine.inspection.mistakes import close, diagnose
from engine.inspection.questions import Question, ask, distractors, mark, read_number
from engine.inspection.walk import Walk

DESIGN = {
    "data": {"kind": "circle", "samples": 30, "seed": 1},
    "layers": [{"kind": "dense", "units": 3}, {"kind": "dense", "units": 2}, {"kind": "dense", "units": 1}],
    "loss": {"kind": "squared_error"},
    "batch_size": 4,
}


def walk() -> Walk:
    trainer = Trainer(read_design(DESIGN))
    trainer.step(3)
    return Walk(trainer)


def asked(walk: Walk) -> list[Question]:
    """Many questions on every event."""
    found = [ask(walk, k, 1, np.random.default_rng(seed)) for k in range(len(walk.events)) for seed in range(12)]
    return [question for question in found if question is not None]


@pytest.mark.parametrize("kind", ["sign", "direction", "route", "number"])
def test_every_kind_is_asked_and_its_answer_is_right(kind: str) -> None:
    questions = [question for question in asked(walk()) if question.kind == kind]
    assert questions
    assert all(mark(question, question.answer).right for question in questions)
    assert all(question.answer in question.choices for question in questions if question.choices)


def test_the_direction_is_the_way_the_weight_goes() -> None:
    walked = walk()
    directions = [question for question in asked(walked) if question.kind == "direction"]
    walked.leave()
    before = [walked.program.arrays[q.name][q.index].item() for q in directions]
    walked.seek(len(walked.events))
    for question, old in zip(directions, before, strict=True):
        change = walked.program.arrays[question.name][question.index].item() - old
        assert question.answer == ("up" if change > 0 else "down" if change < 0 else "stays")


def test_a_route_is_the_largest_term_of_the_sum() -> None:
    for question in asked(walk()):
        if question.kind == "route":
            sizes = [abs(term.value) for term in question.expression.operands]
            assert int(question.answer) == int(np.argmax(sizes))


def delta_question() -> Question:
    return next(q for q in asked(walk()) if q.kind == "number" and q.quantity == "delta" and q.name == "layers/0/delta")


def test_a_flipped_sign_is_recognised() -> None:
    question = delta_question()
    assert mark(question, repr(-float(question.answer))).mistake == "sign_flipped"


def test_a_missing_slope_is_recognised() -> None:
    slope = operation("subtract", Constant(1.0), operation("square", Leaf("a", (0,), 0.5)))
    formula = operation("product", Leaf("da", (0,), 0.2), slope)
    assert diagnose(formula, "delta", 0.2) == "slope_missing"


def test_a_missing_branch_and_a_missing_bias_are_recognised() -> None:
    formula = operation("sum", Leaf("x", (0,), 1.0), Leaf("x", (1,), 2.5), Leaf("layers/0/bias", (0,), 0.25))
    assert diagnose(formula, "z", 3.5) == "bias_missing"
    assert diagnose(formula, "z", 1.25) == "branch_missing"
    assert diagnose(formula, "z", 77.0) is None


def test_going_uphill_is_recognised() -> None:
    formula = operation("subtract", Leaf("w", (0,), 0.4), Leaf("change", (0,), 0.1))
    assert diagnose(formula, "parameters", 0.5) == "uphill"
    assert diagnose(formula, "parameters", -0.1) == "step_only"


@pytest.mark.parametrize(
    ("text", "value"),
    [("0.25", 0.25), ("0,25", 0.25), ("−0.5", -0.5), ("1/4", 0.25), (" 3 / 8 ", 0.375), ("1e-3", 1e-3)],
)
def test_numbers_are_read_as_people_write_them(text: str, value: float) -> None:
    assert read_number(text) == value


@pytest.mark.parametrize("text", ["", "one", "1/0", "nan", "inf", "1_0", "1/2/3"])
def test_what_is_no_number_is_told(text: str) -> None:
    assert read_number(text) is None


def test_an_answer_within_one_percent_or_two_digits_counts() -> None:
    assert close(0.1009, 0.1)
    assert close(0.0123, 0.012345)
    assert not close(0.013, 0.012345)
    assert close(0.0, 0.0)
    assert not close(1e-9, 0.0)


def test_distractors_are_wrong_and_differ() -> None:
    question = delta_question()
    found = distractors(question)
    assert found
    assert not any(mark(question, repr(value)).right for value in found)
