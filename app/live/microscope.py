"""The microscope of a session: a cursor over the next step, and what can be asked about the event under it."""

import numpy as np

from app.live.quiz import Quiz, mark_of
from app.live.walked import closed_units, gradient_clipped, layer_gradients, numbers_of
from app.live.what_if import WhatIf
from app.protocol.event import Event
from app.protocol.strict_json import refuse
from app.protocol.walk_commands import (
    AnswerQuestion,
    CheckGradients,
    Explain,
    HintQuestion,
    MoveCursor,
    Predict,
    SkipQuestion,
    Suppose,
    SupposeNothing,
    TabulateWalk,
    Walking,
)
from app.protocol.walk_events import (
    CursorMoved,
    Explained,
    GradientsChecked,
    Nudged,
    QuestionSettled,
    TraceEvent,
    WalkOpened,
    WalkTable,
)
from engine import Trainer
from engine.inspection.examiner import Examiner
from engine.inspection.expression import to_json
from engine.inspection.flat_blocks import FlatBlocks
from engine.inspection.nudge import Twin
from engine.inspection.walk import Walk
from engine.inspection.zeros import Zeros

_ALL = 1_000_000  # terms: a sum shown whole
_LARGEST_TABLE = 4_000  # numbers of one array that a table shows
_DERIVATIVES = {"delta": "z", "da": "a", "dx": "a"}  # a derivative's name, and what it is the derivative by


