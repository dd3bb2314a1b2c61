"""Divergence: finding the last step at which every number was finite, and saying what probably went wrong."""

from typing import TYPE_CHECKING

import numpy as np

from engine.errors import Diverged
from engine.program.program import Program

if TYPE_CHECKING:
    from engine.training.trainer import Trainer

LARGEST = 1e30  # what is beyond counts as not finite: pictures are float32
_LARGE = 1e4  # weights beyond this did not get there by learning


def divergence(trainer: "Trainer", program: Program) -> Diverged:
    """Take the trainer back to its last finite step; the error to raise."""
    step = trainer.step_count
    quantity = next((t.name for t in program.outputs if not np.isfinite(t.array).all()), "loss")
    largest = float(np.abs(trainer.network.flat).max(initial=0.0))
    trainer.retreat()
    if not largest <= _LARGE:
        return Diverged(step + 1, quantity, "weights_grew", "lower_learning_rate")
    if quantity != "loss":
        return Diverged(step + 1, quantity, "activation_overflow", "standardize")
    return Diverged(step + 1, quantity, "loss_infinite", "lower_learning_rate")
