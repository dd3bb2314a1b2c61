"""The timeline of a run: keyframes along it, so that any step that was trained can be reached again, bit for bit."""

from bisect import bisect_right
from collections import deque
from typing import NamedTuple, Self

from engine.design import Design
from engine.training.curve import Curve
from engine.training.journal import JournalEntry, Revised
from engine.training.keyframe import Keyframe
from engine.training.trainer import Trainer

MOST = 64  # keyframes
MOST_BYTES = 32_000_000  # of keyframes together, as long as there are more than two
_NEAREST = 64  # steps at least between two
_PASSED = 16  # states that are kept of the last way through the past, so that one can go back along it step by step


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
        self._passed: deque[Kept] = deque(maxlen=_PASSED)
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
    def keyframes(self) -> tuple[int, ...]:
        """The steps at which keyframes are kept."""
        return tuple(kept.step for kept in self._kept)

    @property
    def kept_bytes(self) -> int:
        """What the keyframes take."""
        return sum(kept.keyframe.nbytes for kept in self._kept)

    def note(self, trainer: Trainer) -> None:
        """Take notice of where the run has come to, at its head or on the way there again."""
        if trainer.step_count >= self.head:
            self.head, self.journal, self.curve = trainer.step_count, trainer.journal, trainer.curve
        self._keep(trainer)
        if trainer.step_count < self.head and self._kept and _PASSED * self._kept[0].keyframe.nbytes <= MOST_BYTES // 4:
            self._passed.append(Kept(len(trainer.journal), trainer.keyframe()))

    def _keep(self, trainer: Trainer) -> None:
        """Keep a keyframe where there is none near."""
        step = trainer.step_count
        place = bisect_right(self._kept, step, key=lambda kept: kept.step)
        if step - (self._kept[place - 1].step if place else 0) < self._every and (step > 0 or place):
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

    def near(self, step: int, trainer: Trainer | None = None) -> tuple[Trainer, tuple[JournalEntry, ...]]:
        """The run at its last keyframe up to a step, or at its beginning, and the entries from there to the head.

        A trainer that is built for the Design that held there is put there itself; any other stays as it is.
        """
        kept = self._last(step)
        if kept is None:
            return Trainer(self.origin), self.journal
        before, ahead = self.journal[: kept.entries], self.journal[kept.entries :]
        if trainer is None or trainer.origin != self.origin or trainer.design != self._design_after(before):
            return Trainer.resume(self.origin, before, kept.keyframe), ahead
        trainer.journal = before
        trainer.restore(kept.keyframe)
        return trainer, ahead

    def way(self, step: int) -> int:
        """How many steps have to be trained again to reach a step."""
        kept = self._last(step)
        return step - (0 if kept is None else kept.step)

    def _last(self, step: int) -> Kept | None:
        before = (kept for kept in (*self._kept, *self._passed) if kept.step <= max(0, step))
        return max(before, key=lambda kept: (kept.step, kept.entries), default=None)

    def _design_after(self, entries: tuple[JournalEntry, ...]) -> Design:
        """The Design after these entries of the journal."""
        return next((entry.design for entry in reversed(entries) if isinstance(entry, Revised)), self.origin)

    def seek(self, step: int) -> Trainer:
        """The run at a step up to its head, with the journal up to there."""
        step = max(0, min(step, self.head))
        trainer, entries = self.near(step)
        trainer.catch_up(entries, step)
        return trainer
