"""Divergence: what counts as finite, and what probably went wrong where a number is not."""

from typing import NamedTuple

import numpy as np

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
    return bool(np.abs(values).max(initial=0.0) < LARGEST)


def sound(parameters: Array) -> bool:
    """Whether every parameter is one that learning may have led to."""
    return bool(np.abs(parameters).max(initial=0.0) <= _LARGE)


def divergence(program: Program, parameters: Array) -> Finding:
    """What went wrong where a loss came out not finite, from the program that found it."""
    quantity = next((t.name for t in program.outputs if not finite(t.array)), "loss")
    if not sound(parameters):
        return Finding(quantity, "weights_grew", "lower_learning_rate")
    if quantity != "loss":
        return Finding(quantity, "activation_overflow", "standardize")
    return Finding(quantity, "loss_infinite", "lower_learning_rate")
