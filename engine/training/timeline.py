"""The timeline of a run: keyframes along it, so that any step that was trained can be reached again, bit for bit."""

from typing import NamedTuple, Self

from engine.training.journal import JournalEntry
from engine.training.keyframe import Keyframe
from engine.training.trainer import Trainer

MOST = 64  # keyframes
MOST_BYTES = 32_000_000  # of keyframes together


class Kept(NamedTuple):
    """A keyframe, and how many entries of the journal lie before it."""

    entries: int
    keyframe: Keyframe


class Timeline:
    """Keeps a keyframe every so many steps; when there are too many, every other one goes and the distance doubles.

    `head` is the last step that was trained, `curve` the whole curve up to there. An edit at a past step begins another
    run: a `branch`, with the keyframes up to there.
    """

    def __init__(self, trainer: Trainer) -> None:
        self.origin = trainer.origin
        self._every = 64
        beginning = trainer if trainer.step_count == 0 and not trainer.journal else Trainer(trainer.origin)
        self._kept = [Kept(0, beginning.keyframe())]
        self._at(trainer)

    def _at(self, trainer: Trainer) -> None:
        self.head, self.curve = trainer.step_count, trainer.curve
        self.journal: tuple[JournalEntry, ...] = trainer.journal
        if self.head >= self._kept[-1].keyframe.step + self._every:
            self._kept.append(Kept(len(trainer.journal), trainer.keyframe()))
            while len(self._kept) > MOST or (len(self._kept) > 4 and self.kept_bytes > MOST_BYTES):
                self._kept = self._kept[::2]
                self._every *= 2

    @property
    def kept_bytes(self) -> int:
        """What the keyframes take."""
        return sum(array.nbytes for _, keyframe in self._kept for array in keyframe.arrays.values())

    def note(self, trainer: Trainer) -> None:
        """Take notice of where the run has come to; a look back at a step before its head is none."""
        if trainer.step_count >= self.head:
            self._at(trainer)

    def branch(self, trainer: Trainer) -> Self:
        """The timeline of the run that a trainer went off on from a past step of this one."""
        other = type(self).__new__(type(self))
        other.origin, other._every = self.origin, self._every
        entries = len(self.before(trainer.step_count))
        other._kept = [k for k in self._kept if k.keyframe.step <= trainer.step_count and k.entries <= entries]
        other._at(trainer)
        return other

    def before(self, step: int) -> tuple[JournalEntry, ...]:
        """The journal's entries up to a step."""
        return tuple(entry for entry in self.journal if entry.step <= step)

    def near(self, step: int) -> tuple[Trainer, tuple[JournalEntry, ...]]:
        """The run at its last keyframe up to a step, and the entries that lie between there and the head."""
        entries, keyframe = next(kept for kept in reversed(self._kept) if kept.keyframe.step <= max(0, step))
        return Trainer.resume(self.origin, self.journal[:entries], keyframe), self.journal[entries:]

    def seek(self, step: int) -> Trainer:
        """The run at a step up to its head, with the journal up to there."""
        step = max(0, min(step, self.head))
        trainer, entries = self.near(step)
        trainer.catch_up(entries, step)
        return trainer
