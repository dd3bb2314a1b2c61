"""The server's end of one session: its stream, its readers, its worker, and what is kept in case that dies."""

import asyncio
from collections import deque
from collections.abc import Mapping
from typing import Any

from app.live.backends.base import WorkerHandle
from app.live.broadcast import EventLog, Position, Reader
from app.live.message import Message
from app.protocol.commands import Acknowledge, Inspect, ShowLook, Table, read_command
from app.protocol.event import Event
from app.protocol.events import Interrupted, Refused, Resumed
from engine.errors import ChalknetError, Problem


class Channel:
    """One session as the web process knows it. `opening` is what begins it anew as long as nothing is kept."""

    def __init__(
        self, session: str, visitor: str, opening: Mapping[str, Any], kept: bytes = b"", step: int = 0
    ) -> None:
        self.session = session
        self.visitor = visitor
        self.opening = opening
        self.kept, self.kept_step = kept, step
        self.changed = False  # since it was last written to the disk
        self.saved_at = -1e9
        self.save_failed = False
        self.log = EventLog()
        self.readers: set[Reader] = set()
        self.left_at: float | None = None  # when the last reader left
        self.deaths: deque[float] = deque(maxlen=8)  # when a worker died under it
        self.worker: WorkerHandle | None = None
        self.held = False  # it may not be trained now
        self.tile: Mapping[str, Any] | None = None  # how it looked from afar when that was last asked
        self._tile_asked = False
        self._waiting: list[Reader] = []
        self._wanting = False
        self._asked: dict[int, asyncio.Future[None]] = {}

    def place(self, worker: WorkerHandle, *, restored: bool, playing: bool | None = None) -> None:
        """Have it trained there, from what was kept last; `playing` None: as it was."""
        self.worker = worker
        opening = {**self.opening, "restored": restored, "playing": playing, "held": self.held}
        self._send("open", opening, self.kept)
        if self.readers:
            self._send("watch", True)
        if self._waiting:
            self._send("describe")
        self.want()

    def interrupt(self) -> None:
        """Its worker has died."""
        self.worker = None
        self._wanting = self._tile_asked = False
        self.publish(Interrupted())

    def attach(self, position: Position | None) -> Reader:
        """A new reader, who resumes from its position or, where that is not known here, gets the whole state."""
        reader = Reader(self.log, self.want)
        self.readers.add(reader)
        self._send("watch", True)  # each time: the newcomer has no picture yet, even if nothing moves
        self.left_at = None
        if position is not None and self.log.holds_after(position):
            reader.greet(Resumed().model_dump(mode="json"), position.after)
        else:
            self._waiting.append(reader)
            if len(self._waiting) == 1:
                self._send("describe")
        return reader

    def detach(self, reader: Reader, now: float) -> None:
        """This reader, and no other, is gone."""
        self.readers.discard(reader)
        if reader in self._waiting:
            self._waiting.remove(reader)
        if not self.readers:
            self.left_at = now
            self._send("watch", False)

    def command(self, reader: Reader, text: str) -> None:
        """Pass on what a reader asks, or refuse it."""
        try:
            command = read_command(text)
        except ChalknetError as error:
            self.publish(Refused(command_id=None, problems=error.problems))
            return
        if isinstance(command, Acknowledge):
            reader.acknowledge(command.frame)
            return
        if self.worker is None:
            self.publish(Refused(command_id=command.id, problems=(Problem(code="interrupted"),)))
            return
        if isinstance(command, ShowLook):
            reader.look(command.visible)
        self._send("command", text)

    def look_on(self, reader: Reader, text: str) -> None:
        """What a reader asks who only looks on: what is drawn for all is not theirs to choose, nor what is done."""
        try:
            command = read_command(text)
        except ChalknetError as error:
            reader.tell(Refused(command_id=None, problems=error.problems).model_dump(mode="json"))
            return
        match command:
            case Acknowledge(frame=frame):
                reader.acknowledge(frame)
            case ShowLook(visible=visible):
                reader.look(visible)
            case Inspect() | Table():
                self._send("command", text)
            case _:
                refused = Refused(command_id=command.id, problems=(Problem(code="only_looking"),))
                reader.tell(refused.model_dump(mode="json"))

    def receive(self, message: Message) -> None:
        """Take what the worker says."""
        match message.kind:
            case "events":
                for event in message.value:
                    self._append(event)
            case "described":
                opened = {"type": "opened", "session": self.session, "recovered": False, "state": message.value}
                for reader in self._waiting:
                    reader.greet(opened, self.log.last)
                self._waiting.clear()
            case "picture":
                self._wanting = False
                for reader in self.readers:
                    reader.show(message.body)
                self.want()
            case "tile":
                self.tile, self._tile_asked = message.value, False
            case "kept":
                self.kept, self.kept_step, self.changed = message.body, message.value["step"], True
                if (asked := self._asked.pop(message.value["asked"] or 0, None)) is not None and not asked.done():
                    asked.set_result(None)

    def publish(self, event: Event) -> None:
        """Tell every reader."""
        self._append(event.model_dump(mode="json"))

    def want(self) -> None:
        """Ask for one picture if somebody could be sent it at once."""
        if not self._wanting and self.worker is not None and any(reader.wants_picture for reader in self.readers):
            self._wanting = True
            self._send("want")

    def ask_tile(self, *, picture: bool) -> None:
        """Have `tile` made anew, unless it is just being made."""
        if not self._tile_asked and self.worker is not None:
            self._tile_asked = True
            self._send("tile", picture)

    def hold(self, held: bool) -> None:
        """Stop it and keep it from training, or let it go on; also in the worker that comes after this one."""
        self.held = held
        self._send("hold", held)

    def pause(self) -> None:
        """Stop training without being asked by a reader."""
        self._send("command", '{"type":"pause"}')

    async def keep(self) -> None:
        """Have it kept as it is now; returns when it is."""
        number = max(self._asked, default=0) + 1
        self._asked[number] = asyncio.get_running_loop().create_future()
        self._send("keep", number)
        await self._asked[number]

    def end(self) -> None:
        """Take it off its worker."""
        self._send("close")
        self.worker = None

    def close_readers(self, code: int, reason: str) -> None:
        """Have every connection closed."""
        for reader in self.readers:
            reader.close(code, reason)

    def _append(self, event: Mapping[str, Any]) -> None:
        self.log.append(event)
        for reader in self.readers:
            reader.wake()

    def _send(self, kind: str, value: Any = None, body: bytes = b"") -> None:
        if self.worker is not None:
            self.worker.send(Message(kind, self.session, value, body))
