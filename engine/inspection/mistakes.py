"""The usual mistakes: what one gets who forgets the slope, a branch, the bias or a sign, computed from the formula."""

import math
from collections.abc import Iterator
from typing import NamedTuple

from engine.inspection.expression import Constant, Leaf, Node, Operation, operation

_SLOPES = ("delta", "da", "dx")  # arrays that hold derivatives of the loss
_LEFT_OUT = {"dx": "branch_missing", "gradient": "sample_missing"}  # a term of the sum of this quantity


class Mistake(NamedTuple):
    """A mistake by its code, and the number it leads to."""

    code: str
    value: float


# Every code, the commonest first.
CODES = (
    "sign_flipped",
    "slope_missing",
    "slope_only",
    "activation_missing",
    "target_missing",
    "uphill",
    "step_only",
    "weight_missing",
    "delta_missing",
    "input_missing",
    "factor_missing",
    "mean_missing",
    "bias_missing",
    "branch_missing",
    "sample_missing",
    "term_missing",
)


def close(answer: float, value: float) -> bool:
    """Whether an answer counts as this value: within 1 %, or the value rounded to two significant digits."""
    if value == 0:
        return abs(answer) < 5e-13
    if abs(answer - value) <= 0.01 * abs(value):
        return True
    unit = 10.0 ** (math.floor(math.log10(abs(value))) - 1)
    rounded = math.isclose(answer, round(answer / unit) * unit, rel_tol=1e-9)
    return rounded and abs(answer - value) <= 0.5 * unit * (1 + 1e-9)


def mistakes(expression: Node, quantity: str) -> Iterator[Mistake]:
    """What the usual mistakes make of a formula, the commonest first. `quantity` is what the event computes."""
    for mistake in _made(expression, quantity):
        if math.isfinite(mistake.value):
            yield mistake


def _made(expression: Node, quantity: str) -> Iterator[Mistake]:
    yield Mistake("sign_flipped", -expression.value)
    if not isinstance(expression, Operation):
        return
    operator, operands = expression.operator, expression.operands
    if quantity == "delta" and operator == "product":
        yield from _without_slope(operands)
    if quantity == "a" and _bends(expression):
        yield Mistake("activation_missing", operands[0].value)
    if quantity == "parameters" and operator == "subtract":
        yield Mistake("uphill", operation("sum", *operands).value)
        yield Mistake("step_only", -operands[1].value)
    if operator == "product":
        for k, factor in enumerate(operands):
            yield Mistake(_forgotten(factor), operation("product", *_without(operands, k)).value)
    if operator == "sum":
        yield from _in_a_sum(operands, quantity)


def _without_slope(factors: tuple[Node, ...]) -> Iterator[Mistake]:
    """Of δ = ∂L/∂a · f′(z), one factor alone; of δ = (a − t) · share, the output without its target."""
    told = [factor for factor in factors if isinstance(factor, Leaf) and _own(factor) in _SLOPES]
    if told:
        rest = tuple(factor for factor in factors if factor is not told[0])
        yield Mistake("slope_missing", told[0].value)
        yield Mistake("slope_only", operation("product", *rest).value)
    for k, factor in enumerate(factors):
        if isinstance(factor, Operation) and factor.operator == "subtract" and not told:
            others = _without(factors, k)
            yield Mistake("target_missing", operation("product", factor.operands[0], *others).value)


def _in_a_sum(terms: tuple[Node, ...], quantity: str) -> Iterator[Mistake]:
    bare = [_weightless(term) for term in terms]
    if any(one is not term for one, term in zip(bare, terms, strict=True)):
        yield Mistake("weight_missing", operation("sum", *bare).value)
    for k, term in enumerate(terms):
        bias = isinstance(term, Leaf) and _own(term) in ("bias", "shift")
        code = "bias_missing" if bias else _LEFT_OUT.get(quantity, "term_missing")
        yield Mistake(code, operation("sum", *_without(terms, k)).value)


def _bends(expression: Operation) -> bool:
    """Whether this is an activation of one number, and not a product with a mask or a scale."""
    return len(expression.operands) == 1 or expression.operator in ("maximum", "minimum")


def _forgotten(factor: Node) -> str:
    """What it is called to leave this factor out of a product."""
    if isinstance(factor, Constant):
        return "mean_missing"
    if not isinstance(factor, Leaf):
        return "factor_missing"
    own = _own(factor)
    if own in _SLOPES:
        return "delta_missing"
    return "weight_missing" if own == "weight" else "input_missing" if own in ("a", "inputs") else "factor_missing"


def _weightless(term: Node) -> Node:
    """A term without its weight."""
    if not isinstance(term, Operation) or term.operator != "product":
        return term
    kept = tuple(f for f in term.operands if not (isinstance(f, Leaf) and _own(f) == "weight"))
    return operation("product", *kept) if len(kept) < len(term.operands) else term


def _own(leaf: Leaf) -> str:
    return leaf.name.rpartition("/")[2]


def _without(operands: tuple[Node, ...], k: int) -> tuple[Node, ...]:
    return operands[:k] + operands[k + 1 :]
