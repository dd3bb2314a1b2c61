"""A running room: its seats' streams and the pages that read them. What happens is written first, then told."""

import asyncio
from collections.abc import Callable
from random import Random
from typing import Protocol

from app.classrooms.commands import Watch, read_member_command, read_teacher_command
from app.classrooms.events import Opened
from app.classrooms.hold import Hold
from app.classrooms.outbox import Outbox
from app.classrooms.outcome import Outcome, To, Told, refusal
from app.classrooms.room import Room
from app.classrooms.wall import Wall
from app.classrooms.watching import Watching
from app.live.broadcast import EventLog, Position, Reader
from app.live.channel import Channel
from app.protocol import close_codes
from app.protocol.commands import Acknowledge
from app.protocol.event import Event
from app.protocol.events import Refused, Resumed
from engine.errors import ChalknetError

_EVENTS_KEPT, _BYTES_KEPT = 1024, 262_144  # of one seat, for a page that comes back


class Stream:
    """What one seat is told, and its pages."""

    def __init__(self) -> None:
        self.log = EventLog(_EVENTS_KEPT, _BYTES_KEPT)
        self.readers: set[Reader] = set()

    def publish(self, event: Event) -> None:
        """Tell every page of this seat."""
        self.log.append(event.model_dump(mode="json"))
        for reader in self.readers:
            reader.wake()

    def close(self, code: int, reason: str) -> None:
        """Have every page's connection closed."""
        for reader in self.readers:
            reader.close(code, reason)


class Sessions(Protocol):
    """The members' networks, by the names of their sessions."""

    def awake(self, session: str) -> Channel | None:
        """The session, if it is awake."""

    def hold(self, session: str, held: bool) -> None:
        """Keep it from training, or let it go."""


class Classroom:
    """One room with its clock, its dice and its pages. `may_show` says whether an address is one of this server's."""

    def __init__(
        self,
        room: Room,
        outbox: Outbox,
        clock: Callable[[], float],
        dice: Random,
        may_show: Callable[[str], bool],
        sessions: Sessions,
    ) -> None:
        self.room = room
        self._outbox = outbox
        self._clock, self._dice = clock, dice
        self._may_show = may_show
        self._wall = Wall(sessions.awake)
        self._hold = Hold(sessions.hold)
        self._awake = sessions.awake
        self._watching = Watching()
        self._streams: dict[str, Stream] = {}
        self._closed: tuple[int, str] | None = None

    @property
    def pages(self) -> int:
        """How many pages are connected."""
        return sum(len(stream.readers) for stream in self._streams.values())

    def attach(self, seat: str, position: Position | None) -> Reader:
        """A page of this seat has come. It resumes from its position; where that is not known here, it gets all."""
        stream = self._streams.setdefault(seat, Stream())
        reader = Reader(stream.log)
        stream.readers.add(reader)
        if self._closed is not None:
            reader.close(*self._closed)
        self._post(self.room.open_page(seat))
        teacher = seat in self.room.teachers
        state = self.room.teacher_state(seat) if teacher else self.room.member_state(seat)
        opened = Opened(state=state).model_dump(mode="json")

        def greet() -> None:
            # By now exactly that has been told which the state already holds.
            if position is not None and stream.log.holds_after(position):
                reader.greet(Resumed().model_dump(mode="json"), position.after)
            else:
                reader.greet(opened, stream.log.last)

        self._outbox.post(self.room.terms.id, (), greet)
        return reader

    def detach(self, seat: str, reader: Reader) -> None:
        """This page, and no other, is gone."""
        self._streams[seat].readers.discard(reader)
        self._wall.leave(reader)
        self.room.close_page(seat, self._clock())
        if not self._streams[seat].readers and not self._has(seat):
            del self._streams[seat]

    def command(self, seat: str, text: str, reader: Reader | None = None) -> None:
        """Do what a page of this seat asks, or say why not. `reader` is that page, for what concerns it alone."""
        number = None
        try:
            if seat in self.room.teachers:
                asked = read_teacher_command(text)
                number = asked.id
                if isinstance(asked, Watch | Acknowledge):
                    self._show(asked, reader)
                    return
                if asked.type == "choose_address" and not self._may_show(asked.address):
                    raise refusal("address_unknown")
                outcome = self.room.teach(seat, asked, self._clock(), self._dice)
            else:
                wish = read_member_command(text)
                number = wish.id
                outcome = self.room.take_part(seat, wish, self._clock(), self._dice)
        except ChalknetError as error:
            self._post(Outcome(told=(Told(seat, Refused(command_id=number, problems=error.problems)),)))
            return
        self._post(outcome)

    async def settle(self, outcome: Outcome) -> None:
        """Have something that happened written and told; returns when it is."""
        done = asyncio.Event()
        self._post(outcome)
        self._outbox.post(self.room.terms.id, (), done.set)
        await done.wait()

    def tend(self) -> None:
        """Time has passed."""
        self._post(self.room.tend(self._clock(), self._outbox.saved))
        self._wall.tend(self.room.members.values(), self._clock())

    def release(self) -> None:
        """Let go of the members' sessions: the room is over."""
        self._hold.release()
        self._watching.follow((), {})

    def work_of(self, member: str) -> Channel | None:
        """The network that this member works on, if it is awake."""
        found = self.room.members.get(member)
        return self._awake(found.session) if found is not None and found.session else None

    def watch(self, teacher: str, member: str, channel: Channel, reader: Reader) -> None:
        """A teacher's page looks into this member's network."""
        self._watching.add(reader, teacher, member, channel.session)

    def unwatch(self, reader: Reader) -> None:
        """That page is gone."""
        self._watching.remove(reader)

    def steer(self, member: str, channel: Channel, reader: Reader, text: str) -> None:
        """What a page asks that looks: it commands if it was invited to."""
        (channel.command if member in self.room.helped else channel.look_on)(reader, text)

    def close(self, code: int, reason: str) -> None:
        """Have every page's connection closed, and that of each that still comes."""
        self._closed = (code, reason)
        for stream in self._streams.values():
            stream.close(code, reason)

    def _show(self, asked: Watch | Acknowledge, reader: Reader | None) -> None:
        if reader is None:
            return
        if isinstance(asked, Acknowledge):
            reader.acknowledge(asked.frame)
        else:
            reader.look(asked.visible)
            self._wall.look(reader, asked.members)

    def _post(self, outcome: Outcome) -> None:
        self._hold.follow(self.room.members.values(), self.room.paused)
        self._watching.follow(self.room.teachers, self.room.members)
        if outcome != Outcome():
            self._outbox.post(self.room.terms.id, outcome.changes, lambda: self._tell(outcome))

    def _tell(self, outcome: Outcome) -> None:
        for told in outcome.told:
            for seat in self._audience(told.to):
                self._streams[seat].publish(told.event)
        for seat in outcome.gone:
            if (stream := self._streams.get(seat)) is not None:
                stream.close(close_codes.REMOVED, "this seat is no more")

    def _audience(self, to: str) -> list[str]:
        """The seats that are told: those of the role that have ever had a page, or the one that is named."""
        if to == To.TEACHERS:
            return [seat for seat in self._streams if seat in self.room.teachers]
        if to == To.MEMBERS:
            return [seat for seat in self._streams if seat in self.room.members]
        return [to] if to in self._streams else []

    def _has(self, seat: str) -> bool:
        return seat in self.room.teachers or seat in self.room.members
