"""Stuck is who gets no further: the run diverged, finds nothing better, or is not trained. Pure: time comes in."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import inf
from typing import Any, Literal, Self

PATIENCE_SECONDS = 90.0
_BETTER = 0.999  # an improvement is at least a thousandth: less is no progress that anybody could see
_GOOD = 0.99  # accuracy or R²: who has arrived there need not improve

Stuck = Literal["diverged", "no_progress", "idle"]
Told = Mapping[str, Any]  # a tile, as a session tells it


@dataclass(frozen=True)
class Progress:
    """How far a run has come; `vain` and `idle` are seconds of training that bettered nothing, and without training."""

    generation: int
    step: int
    best: float
    seen_at: float
    vain: float = 0.0
    idle: float = 0.0

    @classmethod
    def begin(cls, tile: Told, now: float) -> Self:
        """The first that is seen of a run."""
        return cls(tile["generation"], tile["step"], _best(tile), now)

    def follow(self, tile: Told, now: float) -> "Progress":
        """The same run as it is seen now; another network, or another run of it, begins anew."""
        if tile["generation"] != self.generation:
            return Progress.begin(tile, now)
        passed, trained, best = now - self.seen_at, tile["step"] != self.step, _best(tile)
        better = best < self.best * _BETTER if self.best < inf else best < inf
        return Progress(
            self.generation,
            tile["step"],
            best if better else self.best,
            now,
            0.0 if better else self.vain + (passed if trained or tile["playing"] else 0.0),
            0.0 if trained or tile["playing"] else self.idle + passed,
        )


def stuck(progress: Progress, tile: Told) -> Stuck | None:
    """Why it gets no further, if it does not."""
    if tile["diverged"]:
        return "diverged"
    if progress.idle >= PATIENCE_SECONDS:
        return "idle"
    arrived = max(tile["accuracy"] or 0.0, tile["r2"] or 0.0) >= _GOOD
    if tile["playing"] and not arrived and progress.vain >= PATIENCE_SECONDS:
        return "no_progress"
    return None


def _best(tile: Told) -> float:
    best = tile["best"]
    return inf if best is None else best
