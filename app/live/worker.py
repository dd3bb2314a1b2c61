"""A worker hosts many sessions and gives each its turn. Messages come in and go out: no process, no pipe."""

import logging
import math
from collections.abc import Callable, Iterator

from app.live.hosted import Clock, Hosted
from app.live.message import Message
from app.live.session import LiveSession
from app.protocol.commands import read_command
from app.protocol.events import Opened, Refused
from engine.design import read_design
from engine.errors import ChalknetError, Problem

log = logging.getLogger(__name__)


class Worker:
    """Sessions by name, each trained a slice at a time, in turns."""

    def __init__(self, send: Callable[[Message], None], clock: Clock) -> None:
        self.sessions: dict[str, Hosted] = {}
        self._send = send
        self._clock = clock

    def receive(self, message: Message) -> None:
        """Do what the server asks; what comes of it is sent."""
        try:
            for answer in self._answers(message):
                self._send(answer)
        except ChalknetError as error:
            self._refuse(message, error.problems)
        except Exception:
            log.exception("%s failed in session %s", message.kind, message.session)
            self._refuse(message, (Problem(code="server_error"),))

    def turn(self) -> float:
        """Give every session that has something to do its slice; for how many seconds nothing is to do then."""
        for name, hosted in list(self.sessions.items()):
            if hosted.next_turn() > self._clock():
                continue
            try:
                for message in hosted.turn():
                    self._send(message)
            except Exception:
                log.exception("session %s failed while training", name)
                del self.sessions[name]
                self._send(Message("failed", name, {"opening": False, "problems": ["server_error"]}))
        due = min((hosted.next_turn() for hosted in self.sessions.values()), default=math.inf)
        return max(0.0, due - self._clock())

    def _answers(self, message: Message) -> Iterator[Message]:
        if message.kind == "open":
            yield from self._open(message)
            return
        hosted = self.sessions.get(message.session)
        if hosted is None:
            return
        match message.kind:
            case "command":
                yield from hosted.command(read_command(message.value))
            case "describe":
                state = hosted.session.describe().model_dump(mode="json")
                yield Message("described", message.session, state)
            case "want":
                hosted.picture_wanted = True
            case "hold":
                yield from hosted.hold(message.value)
            case "tile":
                yield Message("tile", message.session, hosted.session.tile(picture=message.value))
            case "watch":
                hosted.watch(message.value)
            case "keep":
                yield hosted.keep(message.value)
            case "close":
                del self.sessions[message.session]

    def _open(self, message: Message) -> Iterator[Message]:
        """Begin a Design, or go on with a saved run; `restored` tells its readers where it stands now."""
        if message.body:
            session = LiveSession.restore(message.body, playing=message.value["playing"])
        else:
            session = LiveSession(read_design(message.value["design"]), pace=message.value["pace"])
        session.held = message.value.get("held", False)
        hosted = self.sessions[message.session] = Hosted(message.session, session, self._clock)
        yield hosted.keep()
        if message.value.get("restored"):
            opened = Opened(session=message.session, state=session.describe())
            restored = {"type": "restored", "step": session.step}
            yield Message("events", message.session, [restored, opened.model_dump(mode="json")])

    def _refuse(self, message: Message, problems: tuple[Problem, ...]) -> None:
        if message.kind == "open":
            codes = [problem.code for problem in problems]
            self._send(Message("failed", message.session, {"opening": True, "problems": codes}))
            return
        refused = Refused(command_id=_command_id(message), problems=problems)
        self._send(Message("events", message.session, [refused.model_dump(mode="json")]))


def _command_id(message: Message) -> int | None:
    if message.kind != "command":
        return None
    try:
        return read_command(message.value).id
    except ChalknetError:
        return None
