"""Divergence: what counts as finite, and what probably went wrong where a number is not."""

from typing import NamedTuple

from engine.network import Network
from engine.program.program import Program
from engine.types import Array

LARGEST = 1e30  # what is beyond counts as not finite: pictures are float32
_LARGE = 1e4  # weights beyond this did not get there by learning


class Finding(NamedTuple):
    """What was first found to be not finite, and codes for its probable cause and remedy."""

    quantity: str
    cause: str
    remedy: str


def finite(values: Array) -> bool:
    """Whether every value is a number that can be shown."""
    return bool(values.max(initial=0.0) < LARGEST and values.min(initial=0.0) > -LARGEST)


def sound(parameters: Array) -> bool:
    """Whether every parameter is one that learning may have led to."""
    return bool(parameters.max(initial=0.0) <= _LARGE and parameters.min(initial=0.0) >= -_LARGE)


def lost(network: Network) -> Finding | None:
    """What went wrong where the last update left the finite numbers, which the next loss would tell too late."""
    if finite(network.flat):
        return None
    quantity = next(name for name, array in network.parameters.items() if not finite(array))
    return Finding(quantity, "weights_grew", "lower_learning_rate")


def divergence(program: Program, parameters: Array) -> Finding:
    """What went wrong where a loss came out not finite, from the program that found it."""
    quantity = next((t.name for t in program.outputs if not finite(t.array)), "loss")
    if not sound(parameters):
        return Finding(quantity, "weights_grew", "lower_learning_rate")
    if quantity != "loss":
        return Finding(quantity, "activation_overflow", "standardize")
    return Finding(quantity, "loss_infinite", "lower_learning_rate")