class Microscope:
    """Walks one step of one trainer. Between two calls the run stands where it stood before the step."""

    def __init__(self, trainer: Trainer, quiz: Quiz, column: int = 0, cursor: int = 0) -> None:
        self._trainer, self._quiz = trainer, quiz
        self._blocks = FlatBlocks(trainer)
        self._what_if = WhatIf(trainer, self._blocks)
        self._column = min(column, len(self._walk.samples) - 1)
        self._cursor = min(cursor, len(self._walk.events))
        self._checks = 0
        self._zeros = Zeros(trainer)
        self._examiner = Examiner(trainer, self._walk)

    @property
    def _walk(self) -> Walk:
        return self._what_if.walk

    @property
    def start(self) -> tuple[int, int]:
        """The same column, before the first event: where the microscope on the next step begins."""
        return self._column, 0

    @property
    def supposing(self) -> bool:
        """Whether the step that is walked is another than the one that training takes."""
        return self._what_if.supposing

    def opened(self) -> list[Event]:
        """What the step consists of, and where the cursor stands."""
        arrays = self._walk.program.arrays
        events = tuple(
            TraceEvent(
                phase=e.phase,
                layer=e.layer,
                quantity=e.quantity,
                outputs=e.outputs,
                shapes=tuple(arrays[name].shape for name in e.outputs),
            )
            for e in self._walk.events
        )
        samples = tuple(int(sample) for sample in self._walk.samples)
        batches = self._trainer.batches
        opened = WalkOpened(
            step=self._trainer.step_count,
            epoch=batches.epoch,
            batch=batches.index,
            batches=len(batches),
            samples=samples,
            events=events,
        )
        self._examiner = Examiner(self._trainer, self._walk)
        self._quiz.stand(mark_of(self._trainer, self._walk))
        return [opened, self._quiz.predicting(), self._moved()]

    def parameter_set(self) -> list[Event]:
        """A parameter of the run is another one now: the step is walked again to the same place."""
        self._what_if.parameter_set()
        return self.opened()

    def answer(self, command: Walking) -> list[Event]:
        """What is asked of the step that is walked."""
        match command:
            case MoveCursor(cursor=cursor, column=column):
                return self.move(cursor, column)
            case Explain(event=event, name=name, index=index, whole=whole):
                return self.explain(event, name, index, whole)
            case CheckGradients():
                return self.check()
            case TabulateWalk(layer=layer):
                return self.table(layer)
            case Suppose():
                self._what_if.suppose(command)
                return self.opened()
            case SupposeNothing():
                self._what_if.suppose_nothing()
                return self.opened()
            case Predict(on=on):
                return self._quiz.switch(on)
            case AnswerQuestion(event=event, answer=answer):
                return self._revealed(self._quiz.answer(event, answer))
            case HintQuestion(event=event):
                return self._revealed(self._quiz.hint(event))
            case SkipQuestion(event=event):
                return self._revealed(self._quiz.skip(event))
        return []

    def move(self, cursor: int, column: int) -> list[Event]:
        """Put the cursor after so many events, or before the first that there is a card on; look at one sample."""
        self._column = max(0, min(column, len(self._walk.samples) - 1))
        cursor = max(0, min(cursor, len(self._walk.events)))
        self._cursor = self._quiz.hold(self._examiner, self._cursor, cursor, self._column)
        return [*self._quiz.asked(), self._moved()]

    def _revealed(self, events: list[Event]) -> list[Event]:
        """What became of a card; once it is settled, the cursor is past its event."""
        settled = next((event for event in events if isinstance(event, QuestionSettled)), None)
        if settled is None:
            return events
        self._cursor = settled.event + 1
        return [*events, self._moved()]

    def _moved(self) -> CursorMoved:
        self._walk.seek(self._cursor)
        walk, column = self._walk, self._column
        numbers = numbers_of(walk, column)
        moved = CursorMoved(
            cursor=self._cursor,
            column=column,
            inputs=numbers.inputs,
            targets=numbers.targets,
            layers=numbers.layers,
            loss=numbers.loss,
            loss_after=numbers.loss_after,
            closed=closed_units(walk, column, self._zeros),
            gradients=layer_gradients(self._trainer, walk),
            clipped=gradient_clipped(self._trainer, walk, self._blocks),
            changes=self._what_if.changes(),
            before=self._what_if.before(lambda before: numbers_of(before, column), self._cursor),
        )
        walk.leave()
        self._quiz.saw(column, self._cursor)
        return moved

    def explain(self, number: int, name: str, index: tuple[int, ...], whole: bool) -> list[Event]:
        """The formula of one number of an event; a derivative is checked by nudging too.

        What the update computes for all parameters at once is addressed by the parameter: "m/layers/0/weight".
        """
        if not 0 <= number < len(self._walk.events):
            refuse("event_unknown", "event", f"from 0 to {len(self._walk.events) - 1}", str(number))
        if self._quiz.hides(number):
            refuse("question_first", "event", f"below {self._cursor}", str(number))
        event = self._walk.events[number]
        array_name, place = self._blocks.element(name, index, event.outputs)
        if array_name not in event.outputs:
            refuse("event_output", name, "one of " + ", ".join(event.outputs), name)
        array = self._walk.program.arrays[array_name]
        if len(place) != array.ndim or any(not 0 <= i < n for i, n in zip(place, array.shape, strict=True)):
            refuse("parameter_index", name, f"within {array.shape}", str(index))
        expression, value = self._walk.formula(number, array_name, place)
        self._walk.leave()
        return [
            Explained(
                event=number,
                name=name,
                index=index,
                expression=to_json(self._blocks.named(expression), _ALL if whole else 4),
                value=value,
                nudge=self._nudged(name, index),
            )
        ]

    def _nudged(self, name: str, index: tuple[int, ...]) -> Nudged | None:
        moved = self._moved_by(name)
        if moved is None:
            return None
        nudge = Twin(self._trainer, self._walk).nudge(moved, index)
        return Nudged(derivative=nudge.derivative, kink=nudge.kink)

    def _moved_by(self, name: str) -> str | None:
        """What a derivative is the derivative by."""
        if name.startswith("gradient/"):
            return name.removeprefix("gradient/")
        path, _, own = name.rpartition("/")
        if own not in _DERIVATIVES:
            return None
        layer = int(path.rpartition("/")[2]) - (own == "dx")
        by = _DERIVATIVES[own]
        if layer < 0:
            return "inputs"
        return self._walk.program.outputs[layer].name if by == "a" else f"layers/{layer}/z"

    def check(self) -> list[Event]:
        """Nudge up to 64 parameters of the step, others each time, and say how far the gradients are off."""
        self._checks += 1
        found = Twin(self._trainer, self._walk).check(np.random.default_rng(self._checks))
        return [
            GradientsChecked(
                checked=found.checked, skipped=found.skipped, worst=found.worst, name=found.name, index=found.index
            )
        ]

    def table(self, layer: int) -> list[Event]:
        """Every array of a layer that the step has computed by now, and its parameters before and after."""
        path = f"layers/{layer}/"
        if layer >= len(self._trainer.design.layers):
            refuse("layer_unknown", f"layers/{layer}", f"a layer below {len(self._trainer.design.layers)}")
        before = {name: array.tolist() for name, array in self._trainer.parameters.items() if name.startswith(path)}
        self._walk.seek(self._cursor)
        known, arrays = self._walk.known(), self._walk.program.arrays
        names = [name for name in arrays if path in name and (name in known or name in before)]
        shown = {name: arrays[name].tolist() for name in names if arrays[name].size <= _LARGEST_TABLE}
        self._walk.leave()
        return [WalkTable(layer=layer, cursor=self._cursor, arrays=shown, before=before)]

    def leave(self) -> None:
        """Put the run back to before the step."""
        self._walk.leave()
