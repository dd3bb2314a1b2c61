"""The hub brings sessions, workers, readers and the disk together; it lives in the web process and trains nothing."""

import asyncio
import contextlib
import logging
import secrets
import sqlite3
import time
from collections import Counter
from collections.abc import Mapping
from typing import Any

from app.live.backends.base import Backend, WorkerHandle
from app.live.broadcast import Reader
from app.live.channel import Channel
from app.live.message import Message
from app.live.registry import Limits, Registry
from app.live.saving import Saver
from app.live.storage import Storage
from app.live.timing import FORGET_SECONDS, IDLE_SECONDS
from app.protocol import close_codes

log = logging.getLogger(__name__)

_TEND_SECONDS = 0.5
_FORGET_EVERY = 600.0
_KEEP_TIMEOUT = 2.0
_FATAL_DEATHS, _FATAL_SECONDS = 8, 60.0  # so many workers dead under one session in so short a time: it is paused


class Hub:
    """Opens, finds, watches and saves sessions."""

    def __init__(
        self, backend: Backend, storage: Storage, limits: Limits | None = None, idle_seconds: float = IDLE_SECONDS
    ) -> None:
        self._backend = backend
        self._storage = storage
        self._saver = Saver(storage)
        self._idle_seconds = idle_seconds
        self._registry = Registry(limits or Limits())
        self._waking = asyncio.Lock()
        self._tasks: set[asyncio.Task[None]] = set()
        self._forgot_at = 0.0
        self._held: Counter[str] = Counter()  # how many hold a session

    async def start(self) -> None:
        """Open the storage and spawn the workers. Without a disk the hub serves all the same, and says so."""
        try:
            await self._storage.open()
        except (OSError, sqlite3.Error) as error:
            log.warning("runs cannot be saved at %s: %s", self._storage.path, error)
        await self._backend.start(self._receive, self._died)
        self._begin(self._tend_for_ever())

    async def stop(self) -> None:
        """Keep and save every run, then end the workers."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        channels = [channel for channel in self._registry if channel.worker is not None]
        await asyncio.gather(*(self._keep(channel) for channel in channels))
        await self._saver.save(list(self._registry), time.monotonic(), time.time())
        await self._backend.stop()
        await self._storage.close()

    @property
    def workers(self) -> int:
        """How many workers live."""
        return len(self._backend.workers)

    @property
    def sessions(self) -> int:
        """How many sessions are awake."""
        return sum(1 for _ in self._registry)

    @property
    def saving(self) -> bool:
        """Whether the last run that was to be written is on the disk."""
        return not self._saver.failing

    def awake(self, session: str) -> Channel | None:
        """The session, if it is awake, for somebody who has been told its name by its visitor."""
        return self._registry.get(session)

    def hold(self, session: str, held: bool) -> None:
        """Keep a session from training, awake or asleep, until everybody who holds it has let it go."""
        before = self._held[session] > 0
        self._held[session] += 1 if held else -1
        after = self._held[session] > 0
        if not after:
            del self._held[session]
        if before != after and (channel := self.awake(session)) is not None:
            channel.hold(after)

    def leave(self, channel: Channel, reader: Reader) -> None:
        """This connection, and no other, is gone."""
        channel.detach(reader, time.monotonic())

    def farewell(self) -> bool:
        """Have every connection closed, because the server stops; whether none is left."""
        for channel in self._registry:
            channel.close_readers(close_codes.GOING_AWAY, "the server stops")
        return not any(channel.readers for channel in self._registry)

    async def create(self, visitor: str, opening: Mapping[str, Any]) -> Channel:
        """A new session of this visitor; Full when there is no place for it."""
        async with self._waking:
            await self._make_place(visitor)
            channel = Channel(secrets.token_urlsafe(16), visitor, opening)
            channel.left_at = time.monotonic()
            self._admit(channel, restored=False)
            return channel

    async def find(self, session: str, visitor: str) -> Channel | None:
        """The visitor's session, woken if it sleeps; Full when there is no place for it."""
        async with self._waking:
            channel = self._registry.get(session)
            if channel is not None:
                return channel if secrets.compare_digest(channel.visitor, visitor) else None
            try:
                row = await self._storage.load(session, visitor)
            except (OSError, sqlite3.Error) as error:
                log.warning("session %s cannot be read: %s", session, error)
                return None
            if row is None:
                return None
            await self._make_place(visitor)
            channel = Channel(session, visitor, {}, row.run, row.step)
            channel.left_at = time.monotonic()
            self._admit(channel, restored=False)
            return channel

    async def tend(self, now: float) -> None:
        """Save what has changed, put to sleep what nobody looks at, forget what nobody will."""
        await self._saver.save_due(self._registry, now, time.time())
        for channel in self._registry:
            if channel.left_at is not None and now - channel.left_at >= self._idle_seconds:
                async with self._waking:
                    if channel.left_at is not None:
                        await self._put_to_sleep(channel)
        if now - self._forgot_at >= _FORGET_EVERY:
            self._forgot_at = now
            await self._forget()

    async def _forget(self) -> None:
        """Drop from the disk what nobody has looked at for a day."""
        with contextlib.suppress(OSError, sqlite3.Error):  # a disk that fails is told of by saving
            await self._storage.touch([channel.session for channel in self._registry], time.time())
            await self._storage.forget_before(time.time() - FORGET_SECONDS)

    async def _tend_for_ever(self) -> None:
        while True:
            await asyncio.sleep(_TEND_SECONDS)
            try:
                await self.tend(time.monotonic())
            except Exception:
                log.exception("tending the sessions failed")

    async def _make_place(self, visitor: str) -> None:
        if (unseen := self._registry.in_the_way(visitor)) is not None:
            await self._put_to_sleep(unseen)

    async def _put_to_sleep(self, channel: Channel) -> None:
        """Pause it and leave it on the disk alone; where that fails it stays awake, and paused."""
        channel.pause()
        await self._keep(channel)
        if await self._saver.save([channel], time.monotonic(), time.time()):
            channel.end()
            self._registry.remove(channel)
        else:
            channel.left_at = time.monotonic()

    async def _keep(self, channel: Channel) -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(channel.keep(), _KEEP_TIMEOUT)

    def _admit(self, channel: Channel, *, restored: bool, playing: bool | None = None) -> None:
        self._registry.add(channel)
        channel.held = channel.session in self._held
        workers = self._backend.workers
        if workers:
            least = min(workers, key=lambda worker: len(self._registry.of_worker(worker)))
            channel.place(least, restored=restored, playing=playing)
        else:
            self._begin(self._admit_later(channel, playing))

    async def _admit_later(self, channel: Channel, playing: bool | None) -> None:
        while not self._backend.workers:
            await asyncio.sleep(0.05)
        self._admit(channel, restored=True, playing=playing)

    def _receive(self, message: Message) -> None:
        channel = self._registry.get(message.session)
        if channel is None:
            return
        if message.kind == "failed":
            self._failed(channel, message.value)
        else:
            channel.receive(message)

    def _failed(self, channel: Channel, value: Mapping[str, Any]) -> None:
        """A session that a mistake of ours has stopped comes back paused; one that cannot even be opened is dropped."""
        log.error("session %s failed: %s", channel.session, value["problems"])
        channel.interrupt()
        if not value["opening"]:
            self._admit(channel, restored=True, playing=False)
            return
        channel.close_readers(close_codes.UNKNOWN_SESSION, "the session cannot be opened")
        self._registry.remove(channel)
        self._begin(self._storage.remove(channel.session))

    def _died(self, worker: WorkerHandle) -> None:
        """Say so to the readers of its sessions, and go on in another worker from what was kept."""
        now = time.monotonic()
        for channel in self._registry.of_worker(worker):
            channel.interrupt()
            channel.deaths.append(now)
            often = sum(now - death < _FATAL_SECONDS for death in channel.deaths) >= _FATAL_DEATHS
            self._admit(channel, restored=True, playing=False if often else None)

    def _begin(self, work: Any) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
