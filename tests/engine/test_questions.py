"""A question is a plain value: it can be sent and kept, and marks an answer without the walk it was asked on."""

import pytest

from engine.inspection.examiner import Examiner
from engine.inspection.expression import Constant, Leaf, Node, operation
from engine.inspection.mistakes import close, mistakes
from engine.inspection.questions import Card, Choice, Element, Question, read_number
from engine.inspection.slips import larger_slip, route_slips, sign_slip
from tests.engine.questions import walked


def number_question(expression: Node, quantity: str) -> Question:
    element = Element(name="layers/0/z", index=(0, 0))
    card = Card(kind="number", event=0, column=0, quantity=quantity, subject=element, choices=())
    found = tuple(mistakes(expression, quantity))
    return Question(
        card=card, answer=repr(expression.value), element=element, rule=quantity, working=(), mistakes=found
    )


def diagnosis(expression: Node, quantity: str, answer: str) -> str | None:
    return number_question(expression, quantity).mark(answer).mistake


def term(weight: float, other: str, value: float, k: int) -> Node:
    return operation("product", Leaf("layers/0/weight", (0, k), weight), Leaf(other, (k, 0), value))


SLOPE = operation("subtract", Constant(1.0), operation("square", Leaf("layers/0/a", (0, 0), 0.5)))
DELTA = operation("product", Leaf("layers/1/dx", (0, 0), 0.2), SLOPE)
Z = operation("sum", term(2.0, "inputs", 0.5, 0), term(-1.0, "inputs", 3.0, 1), Leaf("layers/0/bias", (0,), 0.25))
FORK = operation("sum", term(0.4, "layers/1/delta", 0.1, 0), term(0.5, "layers/1/delta", -0.03, 1))
PAIR = operation(
    "product", operation("subtract", Leaf("a", (0, 0), 0.75), Leaf("targets", (0, 0), 1.0)), Constant(0.25)
)
NEW = operation("subtract", Leaf("layers/0/weight", (0, 0), 0.4), Leaf("change", (0,), 0.1))


@pytest.mark.parametrize(
    ("expression", "quantity", "answer", "mistake"),
    [
        (DELTA, "delta", "-0.15", "sign_flipped"),
        (DELTA, "delta", "0.2", "slope_missing"),
        (DELTA, "delta", "0.75", "slope_only"),
        (operation("tanh", Leaf("layers/0/z", (0, 0), 0.9)), "a", "0.9", "activation_missing"),
        (PAIR, "delta", "0.1875", "target_missing"),
        (PAIR, "delta", "-1/4", "mean_missing"),
        (Z, "z", "-2", "bias_missing"),
        (Z, "z", "1.25", "term_missing"),
        (Z, "z", "3.75", "weight_missing"),
        (FORK, "dx", "0.04", "branch_missing"),
        (FORK, "dx", "0,07", "weight_missing"),
        (term(0.4, "layers/1/delta", 0.1, 0), "dx", "0.1", "weight_missing"),
        (term(0.4, "layers/1/delta", 0.1, 0), "dx", "0.4", "delta_missing"),
        (NEW, "parameters", "0.5", "uphill"),
        (NEW, "parameters", "-0.1", "step_only"),
        (NEW, "parameters", "77", None),
        (NEW, "parameters", "much", "no_number"),
    ],
)
def test_a_wrong_number_is_traced_to_the_mistake_that_gives_it(
    expression: Node, quantity: str, answer: str, mistake: str | None
) -> None:
    assert diagnosis(expression, quantity, answer) == mistake


@pytest.mark.parametrize("answer", ["0.15", "0,15", "3/20", "0.151", "1.5·10⁻¹"])
def test_a_number_may_be_written_in_many_ways(answer: str) -> None:
    assert number_question(DELTA, "delta").mark(answer).right


def test_a_flipped_sign_is_told_from_a_branch_that_was_left_out() -> None:
    assert sign_slip(FORK, "dx") == "branch_missing"
    assert sign_slip(DELTA, "delta") == "sign_flipped"


