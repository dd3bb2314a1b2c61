"""Footholds: states of a run that are kept for the way back from a divergence."""

from typing import NamedTuple

from engine.training.curve import Mark
from engine.training.divergence import finite, sound
from engine.training.keyframe import Keyframe
from engine.types import Array

_APART = 64  # steps at least between two
_PATIENCE = 2048  # steps after which weights that are merely finite will do


class Foothold(NamedTuple):
    """A state, the loss of the step that led to it, and where its curve ends."""

    keyframe: Keyframe
    loss: float | None
    mark: Mark

    @property
    def step(self) -> int:
        return self.keyframe.step


class Footholds:
    """The last two: whether a state's loss is finite shows in the step after it; where not, the one before helps."""

    def __init__(self, first: Foothold) -> None:
        self._kept = [first]

    def due(self, step: int, parameters: Array) -> bool:
        """Whether the state after `step` steps should be kept."""
        since = step - self._kept[-1].step
        return since >= _APART and (sound(parameters) or (since >= _PATIENCE and finite(parameters)))

    def keep(self, foothold: Foothold) -> None:
        self._kept = [self._kept[-1], foothold]

    def before(self, step: int) -> Foothold:
        """The latest that lies before `step`; the first of all where none does."""
        return next((kept for kept in reversed(self._kept) if kept.step < step), self._kept[0])
