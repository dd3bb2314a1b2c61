"""The small worlds of these tests: a session, a clock to turn by hand, a hub in this process, and pages."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from app.live.backends.base import Backend
from app.live.backends.inline import InlineBackend
from app.live.broadcast import Position, Reader
from app.live.channel import Channel
from app.live.hub import Hub
from app.live.registry import Limits
from app.live.session import LiveSession
from app.live.storage import Storage
from app.protocol.commands import read_command
from app.protocol.event import Event
from app.protocol.frames import read_header
from engine.design import Design, read_design

SMALL: dict[str, Any] = {
    "data": {"kind": "circle", "samples": 60, "noise": 0.1, "seed": 1},
    "layers": [
        {"kind": "dense", "units": 3, "activation": "tanh"},
        {"kind": "dense", "units": 1, "activation": "sigmoid"},
    ],
    "optimizer": {"kind": "adam", "learning_rate": 0.02},
    "batch_size": 8,
    "seed": 5,
}
DIVERGING = {**SMALL, "loss": {"kind": "squared_error"}, "optimizer": {"kind": "sgd", "learning_rate": 10.0}} | {
    "data": {"kind": "plane", "samples": 60, "seed": 1},
    "layers": [
        {"kind": "dense", "units": 3, "activation": "linear"},
        {"kind": "dense", "units": 1, "activation": "linear"},
    ],
}


def small_design(**changes: Any) -> Design:
    return read_design({**SMALL, **changes})


def tell(session: LiveSession, kind: str, **fields: Any) -> list[Event]:
    """The events that answer a command."""
    return session.handle(read_command(json.dumps({"type": kind, "id": 1, **fields})))


class Clock:
    """A clock that stands still until it is turned."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


class Page:
    """A page that reads everything it is sent, draws every frame at once, and remembers where it stands."""

    def __init__(self, hub: Hub, channel: Channel, position: Position | None = None) -> None:
        self.hub, self.channel = hub, channel
        self.reader: Reader = channel.attach(position)
        self.events: list[dict[str, Any]] = []
        self.frames: list[bytes] = []
        self.position = position
        self._task = asyncio.create_task(self._read())

    async def _read(self) -> None:
        while (message := await self.reader.next()) is not None:
            if isinstance(message, bytes):
                self.frames.append(message)
                self.reader.acknowledge(read_header(message).frame)
            else:
                event = json.loads(message)
                self.events.append(event)
                self.position = Position(event["stream"], event["number"])

    def send(self, kind: str, **fields: Any) -> None:
        self.channel.command(self.reader, json.dumps({"type": kind, **fields}))

    def of(self, kind: str) -> list[dict[str, Any]]:
        return [event for event in self.events if event["type"] == kind]

    async def until(self, kind: str, count: int = 1, seconds: float = 10.0) -> dict[str, Any]:
        """Wait until there have been so many events of a kind; the last."""
        await eventually(lambda: len(self.of(kind)) >= count, seconds)
        return self.of(kind)[count - 1]

    def leave(self) -> None:
        self._task.cancel()
        self.hub.leave(self.channel, self.reader)


async def eventually(true: Callable[[], object], seconds: float = 10.0) -> None:
    """Wait until it is true, or fail after so many seconds."""
    async with asyncio.timeout(seconds):
        while not true():
            await asyncio.sleep(0.005)


@asynccontextmanager
async def hub_in(
    folder: Path, backend: Backend | None = None, limits: Limits | None = None, idle_seconds: float = 300.0
) -> AsyncIterator[Hub]:
    """A hub that saves in a folder; its worker lives in this process unless another backend is given."""
    hub = Hub(backend or InlineBackend(), Storage(folder), limits, idle_seconds)
    await hub.start()
    try:
        yield hub
    finally:
        await hub.stop()


async def new_page(hub: Hub, design: dict[str, Any] = SMALL, pace: float | None = None, visitor: str = "v") -> Page:
    """A page with a session of its own, opened."""
    page = Page(hub, await hub.create(visitor, {"design": design, "pace": pace}))
    await page.until("opened")
    return page


def run(work: Callable[[], Awaitable[None]]) -> None:
    """Run an asynchronous test."""

    async def main() -> None:
        await work()

    asyncio.run(main())
