"""Workers in processes of their own, spawned ahead, one BLAS thread each; one that dies is replaced at once.

They are started as plain commands that read messages from their standard input and write them to their standard output:
nothing is pickled, and the end of their input tells them that the server is gone.
"""

import asyncio
import contextlib
import logging
import os
import sys
import time
from asyncio.subprocess import PIPE, Process
from collections.abc import Callable, Sequence

from app.assets import APP
from app.live.backends.base import Receive, WorkerHandle
from app.live.message import LENGTHS, Message, pack, unpack

log = logging.getLogger(__name__)

_BLAS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")
_STOP_SECONDS = 2.0
_SHORT_LIFE_SECONDS = 2.0  # a worker that dies so soon is replaced only after as long


class ProcessWorker:
    """A worker process and the pipes to it."""

    def __init__(self, process: Process) -> None:
        self.process = process
        self.name = f"worker {process.pid}"
        self.born = time.monotonic()

    def send(self, message: Message) -> None:
        """Put the message into the process's input; one that is already dead loses it."""
        stdin = self.process.stdin
        if stdin is not None and not stdin.is_closing():
            stdin.write(pack(message))

    async def read(self) -> Message | None:
        """The next message; None when the process has ended."""
        stdout = self.process.stdout
        assert stdout is not None
        try:
            header, body = LENGTHS.unpack(await stdout.readexactly(LENGTHS.size))
            return unpack(await stdout.readexactly(header), await stdout.readexactly(body))
        except (asyncio.IncompleteReadError, ConnectionError):
            return None

    async def stop(self) -> None:
        """Close its input, which ends it; kill it if that takes too long."""
        if self.process.stdin is not None:
            self.process.stdin.close()
        try:
            await asyncio.wait_for(self.process.wait(), _STOP_SECONDS)
        except TimeoutError:
            with contextlib.suppress(ProcessLookupError):
                self.process.kill()
            await self.process.wait()


class ProcessBackend:
    """As many worker processes as there are cores."""

    def __init__(self, size: int | None = None) -> None:
        self._size = size or max(2, os.cpu_count() or 2)
        self._workers: list[ProcessWorker] = []
        self._tasks: list[asyncio.Task[None]] = []
        self._stopping = False

    @property
    def workers(self) -> Sequence[ProcessWorker]:
        """Those that live now."""
        return self._workers

    async def start(self, receive: Receive, died: Callable[[WorkerHandle], None]) -> None:
        """Spawn every worker; messages may be sent to one before it is ready."""
        self._workers = list(await asyncio.gather(*(_spawn() for _ in range(self._size))))
        self._tasks = [asyncio.create_task(self._keep_alive(worker, receive, died)) for worker in self._workers]

    async def stop(self) -> None:
        """End every worker."""
        self._stopping = True
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await asyncio.gather(*(worker.stop() for worker in self._workers))
        self._workers = []

    async def _keep_alive(self, worker: ProcessWorker, receive: Receive, died: Callable[[WorkerHandle], None]) -> None:
        """Pass on what the worker says; when it dies, say so and put another in its place, for ever."""
        while True:
            while (message := await worker.read()) is not None:
                receive(message)
            self._workers.remove(worker)
            log.warning("%s has died", worker.name)
            died(worker)
            await worker.stop()
            if time.monotonic() - worker.born < _SHORT_LIFE_SECONDS:
                await asyncio.sleep(_SHORT_LIFE_SECONDS)
            worker = await _spawn()
            self._workers.append(worker)


async def _spawn() -> ProcessWorker:
    root = str(APP.parent)
    path = os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH"))))
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-P",  # the working folder's modules are not ours
        "-m",
        "app.live.backends.child",
        stdin=PIPE,
        stdout=PIPE,
        env={**os.environ, "PYTHONPATH": path, **dict.fromkeys(_BLAS, "1")},
        start_new_session=True,  # Ctrl-C is for the server, which then ends its workers
    )
    return ProcessWorker(process)
