"""The examiner finds the question on an event of a walk, where there is one worth asking.

The same step, event and sample always have the same question. None is asked whose answer is zero, a tie or at a kink,
whose answer already stands there, or whose number cannot be reached from the four digits that are shown of the others.
"""

from typing import NamedTuple

import numpy as np

from engine.inspection.expression import OPERATORS, Constant, Leaf, Node, Operation, to_json
from engine.inspection.flat_blocks import FlatBlocks
from engine.inspection.formula import leaves
from engine.inspection.mistakes import Mistake, close, mistakes
from engine.inspection.nudge import Twin
from engine.inspection.questions import Card, Choice, Element, Kind, Question, Working
from engine.inspection.slips import larger_slip, route_slips, sign_slip, trace_slips
from engine.inspection.snapshot import DRAWN
from engine.inspection.trace import Event
from engine.inspection.walk import Walk
from engine.training.trainer import Trainer

# What is asked of each quantity.
_KINDS: dict[str, tuple[Kind, ...]] = {
    "z": ("number", "sign", "larger", "route", "trace"),
    "a": ("number", "trace"),
    "loss": ("number",),
    "da": ("number", "sign", "larger", "trace"),
    "delta": ("number", "sign", "larger", "trace"),
    "dx": ("number", "sign", "larger", "route", "trace"),
    "gradient": ("number", "sign", "larger", "trace", "whatif"),
    "parameters": ("direction", "number"),
}
# Layers whose events follow a rule of their own.
OWN_RULES = frozenset({"a_dropout", "a_batch_norm", "dx_dropout", "dx_batch_norm", "gradient_batch_norm"})
_MOST_CHOICES = 4
_MOST_LEAVES = 14  # numbers that somebody may be asked to reckon with
_APART = 0.1  # of the larger: what two numbers must differ by to be told apart
_DIGITS = 4  # of a number, as the page shows it


class Solved(NamedTuple):
    """A number of an event, how it is computed, and what it comes to."""

    element: Element
    expression: Node
    value: float


class Examiner:
    """Asks about the events of one walk, for a sample (a column of the batch)."""

    def __init__(self, trainer: Trainer, walk: Walk) -> None:
        self._trainer, self._walk = trainer, walk
        self._blocks = FlatBlocks(trainer)
        self._found: dict[tuple[int, int], Question | None] = {}

    def by_sample(self, number: int) -> bool:
        """Whether an event computes a number for each sample, rather than one for the batch."""
        event = self._walk.events[number]
        shape = self._walk.program.arrays[event.outputs[0]].shape if event.outputs else ()
        return event.phase != "update" and event.quantity != "gradient" and len(shape) == 2 and shape[1] > 1

    def question(self, number: int, column: int) -> Question | None:
        """The question on an event for one sample; None where there is nothing worth asking."""
        key = (number, column if self.by_sample(number) else 0)
        if key not in self._found:
            self._found[key] = self._ask(*key)
        return self._found[key]

    def _ask(self, number: int, column: int) -> Question | None:
        event = self._walk.events[number]
        kinds = _KINDS.get(event.quantity)
        if kinds is None or not event.outputs:
            return None
        rng = np.random.default_rng([self._trainer.design.seed, self._trainer.step_count, number, column])
        solved = self._solve(number, self._elements(event, column, rng))
        if not solved:
            return None
        asking = _Asking(self, number, column, event, solved, rng)
        return next((q for kind in rng.permutation(kinds) if (q := asking.of(str(kind))) is not None), None)

    def _elements(self, event: Event, column: int, rng: np.random.Generator) -> list[Element]:
        """A few numbers of the event, in random order, of units that are drawn: their surroundings can be seen."""
        if event.quantity == "parameters":
            trained = self._walk.trained
            if not trained:
                return []
            name = str(rng.choice(trained))
            name, shape = f"{event.outputs[0]}/{name}", self._walk.program.arrays[name].shape
        else:
            name = str(rng.choice(event.outputs)) if event.quantity == "gradient" else event.outputs[0]
            shape = self._walk.program.arrays[name].shape
        if event.quantity not in ("gradient", "parameters") and len(shape) == 2:
            units = rng.permutation(min(shape[0], DRAWN))[:_MOST_CHOICES]
            return [Element(name=name, index=(int(unit), min(column, shape[1] - 1))) for unit in units]
        shape = tuple(min(size, DRAWN) for size in shape)
        places = rng.permutation(int(np.prod(shape)))[:_MOST_CHOICES]
        return [Element(name=name, index=tuple(int(i) for i in np.unravel_index(k, shape))) for k in places]

    def _solve(self, number: int, elements: list[Element]) -> list[Solved]:
        outputs = self._walk.events[number].outputs
        places = [self._blocks.element(element.name, element.index, outputs) for element in elements]
        return [
            Solved(element, self._blocks.named(expression), value)
            for element, (expression, value) in zip(elements, self._walk.formulas(number, places), strict=True)
            if np.isfinite(value)
        ]

    def rule(self, event: Event, expression: Node) -> str:
        """The code of the rule by which an event computes."""
        if event.quantity == "delta" and not any(leaf.name.endswith(("/da", "/dx")) for leaf in leaves(expression)):
            return "delta_pair"
        kind = "" if event.layer is None else self._trainer.design.layers[event.layer].kind
        own = f"{event.quantity}_{kind}"
        return own if own in OWN_RULES else event.quantity

    def nudged(self, element: Element) -> float | None:
        """What the loss does when a parameter grows; None at a kink."""
        nudge = Twin(self._trainer, self._walk).nudge(element.name.removeprefix("gradient/"), element.index)
        return None if nudge.kink else nudge.derivative


