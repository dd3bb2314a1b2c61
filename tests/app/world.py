"""A real server in a process of its own, and what speaks to it: HTTP as text, and pages over a real socket."""

import asyncio
import contextlib
import http.client
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from websockets.asyncio.client import ClientConnection, connect

from app.assets import APP

Answer = tuple[int, dict[str, str], bytes]


@dataclass
class Served:
    """A running server, and the visitor who speaks to it."""

    process: subprocess.Popen[str]
    port: int
    log: Path
    cookie: str = ""
    workers: set[int] = field(default_factory=set)

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def request(
        self, method: str, path: str, body: str | bytes | None = None, **headers: str
    ) -> tuple[int, dict, bytes]:
        """Status, headers and body of an answer; a header is named with _ for -."""
        given = {"Host": f"127.0.0.1:{self.port}", "Origin": self.origin, "Cookie": self.cookie}
        given |= {name.replace("_", "-"): value for name, value in headers.items()}
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request(method, path, body, given)
            answer = connection.getresponse()
            return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
        finally:
            connection.close()

    def introduce(self) -> None:
        """Take the cookie of the first page."""
        _, headers, _ = self.request("GET", "/")
        self.cookie = headers["set-cookie"].split(";")[0]

    def new_session(self) -> str:
        status, _, body = self.request("POST", "/sessions")
        assert status == 200, body
        return str(json.loads(body)["session"])

    def address(self, session: str, position: tuple[str, int] | None = None) -> str:
        where = "" if position is None else f"&epoch={position[0]}&after={position[1]}"
        return f"ws://127.0.0.1:{self.port}/live?session={session}{where}"

    def connect(self, session: str, position: tuple[str, int] | None = None, **more: Any) -> connect:
        usual = {"compression": None, "ping_interval": None, "max_size": None, "proxy": None}
        headers = {"additional_headers": {"Cookie": self.cookie}}
        return connect(self.address(session, position), origin=self.origin, **{**usual, **headers, **more})

    def children(self) -> set[int]:
        """The worker processes that live now."""
        self.workers |= {int(pid) for pid in _output("pgrep", "-P", str(self.process.pid)).split()}
        return {pid for pid in self.workers if _alive(pid)}

    def processor_seconds(self) -> float:
        """What the server's own process has computed for until now."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def end(self, how: signal.Signals, seconds: float = 10.0) -> int:
        """End it; its exit code."""
        self.children()
        self.process.send_signal(how)
        return self.process.wait(seconds)


def _output(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout


def _alive(pid: int) -> bool:
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    return False


@contextlib.contextmanager
def serving(folder: Path, **environment: str) -> Iterator[Served]:
    """A server on a free port that saves in a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    log = folder / "log.txt"
    set_here = {"PORT": "0", "HOST": "127.0.0.1", "CHALKNET_DATA": str(folder / "data"), **environment}
    path = os.pathsep.join(filter(None, (str(APP.parent), os.environ.get("PYTHONPATH"))))
    with (
        log.open("w") as errors,
        subprocess.Popen(
            [sys.executable, "-c", "from app.cli import main; main()"],
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            env={**os.environ, "PYTHONPATH": path, **set_here},
            cwd=folder,
        ) as process,
    ):
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            assert "http://" in line, log.read_text()
            served = Served(process, int(line.split("http://")[1].split()[0].rpartition(":")[2]), log)
            _wait_until_well(served)
            served.introduce()
            yield served
        finally:
            process.kill()


def _wait_until_well(served: Served) -> None:
    end = time.monotonic() + 10
    while True:
        with contextlib.suppress(OSError):
            served.request("GET", "/healthz")
            return
        assert time.monotonic() < end, served.log.read_text()
        time.sleep(0.02)


class SocketPage:
    """A page over a real socket, which draws every frame at once."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket
        self.events: list[dict[str, Any]] = []
        self.frames: list[bytes] = []
        self.task = asyncio.create_task(self._read())

    async def _read(self) -> None:
        async for message in self.socket:
            if isinstance(message, bytes):
                self.frames.append(message)
                await self.send("acknowledge", frame=int.from_bytes(message[4:8], "little"))
            else:
                self.events.append(json.loads(message))

    async def send(self, kind: str, **fields: Any) -> None:
        await self.socket.send(json.dumps({"type": kind, **fields}))

    def of(self, kind: str) -> list[dict[str, Any]]:
        return [event for event in self.events if event["type"] == kind]

    async def until(self, kind: str, count: int = 1, seconds: float = 10.0) -> dict[str, Any]:
        async with asyncio.timeout(seconds):
            while len(self.of(kind)) < count:
                assert not self.task.done(), "the socket is closed"
                await asyncio.sleep(0.005)
        return self.of(kind)[count - 1]

    @property
    def position(self) -> tuple[str, int]:
        last = next(event for event in reversed(self.events) if "number" in event)
        return last["stream"], last["number"]


@contextlib.asynccontextmanager
async def page_of(served: Served, session: str, position: tuple[str, int] | None = None) -> AsyncIterator[SocketPage]:
    """A page that is connected and greeted."""
    async with served.connect(session, position) as socket:
        page = SocketPage(socket)
        try:
            async with asyncio.timeout(10):
                while not page.events:
                    await asyncio.sleep(0.005)
            yield page
        finally:
            page.task.cancel()
