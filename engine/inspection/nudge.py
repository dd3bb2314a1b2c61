"""Nudging checks a derivative by doing what it speaks of: a number is moved a little both ways, and the loss computed
again. It happens in a float64 copy with the same batch and the same dropout masks; the run is not touched."""

from dataclasses import dataclass

import numpy as np

from engine.inspection.formula import address_of, written_index
from engine.inspection.walk import Walk
from engine.program.step import Lasting
from engine.training.trainer import Trainer
from engine.types import Array

_STEP = 6e-6  # about the cube root of double precision: where rounding and curvature err alike


@dataclass(frozen=True)
class Nudge:
    """The centred difference (L(x + h) − L(x − h)) / 2h. At a kink the two sides disagree, and it means nothing."""

    derivative: float
    kink: bool


@dataclass(frozen=True)
class GradientCheck:
    """The worst relative error |a − n| / max(|a| + |n|, 1e-8) over sampled parameters, and where it was found."""

    checked: int
    skipped: int
    worst: float
    name: str
    index: tuple[int, ...]


class Twin:
    """A float64 copy of the step that a walk takes, whose numbers can be moved."""

    def __init__(self, trainer: Trainer, walk: Walk) -> None:
        network = trainer.network
        self._trainer, self._walk = trainer, walk
        self._parameters = walk.begin.arrays["parameters"].astype(np.float64)
        self._moments = walk.begin.arrays["moments"].astype(np.float64)
        lasting = Lasting(
            network.layout,
            self._parameters.copy(),
            np.zeros_like(self._parameters),
            network.moments_layout,
            self._moments.copy(),
        )
        self._lasting = lasting
        self.program = network.compile(
            walk.program.batch, loss=trainer.design.loss, training=True, backward=True, lasting=lasting
        )

    def _loss(self, name: str, index: tuple[int, ...], shift: float) -> float:
        """The loss when `name[index]` is moved by `shift` as soon as it is there."""
        program, walk = self.program, self._walk
        self._lasting.parameters[...] = self._parameters
        self._lasting.moments[...] = self._moments
        program.inputs[...] = walk.inputs
        assert program.targets is not None and program.loss is not None
        program.targets[...] = walk.targets
        with self._trainer.draws_of(walk.begin), np.errstate(all="ignore"):
            judging = [i for i in program.instructions if i.phase in ("forward", "loss")]
            place = address_of(program.arrays[name], index)
            written = max((k for k, i in enumerate(judging) if written_index(i, place) is not None), default=-1)
            for instruction in judging[: written + 1]:
                instruction.call(*instruction.arguments)
            program.arrays[name][index] += shift
            for instruction in judging[written + 1 :]:
                instruction.call(*instruction.arguments)
        return float(program.loss)

    def nudge(self, name: str, index: tuple[int, ...]) -> Nudge:
        """∂L/∂`name[index]` by moving it: a parameter, an input, or any z or a on the way forward."""
        here = self._loss(name, index, 0.0)
        step = _STEP * max(1.0, abs(float(self.program.arrays[name][index])))
        above, below = self._loss(name, index, step), self._loss(name, index, -step)
        right, left = (above - here) / step, (here - below) / step
        kink = abs(right - left) > 1e-3 * (abs(right) + abs(left)) + 1e-7
        return Nudge((above - below) / (2.0 * step), kink)

    def _gradients(self) -> dict[str, Array]:
        self._loss("inputs", (0, 0), 0.0)
        for instruction in self.program.instructions:
            if instruction.phase == "backward":
                instruction.call(*instruction.arguments)
        names = self._trainer.network.parameters
        return {name: self.program.arrays[f"gradient/{name}"].copy() for name in names}

    def check(self, rng: np.random.Generator, most: int = 64) -> GradientCheck:
        """Nudge up to `most` parameters, chosen by `rng`, and compare with the gradient that the way back gives."""
        gradients = self._gradients()
        places = [(name, index) for name, array in gradients.items() for index in np.ndindex(array.shape)]
        chosen = rng.choice(len(places), min(most, len(places)), replace=False)
        worst, where, skipped = 0.0, places[int(chosen[0])], 0
        for k in chosen:
            name, index = places[int(k)]
            nudge = self.nudge(name, index)
            if nudge.kink:
                skipped += 1
                continue
            gradient = float(gradients[name][index])
            error = abs(gradient - nudge.derivative) / max(abs(gradient) + abs(nudge.derivative), 1e-8)
            if error > worst and abs(gradient - nudge.derivative) > 1e-9:
                worst, where = error, (name, index)
        return GradientCheck(len(chosen) - skipped, skipped, worst, *where)