class _Asking:
    """One event, and the questions that can be asked about its numbers."""

    def __init__(
        self,
        examiner: Examiner,
        number: int,
        column: int,
        event: Event,
        solved: list[Solved],
        rng: np.random.Generator,
    ) -> None:
        self._examiner, self._place, self._event, self._rng = examiner, (number, column), event, rng
        self._solved = solved
        self._certain = [one for one in solved if _reckonable(one.expression) and _certain(one)]

    def of(self, kind: str) -> Question | None:
        """A question of this kind, if one can be asked."""
        return {
            "sign": self._sign,
            "direction": self._direction,
            "larger": self._larger,
            "route": self._route,
            "number": self._number,
            "trace": self._trace,
            "whatif": self._whatif,
        }[kind]()

    def _made(
        self,
        kind: Kind,
        right: Solved,
        answer: str,
        choices: tuple[Choice, ...] = (),
        slips: dict[str, str] | None = None,
        about: tuple[Solved, ...] = (),
    ) -> Question:
        """`about` are the numbers whose formulas help, where they are several."""
        shown = about or (right,)
        card = Card(
            kind=kind,
            event=self._place[0],
            column=self._place[1],
            quantity=self._event.quantity,
            subject=None if about else right.element,
            choices=choices,
        )
        return Question(
            card=card,
            answer=answer,
            element=right.element,
            rule=self._examiner.rule(self._event, right.expression),
            working=tuple(Working(element=one.element, expression=to_json(one.expression)) for one in shown),
            slips=slips or {},
            mistakes=() if choices else tuple(mistakes(right.expression, self._event.quantity)),
        )

    def _new(self) -> Solved | None:
        """A number that does not stand there already."""
        return next((one for one in self._certain if not _stands_there(one)), None)

    def _sign(self) -> Question | None:
        if (one := self._new()) is None:
            return None
        right, wrong = ("positive", "negative") if one.value > 0 else ("negative", "positive")
        choices = _words("negative", "positive")
        slip = sign_slip(one.expression, self._event.quantity)
        return self._made("sign", one, right, choices, {wrong: slip})

    def _direction(self) -> Question | None:
        one = self._solved[0]
        if not isinstance(one.expression, Operation) or one.expression.operator != "subtract":
            return None
        before, change = one.expression.operands[0].value, one.value - one.expression.operands[0].value
        if abs(change) <= 1e-9 * max(1.0, abs(before)):
            return None
        right, wrong = ("up", "down") if change > 0 else ("down", "up")
        return self._made("direction", one, right, _words("down", "up"), {wrong: "uphill"})

    def _whatif(self) -> Question | None:
        one = self._solved[0]
        derivative = self._examiner.nudged(one.element)
        if derivative is None or abs(derivative) < 1e-6 or np.sign(derivative) != np.sign(one.value):
            return None
        right, wrong = ("up", "down") if derivative > 0 else ("down", "up")
        choices = _words("down", "up")
        return self._made("whatif", one, right, choices, {wrong: "slope_reversed"})

    def _larger(self) -> Question | None:
        """By size where it is a slope, by value where it is a sum."""
        by_size = self._event.quantity != "z"
        for k, one in enumerate(self._certain):
            for other in self._certain[k + 1 :]:
                first, second = ((abs(s.value) if by_size else s.value) for s in (one, other))
                if abs(first - second) < _APART * max(abs(first), abs(second)):
                    continue
                larger, smaller = (one, other) if first > second else (other, one)
                answer, wrong = ("0", "1") if larger is one else ("1", "0")
                pair = (one, other)
                choices = tuple(Choice(code=str(i), elements=(s.element,)) for i, s in enumerate(pair))
                quantity = self._event.quantity
                slip = larger_slip(larger.expression, smaller.expression, quantity, by_size)
                return self._made("larger", larger, answer, choices, {wrong: slip} if slip else {}, about=pair)
        return None

    def _route(self) -> Question | None:
        """Which way of a sum brings the most; a bias is no way."""
        sums = [one for one in self._certain if len(_ways(one.expression)) > 1]
        if not sums:
            return None
        one, ways = sums[0], _ways(sums[0].expression)
        terms = sorted(ways, key=lambda term: -abs(term.value))[:_MOST_CHOICES]
        if abs(terms[1].value) > (1 - _APART) * abs(terms[0].value):
            return None
        order = [term for term in ways if any(term is kept for kept in terms)]
        choices = tuple(
            Choice(code=str(k), elements=tuple(Element(name=leaf.name, index=leaf.index) for leaf in leaves(term)))
            for k, term in enumerate(order)
        )
        right = next(k for k, term in enumerate(order) if term is terms[0])
        return self._made("route", one, str(right), choices, route_slips(order, right))

    def _number(self) -> Question | None:
        one = self._new()
        if one is None or not _reachable(one):
            return None
        wrong = _distractors(one, self._event.quantity)
        if len(wrong) < 2 or self._rng.integers(2):
            return self._made("number", one, repr(one.value))
        values = sorted([one.value, *(value for _, value in wrong)])
        choices = tuple(Choice(code=str(k), value=value) for k, value in enumerate(values))
        slips = {str(values.index(value)): code for code, value in wrong}
        return self._made("number", one, str(values.index(one.value)), choices, slips)

    def _trace(self) -> Question | None:
        """Several values, one of which is that of a usual mistake."""
        shown = [one for one in self._solved if _reckonable(one.expression) and _reachable(one)]
        if len(shown) < 3:
            return None
        for false in self._rng.permutation(len(shown)):
            one = shown[false]
            wrong = [
                mistake
                for mistake in _distractors(one, self._event.quantity)
                if abs(mistake.value - one.value) > _APART * max(abs(mistake.value), abs(one.value))
            ]
            if not wrong:
                continue
            mistake = wrong[int(self._rng.integers(len(wrong)))]
            choices = tuple(
                Choice(code=str(k), elements=(s.element,), value=mistake.value if k == false else s.value)
                for k, s in enumerate(shown)
            )
            slips = trace_slips(len(shown), int(false), mistake.code)
            return self._made("trace", one, str(false), choices, slips, about=tuple(shown))
        return None


