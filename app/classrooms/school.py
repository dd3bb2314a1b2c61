"""The school: the rooms that are open on this server. It opens, finds, tends and deletes them."""

import asyncio
import logging
import time
from collections.abc import Callable
from random import Random, SystemRandom

from app.classrooms import token
from app.classrooms.classroom import Classroom, Sessions
from app.classrooms.code import draw_code, read_code
from app.classrooms.guard import Guard
from app.classrooms.outbox import Outbox
from app.classrooms.outcome import Outcome
from app.classrooms.room import HOUR, Room
from app.classrooms.seats import Kept, Removed, Teacher, Terms
from app.classrooms.storage import RoomStorage, StorageError
from app.live.registry import Full
from app.protocol import close_codes
from engine.errors import Problem

log = logging.getLogger(__name__)

MOST_ROOMS = 200  # at once: the guard's odds are reckoned for so many
ROOMS_OF_ONE = 8  # opened by one visitor since the server was started
_TEND_SECONDS = 0.5
_TRY_AGAIN_SECONDS = 10.0


class School:
    """All rooms of a server, with their clock and their dice."""

    def __init__(
        self,
        storage: RoomStorage,
        may_show: Callable[[str], bool],
        sessions: Sessions,
        clock: Callable[[], float] = time.time,
        dice: Random | None = None,
    ) -> None:
        self.codes, self.passphrases = Guard(), Guard()
        self._storage = storage
        self._outbox = Outbox(storage)
        self._may_show = may_show
        self._sessions = sessions
        self._clock = clock
        self._dice = dice or SystemRandom()
        self._rooms: dict[str, Classroom] = {}
        self._opened_by: dict[str, list[str]] = {}
        self._ready = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []
        self._tried_at = 0.0

    def start(self) -> None:
        """Read the rooms and tend them, beside all else: nobody waits for it but who wants a room."""
        self._tasks = [asyncio.create_task(self._load()), asyncio.create_task(self._tend_for_ever())]

    async def stop(self) -> None:
        """Write what is not written."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._outbox.try_again()
        await self._outbox.settle()
        await self._storage.close()

    def farewell(self) -> bool:
        """Have every connection closed, because the server stops; whether none is left."""
        for classroom in self._rooms.values():
            classroom.close(close_codes.GOING_AWAY, "the server stops")
        return not any(classroom.pages for classroom in self._rooms.values())

    async def ready(self) -> None:
        """Wait until the rooms that were kept are here."""
        await self._ready.wait()

    async def open(self, visitor: str, hours: int, address: str) -> tuple[Classroom, str]:
        """A new room, and the token of the teacher whose it is; Full when there are too many."""
        theirs = [room for room in self._opened_by.get(visitor, ()) if room in self._rooms]
        for found, most, code in (
            (theirs, ROOMS_OF_ONE, "too_many_rooms_yours"),
            (self._rooms, MOST_ROOMS, "too_many_rooms"),
        ):
            if len(found) >= most:
                raise Full(Problem(code=code, values={"most": most}))
        now, word = self._clock(), token.draw_token(self._dice)
        terms = Terms(token.draw_id(self._dice), self._new_code(), address, False, now, now + hours * HOUR)
        classroom = self._admit(terms)
        self._opened_by[visitor] = [*theirs, terms.id]
        owner = Teacher(token.draw_id(self._dice), token.hash_of(word), owner=True, joined_at=now)
        await classroom.settle(classroom.room.install(owner))
        return classroom, word

    def get(self, room: str) -> Classroom | None:
        """The room of that id."""
        return self._rooms.get(room)

    def find(self, typed: str) -> Classroom | None:
        """The room that this code opens. A wrong code, a locked room and one that is over all give nothing."""
        code = read_code(typed)
        open_rooms = {each.room.terms.code: each for each in self._rooms.values() if not each.room.terms.locked}
        return None if code is None else open_rooms.get(code)

    async def join(self, classroom: Classroom) -> str:
        """One more member; their token."""
        word = token.draw_token(self._dice)
        seat = token.draw_id(self._dice)
        await classroom.settle(classroom.room.join(seat, word, self._clock(), self._dice))
        return word

    async def accept(self, classroom: Classroom, invitation: str) -> str:
        """One more teacher, by invitation; their token."""
        word = token.draw_token(self._dice)
        seat = token.draw_id(self._dice)
        await classroom.settle(classroom.room.accept(invitation, seat, word, self._clock()))
        return word

    async def delete(self, classroom: Classroom) -> None:
        """End a room, and leave nothing of it."""
        terms = classroom.room.terms
        self._rooms.pop(terms.id, None)
        classroom.close(close_codes.ROOM_OVER, "the room is over")
        classroom.release()
        await classroom.settle(Outcome((Removed(Terms, terms.id),)))

    async def tend(self) -> None:
        """End what has expired; notice who is away; write again what could not be written."""
        now = self._clock()
        for classroom in list(self._rooms.values()):
            if classroom.room.terms.expires_at <= now:
                await self.delete(classroom)
            else:
                classroom.tend()
        if not self._outbox.saved and now - self._tried_at >= _TRY_AGAIN_SECONDS:
            self._tried_at = now
            self._outbox.try_again()

    async def _load(self) -> None:
        kept: list[tuple[Terms, list[Kept]]] = []
        try:
            kept = await self._storage.load()
        except StorageError as error:
            log.warning("rooms cannot be kept: %s", error)
        for terms, values in kept:
            self._admit(terms, values)
        self._ready.set()

    async def _tend_for_ever(self) -> None:
        await self._ready.wait()
        while True:
            try:
                await self.tend()
            except Exception:
                log.exception("tending the rooms failed")
            await asyncio.sleep(_TEND_SECONDS)

    def _admit(self, terms: Terms, kept: list[Kept] | None = None) -> Classroom:
        classroom = Classroom(
            Room(terms, kept or ()), self._outbox, self._clock, self._dice, self._may_show, self._sessions
        )
        self._rooms[terms.id] = classroom
        return classroom

    def _new_code(self) -> str:
        taken = {classroom.room.terms.code for classroom in self._rooms.values()}
        while (code := draw_code(self._dice)) in taken:
            pass
        return code
