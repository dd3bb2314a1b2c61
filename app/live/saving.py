"""The saver writes what was kept to the disk, a few seconds apart, and tells the readers whether that worked."""

import logging
import sqlite3
from collections.abc import Iterable

from app.live.channel import Channel
from app.live.storage import Row, Storage
from app.live.timing import SAVE_SECONDS
from app.protocol.events import Saved, SaveFailed

log = logging.getLogger(__name__)


class Saver:
    """Saves channels to one storage."""

    def __init__(self, storage: Storage, save_seconds: float = SAVE_SECONDS) -> None:
        self._storage = storage
        self._seconds = save_seconds
        self.failing = False

    async def save_due(self, channels: Iterable[Channel], now: float, seen: float) -> None:
        """Write every channel that has changed and was not written just now."""
        due = [channel for channel in channels if channel.changed and now - channel.saved_at >= self._seconds]
        await self.save(due, now, seen)

    async def save(self, channels: list[Channel], now: float, seen: float) -> bool:
        """Write these; whether they are on the disk. `saved` is told after the disk has said so, never before."""
        if not channels:
            return True
        kept = [(channel, channel.kept_step, channel.kept) for channel in channels if channel.kept]
        for channel, _, _ in kept:
            channel.saved_at, channel.changed = now, False
        try:
            await self._storage.save(
                Row(channel.session, channel.visitor, step, seen, run) for channel, step, run in kept
            )
        except (OSError, sqlite3.Error) as error:
            self._failed([channel for channel, _, _ in kept], error)
            return False
        self.failing = False
        for channel, step, _ in kept:
            channel.save_failed = False
            channel.publish(Saved(step=step))
        return True

    def _failed(self, channels: list[Channel], error: Exception) -> None:
        if not self.failing:
            log.warning("saving failed, training goes on: %s", error)
        self.failing = True
        for channel in channels:
            channel.changed = True
            if not channel.save_failed:
                channel.save_failed = True
                channel.publish(SaveFailed())
