"""Classification on the plane: points of two or more classes, each placed by a rule and strayed by noise.

Circle, exclusive or, Gaussians and the two-armed spiral have the geometry of TensorFlow Playground (radius 5, its
classes +1 and −1 are 1 and 0 here), but a label belongs to the place before the noise: noise makes classes overlap.
"""

from abc import abstractmethod
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from engine.datasets.dataset import Dataset
from engine.datasets.plane import DOMAIN, EDGE, INPUT_NAMES, Floats, Plane
from engine.datasets.source import Draw, Facts, folded, stream

RADIUS = 5.0
Labels = NDArray[np.int64]


class PlaneClasses(Plane):
    """Base: sample i is of class i mod k, so that classes are as balanced as the count allows."""

    @property
    def class_count(self) -> int:
        return 2

    @property
    @abstractmethod
    def spread(self) -> float:
        """Standard deviation of the noise on each coordinate."""

    @abstractmethod
    def places(self, labels: Labels, u: Floats, v: Floats) -> tuple[Floats, Floats]:
        """x1 and x2, each (n,), of points without noise, from uniform u and v in [0, 1)."""

    @property
    def facts(self) -> Facts:
        k = self.class_count
        return Facts(self.samples, len(self.features), 1 if k == 2 else k, "binary" if k == 2 else "classes", k)

    def load(self) -> Dataset:
        labels = np.arange(self.samples, dtype=np.int64) % self.class_count
        place = stream(self.seed, Draw.PLACE).random((self.samples, 2))
        stray = stream(self.seed, Draw.STRAY).standard_normal((self.samples, 2))
        points = np.stack(self.places(labels, place[:, 0], place[:, 1]), axis=1)
        return Dataset(
            name=self.kind,
            task=self.facts.task,
            shape="plane",
            inputs=folded(points + self.spread * stray, EDGE),
            targets=labels,
            input_names=INPUT_NAMES,
            class_names=tuple(str(label) for label in range(self.class_count)),
            domain=DOMAIN,
        )


class Circle(PlaneClasses):
    """A disc (1) within a ring (0)."""

    kind: Literal["circle"] = "circle"

    @property
    def spread(self) -> float:
        return 2.5 * self.noise

    def places(self, labels: Labels, u: Floats, v: Floats) -> tuple[Floats, Floats]:
        radius = np.where(labels == 1, 0.5 * RADIUS * u, RADIUS * (0.7 + 0.3 * u))
        return radius * np.sin(2 * np.pi * v), radius * np.cos(2 * np.pi * v)


class ExclusiveOr(PlaneClasses):
    """1 where x1 and x2 have the same sign, 0 where they differ."""

    kind: Literal["exclusive_or"] = "exclusive_or"

    @property
    def spread(self) -> float:
        return 2.0 * self.noise

    def places(self, labels: Labels, u: Floats, v: Floats) -> tuple[Floats, Floats]:
        gap = 0.3  # on both sides of each axis
        side = np.where(u < 0.5, -1.0, 1.0)
        x1 = side * (gap + (RADIUS - gap) * np.abs(2 * u - 1))
        x2 = side * np.where(labels == 1, 1.0, -1.0) * (gap + (RADIUS - gap) * v)
        return x1, x2


class Gaussians(PlaneClasses):
    """Two Gaussian clouds: 1 around (2, 2), 0 around (−2, −2). Noise widens them."""

    kind: Literal["gaussians"] = "gaussians"

    @property
    def spread(self) -> float:
        return 0.7 + 3.0 * self.noise

    def places(self, labels: Labels, u: Floats, v: Floats) -> tuple[Floats, Floats]:
        centre = np.where(labels == 1, 2.0, -2.0)
        return centre, centre


class Spiral(PlaneClasses):
    """Arms that wind outwards from the centre. More arms wind less, so that neighbours stay as far apart."""

    kind: Literal["spiral"] = "spiral"
    arms: int = Field(default=2, ge=2, le=7, title="Arms", description="How many arms there are, each a class.")

    @property
    def class_count(self) -> int:
        return self.arms

    @property
    def spread(self) -> float:
        return self.noise

    def places(self, labels: Labels, u: Floats, v: Floats) -> tuple[Floats, Floats]:
        along = 0.05 + 0.95 * u  # at the very centre every arm is everywhere
        # Arm 1 is the one that starts upwards, as the positive one of TensorFlow Playground does.
        turns = 3.5 / self.arms * along + ((labels - 1) % self.arms) / self.arms
        return RADIUS * along * np.sin(2 * np.pi * turns), RADIUS * along * np.cos(2 * np.pi * turns)


class Moons(PlaneClasses):
    """Two half circles that reach into each other: 0 the upper one, 1 the lower."""

    kind: Literal["moons"] = "moons"

    @property
    def spread(self) -> float:
        return 2.0 * self.noise

    def places(self, labels: Labels, u: Floats, v: Floats) -> tuple[Floats, Floats]:
        radius, shift = 3.2, np.where(labels == 1, 1.0, -1.0)
        x1 = radius * (np.cos(np.pi * u) + 0.5 * shift)
        x2 = -shift * radius * (np.sin(np.pi * u) - 0.25)
        return x1, x2


class Checkerboard(PlaneClasses):
    """A board of 4 × 4 squares: 1 on the diagonal that runs from the lower left to the upper right, 0 beside it."""

    kind: Literal["checkerboard"] = "checkerboard"

    @property
    def spread(self) -> float:
        return 1.5 * self.noise

    def places(self, labels: Labels, u: Floats, v: Floats) -> tuple[Floats, Floats]:
        square, gap = RADIUS / 2, 0.2
        offset, choice = np.modf(8 * u)  # eight squares of each colour
        row, pair = np.divmod(choice, 2)
        column = 2 * pair + (row + 1 - labels) % 2
        width = square - 2 * gap
        return square * (column - 2) + gap + width * offset, square * (row - 2) + gap + width * v


class Blobs(PlaneClasses):
    """Round clouds, a class each, evenly spaced around the centre. Noise widens them."""

    kind: Literal["blobs"] = "blobs"
    classes: int = Field(default=3, ge=2, le=6, title="Classes", description="How many clouds there are.")

    @property
    def class_count(self) -> int:
        return self.classes

    @property
    def spread(self) -> float:
        return 0.4 + 2.0 * self.noise

    def places(self, labels: Labels, u: Floats, v: Floats) -> tuple[Floats, Floats]:
        angle = 2 * np.pi * labels / self.classes
        return 3.5 * np.sin(angle), 3.5 * np.cos(angle)
