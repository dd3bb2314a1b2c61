"""Regression on drawn data: a number for every point of the plane or of a line, with noise on that number."""

from abc import abstractmethod
from typing import Literal

import numpy as np
from pydantic import Field

from engine.datasets.dataset import Dataset
from engine.datasets.plane import DOMAIN, EDGE, INPUT_NAMES, Floats, Plane
from engine.datasets.source import Draw, Facts, Synthetic, folded, stream

TARGET_EDGE = 1.5
"""Rules stay within ±1, noise takes targets no further than this."""


class Rule(Synthetic):
    """Base: inputs are uniform over the domain, a target is its rule's value and noise."""

    @abstractmethod
    def rule(self, inputs: Floats) -> Floats:
        """The true value, (n,), at inputs (n, raw inputs)."""

    def _targets(self, inputs: Floats) -> Floats:
        stray = stream(self.seed, Draw.STRAY).standard_normal(self.samples)
        return folded(self.rule(inputs) + 0.5 * self.noise * stray, TARGET_EDGE)[:, np.newaxis]

    def _inputs(self, count: int) -> Floats:
        return EDGE * (2 * stream(self.seed, Draw.PLACE).random((self.samples, count)) - 1)


class PlaneRule(Rule, Plane):
    """Base of the rules with two inputs."""

    @property
    def facts(self) -> Facts:
        return Facts(self.samples, len(self.features), 1, "regression", 0)

    def load(self) -> Dataset:
        inputs = self._inputs(2)
        return Dataset(
            name=self.kind,
            task="regression",
            shape="plane",
            inputs=inputs,
            targets=self._targets(inputs),
            input_names=INPUT_NAMES,
            target_names=("y",),
            domain=DOMAIN,
            target_range=(-TARGET_EDGE, TARGET_EDGE),
        )


class LineRule(Rule):
    """Base of the rules with one input."""

    samples: int = Field(default=200, ge=10, le=5000, title="Samples", description="How many samples are drawn.")

    @property
    def facts(self) -> Facts:
        return Facts(self.samples, 1, 1, "regression", 0)

    def load(self) -> Dataset:
        inputs = self._inputs(1)
        return Dataset(
            name=self.kind,
            task="regression",
            shape="line",
            inputs=inputs,
            targets=self._targets(inputs),
            input_names=("x",),
            target_names=("y",),
            domain=DOMAIN[:1],
            target_range=(-TARGET_EDGE, TARGET_EDGE),
        )


class Slope(PlaneRule):
    """A plane that rises evenly from −1 in the lower left corner to 1 in the upper right one."""

    kind: Literal["plane"] = "plane"

    def rule(self, inputs: Floats) -> Floats:
        return (inputs[:, 0] + inputs[:, 1]) / (2 * EDGE)


class SeveralGaussians(PlaneRule):
    """Three Gaussian bumps and three dents of width 1, in two rows where they take turns."""

    kind: Literal["several_gaussians"] = "several_gaussians"

    def rule(self, inputs: Floats) -> Floats:
        # As in TensorFlow Playground: where the six centres are, and which of them are hills.
        centres = np.array([(-4, 2.5), (0, 2.5), (4, 2.5), (-4, -2.5), (0, -2.5), (4, -2.5)])
        heights = np.array([1.0, -1.0, 1.0, -1.0, 1.0, -1.0])
        squares = (inputs[:, :1] - centres[:, 0]) ** 2 + (inputs[:, 1:] - centres[:, 1]) ** 2
        total: Floats = (heights * np.exp(-squares / 2)).sum(axis=1)
        return np.clip(total, -1.0, 1.0)


class Sine(LineRule):
    """sin x over nearly two periods."""

    kind: Literal["sine"] = "sine"

    def rule(self, inputs: Floats) -> Floats:
        return np.sin(inputs[:, 0])


class Step(LineRule):
    """−1 below 0 and 1 from 0 on."""

    kind: Literal["step"] = "step"

    def rule(self, inputs: Floats) -> Floats:
        return np.where(inputs[:, 0] < 0, -1.0, 1.0)


class Cubic(LineRule):
    """4u³ − 3u with u = x / 6: up, down and up again, and noisy unless told otherwise."""

    kind: Literal["cubic"] = "cubic"
    noise: float = Field(
        default=0.3,
        ge=0.0,
        le=1.0,
        title="Noise",
        description="How far samples stray from their rule: 0 not at all, 1 so far that little is left to learn.",
    )

    def rule(self, inputs: Floats) -> Floats:
        u = inputs[:, 0] / EDGE
        return 4 * u**3 - 3 * u
