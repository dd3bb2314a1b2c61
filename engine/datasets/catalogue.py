"""Every source of data there is, and the ones that are offered by name."""

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from engine.datasets.classification import Blobs, Checkerboard, Circle, ExclusiveOr, Gaussians, Moons, Spiral
from engine.datasets.dataset import Dataset
from engine.datasets.images import Digits
from engine.datasets.inline import Inline
from engine.datasets.regression import Cubic, SeveralGaussians, Sine, Slope, Step
from engine.datasets.source import Facts, Synthetic
from engine.datasets.splitting import SplitSpec
from engine.datasets.tabular import BreastCancer, Diabetes, Iris, Wine
from engine.errors import DataError, Problem

DataSpec = Annotated[
    Circle
    | ExclusiveOr
    | Gaussians
    | Spiral
    | Moons
    | Checkerboard
    | Blobs
    | Slope
    | SeveralGaussians
    | Sine
    | Step
    | Cubic
    | Iris
    | Wine
    | BreastCancer
    | Diabetes
    | Digits
    | Inline,
    Field(discriminator="kind"),
]

Group = Literal["plane", "regression", "real"]


@dataclass(frozen=True)
class Entry:
    """A dataset as it is offered: `name` is the code of its title, `spec` what choosing it means."""

    name: str
    group: Group
    spec: DataSpec

    @property
    def kind(self) -> str:
        return self.spec.kind

    @property
    def thumbnail(self) -> DataSpec:
        """The same with few enough samples for a small picture. Real sets are whole."""
        return self.spec.model_copy(update={"samples": 150}) if isinstance(self.spec, Synthetic) else self.spec


CATALOGUE: tuple[Entry, ...] = (
    Entry("circle", "plane", Circle()),
    Entry("exclusive_or", "plane", ExclusiveOr()),
    Entry("gaussians", "plane", Gaussians()),
    Entry("spiral", "plane", Spiral()),
    Entry("moons", "plane", Moons()),
    Entry("checkerboard", "plane", Checkerboard(samples=800)),
    Entry("three_arm_spiral", "plane", Spiral(arms=3)),
    Entry("five_arm_spiral", "plane", Spiral(arms=5, samples=600)),
    Entry("blobs", "plane", Blobs()),
    Entry("plane", "regression", Slope()),
    Entry("several_gaussians", "regression", SeveralGaussians()),
    Entry("sine", "regression", Sine()),
    Entry("step", "regression", Step()),
    Entry("cubic", "regression", Cubic()),
    Entry("iris", "real", Iris()),
    Entry("wine", "real", Wine()),
    Entry("breast_cancer", "real", BreastCancer()),
    Entry("diabetes", "real", Diabetes()),
    Entry("digits", "real", Digits()),
)


def load(spec: DataSpec) -> Dataset:
    """The dataset of a spec, the same bits each time. Raises DataError if its fields contradict each other."""
    if problems := spec.problems():
        raise DataError(*problems)
    return spec.load()


def samples_and_features(spec: DataSpec) -> Facts:
    """Samples, features, outputs, task and classes of a spec, without loading anything."""
    return spec.facts


def check_data(spec: DataSpec, split: SplitSpec) -> list[Problem]:
    """What is wrong with the data of a Design and with its division, without loading anything."""
    return spec.problems() + split.problems()
