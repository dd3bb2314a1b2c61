"""A slip is the usual mistake behind a wrong choice: mistakes are made again, and the first that leads there is it."""

from collections.abc import Sequence

from engine.inspection.expression import Node
from engine.inspection.formula import leaves
from engine.inspection.mistakes import mistakes

# Codes beside those of mistakes.CODES.
CODES = ("size_not_sign", "weight_only", "delta_only", "input_only", "slope_reversed", "was_right")


def sign_slip(expression: Node, quantity: str) -> str:
    """What leads to the other sign: something left out, else the sign itself."""
    wrong = [code for code, value in mistakes(expression, quantity) if value * expression.value < 0]
    return next((code for code in wrong if code != "sign_flipped"), "sign_flipped")


def larger_slip(larger: Node, smaller: Node, quantity: str, by_size: bool) -> str | None:
    """What makes the smaller of two seem the larger."""
    if by_size and smaller.value > larger.value:
        return "size_not_sign"
    size = abs if by_size else float
    made = dict(mistakes(larger, quantity))
    for code, value in mistakes(smaller, quantity):
        if code in made and size(value) > size(made[code]):
            return code
    return None


def route_slips(terms: Sequence[Node], right: int) -> dict[str, str]:
    """Why one takes another term of a sum for its largest: a factor of it is the largest, or it is with its sign."""
    found = {}
    for k, term in enumerate(terms):
        if k == right:
            continue
        for code, ends in _FACTORS.items():
            own = _factor(term, ends)
            if own is not None and all(own >= (_factor(other, ends) or 0.0) for other in terms):
                found[str(k)] = code
                break
        else:
            if all(term.value >= other.value for other in terms):
                found[str(k)] = "size_not_sign"
    return found


_FACTORS = {
    "weight_only": ("/weight",),
    "delta_only": ("/delta", "/da", "/dx"),
    "input_only": ("/a", "inputs"),
}


def _factor(term: Node, ends: tuple[str, ...]) -> float | None:
    """The size of the factor of a term whose name ends so."""
    return next((abs(leaf.value) for leaf in leaves(term) if leaf.name.endswith(ends)), None)


def trace_slips(count: int, false: int, mistake: str) -> dict[str, str]:
    """Every other value is right; the false one is what this mistake leads to."""
    return {str(k): mistake if k == false else "was_right" for k in range(count)}
