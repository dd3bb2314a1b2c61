"""What the hub asks of the place where its workers live."""

from collections.abc import Callable, Sequence
from typing import Protocol

from app.live.message import Message

Receive = Callable[[Message], None]


class WorkerHandle(Protocol):
    """A worker as the hub sees it. What is sent to it arrives in order, or it dies."""

    @property
    def name(self) -> str:
        """Which one it is, for the log."""

    def send(self, message: Message) -> None:
        """Hand over a message; never waits."""


class Backend(Protocol):
    """Workers that take sessions; one that dies is replaced."""

    @property
    def workers(self) -> Sequence[WorkerHandle]:
        """Those that live now."""

    async def start(self, receive: Receive, died: Callable[[WorkerHandle], None]) -> None:
        """Begin to spawn; `receive` is given every worker's messages, `died` each worker that has ended by itself."""

    async def stop(self) -> None:
        """End every worker and wait until it is gone."""
