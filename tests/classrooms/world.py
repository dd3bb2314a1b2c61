"""A room and a school for tests: dice that can be thrown again, a clock that the test turns, a disk that it holds."""

import asyncio
import json
from collections import Counter
from collections.abc import Sequence
from random import Random
from typing import Any

from app.classrooms import token
from app.classrooms.classroom import Classroom
from app.classrooms.outbox import Outbox
from app.classrooms.outcome import Outcome
from app.classrooms.room import HOUR, Room
from app.classrooms.seats import Change, Kept, Member, Teacher, Terms
from app.classrooms.storage import StorageError
from app.live.broadcast import Reader

NOW = 1_000_000.0
ADDRESS = "http://192.168.1.5:8000"
OWNER = "0" * 16
OWNERS_WORD = "w" * 43


def a_room(seed: int = 1, room: str = "room", code: str = "K7QM2XWP") -> Room:
    """A room that was opened just now, with its owner in it."""
    made = Room(Terms(room, code, ADDRESS, False, NOW, NOW + 24 * HOUR))
    made.install(Teacher(OWNER, token.hash_of(OWNERS_WORD), owner=True, joined_at=NOW))
    return made


def with_members(room: Room, *seats: str) -> Room:
    """The room once these seats were taken; the token of a seat is its name in a row of 43 letters."""
    for at, seat in enumerate(seats):
        room.join(seat, word_of(seat), NOW, Random(at))
    return room


def word_of(seat: str) -> str:
    """The token of a seat that the test has named."""
    return (seat * 43)[:43]


class Disk:
    """Writes to a list, unless it is full; `hold` has it wait."""

    def __init__(self) -> None:
        self.written: list[tuple[str, Change]] = []
        self.batches = 0
        self.full = False
        self.free = asyncio.Event()
        self.free.set()

    async def write(self, changes: Sequence[tuple[str, Change]]) -> None:
        await self.free.wait()
        if self.full:
            raise StorageError("no space left")
        self.batches += 1
        self.written += changes

    def kept(self, room: str = "room") -> list[Kept]:
        """The last value that was written of each."""
        return [change for name, change in self.written if name == room and isinstance(change, Member | Teacher)]


class Clock:
    """Stands until it is turned."""

    def __init__(self, now: float = NOW) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now


class ByHand:
    """A session that answers by hand what it is asked for."""

    def __init__(self) -> None:
        self.tile: dict[str, Any] | None = None
        self.asked: list[bool] = []

    def ask_tile(self, *, picture: bool) -> None:
        self.asked.append(picture)


class Sessions:
    """The members' sessions by name, and which of them are held."""

    def __init__(self, *names: str) -> None:
        self.all = {name: ByHand() for name in names}
        self.held: Counter[str] = Counter()

    def awake(self, session: str) -> Any:
        return self.all.get(session)

    def hold(self, session: str, held: bool) -> None:
        self.held[session] += 1 if held else -1


def a_classroom(
    room: Room | None = None, disk: Disk | None = None, clock: Clock | None = None, sessions: Sessions | None = None
) -> Classroom:
    """A running room."""
    outbox = Outbox(disk or Disk())
    return Classroom(
        room or a_room(),
        outbox,
        clock or Clock(),
        Random(7),
        lambda address: address == ADDRESS,
        sessions or Sessions(),
    )


async def settle(classroom: Classroom) -> None:
    """Let everything that waits be written and told."""
    await classroom.settle(Outcome())


def heard(reader: Reader) -> list[dict[str, Any]]:
    """What this page is to be sent by now."""
    found = []
    while (message := reader.take()) is not None:
        assert isinstance(message, str)
        found.append(json.loads(message))
    return found


def types(events: Sequence[dict[str, Any]]) -> list[str]:
    """Of these events, their types."""
    return [event["type"] for event in events]
