"""The wall: what a teacher's page is shown of the class's networks, once a second, as long as somebody looks at it.

It goes beside the events, as pictures do: a page that has not drawn the last ones is sent none, and then the latest.
"""

import json
from collections.abc import Callable, Iterable
from typing import Any

from app.classrooms.seats import Member
from app.classrooms.stuck import Progress, stuck
from app.live.broadcast import Reader
from app.live.channel import Channel
from app.protocol.frames import HEADER, Header, write_header

SECONDS = 0.9  # between two looks: a little less than every second time that a room is tended
FIGURES = ("step", "epoch", "validation", "accuracy", "r2", "parameters", "playing")
PICTURED = ("line", "picture")


class Wall:
    """Asks the members' sessions for their tiles and shows them to the pages that look."""

    def __init__(self, awake: Callable[[str], Channel | None]) -> None:
        self._awake = awake
        self._shown: dict[Reader, frozenset[str]] = {}  # whose pictures a page has room for
        self._progress: dict[str, Progress] = {}
        self._looked_at = -SECONDS
        self._frames = 0

    def look(self, reader: Reader, members: Iterable[str]) -> None:
        """This page shows these members' tiles now."""
        self._shown[reader] = frozenset(members)

    def leave(self, reader: Reader) -> None:
        """This page is gone."""
        self._shown.pop(reader, None)

    def tend(self, members: Iterable[Member], now: float) -> None:
        """Show what has been answered since the last time, and ask for the next. Nobody looks: nothing is asked."""
        looking = [reader for reader in self._shown if reader.visible]
        if not looking or now - self._looked_at < SECONDS:
            return
        self._looked_at = now
        seated = {each.id: each for each in members}
        self._progress = {member: each for member, each in self._progress.items() if member in seated}
        wanted = frozenset().union(*(self._shown[reader] for reader in looking))
        tiles: dict[str, dict[str, Any]] = {}
        for member in seated.values():
            channel = self._awake(member.session) if member.session else None
            if channel is None:
                continue
            if channel.tile is not None:
                tiles[member.id] = self._follow(member.id, channel.tile, now)
            channel.ask_tile(picture=member.id in wanted)
        for reader in looking:
            reader.show(self._frame(tiles, self._shown[reader]))

    def _follow(self, member: str, tile: Any, now: float) -> dict[str, Any]:
        before = self._progress.get(member)
        progress = before.follow(tile, now) if before else Progress.begin(tile, now)
        self._progress[member] = progress
        return {**tile, "stuck": stuck(progress, tile)}

    def _frame(self, tiles: dict[str, dict[str, Any]], shown: frozenset[str]) -> bytes:
        """Everybody's figures, and the pictures of those who are shown; a frame whose body is JSON."""
        told = {
            member: {name: tile[name] for name in (*FIGURES, "stuck")}
            | ({name: tile[name] for name in PICTURED if name in tile} if member in shown else {})
            for member, tile in tiles.items()
        }
        body = json.dumps({"tiles": told}, separators=(",", ":"), allow_nan=False).encode()
        self._frames = (self._frames + 1) % 2**32
        frame = bytearray(HEADER.size)
        write_header(frame, Header(0, self._frames, 0))
        return bytes(frame) + body
