"""The past of a session: the timeline of its run, where on it the session stands, and the trunk that a branch left."""

from typing import Any, Self

from engine import Trainer
from engine.training.curve import Curve
from engine.training.journal import JournalEntry, Revised
from engine.training.timeline import Timeline

Journal = tuple[JournalEntry, ...]


class Past:
    """`ahead` are the journal's entries between where the session stands and the head, to be made again on the way."""

    def __init__(self, trainer: Trainer) -> None:
        self._timeline = Timeline.of(trainer)
        self._trunk: Timeline | None = None
        self._left: int | None = None
        self._shared = 0  # entries of the journal that branch and trunk have in common
        self._ahead: Journal = ()

    @property
    def head(self) -> int:
        """The last step that this run was trained to."""
        return self._timeline.head

    @property
    def trunk(self) -> int | None:
        """The head of the run that this one branched off; None where it did not."""
        return None if self._trunk is None else self._trunk.head

    @property
    def journal(self) -> Journal:
        """The whole run's journal, also while an earlier step of it is looked at."""
        return self._timeline.journal

    @property
    def trunk_journal(self) -> Journal:
        """What the trunk's journal has beyond what both runs share."""
        return () if self._trunk is None else self._trunk.journal[self._shared :]

    @property
    def left(self) -> int | None:
        """The step at which this run left its trunk."""
        return self._left

    @property
    def keyframes(self) -> tuple[int, ...]:
        """The steps at which keyframes are kept, of this run and of its trunk."""
        kept = set(self._timeline.keyframes)
        return tuple(sorted(kept.union(self._trunk.keyframes if self._trunk else ())))

    @property
    def kept_bytes(self) -> int:
        """What all keyframes take; those before the branch are the trunk's too."""
        return self._timeline.kept_bytes + (self._trunk.kept_bytes if self._trunk else 0)

    def timeline(self, trunk: bool) -> Timeline | None:
        """That of this run, or of the trunk it left."""
        return self._trunk if trunk else self._timeline

    def curve(self, trainer: Trainer) -> Curve:
        """The whole run's curve, also while an earlier step of it is looked at."""
        known = self._timeline.curve if trainer.step_count < self.head else None
        return trainer.curve if known is None else known

    def note(self, trainer: Trainer) -> None:
        """Training has gone on."""
        self._timeline.note(trainer)

    def edited(self, trainer: Trainer) -> None:
        """The run was changed where the session stands: what lay ahead is another run's."""
        if trainer.step_count < self.head:
            shared = len(self._timeline.before(trainer.step_count))
            self._shared = shared if self._trunk is None else min(shared, self._shared)
            self._left = trainer.step_count if self._left is None else min(self._left, trainer.step_count)
            self._trunk = self._trunk or self._timeline
            self._timeline = self._timeline.branch(trainer)
            self._ahead = ()
        self._timeline.note(trainer)

    def seek(self, step: int, trainer: Trainer | None = None) -> Trainer:
        """The run at a keyframe up to `step`, in that trainer if it can be: from there it is trained to the step."""
        trainer, self._ahead = self._timeline.near(step, trainer)
        return trainer

    def to_trunk(self, trainer: Trainer | None = None) -> Trainer | None:
        """The trunk's run at its last keyframe; None where this is the trunk."""
        if self._trunk is None:
            return None
        self._timeline, self._trunk, self._left = self._trunk, None, None
        return self.seek(self.head, trainer)

    def free(self, step: int, steps: int) -> int:
        """How many of so many steps can be trained before an entry of the journal is due."""
        return min(steps, self._ahead[0].step - step) if self._ahead else steps

    def catch_up(self, trainer: Trainer) -> bool:
        """Make the entries again that are due at this step; whether the design changed by that."""
        revised = False
        while self._ahead and self._ahead[0].step == trainer.step_count:
            trainer.apply(self._ahead[0])
            revised |= isinstance(self._ahead[0], Revised)
            self._ahead = self._ahead[1:]
        return revised

    # being kept

    def to_json(self, trainer: Trainer) -> dict[str, Any]:
        """What a restored session needs beside both journals; its keyframes are taken anew, on the way."""
        curve = self._timeline.curve if trainer.step_count < self.head else None
        return {
            "made": len(trainer.journal),
            "head": self.head,
            "curve": None if curve is None else curve.to_json(),
            "trunk": self.trunk,
            "shared": self._shared,
            "left": self._left,
        }

    @classmethod
    def from_json(cls, value: dict[str, Any], trainer: Trainer, journal: Journal, trunk_journal: Journal) -> Self:
        """The past of a trainer that stands where it stood, with the first entries of the journal made."""
        past, origin = cls(trainer), trainer.origin
        curve = None if value["curve"] is None else Curve.from_json(value["curve"])
        past._timeline = Timeline(origin, value["head"], journal, curve)
        past._timeline.note(trainer)
        past._ahead = journal[value["made"] :]
        if value["trunk"] is not None:
            past._shared, past._left = value["shared"], value["left"]
            past._trunk = Timeline(origin, value["trunk"], (*journal[: past._shared], *trunk_journal))
        return past
