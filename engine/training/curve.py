"""The curve is the loss over a whole run, kept in at most 1,000 buckets: when they are full, each two become one."""

from math import inf
from typing import Any, NamedTuple

MOST = 1000


class Extension(NamedTuple):
    """The buckets from `start` on, of `bucket` steps each; what a reader has before them still holds."""

    bucket: int
    start: int
    train_min: list[float]
    train_max: list[float]
    validation: list[float | None]


class Mark(NamedTuple):
    """Where a curve ended at some moment: how much of its lists there was, and the last bucket, perhaps not full.

    The lists only grow, until each two buckets become one; then they are replaced by new lists.
    """

    bucket: int
    steps: int
    lists: tuple[list[float], list[float], list[float | None]]
    length: int
    last: tuple[float | None, ...]


class Curve:
    """Smallest and largest batch loss of each bucket of steps, and the validation loss at its end.

    A pure function of the run's losses: the same run gives the same curve, whoever looks and when.
    """

    def __init__(self) -> None:
        self.bucket = 1
        self.steps = 0
        self.train_min: list[float] = []
        self.train_max: list[float] = []
        self.validation: list[float | None] = []

    def __len__(self) -> int:
        return len(self.train_min)

    def add(self, loss: float) -> bool:
        """Take in one step's loss. True when that fills a bucket, whose validation loss is then due."""
        place = self.steps % self.bucket
        if place == 0:
            self.train_min.append(loss)
            self.train_max.append(loss)
            self.validation.append(None)
        elif loss < self.train_min[-1]:
            self.train_min[-1] = loss
        elif loss > self.train_max[-1]:
            self.train_max[-1] = loss
        self.steps += 1
        return place == self.bucket - 1

    def close(self, validation: float | None) -> None:
        """Give the bucket that was just filled its validation loss, if one was taken, and make room after the last."""
        self.validation[-1] = validation if validation is not None and -inf < validation < inf else None
        if len(self) >= MOST:
            self.train_min = [min(pair) for pair in zip(self.train_min[::2], self.train_min[1::2], strict=True)]
            self.train_max = [max(pair) for pair in zip(self.train_max[::2], self.train_max[1::2], strict=True)]
            self.validation = [
                late if late is not None else early
                for early, late in zip(self.validation[::2], self.validation[1::2], strict=True)
            ]
            self.bucket *= 2

    def mark(self) -> Mark:
        """This moment, to come back to."""
        lists = self.train_min, self.train_max, self.validation
        last = tuple(values[-1] for values in lists) if len(self) else ()
        return Mark(self.bucket, self.steps, lists, len(self), last)

    def back_to(self, mark: Mark) -> None:
        """Forget what was added since; marks of later moments are void."""
        self.bucket, self.steps = mark.bucket, mark.steps
        self.train_min, self.train_max, self.validation = mark.lists
        for values in mark.lists:
            del values[mark.length :]
        if mark.last:
            self.train_min[-1], self.train_max[-1], self.validation[-1] = mark.last  # type: ignore[assignment]

    def since(self, start: int, bucket: int) -> Extension:
        """What a reader lacks that has `start` whole buckets of `bucket` steps."""
        if bucket != self.bucket:
            start = 0
        return Extension(self.bucket, start, self.train_min[start:], self.train_max[start:], self.validation[start:])

    @property
    def filled(self) -> int:
        """How many buckets will not change any more, as long as their size stays."""
        return self.steps // self.bucket

    def to_json(self) -> dict[str, Any]:
        return {"steps": self.steps, **self.since(0, self.bucket)._asdict()}

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> "Curve":
        curve = cls()
        curve.bucket, curve.steps = value["bucket"], value["steps"]
        curve.train_min, curve.train_max = list(value["train_min"]), list(value["train_max"])
        curve.validation = list(value["validation"])
        return curve