def test_the_smaller_of_two_is_traced_to_what_makes_it_the_larger() -> None:
    steep = operation("product", Leaf("layers/1/dx", (0, 0), -0.3), Constant(0.9))
    flat = operation("product", Leaf("layers/1/dx", (1, 0), 0.5), Constant(0.2))
    assert larger_slip(steep, flat, "delta", by_size=True) == "size_not_sign"
    dull = operation("product", Leaf("layers/1/dx", (1, 0), -0.5), Constant(0.2))
    upward = operation("product", Leaf("layers/1/dx", (0, 0), 0.3), Constant(0.9))
    assert larger_slip(upward, dull, "delta", by_size=True) == "slope_missing"


def test_another_route_is_taken_for_its_weight_or_for_what_goes_through_it() -> None:
    ways = [term(0.1, "layers/1/delta", 0.9, 0), term(0.8, "layers/1/delta", 0.05, 1), term(0.6, "x/delta", 0.4, 2)]
    assert route_slips(ways, 2) == {"0": "delta_only", "1": "weight_only"}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0.25", 0.25),
        ("0,25", 0.25),
        ("−0.5", -0.5),
        ("1/4", 0.25),
        (" 3 / 8 ", 0.375),
        ("-1/-4", 0.25),
        ("1e-3", 1e-3),
        (".5", 0.5),
        ("2.5·10⁻³", 2.5e-3),
        ("2,5*10^-3", 2.5e-3),
        ("0/7", 0.0),
    ],
)
def test_numbers_are_read_as_people_write_them(text: str, value: float) -> None:
    assert read_number(text) == pytest.approx(value, rel=1e-15)


@pytest.mark.parametrize(
    "text", ["", "one", "1/0", "nan", "inf", "1_0", "1/2/3", "1,000.5", "0x10", "1e999", "/2", "٣"]
)
def test_what_is_no_number_is_told(text: str) -> None:
    assert read_number(text) is None


def test_an_answer_within_one_percent_or_rounded_to_two_digits_counts() -> None:
    assert close(0.1009, 0.1)
    assert close(0.0123, 0.012345)
    assert close(0.012, 0.0124)
    assert close(0.0125, 0.0125)
    assert close(-0.013, -0.0125)
    assert close(0.012, 0.0125)
    assert close(0.0, 0.0)


def test_an_answer_further_off_does_not_count() -> None:
    assert not close(0.013, 0.012345)
    assert not close(0.01451, 0.01549)
    assert not close(-0.1, 0.1)
    assert not close(1e-9, 0.0)


def test_a_choice_is_right_or_is_one_of_the_slips() -> None:
    card = Card(
        kind="sign",
        event=3,
        column=0,
        quantity="delta",
        subject=Element(name="layers/0/delta", index=(0, 0)),
        choices=(Choice(code="negative"), Choice(code="positive")),
    )
    question = Question(
        card=card,
        answer="negative",
        element=Element(name="layers/0/delta", index=(0, 0)),
        rule="delta",
        working=(),
        slips={"positive": "sign_flipped"},
    )
    assert question.mark("negative").right
    assert question.mark("positive").mistake == "sign_flipped"
    assert not question.understands("zero")


def test_a_question_that_was_sent_is_the_same_question() -> None:
    trainer, walk = walked()
    examiner = Examiner(trainer, walk)
    questions = [q for k in range(len(walk.events)) if (q := examiner.question(k, 0)) is not None]
    assert len(questions) > 5
    for question in questions:
        assert Question.model_validate_json(question.model_dump_json()) == question


def test_a_hint_has_the_numbers_that_go_in_and_none_that_come_out() -> None:
    def results(node: dict[str, object]) -> list[object]:
        below = [value for operand in node.get("operands", ()) for value in results(operand)]  # type: ignore[attr-defined]
        return [node["value"], *below] if "operator" in node else below

    trainer, walk = walked()
    examiner = Examiner(trainer, walk)
    questions = [q for k in range(len(walk.events)) if (q := examiner.question(k, 0)) is not None]
    assert any(value is not None for q in questions for w in q.working for value in results(w.expression))
    assert all(value is None for q in questions for w in q.hint() for value in results(w.expression))
