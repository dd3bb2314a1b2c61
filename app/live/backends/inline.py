"""One worker in this very process: for tests, where training may hold up the event loop for a slice."""

import asyncio
import contextlib
import math
import time
from collections.abc import Callable, Sequence

from app.live.backends.base import Receive, WorkerHandle
from app.live.message import LENGTHS, Message, pack, unpack
from app.live.worker import Worker


class InlineWorker:
    """A worker whose turns are a task of the event loop."""

    name = "inline"

    def __init__(self, receive: Receive) -> None:
        self._inbox: asyncio.Queue[Message] = asyncio.Queue()
        self._worker = Worker(lambda message: receive(_through_a_pipe(message)), time.monotonic)
        self.task = asyncio.create_task(self._run())

    def send(self, message: Message) -> None:
        """Hand over a message, as a pipe would."""
        self._inbox.put_nowait(_through_a_pipe(message))

    async def _run(self) -> None:
        while True:
            pause = self._worker.turn()
            await asyncio.sleep(0)
            if pause > 0 and self._inbox.empty():
                with contextlib.suppress(TimeoutError):
                    timeout = None if math.isinf(pause) else pause
                    self._worker.receive(await asyncio.wait_for(self._inbox.get(), timeout))
            while not self._inbox.empty():
                self._worker.receive(self._inbox.get_nowait())


class InlineBackend:
    """A backend of one worker, which a test may kill."""

    def __init__(self) -> None:
        self.workers: Sequence[InlineWorker] = ()
        self._receive: Receive | None = None
        self._died: Callable[[WorkerHandle], None] | None = None

    async def start(self, receive: Receive, died: Callable[[WorkerHandle], None]) -> None:
        """Begin."""
        self._receive, self._died = receive, died
        self.workers = (InlineWorker(receive),)

    def kill(self) -> None:
        """End the worker as a crash would, and put another in its place."""
        assert self._receive is not None
        assert self._died is not None
        (old,) = self.workers
        old.task.cancel()
        self.workers = (InlineWorker(self._receive),)
        self._died(old)

    async def stop(self) -> None:
        """End the worker."""
        for worker in self.workers:
            worker.task.cancel()
        self.workers = ()


def _through_a_pipe(message: Message) -> Message:
    """What arrives is never the object that was sent."""
    packed = pack(message)
    header, body = LENGTHS.unpack_from(packed)
    start = LENGTHS.size
    return unpack(packed[start : start + header], packed[start + header : start + header + body])
