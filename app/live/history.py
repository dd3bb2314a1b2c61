"""What undo and redo go back to: an earlier Design with the arrays that were removed, or a whole earlier run."""

from base64 import b64decode, b64encode
from typing import Annotated, Literal

import numpy as np
from pydantic import Field, TypeAdapter

from app.live.written import Written, array
from engine import Trainer
from engine.design import Design
from engine.spec import Spec
from engine.training.journal import JournalEntry
from engine.training.keyframe import Keyframe
from engine.training.revision import Revision

_MOST_STEPS = 50
_MOST_BYTES = 1_048_576
_MOST_NUMBERS = 20_000  # of removed arrays that one step keeps; larger ones begin anew when they come back
_LARGEST_KEYFRAME = 262_144

Nested = float | tuple[float, ...] | tuple[tuple[float, ...], ...]
Carry = tuple[int | None, ...]


class Revise(Spec):
    """Go on with this design; `values` are the arrays that come back."""

    kind: Literal["revise"] = "revise"
    design: Design
    carry: Carry
    values: dict[str, Nested] = Field(default_factory=dict)


class Return(Spec):
    """Go back to a run as it stood; without its keyframe (in base64), which was too large, to its beginning."""

    kind: Literal["return"] = "return"
    origin: Design
    journal: tuple[JournalEntry, ...]
    keyframe: str | None


Change = Annotated[Revise | Return, Field(discriminator="kind")]
_CHANGES: TypeAdapter[list[Change]] = TypeAdapter(list[Change])


class History:
    """Two stacks of changes, bounded in number and size: the oldest are forgotten first."""

    def __init__(self) -> None:
        self.undo: list[Change] = []
        self.redo: list[Change] = []
        self._written = Written()

    def made(self, back: Change) -> None:
        """Something new was done, which `back` takes back."""
        self.undo.append(back)
        self.redo.clear()
        self._forget()

    def _forget(self) -> None:
        del self.undo[:-_MOST_STEPS]
        sizes = [len(text) for text in self._written.texts(self.undo)]
        while sum(sizes) > _MOST_BYTES and len(sizes) > 1:
            del self.undo[0], sizes[0]

    def to_json(self) -> dict[str, str]:
        """Both stacks as JSON texts."""
        texts = self._written.texts([*self.undo, *self.redo])
        return {"undo": array(texts[: len(self.undo)]), "redo": array(texts[len(self.undo) :])}

    @classmethod
    def from_json(cls, value: dict[str, str]) -> "History":
        """The history of such texts."""
        history = cls()
        history.undo = _CHANGES.validate_json(value["undo"])
        history.redo = _CHANGES.validate_json(value["redo"])
        return history


def revise(trainer: Trainer, change: Revise) -> tuple[Revision, Change]:
    """Have the trainer go on with another design; what became of its arrays, and the change that takes it back."""
    if change.design.seed != trainer.design.seed:
        back: Change = standing(trainer)
        return trainer.revise(change.design, change.carry, change.values), back
    before = trainer.design
    arrays = {name: array.copy() for name, array in trainer.parameters.items()}
    revision = trainer.revise(change.design, change.carry, change.values)
    gone = {name: array for name, array in arrays.items() if name not in revision.moved.values()}
    if sum(array.size for array in gone.values()) > _MOST_NUMBERS:
        gone = {}
    carry = _inverse(change.carry, len(before.layers))
    return revision, Revise(design=before, carry=carry, values={name: _nested(array) for name, array in gone.items()})


def standing(trainer: Trainer) -> Return:
    """The change that leads back to where the trainer stands now."""
    keyframe = trainer.keyframe().to_bytes()
    return Return(
        origin=trainer.origin,
        journal=trainer.journal,
        keyframe=b64encode(keyframe).decode() if len(keyframe) <= _LARGEST_KEYFRAME else None,
    )


def trainer_of(change: Return) -> Trainer:
    """The run that a change leads back to."""
    if change.keyframe is None:
        return Trainer(change.origin)
    return Trainer.resume(change.origin, change.journal, Keyframe.from_bytes(b64decode(change.keyframe)))


def same_places(before: Design, after: Design) -> Carry:
    """Each layer descends from the one in its place, as long as there is one."""
    return tuple(i if i < len(before.layers) else None for i in range(len(after.layers)))


def _inverse(carry: Carry, layers: int) -> Carry:
    return tuple(carry.index(i) if i in carry else None for i in range(layers))


def _nested(array: np.ndarray) -> Nested:
    return tuple(map(tuple, array.tolist())) if array.ndim == 2 else tuple(array.tolist())