def _words(*codes: str) -> tuple[Choice, ...]:
    return tuple(Choice(code=code) for code in codes)


def _terms(expression: Node) -> tuple[Node, ...]:
    """The terms of a sum; none, where it is none."""
    return expression.operands if isinstance(expression, Operation) and expression.operator == "sum" else ()


def _ways(expression: Node) -> tuple[Node, ...]:
    """The terms of a sum that are products."""
    return tuple(t for t in _terms(expression) if isinstance(t, Operation) and t.operator == "product" and leaves(t))


def _reckonable(expression: Node) -> bool:
    """Whether something is computed, and not of too many numbers."""
    return isinstance(expression, Operation) and len(leaves(expression)) <= _MOST_LEAVES


def _certain(one: Solved) -> bool:
    """Whether a number is clearly not zero, measured by the terms that it is the sum of."""
    size = sum(abs(term.value) for term in _terms(one.expression)) or abs(one.value)
    return abs(one.value) > 1e-9 and abs(one.value) > 1e-3 * size


def _stands_there(one: Solved) -> bool:
    """Whether the number is one of those that go into it, as behind a ReLU that lets it pass."""
    return any(np.isclose(leaf.value, one.value, rtol=1e-9, atol=0.0) for leaf in leaves(one.expression))


def _reachable(one: Solved) -> bool:
    """Whether the number comes out, as closely as an answer has to be, of what is shown of the others."""
    try:
        return close(_rounded(one.expression), one.value)
    except (ValueError, OverflowError):
        return False


def _rounded(node: Node) -> float:
    if isinstance(node, Constant):
        return node.value
    if isinstance(node, Leaf):
        return float(f"{node.value:.{_DIGITS - 1}e}")
    return OPERATORS[node.operator](*(_rounded(operand) for operand in node.operands))


def _distractors(one: Solved, quantity: str) -> list[Mistake]:
    """Numbers that the usual mistakes lead to, each told apart from the answer and from one another."""
    found: list[Mistake] = []
    for mistake in mistakes(one.expression, quantity):
        others = [one.value, *(kept.value for kept in found)]
        if not any(close(mistake.value, other) or close(other, mistake.value) for other in others):
            found.append(mistake)
    return found[: _MOST_CHOICES - 1]
