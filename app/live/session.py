"""A live session: one run and those who change it. Commands in, events and pictures out; no IO, and no clock."""

import json
from typing import Any, Literal, Self

import numpy as np

from app.live.description import count_parameters, describe_curve, describe_data, describe_evaluation
from app.live.microscope import Microscope
from app.live.moments import Moments
from app.live.quiz import Kept, Quiz
from app.live.run import Run
from app.live.tile import Tile
from app.live.view import View
from app.protocol import commands, past_commands
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
from app.protocol.past_events import TimelineRead
from app.protocol.strict_json import refuse
from app.protocol.walk_commands import WALKING, CloseWalk, FinishWalk, OpenWalk, Walking, WalkStep
from app.protocol.walk_events import WalkClosed
from engine import Trainer
from engine.design import Design, read_design
from engine.errors import ChalknetError, Diverged
from engine.training.revision import Revision
from engine.training.timeline import MOST

_END = 100_000  # a cursor after whatever events a step has


class LiveSession:
    """Owns a run, and what is looked at: says in events what becomes of the one, and draws the other.

    `changes` counts what was changed for good; `pace` is in steps a second, None for as fast as it can.
    """

    def __init__(self, design: Design, pace: float | None = None) -> None:
        run = Run(Trainer(design))
        self._begin(run, View(run.trainer), pace)

    def _begin(self, run: Run, view: View, pace: float | None, quiz: Quiz | None = None) -> None:
        self.pace = pace
        self.playing = False
        self.held = False
        self.changes = 0
        self._run = run
        self._view = view
        self._until: int | None = None  # the step at which it pauses by itself
        self._generation = 1
        self._told = run.design  # what was said of the data was said of this one's
        self._curve_sent = (0, 1)  # whole buckets that were sent, and how many steps each had
        self._microscope: Microscope | None = None
        self._quiz = quiz or Quiz()
        self._bound: tuple[int, bool] | None = None  # on the way to a step that is to be walked: column, at its end
        self._moments = Moments()
        self._tile: Tile | None = None  # made when somebody looks from afar
        self._diverged_at: int | None = None

    # where it stands

    @property
    def step(self) -> int:
        """Steps trained."""
        return self._run.step

    @property
    def running(self) -> bool:
        """Whether it wants to be advanced; while it is held it keeps its wish, and does not."""
        return not self.held and self._wishing

    @property
    def _wishing(self) -> bool:
        return self.playing or self._until is not None

    @property
    def hurried(self) -> bool:
        """Whether it goes to a step that was asked for, which no pace holds back."""
        return self._until is not None

    @property
    def shown(self) -> object:
        """Equal as long as a picture would be the same."""
        return (self.step, self.changes, self._view.layout_id, self._predicting)

    @property
    def _predicting(self) -> bool:
        """Whether a step is walked whose numbers are to be predicted, so that nothing else may tell them."""
        return self._microscope is not None and self._quiz.on

    # commands

    def handle(self, command: AnyCommand) -> list[Event]:
        """Do what is asked, and say what happened or why not. A refused command has changed nothing."""
        try:
            if self.held and isinstance(command, commands.TRAINING):
                refuse("class_paused")
            if isinstance(command, WALKING):
                return self._walk(command)
            if isinstance(command, past_commands.ASKING_PAST):
                return self._ask_past(command)
            moving = isinstance(command, commands.MOVING)
            left = self._close_walk() if moving and self._bound is not None else []
            events = self._handle(command)
            return left + self._close_walk() + events if moving else events
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
                return self._go_to(self._run.next_epoch)
            case commands.Seek(step=step):
                return self._look_back(self._run.seek(step), step)
            case commands.ReturnToTrunk():
                return self._look_back(self._run.to_trunk(), self._run.past.head)
            case commands.Pace(steps_per_second=pace):
                self.pace = pace
                return [PaceChanged(steps_per_second=pace)]
            case commands.Restart():
                return self._changed(self._run.restart())
            case commands.Reseed():
                seed = (self._run.design.seed + 1) % 2**32
                return self._changed(self._run.open(self._run.design.model_copy(update={"seed": seed})))
            case commands.Undo():
                return self._changed(self._run.undo())
            case commands.Redo():
                return self._changed(self._run.redo())
        return self._handle_design(command)

    def _handle_design(self, command: AnyCommand) -> list[Event]:
        match command:
            case commands.Edit(set=fields, carry=carry):
                return self._changed(self._run.edit(self._run.edited(fields), carry))
            case commands.Open(design=value):
                return self._changed(self._run.open(read_design(value)))
            case commands.OpenLink(link=link, restart=restart):
                return self._changed(self._run.open(read_link(link)) if restart else self._run.edit(read_link(link)))
            case commands.SetParameter(name=name, index=index, value=value):
                return self._set_parameter(name, index, value)
            case commands.ShowLook(look=look):
                return self._view.look_at(look)
            case commands.Inspect(name=name, index=index):
                return [self._inspect(name, index)]
            case commands.Table(layer=layer):
                return [self._table(layer)]
            case commands.Test():
                return [describe_evaluation(self._run.trainer, "test")]
        refuse("command_unknown", received=command.type)

    # walking a step

    def _walk(self, command: Walking) -> list[Event]:
        """What is asked of the microscope; it is opened by whatever is asked of it first."""
        if isinstance(command, CloseWalk):
            return self._close_walk()
        if isinstance(command, WalkStep):
            return self._walk_step(command.step, command.at_end)
        if self._bound is not None:
            return []  # asked of the step that it has left
        opened: list[Event] = []
        if self._microscope is None or isinstance(command, OpenWalk):
            opened = self._pause() if self._wishing else []
            self._microscope = Microscope(self._run.trainer, self._quiz)
            opened += self._microscope.opened()
        if isinstance(command, FinishWalk):
            return opened + self._finish_walk(self._microscope)
        before = self._quiz.predicting()
        answered = self._microscope.answer(command)
        self.changes += self._quiz.predicting() != before
        return opened + answered

    def _finish_walk(self, microscope: Microscope) -> list[Event]:
        if microscope.supposing:  # what is trained is what was shown: a supposed sample is neither
            refuse("supposing")
        microscope.leave()
        events = self.advance(1)
        self._microscope = Microscope(self._run.trainer, self._quiz, *microscope.start)
        return [*events, *self.report(), *self._microscope.opened()]

    def _walk_step(self, step: int, at_end: bool) -> list[Event]:
        if step > max(self.step, self._run.past.head) + commands.MOST_STEPS:
            refuse("step_unknown", "step", f"at most {commands.MOST_STEPS} steps on", str(step))
        column = self._microscope.start[0] if self._microscope else 0
        self._microscope, self._bound = None, (column, at_end)
        if step < self.step:
            return self._look_back(self._run.seek(step), step)
        return self._go_to(step) + self.advance(0)

    def _close_walk(self) -> list[Event]:
        if self._microscope is None and self._bound is None:
            return []
        self._microscope = self._bound = None
        return [WalkClosed()]

    # its past

    def _ask_past(self, command: past_commands.AskingPast) -> list[Event]:
        run, moments = self._run, self._moments
        match command:
            case past_commands.ReadTimeline():
                past = run.past
                return [TimelineRead(keyframes=past.keyframes, bytes=past.kept_bytes, most=MOST, left=past.left)]
            case past_commands.PinMoment(step=step, trunk=trunk):
                return moments.pin(run.past, run.trainer, step, trunk)
            case past_commands.UnpinMoment():
                return moments.unpin()
            case past_commands.CompareMoment(layer=layer):
                return moments.compare(run.trainer, layer)
            case past_commands.PutMomentBack():
                return self._put_back()

    def _put_back(self) -> list[Event]:
        run, moments = self._run, self._moments
        walked = self._microscope.start[0] if self._microscope else None
        revision = run.put_back(moments.parameters)
        events = (self._pause() if self._wishing else []) + self._changed(revision)
        if walked is not None:  # the step is another one now
            self._microscope = Microscope(run.trainer, self._quiz, walked)
            events += self._microscope.opened()
        return events

    # training

    def advance(self, steps: int) -> list[Event]:
        """Train so many steps, or fewer where it is to pause before, or where an edit of the past is made again."""
        if self._until is not None:
            steps = min(steps, self._until - self.step)
        try:
            revision = self._run.advance(steps)
        except Diverged as error:
            self.changes += 1
            self._diverged_at = self.step
            diverged = DivergedEvent(step=error.step, quantity=error.quantity, cause=error.cause, remedy=error.remedy)
            return [diverged, *self._pause()]
        until = self._until
        events = [] if revision is None else self._changed(revision)
        self._until = until
        return events + (self._pause() if self._until == self.step else [])

    def _look_back(self, revision: Revision | None, step: int) -> list[Event]:
        """It stands at the keyframe before a step of its past: from there it trains to it, and pauses."""
        events = [] if revision is None else self._changed(revision)
        self.playing, self._until = False, step
        return events + self.advance(0)

    def report(self, steps_per_second: float | None = None) -> list[Event]:
        """Where training is, what of the curve is new, and how well it does now."""
        trainer = self._run.trainer
        progressed = Progressed(
            step=self.step,
            epoch=trainer.epoch_count,
            loss=trainer.loss,
            penalty=trainer.penalty,
            steps_per_second=steps_per_second,
            head=self._run.past.head,
            trunk=self._run.past.trunk,
        )
        return [progressed, self._new_curve(), describe_evaluation(self._run.trainer, "validation")]

    def _pause(self) -> list[Event]:
        self.playing, self._until = False, None
        paused = [Paused(step=self.step), *self.report()]
        if self._bound is None:
            return paused
        (column, at_end), self._bound = self._bound, None
        self._microscope = Microscope(self._run.trainer, self._quiz, column, _END if at_end else 0)
        return paused + self._microscope.opened()

    def hold(self, held: bool) -> list[Event]:
        """Stop, and refuse to train, until it is let go: then what ran goes on."""
        before = self.running
        self.held = held
        if held:
            return [Paused(step=self.step), *self.report()] if before else []
        return [Played()] if self.playing else []

    def _go_to(self, step: int) -> list[Event]:
        self.playing, self._until = False, step
        return []

    # what was changed

    def _changed(self, revision: Revision) -> list[Event]:
        """Everything that was derived from the former network is void: say it all anew."""
        self.changes += 1
        self._generation += 1
        self._curve_sent = (0, 1)
        self._until = None
        self._tile = self._diverged_at = None
        before, self._told = self._told, self._run.design
        events: list[Event] = [self._design_changed(revision)]
        if (before.data, before.split) != (self._told.data, self._told.split):
            events += [DataLoaded(data=describe_data(self._run.trainer))]
        return [*events, *self._view.show(self._run.trainer), *self.report()]

    def _design_changed(self, revision: Revision) -> DesignChanged:
        design, history = self._run.design, self._run.history
        return DesignChanged(
            design=design.model_dump(mode="json"),
            link=write_link(design),
            generation=self._generation,
            kept=revision.kept,
            seeded=revision.seeded,
            restarted=revision.restarted,
            can_undo=bool(history.undo),
            can_redo=bool(history.redo),
            step=self.step,
            parameters_count=count_parameters(self._run.trainer),
        )

    def _set_parameter(self, name: str, index: tuple[int, ...] | None, value: Any) -> list[Event]:
        try:
            array = np.asarray(value, np.float64)
        except ValueError:
            refuse("parameter_shape", name, "a number, or rows of one length")
        head = self._run.past.head
        self._run.set_parameter(name, array, index)
        branched = self._run.past.head < head
        if branched:
            self._curve_sent = (0, 1)
        self.changes += 1
        trainer = self._run.trainer
        now = trainer.parameters[name][() if index is None else index].tolist()
        events: list[Event] = [ParameterSet(name=name, index=index, value=now, step=self.step)]
        if self._microscope is not None:  # the step is another one now: walk it to the same place
            events += self._microscope.parameter_set()
        return [*events, *(self.report() if branched else [describe_evaluation(trainer, "validation")])]

    # what a page is told

    def picture(self) -> bytes:
        """The present step as a frame."""
        return self._view.picture(probe=not self._predicting)

    def tile(self, *, picture: bool) -> dict[str, Any]:
        """What is seen of it from afar; with `picture` its loss line and what it says, too."""
        self._tile = self._tile or Tile(self._run.trainer)
        told = self._tile.describe(self._run.curve, picture=picture)
        diverged = self._diverged_at == self.step
        return {**told, "generation": self._generation, "playing": self.running, "diverged": diverged}

    def describe(self) -> State:
        """All that a page needs which knows nothing yet."""
        run, trainer, design = self._run, self._run.trainer, self._run.design
        return State(
            design=design.model_dump(mode="json"),
            link=write_link(design),
            generation=self._generation,
            playing=self.playing and not self.held,
            pace=self.pace,
            step=self.step,
            epoch=trainer.epoch_count,
            loss=trainer.loss,
            penalty=trainer.penalty,
            curve=describe_curve(run.curve, 0, 0),
            head=self._run.past.head,
            trunk=self._run.past.trunk,
            evaluation=describe_evaluation(self._run.trainer, "validation"),
            data=describe_data(trainer),
            layout=self._view.layout,
            layout_id=self._view.layout_id,
            probe=self._view.probe(),
            can_undo=bool(self._run.history.undo),
            can_redo=bool(self._run.history.redo),
            parameters_count=count_parameters(self._run.trainer),
            moment=self._moments.pinned,
        )

    def _new_curve(self) -> CurveExtended:
        curve = self._run.curve
        extended = describe_curve(curve, *self._curve_sent)
        self._curve_sent = (curve.filled, curve.bucket)
        return extended

    def _inspect(self, name: str, index: tuple[int, ...]) -> Inspected:
        probed = name.startswith("probe/")
        if probed and self._predicting:
            refuse("question_first", name)
        array = self._view.probed(name) if probed else self._run.trainer.network.parameter(name)
        if len(index) != array.ndim or any(not 0 <= i < n for i, n in zip(index, array.shape, strict=True)):
            refuse("parameter_index", name, f"within {array.shape}", str(index))
        value = float(array[index])
        return Inspected(name=name, index=index, value=value, step=self.step, generation=self._generation)

    def _table(self, layer: int) -> TableRead:
        parameters, layers = self._run.trainer.parameters, len(self._run.design.layers)
        if layer >= layers:
            refuse("layer_unknown", f"layers/{layer}", f"a layer below {layers}")
        start = f"layers/{layer}/"
        arrays = {name: array.tolist() for name, array in parameters.items() if name.startswith(start)}
        return TableRead(layer=layer, arrays=arrays, step=self.step, generation=self._generation)

    # being kept

    def save(self) -> bytes:
        """The session as one line of JSON, and its run after it."""
        head = {
            "version": 2,
            "playing": self.playing,
            "until": self._until,
            "pace": self.pace,
            "generation": self._generation,
            "view": self._view.to_json(),
            "quiz": self._quiz.kept.model_dump(mode="json"),
        }
        return json.dumps(head, allow_nan=False).encode() + b"\n" + self._run.to_bytes()

    @classmethod
    def restore(cls, saved: bytes, playing: Literal[False] | None = None) -> Self:
        """The session that was saved, training if it was; with `playing` False it stands still."""
        line, _, kept = saved.partition(b"\n")
        head, run = json.loads(line), Run.from_bytes(kept)
        session = cls.__new__(cls)
        quiz = Quiz(Kept.model_validate(head.get("quiz", {})))  # a session of before there was one has none
        session._begin(run, View.from_json(run.trainer, head["view"]), head["pace"], quiz)
        if playing is None:
            session.playing, session._until = head["playing"], head["until"]
        session._generation = head["generation"] + 1
        return session
