"""What has happened but is not told yet: first it is written, then told, in the order in which it happened."""

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Sequence
from typing import Protocol

from app.classrooms.seats import Change
from app.classrooms.storage import StorageError

log = logging.getLogger(__name__)

Telling = Callable[[], None]
_MOST_UNSAVED = 100_000


class Writer(Protocol):
    """Whatever can write changes."""

    async def write(self, changes: Sequence[tuple[str, Change]]) -> None:
        """Write all of these, or raise StorageError."""


class Outbox:
    """Whatever waits while the disk is busy is written together with the next. A full disk stops saving, not telling:
    what could not be written is tried again with the next change, or by `try_again`."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self._waiting: deque[tuple[list[tuple[str, Change]], Telling]] = deque()
        self._unsaved: list[tuple[str, Change]] = []
        self._task: asyncio.Task[None] | None = None

    @property
    def saved(self) -> bool:
        """Whether everything that was told is on the disk."""
        return not self._unsaved

    def post(self, room: str, changes: Sequence[Change], telling: Telling) -> None:
        """Write these changes of a room, then tell."""
        self._waiting.append(([(room, change) for change in changes], telling))
        if self._task is None:
            self._task = asyncio.create_task(self._work())

    def try_again(self) -> None:
        """Write what could not be written, if there is any."""
        if self._unsaved:
            self.post("", (), lambda: None)

    async def settle(self) -> None:
        """Wait until nothing waits."""
        while self._task is not None:
            await self._task

    async def _work(self) -> None:
        while self._waiting:
            batch = [self._waiting.popleft() for _ in range(len(self._waiting))]
            await self._write([*self._unsaved, *(change for changes, _ in batch for change in changes)])
            for _, telling in batch:
                try:
                    telling()
                except Exception:
                    log.exception("telling what happened in a room failed")
        self._task = None

    async def _write(self, changes: list[tuple[str, Change]]) -> None:
        if not changes:
            return
        try:
            await self._writer.write(changes)
        except (StorageError, RuntimeError) as error:  # RuntimeError: the writer has been shut down
            if not self._unsaved:
                log.warning("rooms cannot be saved: %s", error)
            self._unsaved = changes[-_MOST_UNSAVED:]
        else:
            self._unsaved = []
