"""The timeline of a run: keyframes along it, so that any step that was trained can be reached again, bit for bit."""

from bisect import bisect_right
from typing import NamedTuple, Self

from engine.design import Design
from engine.training.curve import Curve
from engine.training.journal import JournalEntry
from engine.training.keyframe import Keyframe
from engine.training.trainer import Trainer

MOST = 64  # keyframes
MOST_BYTES = 32_000_000  # of keyframes together, as long as there are more than two
_NEAREST = 64  # steps at least between two


class Kept(NamedTuple):
    """A keyframe, and how many entries of the journal lie before it."""

    entries: int
    keyframe: Keyframe

    @property
    def step(self) -> int:
        return self.keyframe.step


class Timeline:
    """Keeps a keyframe every so many steps; when there are too many, every other one goes and the distance doubles.

    `head` is the last step that was trained, `journal` and `curve` are whole up to there; the curve is None where it is
    not known until the run is at its head again. An edit at a past step begins another run: a `branch`, with the
    keyframes up to there.
    """

    def __init__(
        self, origin: Design, head: int = 0, journal: tuple[JournalEntry, ...] = (), curve: Curve | None = None
    ) -> None:
        self.origin, self.head, self.journal, self.curve = origin, head, journal, curve
        self._kept: list[Kept] = []  # by their steps
        self._every = _NEAREST
        while self._every * MOST < head:
            self._every *= 2

    @classmethod
    def of(cls, trainer: Trainer) -> Self:
        """The timeline of a run up to where it stands."""
        timeline = cls(trainer.origin)
        timeline.note(trainer)
        return timeline

    @property
    def kept_bytes(self) -> int:
        """What the keyframes take."""
        return sum(kept.keyframe.nbytes for kept in self._kept)

    def note(self, trainer: Trainer) -> None:
        """Take notice of where the run has come to, at its head or on the way there again."""
        if trainer.step_count >= self.head:
            self.head, self.journal, self.curve = trainer.step_count, trainer.journal, trainer.curve
        self._keep(trainer)

    def _keep(self, trainer: Trainer) -> None:
        """Keep a keyframe where there is none near."""
        step = trainer.step_count
        place = bisect_right(self._kept, step, key=lambda kept: kept.step)
        if step - (self._kept[place - 1].step if place else 0) < self._every:
            return
        if place < len(self._kept) and self._kept[place].step - step < self._every // 2:
            return
        self._kept.insert(place, Kept(len(trainer.journal), trainer.keyframe()))
        while len(self._kept) > MOST or (len(self._kept) > 2 and self.kept_bytes > MOST_BYTES):
            self._kept = self._kept[::2]
            self._every *= 2

    def branch(self, trainer: Trainer) -> Self:
        """The timeline of the run that a trainer went off on from a past step of this one."""
        other = type(self)(self.origin, trainer.step_count, trainer.journal, trainer.curve)
        entries = len(self.before(trainer.step_count))
        other._every = self._every
        other._kept = [k for k in self._kept if k.step <= trainer.step_count and k.entries <= entries]
        return other

    def before(self, step: int) -> tuple[JournalEntry, ...]:
        """The journal's entries up to a step."""
        return tuple(entry for entry in self.journal if entry.step <= step)

    def near(self, step: int) -> tuple[Trainer, tuple[JournalEntry, ...]]:
        """The run at its last keyframe up to a step, or at its beginning, and the entries from there to the head."""
        place = bisect_right(self._kept, step, key=lambda kept: kept.step)
        if place == 0:
            return Trainer(self.origin), self.journal
        entries, keyframe = self._kept[place - 1]
        return Trainer.resume(self.origin, self.journal[:entries], keyframe), self.journal[entries:]

    def seek(self, step: int) -> Trainer:
        """The run at a step up to its head, with the journal up to there."""
        step = max(0, min(step, self.head))
        trainer, entries = self.near(step)
        trainer.catch_up(entries, step)
        return trainer
