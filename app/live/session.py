"""A live session: one run and those who change it. Commands in, events and pictures out; no IO, and no clock."""

import json
from typing import Any, Literal, Self

import numpy as np
from pydantic import TypeAdapter

from app.live.description import count_parameters, describe_curve, describe_data, describe_evaluation
from app.live.history import Change, History, Return, Revise, revise, same_places, standing, trainer_of
from app.live.microscope import Microscope
from app.live.past import Past
from app.live.view import View
from app.live.written import Written, array
from app.protocol import commands
from app.protocol.commands import AnyCommand
from app.protocol.event import Event
from app.protocol.events import (
    CurveExtended,
    DataLoaded,
    DesignChanged,
    DivergedEvent,
    Inspected,
    PaceChanged,
    ParameterSet,
    Paused,
    Played,
    Progressed,
    Refused,
    State,
    TableRead,
)
from app.protocol.link import read_link, write_link
from app.protocol.strict_json import refuse
from app.protocol.walk_commands import WALKING, CloseWalk, FinishWalk, OpenWalk, Walking
from app.protocol.walk_events import WalkClosed
from engine import Trainer
from engine.design import Design, adapt, read_design
from engine.errors import ChalknetError, Diverged
from engine.training.journal import JournalEntry
from engine.training.keyframe import Keyframe

_JOURNAL: TypeAdapter[tuple[JournalEntry, ...]] = TypeAdapter(tuple[JournalEntry, ...])
_LONGEST_JOURNAL = 20_000


