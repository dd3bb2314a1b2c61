"""An expression is a formula with its numbers: a tree of operations over constants and named elements of arrays."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Constant:
    """A number that is part of the rule."""

    value: float


@dataclass(frozen=True, slots=True)
class Leaf:
    """One element of a named array, `name[index]`, and its value."""

    name: str
    index: tuple[int, ...]
    value: float


@dataclass(frozen=True, slots=True)
class Operation:
    """An operator over its operands; `value` is computed from theirs in full precision."""

    operator: str
    operands: tuple["Constant | Leaf | Operation", ...]
    value: float


Node = Constant | Leaf | Operation


def _divide(a: float, b: float) -> float:
    return a / b if b else math.copysign(math.inf, a) if a else math.nan


def _exp(a: float) -> float:
    return math.exp(a) if a < 709.0 else math.inf


def _logaddexp(a: float, b: float) -> float:
    return max(a, b) + math.log1p(math.exp(-abs(a - b)))


def _sign(a: float) -> float:
    return math.copysign(1.0, a) if a else 0.0


OPERATORS: dict[str, Callable[..., float]] = {
    "sum": lambda *terms: math.fsum(terms),
    "product": lambda *factors: math.prod(factors),
    "subtract": lambda a, b: a - b,
    "divide": _divide,
    "negative": lambda a: -a,
    "square": lambda a: a * a,
    "sqrt": math.sqrt,
    "reciprocal": lambda a: _divide(1.0, a),
    "exp": _exp,
    "expm1": math.expm1,
    "log": math.log,
    "logaddexp": _logaddexp,
    "tanh": math.tanh,
    "sigmoid": lambda a: 0.5 + 0.5 * math.tanh(0.5 * a),
    "sin": math.sin,
    "cos": math.cos,
    "erf": math.erf,
    "absolute": abs,
    "sign": _sign,
    "heaviside": lambda a, at_zero: at_zero if a == 0 else float(a > 0),
    "maximum": lambda *values: max(values),
    "minimum": lambda *values: min(values),
    "positive": lambda a: a,
}


def operation(operator: str, *operands: Node) -> Node:
    """The operation, in the form in which it is best read: sums and products flat, no factor 1, x·x as a square."""
    if operator in ("add", "sum"):
        return _flat("sum", operands, 0.0)
    if operator in ("multiply", "product"):
        if len(operands) == 2 and operands[0] == operands[1]:
            return _made("square", operands[0])
        return _flat("product", operands, 1.0)
    if operator == "positive":
        return operands[0]
    return _made(operator, *operands)


def _made(operator: str, *operands: Node) -> Node:
    return Operation(operator, operands, OPERATORS[operator](*(o.value for o in operands)))


def _flat(operator: str, operands: tuple[Node, ...], neutral: float) -> Node:
    parts: list[Node] = []
    for operand in operands:
        if isinstance(operand, Operation) and operand.operator == operator:
            parts += operand.operands
        elif not (isinstance(operand, Constant) and operand.value == neutral):
            parts.append(operand)
    if not parts:
        return Constant(neutral)
    if len(parts) == 1:
        return parts[0]
    return _logistic(parts) if operator == "sum" and len(parts) == 2 else _made(operator, *parts)


def _logistic(parts: list[Node]) -> Node:
    """½ + ½·tanh(½·z) is how the logistic function is computed; it is read as σ(z)."""
    half = Constant(0.5)
    bent, rest = parts if isinstance(parts[0], Operation) else parts[::-1]
    if rest == half and isinstance(bent, Operation) and bent.operator == "product" and half in bent.operands:
        inner = [o for o in bent.operands if o != half]
        if len(inner) == 1 and isinstance(inner[0], Operation) and inner[0].operator == "tanh":
            argument = inner[0].operands[0]
            if isinstance(argument, Operation) and argument.operator == "product" and half in argument.operands:
                return _made("sigmoid", _flat("product", tuple(o for o in argument.operands if o != half), 1.0))
    return _made("sum", *parts)


def to_json(node: Node, most: int = 4) -> dict[str, Any]:
    """The expression as a JSON value. A sum of more than `most` terms has its largest in order, and the rest as one."""
    if isinstance(node, Constant):
        return {"number": node.value}
    if isinstance(node, Leaf):
        return {"name": node.name, "index": list(node.index), "value": node.value}
    shown, rest = _folded(node, most)
    value: dict[str, Any] = {"operator": node.operator, "value": node.value}
    value["operands"] = [to_json(operand, most) for operand in shown]
    if rest:
        value["rest"] = {"count": len(rest), "value": math.fsum(operand.value for operand in rest)}
    return value


def _folded(node: Operation, most: int) -> tuple[list[Node], list[Node]]:
    if node.operator != "sum" or len(node.operands) <= most:
        return list(node.operands), []
    by_size = sorted(range(len(node.operands)), key=lambda k: -abs(node.operands[k].value))
    kept = set(by_size[: most - 1])
    shown = [operand for k, operand in enumerate(node.operands) if k in kept]
    return shown, [operand for k, operand in enumerate(node.operands) if k not in kept]
