"""The run of a session: its trainer, its past, and how it becomes another: edited, begun anew, sought, taken back."""

import json
from collections.abc import Mapping
from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike
from pydantic import TypeAdapter

from app.live.history import Change, History, Return, Revise, revise, same_places, standing, trainer_of
from app.live.past import Past
from app.live.written import Written, array
from app.protocol.strict_json import refuse
from engine import Trainer
from engine.design import Design, adapt, read_design
from engine.training.curve import Curve
from engine.training.journal import JournalEntry
from engine.training.keyframe import Keyframe
from engine.training.revision import Revision
from engine.types import Array

_JOURNAL: TypeAdapter[tuple[JournalEntry, ...]] = TypeAdapter(tuple[JournalEntry, ...])
_LONGEST_JOURNAL = 20_000  # entries
_LARGEST_JOURNAL = 4_194_304  # characters of JSON


class Run:
    """What is trained. Whatever makes another run of it answers with what became of the parameters.

    `past` is where it has been, `history` what undo and redo go back to.
    """

    def __init__(self, trainer: Trainer, history: History | None = None) -> None:
        self.trainer, self.past, self.history = trainer, Past(trainer), history or History()
        self._written = Written()

    @property
    def design(self) -> Design:
        """The Design as it is now."""
        return self.trainer.design

    @property
    def step(self) -> int:
        """Steps trained."""
        return self.trainer.step_count

    @property
    def next_epoch(self) -> int:
        """The step at which the epoch ends that the next step belongs to."""
        batches = self.trainer.batches
        return self.step + (len(batches) - batches.index or len(batches))

    @property
    def curve(self) -> Curve:
        """The curve of the whole run, also while an earlier step of it is looked at."""
        return self.past.curve(self.trainer)

    # training

    def advance(self, steps: int) -> Revision | None:
        """Train so many steps, or up to where an edit of the past is made again: then what that one made of it."""
        try:
            self.trainer.step(max(0, self.past.free(self.step, steps)))
            revised = self.past.catch_up(self.trainer)
        finally:  # where it diverged it has gone as far as to the last step before that
            self.past.note(self.trainer)
        return self._whole() if revised else None

    # its past

    def seek(self, step: int) -> Revision | None:
        """Stand at the keyframe before a step that the run has been at; from there it is trained to it.

        None where the network is the one that it was, with other numbers in it.
        """
        if step > self.past.head:
            refuse("step_unknown", "step", f"at most {self.past.head}", str(step))
        return self._stand(self.past.seek(step, self.trainer))

    def to_trunk(self) -> Revision | None:
        """Stand at the last keyframe of the run that this one branched off; None as in `seek`."""
        trainer = self.past.to_trunk(self.trainer)
        if trainer is None:
            refuse("no_trunk")
        return self._stand(trainer)

    def _stand(self, trainer: Trainer) -> Revision | None:
        if trainer is self.trainer:
            return None
        self.trainer = trainer
        return self._whole()

    # changing it

    def edited(self, fields: dict[str, Any]) -> Design:
        """The Design with these fields replaced, its output made to fit where the data are others."""
        design = read_design({**self.design.model_dump(mode="json"), **fields})
        return adapt(design) if "data" in fields else design

    def edit(self, design: Design, carry: tuple[int | None, ...] | None = None) -> Revision:
        """Go on with this design and what can be kept of the weights."""
        self._make_room()
        carry = same_places(self.design, design) if carry is None else carry
        if len(carry) != len(design.layers):
            refuse("carry_length", "carry", f"{len(design.layers)} layers", str(len(carry)))
        revision, back = revise(self.trainer, Revise(design=design, carry=carry))
        self.history.made(back)
        self._go_off(revision)
        return revision

    def set_parameter(self, name: str, value: ArrayLike, index: tuple[int, ...] | None) -> None:
        """Set one number of a parameter, or all of it."""
        self._make_room()
        self.trainer.set_parameter(name, value, index)
        self.past.edited(self.trainer)

    def put_back(self, values: Mapping[str, Array]) -> Revision:
        """Give every parameter the values that it had; they have to be those of this very network."""
        parameters = self.trainer.parameters
        if {name: each.shape for name, each in parameters.items()} != {n: each.shape for n, each in values.items()}:
            refuse("moment_other")
        if len(self.trainer.journal) + sum(each.size for each in values.values()) > _LONGEST_JOURNAL:
            refuse("journal_full", expected=f"at most {_LONGEST_JOURNAL} changes", most=_LONGEST_JOURNAL)
        for name, value in values.items():
            if not np.array_equal(value, parameters[name]):
                self.trainer.set_parameter(name, value)
        self.past.edited(self.trainer)
        return self._whole()

    def restart(self) -> Revision:
        """Begin the present design at step 0, with the same first weights."""
        return self._begin(Trainer(self.design))

    def open(self, design: Design) -> Revision:
        """Begin another design at step 0; undo leads back."""
        trainer, back = Trainer(design), standing(self.trainer)
        self.history.made(back)
        return self._begin(trainer)

    def undo(self) -> Revision:
        """Take the last change back."""
        return self._travel(self.history.undo, self.history.redo, "nothing_to_undo")

    def redo(self) -> Revision:
        """Make again what was taken back last."""
        return self._travel(self.history.redo, self.history.undo, "nothing_to_redo")

    def _travel(self, source: list[Change], target: list[Change], nothing: str) -> Revision:
        """Make the change on top of one stack, and put what takes it back on the other."""
        if not source:
            refuse(nothing)
        change = source[-1]
        if isinstance(change, Return):
            back: Change = standing(self.trainer)
            self.trainer = trainer_of(change)
            self.past = Past(self.trainer)
            revision = self._whole()
        else:
            revision, back = revise(self.trainer, change)
            returned = tuple(name for name in revision.seeded if name in change.values)
            seeded = tuple(name for name in revision.seeded if name not in change.values)
            revision = Revision((*revision.kept, *returned), seeded, revision.restarted)
            self._go_off(revision)
        source.pop()
        target.append(back)
        return revision

    def _begin(self, trainer: Trainer) -> Revision:
        self.trainer, self.past = trainer, Past(trainer)
        return Revision((), tuple(trainer.parameters), restarted=True)

    def _go_off(self, revision: Revision) -> None:
        """It goes on as another one from here, or has begun anew."""
        if revision.restarted:
            self.past = Past(self.trainer)
        else:
            self.past.edited(self.trainer)

    def _whole(self) -> Revision:
        """All parameters are those of a run that is known."""
        return Revision(tuple(self.trainer.parameters), ())

    def _make_room(self) -> None:
        count = len(self.trainer.journal)
        size = sum(len(text) for text in self._texts()[0][:count])
        if count >= _LONGEST_JOURNAL or size >= _LARGEST_JOURNAL:
            refuse("journal_full", expected=f"at most {_LONGEST_JOURNAL} changes", most=count)

    # being kept

    def _texts(self) -> tuple[list[str], list[str]]:
        """The entries of both journals as JSON."""
        journal, trunk = self.past.journal, self.past.trunk_journal
        texts = self._written.texts((*journal, *trunk))
        return texts[: len(journal)], texts[len(journal) :]

    def to_bytes(self) -> bytes:
        """A line of JSON, and the keyframe after it."""
        head = {
            "origin": self.trainer.origin.model_dump(mode="json"),
            "history": self.history.to_json(),
            "past": self.past.to_json(self.trainer),
        }
        journal, trunk = map(array, self._texts())
        line = f'{json.dumps(head, allow_nan=False)[:-1]}, "journal": {journal}, "trunk_journal": {trunk}}}'
        return line.encode() + b"\n" + self.trainer.keyframe().to_bytes()

    @classmethod
    def from_bytes(cls, value: bytes) -> Self:
        """The run of such bytes, standing where it stood."""
        line, _, keyframe = value.partition(b"\n")
        head = json.loads(line)
        journal, trunk = (_JOURNAL.validate_python(head[name]) for name in ("journal", "trunk_journal"))
        made = journal[: head["past"]["made"]]
        trainer = Trainer.resume(read_design(head["origin"]), made, Keyframe.from_bytes(keyframe))
        run = cls(trainer, History.from_json(head["history"]))
        run.past = Past.from_json(head["past"], trainer, journal, trunk)
        return run