class LiveSession:
    """Owns the Design, its trainer, what undo goes back to, and what is looked at.

    `changes` counts what was changed for good; `pace` is in steps a second, None for as fast as it can.
    """

    def __init__(self, design: Design, pace: float | None = None) -> None:
        trainer = Trainer(design)
        self._begin(trainer, View(trainer), History(), pace)

    def _begin(self, trainer: Trainer, view: View, history: History, pace: float | None) -> None:
        self.pace = pace
        self.playing = False
        self.changes = 0
        self._trainer = trainer
        self._view = view
        self._history = history
        self._until: int | None = None  # the step at which it pauses by itself
        self._generation = 1
        self._curve_sent = (0, 1)  # whole buckets that were sent, and how many steps each had
        self._microscope: Microscope | None = None
        self._past = Past(trainer)
        self._written = Written()

    # where it stands

    @property
    def step(self) -> int:
        """Steps trained."""
        return self._trainer.step_count

    @property
    def running(self) -> bool:
        """Whether it wants to be advanced."""
        return self.playing or self._until is not None

    @property
    def hurried(self) -> bool:
        """Whether it goes to a step that was asked for, which no pace holds back."""
        return self._until is not None

    @property
    def shown(self) -> object:
        """Equal as long as a picture would be the same."""
        return (self.step, self.changes, self._view.layout_id)

    # commands

    def handle(self, command: AnyCommand) -> list[Event]:
        """Do what is asked, and say what happened or why not. A refused command has changed nothing."""
        try:
            if isinstance(command, WALKING):
                return self._walk(command)
            events = self._handle(command)
            return self._close_walk() + events if isinstance(command, commands.MOVING) else events
        except ChalknetError as error:
            return [Refused(command_id=command.id, problems=error.problems)]

    def _handle(self, command: AnyCommand) -> list[Event]:
        match command:
            case commands.Play():
                self.playing, self._until = True, None
                return [Played()]
            case commands.Pause():
                return self._pause()
            case commands.Step(count=count):
                return self._go_to(self.step + count)
            case commands.StepEpoch():
                batches = self._trainer.batches
                return self._go_to(self.step + (len(batches) - batches.index or len(batches)))
            case commands.Seek(step=step):
                return self._seek(step)
            case commands.ReturnToTrunk():
                return self._return_to_trunk()
            case commands.Pace(steps_per_second=pace):
                self.pace = pace
                return [PaceChanged(steps_per_second=pace)]
            case commands.Restart():
                return self._restart(self._trainer.design, back=None)
            case commands.Reseed():
                design = self._trainer.design
                seed = (design.seed + 1) % 2**32
                return self._restart(design.model_copy(update={"seed": seed}), back=standing(self._trainer))
            case commands.Undo():
                return self._travel(self._history.undo, self._history.redo, "nothing_to_undo")
            case commands.Redo():
                return self._travel(self._history.redo, self._history.undo, "nothing_to_redo")
        return self._handle_design(command)

    def _handle_design(self, command: AnyCommand) -> list[Event]:
        match command:
            case commands.Edit(set=fields, carry=carry):
                return self._edit(self._edited(fields), carry)
            case commands.Open(design=value):
                return self._restart(read_design(value), back=standing(self._trainer))
            case commands.OpenLink(link=link, restart=restart):
                design = read_link(link)
                return self._restart(design, back=standing(self._trainer)) if restart else self._edit(design, None)
            case commands.SetParameter(name=name, index=index, value=value):
                return self._set_parameter(name, index, value)
            case commands.ShowLook(look=look):
                return self._view.look_at(look)
            case commands.Inspect(name=name, index=index):
                array = self._view.probed(name) if name.startswith("probe/") else self._trainer.network.parameter(name)
                if len(index) != array.ndim or any(not 0 <= i < n for i, n in zip(index, array.shape, strict=True)):
                    refuse("parameter_index", name, f"within {array.shape}", str(index))
                value = float(array[index])
                return [Inspected(name=name, index=index, value=value, step=self.step, generation=self._generation)]
            case commands.Table(layer=layer):
                return [self._table(layer)]
            case commands.Test():
                return [describe_evaluation(self._trainer, "test")]
        refuse("command_unknown", received=command.type)

    # walking a step

    def _walk(self, command: Walking) -> list[Event]:
        """What is asked of the microscope; it is opened by whatever is asked of it first."""
        if isinstance(command, CloseWalk):
            return self._close_walk()
        opened: list[Event] = []
        if self._microscope is None or isinstance(command, OpenWalk):
            opened = self._pause() if self.running else []
            self._microscope = Microscope(self._trainer)
            opened += self._microscope.opened()
        if isinstance(command, FinishWalk):
            return opened + self._finish_walk(self._microscope)
        return opened + self._microscope.answer(command)

    def _finish_walk(self, microscope: Microscope) -> list[Event]:
        microscope.leave()
        events = self.advance(1)
        self._microscope = Microscope(self._trainer, *microscope.start)
        return [*events, *self.report(), *self._microscope.opened()]

    def _close_walk(self) -> list[Event]:
        if self._microscope is None:
            return []
        self._microscope = None
        return [WalkClosed()]

    # training

    def advance(self, steps: int) -> list[Event]:
        """Train so many steps, or fewer where it is to pause before, or where an edit of the past is made again."""
        if self._until is not None:
            steps = min(steps, self._until - self.step)
        try:
            self._trainer.step(max(0, self._past.free(self.step, steps)))
        except Diverged as error:
            self.changes += 1
            diverged = DivergedEvent(step=error.step, quantity=error.quantity, cause=error.cause, remedy=error.remedy)
            return [diverged, *self._pause()]
        events: list[Event] = []
        before, until = self._trainer.design, self._until
        if self._past.catch_up(self._trainer):
            events = self._changed(before, tuple(self._trainer.parameters), (), restarted=False)
            self._until = until
        self._past.note(self._trainer)
        return events + (self._pause() if self._until == self.step else [])

    def _seek(self, step: int) -> list[Event]:
        """Go to a step of the past: to the keyframe before it at once, and from there by training."""
        if step > self._past.head:
            refuse("step_unknown", "step", f"at most {self._past.head}", str(step))
        before = self._trainer.design
        self._trainer = self._past.seek(step)
        events = self._changed(before, tuple(self._trainer.parameters), (), restarted=False)
        self.playing, self._until = False, step
        return events + self.advance(0)

    def _return_to_trunk(self) -> list[Event]:
        before, trainer = self._trainer.design, self._past.to_trunk()
        if trainer is None:
            refuse("no_trunk")
        self._trainer = trainer
        events = self._changed(before, tuple(trainer.parameters), (), restarted=False)
        self.playing, self._until = False, self._past.head
        return events + self.advance(0)

    def report(self, steps_per_second: float | None = None) -> list[Event]:
        """Where training is, what of the curve is new, and how well it does now."""
        trainer = self._trainer
        progressed = Progressed(
            step=self.step,
            epoch=trainer.epoch_count,
            loss=trainer.loss,
            penalty=trainer.penalty,
            steps_per_second=steps_per_second,
            head=self._past.head,
            trunk=self._past.trunk,
        )
        return [progressed, self._new_curve(), describe_evaluation(self._trainer, "validation")]

    def _pause(self) -> list[Event]:
        self.playing, self._until = False, None
        return [Paused(step=self.step), *self.report()]

    def _go_to(self, step: int) -> list[Event]:
        self.playing, self._until = False, step
        return []

    # changing the Design

    def _edited(self, fields: dict[str, Any]) -> Design:
        before = self._trainer.design
        design = read_design({**before.model_dump(mode="json"), **fields})
        return adapt(design) if "data" in fields else design

    def _edit(self, design: Design, carry: tuple[int | None, ...] | None) -> list[Event]:
        """Go on with this design and what can be kept of the weights."""
        if len(self._trainer.journal) >= _LONGEST_JOURNAL:
            refuse("journal_full", expected=f"at most {_LONGEST_JOURNAL} changes", most=_LONGEST_JOURNAL)
        before = self._trainer.design
        carry = same_places(before, design) if carry is None else carry
        if len(carry) != len(design.layers):
            refuse("carry_length", "carry", f"{len(design.layers)} layers", str(len(carry)))
        revision, back = revise(self._trainer, Revise(design=design, carry=carry))
        self._history.made(back)
        self._go_off(revision.restarted)
        return self._changed(before, revision.kept, revision.seeded, revision.restarted)

    def _restart(self, design: Design, back: Change | None) -> list[Event]:
        """Begin this design at step 0."""
        before = self._trainer.design
        self._trainer = Trainer(design)
        self._past = Past(self._trainer)
        if back is not None:
            self._history.made(back)
        return self._changed(before, (), tuple(self._trainer.parameters), restarted=True)

    def _travel(self, source: list[Change], target: list[Change], nothing: str) -> list[Event]:
        """Undo or redo: make the change on top of one stack, and put what takes it back on the other."""
        if not source:
            refuse(nothing)
        before, change = self._trainer.design, source[-1]
        if isinstance(change, Return):
            back: Change = standing(self._trainer)
            self._trainer = trainer_of(change)
            self._past = Past(self._trainer)
            kept, restarted = tuple(self._trainer.parameters), False
            seeded: tuple[str, ...] = ()
        else:
            revision, back = revise(self._trainer, change)
            returned = tuple(name for name in revision.seeded if name in change.values)
            kept = (*revision.kept, *returned)
            seeded = tuple(name for name in revision.seeded if name not in change.values)
            restarted = revision.restarted
            self._go_off(restarted)
        source.pop()
        target.append(back)
        return self._changed(before, kept, seeded, restarted)

    def _go_off(self, restarted: bool) -> None:
        """The run goes on as another one from here, or has begun anew."""
        if restarted:
            self._past = Past(self._trainer)
        else:
            self._past.edited(self._trainer)

    def _changed(self, before: Design, kept: tuple[str, ...], seeded: tuple[str, ...], restarted: bool) -> list[Event]:
        """Everything that was derived from the former network is void: say it all anew."""
        self.changes += 1
        self._generation += 1
        self._curve_sent = (0, 1)
        self._until = None
        events: list[Event] = [self._design_changed(kept, seeded, restarted)]
        after = self._trainer.design
        if (before.data, before.split) != (after.data, after.split):
            events += [DataLoaded(data=describe_data(self._trainer))]
        return [*events, *self._view.show(self._trainer), *self.report()]

    def _design_changed(self, kept: tuple[str, ...], seeded: tuple[str, ...], restarted: bool) -> DesignChanged:
        design = self._trainer.design
        return DesignChanged(
            design=design.model_dump(mode="json"),
            link=write_link(design),
            generation=self._generation,
            kept=kept,
            seeded=seeded,
            restarted=restarted,
            can_undo=bool(self._history.undo),
            can_redo=bool(self._history.redo),
            step=self.step,
            parameters_count=count_parameters(self._trainer),
        )

    def _set_parameter(self, name: str, index: tuple[int, ...] | None, value: Any) -> list[Event]:
        if len(self._trainer.journal) >= _LONGEST_JOURNAL:
            refuse("journal_full", expected=f"at most {_LONGEST_JOURNAL} changes", most=_LONGEST_JOURNAL)
        try:
            array = np.asarray(value, np.float64)
        except ValueError:
            refuse("parameter_shape", name, "a number, or rows of one length")
        self._trainer.set_parameter(name, array, index)
        self._past.edited(self._trainer)
        self.changes += 1
        now = self._trainer.parameters[name][() if index is None else index].tolist()
        events: list[Event] = [ParameterSet(name=name, index=index, value=now, step=self.step)]
        if self._microscope is not None:  # the step is another one now: walk it to the same place
            self._microscope = Microscope(self._trainer, *self._microscope.place)
            events += self._microscope.opened()
        return [*events, describe_evaluation(self._trainer, "validation")]

    # what a page is told

    def picture(self) -> bytes:
        """The present step as a frame."""
        return self._view.picture()

    def describe(self) -> State:
        """All that a page needs which knows nothing yet."""
        trainer, design = self._trainer, self._trainer.design
        return State(
            design=design.model_dump(mode="json"),
            link=write_link(design),
            generation=self._generation,
            playing=self.playing,
            pace=self.pace,
            step=self.step,
            epoch=trainer.epoch_count,
            loss=trainer.loss,
            penalty=trainer.penalty,
            curve=describe_curve(self._past.curve(trainer), 0, 0),
            head=self._past.head,
            trunk=self._past.trunk,
            evaluation=describe_evaluation(self._trainer, "validation"),
            data=describe_data(trainer),
            layout=self._view.layout,
            layout_id=self._view.layout_id,
            probe=self._view.probe(),
            can_undo=bool(self._history.undo),
            can_redo=bool(self._history.redo),
            parameters_count=count_parameters(self._trainer),
        )

    def _new_curve(self) -> CurveExtended:
        curve = self._past.curve(self._trainer)
        extended = describe_curve(curve, *self._curve_sent)
        self._curve_sent = (curve.filled, curve.bucket)
        return extended

    def _table(self, layer: int) -> TableRead:
        start = f"layers/{layer}/"
        arrays = {name: array.tolist() for name, array in self._trainer.parameters.items() if name.startswith(start)}
        if layer >= len(self._trainer.design.layers):
            refuse("layer_unknown", f"layers/{layer}", f"a layer below {len(self._trainer.design.layers)}")
        return TableRead(layer=layer, arrays=arrays, step=self.step, generation=self._generation)

    # being kept

    def save(self) -> bytes:
        """The session as one line of JSON and the keyframe after it."""
        trainer = self._trainer
        head = {
            "version": 1,
            "origin": trainer.origin.model_dump(mode="json"),
            "history": self._history.to_json(),
            "playing": self.playing,
            "until": self._until,
            "pace": self.pace,
            "generation": self._generation,
            "view": self._view.to_json(),
        }
        journal = array(self._written.texts(trainer.journal))
        line = f'{json.dumps(head, allow_nan=False)[:-1]}, "journal": {journal}}}'
        return line.encode() + b"\n" + trainer.keyframe().to_bytes()

    @classmethod
    def restore(cls, saved: bytes, playing: Literal[False] | None = None) -> Self:
        """The session that was saved, training if it was; with `playing` False it stands still."""
        line, _, keyframe = saved.partition(b"\n")
        head = json.loads(line)
        journal = _JOURNAL.validate_python(head["journal"])
        trainer = Trainer.resume(read_design(head["origin"]), journal, Keyframe.from_bytes(keyframe))
        session = cls.__new__(cls)
        view = View.from_json(trainer, head["view"])
        session._begin(trainer, view, History.from_json(head["history"]), head["pace"])
        if playing is None:
            session.playing, session._until = head["playing"], head["until"]
        session._generation = head["generation"] + 1
        return session
