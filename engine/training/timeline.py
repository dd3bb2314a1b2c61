"""The timeline of a run: keyframes along it, so that any step that was trained can be reached again, bit for bit."""

from engine.training.curve import Curve
from engine.training.keyframe import Keyframe
from engine.training.trainer import Trainer

MOST = 64  # keyframes
MOST_BYTES = 32_000_000  # of keyframes together


class Timeline:
    """Keeps a keyframe every so many steps; when there are too many, every other one goes and the distance doubles.

    The run it belongs to is a Design and a journal; an edit at a past step begins another run, with its own timeline.
    """

    def __init__(self, trainer: Trainer) -> None:
        self.origin, self.journal = trainer.origin, trainer.journal
        self.head = trainer.step_count
        self.curve: Curve = trainer.curve
        self._every = 64
        self._kept: list[tuple[int, Keyframe]] = []  # and how many journal entries lie before it
        self.note(trainer)

    @property
    def kept_bytes(self) -> int:
        """What the keyframes take."""
        return sum(array.nbytes for _, keyframe in self._kept for array in keyframe.arrays.values())

    def due(self, trainer: Trainer) -> int:
        """The step at which the next keyframe is wanted."""
        return self._kept[-1][1].step + self._every if self._kept else trainer.step_count

    def note(self, trainer: Trainer) -> None:
        """Take notice of where the run has come to, and keep a keyframe if one is due."""
        if trainer.step_count < self.head and len(trainer.journal) == len(self.journal):
            return  # a look back
        self.head, self.journal, self.curve = trainer.step_count, trainer.journal, trainer.curve
        if not self._kept or trainer.step_count >= self.due(trainer):
            self._kept.append((len(trainer.journal), trainer.keyframe()))
            while len(self._kept) > MOST or (len(self._kept) > 4 and self.kept_bytes > MOST_BYTES):
                self._kept = self._kept[::2]
                self._every *= 2

    def seek(self, step: int) -> Trainer:
        """The run at a step between its first keyframe and its head, with the journal up to there."""
        step = max(self._kept[0][1].step, min(step, self.head))
        entries, keyframe = next(kept for kept in reversed(self._kept) if kept[1].step <= step)
        trainer = Trainer.resume(self.origin, self.journal[:entries], keyframe)
        trainer.catch_up(self.journal[entries:], step)
        return trainer
