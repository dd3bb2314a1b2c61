"""A question asks what an event of a walk computes, before it shows. It is a plain value that needs no walk any more:
it can be kept, put to a room, marked elsewhere. A wrong answer is traced to the usual mistake that leads to it."""

import re
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import Field

from engine.inspection.mistakes import Mistake, close
from engine.spec import Spec

Kind = Literal["sign", "direction", "larger", "route", "number", "trace", "whatif"]
KINDS: tuple[Kind, ...] = ("sign", "direction", "larger", "route", "number", "trace", "whatif")
Json = dict[str, Any]

HINTS = ("rule", "formula", "numbers", "answer")  # in this order; the last gives the question up


class Element(Spec):
    """One number of a step, by the name that a page gives it: "m/layers/0/weight" at (1, 0)."""

    name: str
    index: tuple[int, ...]


class Choice(Spec):
    """A possible answer: a word by its code, or numbers of the step; `value` is what is shown of it."""

    code: str
    elements: tuple[Element, ...] = ()
    value: float | None = None


class Working(Spec):
    """How a number is computed: `expression` as `expression.to_json` writes it."""

    element: Element
    expression: Json


class Card(Spec):
    """What of a question may be seen before it is answered. Without choices, a number is to be entered."""

    kind: Kind
    event: int
    column: int
    quantity: str
    subject: Element | None
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class Marked:
    """Whether an answer is right, and the code of the usual mistake that leads to a wrong one, if one does."""

    right: bool
    mistake: str | None = None


class Question(Spec):
    """A card and what is not on it. `answer` is the right choice's code, or the number in full precision; `element` is
    what is revealed with it. `slips` are the mistakes behind wrong choices, `mistakes` those behind wrong numbers."""

    card: Card
    answer: str
    element: Element
    rule: str
    working: tuple[Working, ...]
    slips: dict[str, str] = Field(default_factory=dict)
    mistakes: tuple[Mistake, ...] = ()

    @property
    def value(self) -> float | None:
        """The number that is asked for; None where it is a choice that is."""
        if not self.card.choices:
            return float(self.answer)
        return next(choice.value for choice in self.card.choices if choice.code == self.answer)

    def mark(self, answer: str) -> Marked:
        """Judge an answer; a wrong one is traced back to the usual mistake."""
        if self.card.choices:
            right = answer == self.answer
            return Marked(right, None if right else self.slips.get(answer))
        number = read_number(answer)
        if number is None:
            return Marked(False, "no_number")
        if close(number, float(self.answer)):
            return Marked(True)
        return Marked(False, next((code for code, value in self.mistakes if close(number, value)), None))

    def understands(self, answer: str) -> bool:
        """Whether this is an answer at all: one of the choices, or a number."""
        if self.card.choices:
            return any(choice.code == answer for choice in self.card.choices)
        return read_number(answer) is not None

    def hint(self) -> tuple[Working, ...]:
        """The formulas, with the numbers that go into them and without any that they come to."""
        return tuple(working.model_copy(update={"expression": _open(working.expression)}) for working in self.working)


def _open(expression: Json) -> Json:
    if "operator" not in expression:
        return expression
    return {**expression, "value": None, "operands": [_open(operand) for operand in expression["operands"]]}


_POWERS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.IGNORECASE | re.ASCII)


def read_number(text: str) -> float | None:
    """A number as people write it: decimal point or comma, a true minus sign, a fraction, a power of ten. None if it is
    none."""
    plain = text.translate(str.maketrans("−–,", "--.")).replace(" ", "").replace("\u202f", "")
    plain = re.sub(r"[·*×]10\^?([⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+|[+-]?\d+)", lambda m: "e" + m[1].translate(_POWERS), plain)
    above, slash, below = plain.partition("/")
    parts = (above, below) if slash else (above,)
    if not all(_NUMBER.fullmatch(part) for part in parts):
        return None
    try:
        value = float(above) / float(below) if slash else float(above)
    except ZeroDivisionError:
        return None
    return value if abs(value) < 1e300 else None
