"""A question asks what an event of a walk computes, before it shows; wrong answers are traced to the usual mistakes."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from engine.inspection.expression import Node, Operation
from engine.inspection.mistakes import close, diagnose, mistakes
from engine.inspection.walk import Walk

Kind = Literal["sign", "direction", "route", "number"]
SIGNS = ("negative", "zero", "positive")
_ASKED = ("z", "a", "delta", "da", "dx", "gradient", "loss")  # quantities that are asked about


@dataclass(frozen=True)
class Question:
    """About `name[index]` of an event. `choices` are codes or element names; a number has none.

    `answer` is the right choice, or the number as text in full precision.
    """

    kind: Kind
    event: int
    name: str
    index: tuple[int, ...]
    choices: tuple[str, ...]
    answer: str
    expression: Node
    quantity: str


@dataclass(frozen=True)
class Marked:
    """Whether an answer is right, and the code of the usual mistake that leads to a wrong one."""

    right: bool
    mistake: str | None


def ask(walk: Walk, number: int, column: int, rng: np.random.Generator) -> Question | None:
    """A question on an event for one sample (a column of the batch); None where there is nothing worth asking."""
    event = walk.events[number]
    if event.quantity == "parameters":
        name = str(rng.choice(walk.trained))
        shape = walk.program.arrays[name].shape
        return _about(walk, number, name, tuple(int(rng.integers(n)) for n in shape), "direction")
    if event.quantity not in _ASKED:
        return None
    name = event.outputs[0]
    array = walk.program.arrays[name]
    if event.quantity == "gradient" or array.ndim != 2:
        index = tuple(int(rng.integers(n)) for n in array.shape)
    else:
        index = (int(rng.integers(array.shape[0])), min(column, array.shape[1] - 1))
    kinds: list[Kind] = ["number"]
    if event.quantity in ("delta", "da", "dx", "gradient"):
        kinds += ["sign"]
    if event.quantity == "dx":
        kinds += ["route"]
    return _about(walk, number, name, index, kinds[int(rng.integers(len(kinds)))])


def _about(walk: Walk, number: int, name: str, index: tuple[int, ...], kind: Kind) -> Question:
    expression, value = walk.formula(number, name, index)
    quantity = walk.events[number].quantity
    choices: tuple[str, ...]
    if kind == "sign":
        choices, answer = SIGNS, SIGNS[int(np.sign(value)) + 1]
    elif kind == "direction":
        before = expression.operands[0].value if isinstance(expression, Operation) else value
        choices, answer = ("down", "stays", "up"), ("down", "stays", "up")[int(np.sign(value - before)) + 1]
    elif kind == "route" and isinstance(expression, Operation) and expression.operator == "sum":
        choices = tuple(str(k) for k in range(len(expression.operands)))
        answer = str(max(range(len(choices)), key=lambda k: abs(expression.operands[k].value)))
    else:
        return Question("number", number, name, index, (), repr(value), expression, quantity)
    return Question(kind, number, name, index, choices, answer, expression, quantity)


def read_number(text: str) -> float | None:
    """A number as people write it: a decimal point or comma, a true minus sign, a fraction. None if it is none."""
    plain = text.strip().replace("−", "-").replace(",", ".").replace(" ", "")
    above, slash, below = plain.partition("/")
    try:
        value = float(above) / float(below) if slash else float(above)
    except (ValueError, ZeroDivisionError):
        return None
    return value if abs(value) < 1e300 and "_" not in plain else None


def mark(question: Question, answer: str) -> Marked:
    """Judge an answer; a wrong number is traced back to the usual mistake that gives it."""
    if question.kind != "number":
        return Marked(answer == question.answer, None)
    number = read_number(answer)
    if number is None:
        return Marked(False, "no_number")
    if close(number, float(question.answer)):
        return Marked(True, None)
    return Marked(False, diagnose(question.expression, question.quantity, number))


def distractors(question: Question, most: int = 3) -> tuple[float, ...]:
    """Numbers that the usual mistakes lead to, each other than the answer: for a choice instead of a free number."""
    right = float(question.answer)
    found: list[float] = []
    for _, value in mistakes(question.expression, question.quantity):
        if not any(close(value, other) for other in (right, *found)):
            found.append(value)
    return tuple(found[:most])
