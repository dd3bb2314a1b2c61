"""Schedules: the learning rate over the epochs, as a factor on the rate that the optimizer was given."""

from math import cos, floor, pi
from typing import Annotated, Literal

from pydantic import Field

from engine.spec import Spec


class ConstantRate(Spec):
    """The same rate throughout."""

    kind: Literal["constant"] = "constant"

    def factor(self, epoch: float) -> float:
        """The factor at a position in epochs, fractions of an epoch included."""
        return 1.0


class StepDecay(Spec):
    """Multiplied by a factor every so many epochs, as PyTorch's StepLR."""

    kind: Literal["step"] = "step"
    every: int = Field(50, title="Every", description="Epochs between two drops.", ge=1, le=100_000)
    drop: float = Field(0.5, title="Factor", description="What the rate is multiplied by at each drop.", gt=0, le=1)

    def factor(self, epoch: float) -> float:
        return float(self.drop ** (floor(epoch) // self.every))


class Exponential(Spec):
    """Multiplied by a factor after each epoch, as PyTorch's ExponentialLR."""

    kind: Literal["exponential"] = "exponential"
    decay: float = Field(0.99, title="Factor an epoch", description="The rate's factor after each epoch.", gt=0, le=1)

    def factor(self, epoch: float) -> float:
        return float(self.decay ** floor(epoch))


class Cosine(Spec):
    """Half a cosine wave down to a share of the rate, then constant (Loshchilov and Hutter 2017, without restarts)."""

    kind: Literal["cosine"] = "cosine"
    epochs: int = Field(200, title="Epochs", description="How long the way down takes.", ge=1, le=100_000)
    lowest: float = Field(0.0, title="Lowest share", description="The share of the rate that is left.", ge=0, le=1)

    def factor(self, epoch: float) -> float:
        share = min(epoch / self.epochs, 1.0)
        return self.lowest + (1.0 - self.lowest) * 0.5 * (1.0 + cos(pi * share))


class WarmUp(Spec):
    """Up from nearly nothing in a straight line, then constant (Goyal et al. 2017)."""

    kind: Literal["warmup"] = "warmup"
    epochs: int = Field(5, title="Epochs", description="How long the way up takes.", ge=1, le=100_000)

    def factor(self, epoch: float) -> float:
        return min((epoch + 1e-3) / self.epochs, 1.0)


ScheduleSpec = Annotated[ConstantRate | StepDecay | Exponential | Cosine | WarmUp, Field(discriminator="kind")]
