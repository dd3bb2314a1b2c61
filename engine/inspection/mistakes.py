"""The usual mistakes: what one gets who forgets the slope, a branch, the bias or a sign, computed from the formula."""

from collections.abc import Iterator
from typing import NamedTuple

from engine.inspection.expression import Constant, Leaf, Node, Operation, operation


class Mistake(NamedTuple):
    """A mistake by its code, and the number it leads to."""

    code: str
    value: float


def close(answer: float, value: float) -> bool:
    """Whether an answer counts as this value: within 1 %, or the same in two significant digits."""
    if value == 0:
        return abs(answer) < 5e-13
    return abs(answer - value) <= 0.01 * abs(value) or f"{answer:.1e}" == f"{value:.1e}"


def mistakes(expression: Node, quantity: str) -> Iterator[Mistake]:
    """What the usual mistakes make of a formula, the commonest first. `quantity` is what the event computes."""
    yield Mistake("sign_flipped", -expression.value)
    if not isinstance(expression, Operation):
        return
    operator, operands = expression.operator, expression.operands
    if quantity == "delta" and operator == "product":
        yield Mistake("slope_missing", operands[0].value)
    if quantity == "a" and len(operands) == 1:
        yield Mistake("activation_missing", operands[0].value)
    if quantity == "parameters" and operator == "subtract":
        yield Mistake("uphill", operation("sum", *operands).value)
        yield Mistake("step_only", -operands[1].value)
    if operator == "product":
        for k, factor in enumerate(operands):
            if isinstance(factor, Constant):
                yield Mistake("mean_missing", operation("product", *_without(operands, k)).value)
    if operator == "sum":
        for k, term in enumerate(operands):
            bias = isinstance(term, Leaf) and term.name.endswith("/bias")
            code = "bias_missing" if bias else "branch_missing"
            yield Mistake(code, operation("sum", *_without(operands, k)).value)


def _without(operands: tuple[Node, ...], k: int) -> tuple[Node, ...]:
    return operands[:k] + operands[k + 1 :]


def diagnose(expression: Node, quantity: str, answer: float) -> str | None:
    """The code of the mistake that leads to this answer; None if it is none of the usual ones."""
    return next((code for code, value in mistakes(expression, quantity) if close(answer, value)), None)
