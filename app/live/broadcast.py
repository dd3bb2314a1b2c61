"""The stream of one session: a bounded log of numbered events, and the readers who each stand somewhere in it.

A reader has no copy of the events, only its place in the log, one slot for the whole state and one for the latest
picture; so a slow one costs nothing, and is too slow once the log has moved past its place.
"""

import asyncio
import json
import secrets
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from app.protocol.frames import read_header

EVENTS_KEPT = 512
BYTES_KEPT = 1_048_576
ASIDES_KEPT = 16  # that wait for one reader
CREDITS = 2  # pictures in flight to one reader


class TooSlow(Exception):  # noqa: N818 - what the reader is
    """The log has forgotten events that this reader has not been sent."""


@dataclass(frozen=True)
class Position:
    """Where a reader stood: the stream's name and the number of the last event it has applied."""

    stream: str
    after: int


class EventLog:
    """The last events of a stream, as the text that is sent. Numbers of another stream mean nothing here."""

    def __init__(self, events: int = EVENTS_KEPT, size: int = BYTES_KEPT) -> None:
        self.stream = secrets.token_hex(8)
        self.last = 0
        self.bytes = 0
        self._most_events, self._most_bytes = events, size
        self._texts: deque[str] = deque()

    @property
    def first(self) -> int:
        """The number of the oldest event that is still kept; one past the last if none is."""
        return self.last - len(self._texts) + 1

    def append(self, event: Mapping[str, Any]) -> int:
        """Number the event and keep it; the number."""
        self.last += 1
        text = self.numbered(event, self.last)
        self._texts.append(text)
        self.bytes += len(text)
        while len(self._texts) > self._most_events or (self.bytes > self._most_bytes and len(self._texts) > 1):
            self.bytes -= len(self._texts.popleft())
        return self.last

    def numbered(self, event: Mapping[str, Any], number: int) -> str:
        """The event's text with its number and the stream's name."""
        return json.dumps({**event, "number": number, "stream": self.stream}, separators=(",", ":"), allow_nan=False)

    def holds_after(self, position: Position) -> bool:
        """Whether everything after this position is still here."""
        return position.stream == self.stream and self.first - 1 <= position.after <= self.last

    def __getitem__(self, number: int) -> str:
        if not self.first <= number <= self.last:
            raise TooSlow
        return self._texts[number - self.first]


class Reader:
    """One connection to a stream: what it is to be sent next, and how many pictures it may still be sent."""

    def __init__(self, log: EventLog, has_room: Callable[[], None] = lambda: None) -> None:
        """`has_room` is called whenever it may have become possible to send another picture."""
        self.visible = True
        self.closing: tuple[int, str] | None = None
        self._log = log
        self._has_room = has_room
        self._after: int | None = None  # until it has resumed or opened, nothing is sent
        self._greeting: str | None = None
        self._asides: deque[str] = deque(maxlen=ASIDES_KEPT)
        self._picture: bytes | None = None
        self._in_flight: set[int] = set()
        self._awake = asyncio.Event()

    @property
    def greeted(self) -> bool:
        """Whether it knows where it stands in the stream."""
        return self._after is not None

    @property
    def wants_picture(self) -> bool:
        """Whether a picture taken now could be sent at once."""
        return (
            self.visible
            and self.greeted
            and self.closing is None
            and self._picture is None
            and len(self._in_flight) < CREDITS
        )

    def greet(self, greeting: Mapping[str, Any], after: int) -> None:
        """Send `resumed` or `opened` first, then the events after that number."""
        self._greeting = self._log.numbered(greeting, after)
        self._after = after
        self.wake()
        self._has_room()

    def show(self, picture: bytes) -> None:
        """Send this picture when there is credit; one that still waits is replaced."""
        if self.visible and self.greeted:
            self._picture = picture
            self.wake()

    def tell(self, event: Mapping[str, Any]) -> None:
        """Say something to this reader alone: it has no number, and is not said again to one that resumes."""
        self._asides.append(json.dumps(event, separators=(",", ":"), allow_nan=False))
        self.wake()

    def acknowledge(self, frame: int) -> None:
        """This frame was drawn. A number that was never sent gives no credit."""
        self._in_flight.discard(frame)
        self.wake()
        self._has_room()

    def look(self, visible: bool) -> None:
        """The page is seen, or hidden: then it gets no pictures, and those in flight may never be drawn."""
        self.visible = visible
        if not visible:
            self._picture = None
            self._in_flight.clear()
        self._has_room()

    def close(self, code: int, reason: str) -> None:
        """Have the connection closed; the first reason given stands."""
        self.closing = self.closing or (code, reason)
        self.wake()

    def wake(self) -> None:
        """Have whoever waits in `next` look again."""
        self._awake.set()

    async def next(self) -> str | bytes | None:
        """What to send next: the greeting, events, then the latest picture. None: it is closing."""
        while True:
            if self.closing is not None:
                return None
            if (message := self.take()) is not None:
                return message
            self._awake.clear()
            await self._awake.wait()

    def take(self) -> str | bytes | None:
        """The same without waiting; None: nothing just now."""
        if self._after is None:
            return None
        if self._greeting is not None:
            greeting, self._greeting = self._greeting, None
            return greeting
        if self._asides:
            return self._asides.popleft()
        if self._after < self._log.last:
            text = self._log[self._after + 1]
            self._after += 1
            return text
        if self._picture is not None and len(self._in_flight) < CREDITS:
            picture, self._picture = self._picture, None
            self._in_flight.add(read_header(picture).frame)
            self._has_room()
            return picture
        return None
