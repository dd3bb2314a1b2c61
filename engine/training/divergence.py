"""Divergence: what counts as finite, and what probably went wrong where a number is not."""

import numpy as np

from engine.errors import Diverged
from engine.program.program import Program
from engine.types import Array

LARGEST = 1e30  # what is beyond counts as not finite: pictures are float32
_LARGE = 1e4  # weights beyond this did not get there by learning


def finite(parameters: Array) -> bool:
    """Whether every parameter is a number that can be shown."""
    return bool(np.abs(parameters).max(initial=0.0) < LARGEST)


def divergence(step: int, program: Program, parameters: Array) -> Diverged:
    """The error for a step whose loss came out not finite, from the program that found it."""
    quantity = next((t.name for t in program.outputs if not np.isfinite(t.array).all()), "loss")
    if not np.abs(parameters).max(initial=0.0) <= _LARGE:
        return Diverged(step, quantity, "weights_grew", "lower_learning_rate")
    if quantity != "loss":
        return Diverged(step, quantity, "activation_overflow", "standardize")
    return Diverged(step, quantity, "loss_infinite", "lower_learning_rate")
