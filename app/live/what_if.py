"""What if: a walk with other weights, inputs or targets than it was opened with, beside the walk as it was.

A weight that is set is another weight of the run from now on. An input or a target is supposed, for one sample of the
walked batch: the data stays as it is, and so does the step that training takes.
"""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from app.protocol.strict_json import refuse
from app.protocol.walk_commands import Suppose
from app.protocol.walk_events import WalkChange
from engine import Trainer
from engine.inspection.flat_blocks import FlatBlocks
from engine.inspection.walk import Walk

_MOST = 64  # changes that are told


class WhatIf:
    """Changes the walk of one step. `walk` is the step as it is now, with all that was changed."""

    def __init__(self, trainer: Trainer, blocks: FlatBlocks) -> None:
        self._trainer, self._blocks = trainer, blocks
        self._before = self.walk = Walk(trainer)

    def parameter_set(self) -> None:
        """A parameter of the run is another one now."""
        former, self.walk = self.walk, Walk(self._trainer)
        self.walk.suppose_as(former)

    def suppose(self, asked: Suppose) -> None:
        """Walk as if one sample had another input, another target or another class."""
        columns = len(self.walk.samples)
        if asked.column >= columns:
            refuse("parameter_index", asked.part, f"a sample below {columns}", str(asked.column))
        classes = self._trainer.dataset.task != "regression"
        if asked.part == "class":
            self._suppose_class(int(asked.value), asked.column)
        elif asked.part == "targets" and classes:
            refuse("target_class", "targets", "a class", f"{asked.value:g}")
        else:
            units = len(getattr(self.walk, asked.part))
            if asked.index >= units:
                refuse("parameter_index", asked.part, f"below {units}", str(asked.index))
            self._part()
            self.walk.suppose(asked.part, (asked.index, asked.column), asked.value)

    def _suppose_class(self, label: int, column: int) -> None:
        names = self._trainer.dataset.class_names
        if not 0 <= label < len(names) or self._trainer.dataset.task == "regression":
            refuse("class_unknown", "class", "one of " + ", ".join(names), str(label))
        no, yes = self._trainer.no_yes
        self._part()
        outputs = len(self.walk.targets)
        for unit in range(outputs):
            chosen = label == unit if outputs > 1 else label == 1
            self.walk.suppose("targets", (unit, column), yes if chosen else no)

    def _part(self) -> None:
        """From here on the walk is another one than it was."""
        if self.walk is self._before:
            self.walk = Walk(self._trainer)

    def suppose_nothing(self) -> None:
        """The batch as it is."""
        if self.walk is not self._before:
            self.walk.suppose_nothing()

    @property
    def supposing(self) -> bool:
        """Whether anything about the batch is supposed that is not so."""
        return bool(self.walk.suppositions)

    def before(self, told: Callable[[Walk], Any], cursor: int) -> Any:
        """What is told of the walk as it was, at the same place; None where nothing was changed."""
        if self.walk is self._before or next(self._changes(), None) is None:
            return None
        self._before.seek(cursor)
        found = told(self._before)
        self._before.leave()
        self.walk.leave()
        return found

    def changes(self) -> tuple[WalkChange, ...]:
        """Every number that is another than in the walk as it was; a class counts as one."""
        return tuple(change for change, _ in zip(self._changes(), range(_MOST), strict=False))

    def _changes(self) -> Iterator[WalkChange]:
        was, now = (walk.begin.arrays["parameters"] for walk in (self._before, self.walk))
        for position in np.flatnonzero(was != now):
            name, index = self._blocks.parameter_at(int(position)) or ("", ())
            yield WalkChange(name=name, index=index, before=float(was[position]), now=float(now[position]))
        classes = self._trainer.dataset.task != "regression"
        columns: set[int] = set()
        for (part, (unit, column)), (given, supposed) in self.walk.suppositions.items():
            if part == "inputs" or not classes:
                yield WalkChange(name=part, index=(unit, column), before=given, now=supposed)
            elif column not in columns:
                columns.add(column)
                labels = [self._label(walk, column) for walk in (self._before, self.walk)]
                yield WalkChange(name="class", index=(column,), before=labels[0], now=labels[1])

    def _label(self, walk: Walk, column: int) -> float:
        said = walk.targets[:, column]
        return float(np.argmax(said)) if len(said) > 1 else float(said[0] == self._trainer.no_yes[1])
