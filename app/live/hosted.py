"""One session in a worker, with the clock that it does not know itself: when it trains, reports, shows and is kept."""

import math
from collections.abc import Callable, Iterator, Sequence

from app.live.message import Message
from app.live.session import LiveSession
from app.live.timing import KEEP_SECONDS, PICTURE_SECONDS, REPORT_SECONDS, SLICE_SECONDS
from app.protocol.commands import AnyCommand
from app.protocol.event import Event

_BURST_SECONDS = 0.1  # of steps owed to the pace that are caught up with after a delay
# After a picture, a report, a keyframe that took t: at least so many times t without one, but no longer than so many
# seconds, because t is also long when the machine is busy with something else.
_PICTURE_SHARE, _LONGEST_WITHOUT_PICTURE = 3, 0.25
_REPORT_SHARE, _LONGEST_WITHOUT_REPORT = 10, 0.5
_KEEP_SHARE, _LONGEST_WITHOUT_KEYFRAME = 50, 10.0

Clock = Callable[[], float]


class Hosted:
    """A session that trains in short slices, so that many can share one worker."""

    def __init__(self, name: str, session: LiveSession, clock: Clock) -> None:
        self.name = name
        self.session = session
        self.watched = False
        self.picture_wanted = False
        self._clock = clock
        self._step_seconds = SLICE_SECONDS
        self._owed, self._owed_at = 0.0, clock()
        self._next_picture = self._next_report = 0.0
        self._next_keep = clock() + KEEP_SECONDS
        self._reported_step, self._reported_at = session.step, clock()
        self._shown: object = None
        self._kept: object = None
        self._was_running = False

    def command(self, command: AnyCommand) -> Iterator[Message]:
        """Do a command: what it changed for good is kept before anybody is told; of a pause one is told at once."""
        changes, wish = self.session.changes, self._wish()
        events = self.session.handle(command)
        changed, wished = self.session.changes != changes, self._wish() != wish
        if changed:
            self._step_seconds = SLICE_SECONDS
            yield self.keep()
        if events:
            yield self._events(events)
        if wished and not changed:
            yield self.keep()

    def hold(self, held: bool) -> Iterator[Message]:
        """Stop it and keep it from training, or let it go on."""
        if events := self.session.hold(held):
            yield self._events(events)

    def watch(self, watched: bool) -> None:
        """Somebody has come to look, and is owed a picture even if nothing has changed; or the last one has left."""
        self.watched = watched
        self._shown = None

    def turn(self) -> Iterator[Message]:
        """Train for a slice; then report, show and keep what is due."""
        now = self._clock()
        events = self._train(now)
        now = self._clock()
        if self.watched and now >= self._next_report and self.session.step != self._reported_step:
            events += self.session.report(self._steps_per_second(now))
            self._reported_step, self._reported_at = self.session.step, now
            rest = min(_REPORT_SHARE * (self._clock() - now), _LONGEST_WITHOUT_REPORT)
            self._next_report = now + max(REPORT_SECONDS, rest)
        if events:
            yield self._events(events)
        if self.picture_wanted and now >= self._next_picture and self.session.shown != self._shown:
            yield from self._picture(now)
        if now >= self._next_keep and self._keepable() != self._kept:
            yield self.keep()

    def next_turn(self) -> float:
        """When it has something to do, on its clock; infinity: only after a message."""
        due = [math.inf]
        if self.session.running:
            due.append(self._next_step())
        if self.picture_wanted and self.session.shown != self._shown:
            due.append(self._next_picture)
        if self._keepable() != self._kept:
            due.append(self._next_keep)
        return min(due)

    def keep(self, asked: int | None = None) -> Message:
        """What is needed to go on from here in another worker; `asked` is the number of the request that it answers."""
        now = self._clock()
        run = self.session.save()
        self._kept = self._keepable()
        rest = min(_KEEP_SHARE * (self._clock() - now), _LONGEST_WITHOUT_KEYFRAME)
        self._next_keep = now + max(KEEP_SECONDS, rest)
        return Message("kept", self.name, {"step": self.session.step, "asked": asked}, run)

    def _train(self, now: float) -> list[Event]:
        if not self.session.running:
            self._was_running = False
            return []
        if not self._was_running:
            self._was_running = True
            self._owed, self._owed_at = 1.0, now
            self._reported_at, self._reported_step = now, self.session.step
        steps = self._affordable(now)
        if steps == 0:
            return []
        before = self.session.step
        events = self.session.advance(steps)
        trained = self.session.step - before
        if trained > 0:
            self._learn_cost((self._clock() - now) / trained)
        return events

    def _learn_cost(self, took: float) -> None:
        """From one slice to the next the steps at most double, so that one lucky measurement makes no long slice."""
        half = self._step_seconds / 2
        self._step_seconds = half if took < half else 0.7 * self._step_seconds + 0.3 * took

    def _affordable(self, now: float) -> int:
        slice_steps = max(1, int(SLICE_SECONDS / max(self._step_seconds, 1e-7)))
        pace = self.session.pace
        if pace is None or self.session.hurried:
            return slice_steps
        self._owed = min(self._owed + (now - self._owed_at) * pace, max(1.0, _BURST_SECONDS * pace))
        self._owed_at = now
        steps = min(slice_steps, int(self._owed))
        self._owed -= steps
        return steps

    def _next_step(self) -> float:
        pace = self.session.pace
        if pace is None or self.session.hurried or not self._was_running or self._owed >= 1:
            return 0.0
        return self._owed_at + (1 - self._owed) / pace

    def _picture(self, now: float) -> Iterator[Message]:
        picture = self.session.picture()
        self._shown = self.session.shown
        rest = min(_PICTURE_SHARE * (self._clock() - now), _LONGEST_WITHOUT_PICTURE)
        # From when it was due rather than from now: a slice's delay must not lower the rate.
        due = max(self._next_picture, now - PICTURE_SECONDS)
        self._next_picture = max(due + PICTURE_SECONDS, now + rest)
        if picture is not None:
            self.picture_wanted = False
            yield Message("picture", self.name, None, picture)

    def _steps_per_second(self, now: float) -> float | None:
        elapsed = now - self._reported_at
        steps = self.session.step - self._reported_step
        return steps / elapsed if elapsed > 0 and steps >= 0 and self.session.running else None

    def _wish(self) -> object:
        """Whether and how fast it is to train."""
        return (self.session.running, self.session.pace)

    def _keepable(self) -> object:
        return (self.session.step, self.session.changes, self._wish())

    def _events(self, events: Sequence[Event]) -> Message:
        return Message("events", self.name, [event.model_dump(mode="json") for event in events])
