"""Which sessions are awake, whose they are, and how many there may be."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.live.backends.base import WorkerHandle
from app.live.channel import Channel
from engine.errors import ChalknetError, Problem


@dataclass(frozen=True)
class Limits:
    """How many sessions may be awake at once; those asleep on the disk do not count."""

    per_visitor: int = 12
    per_server: int = 256


class Full(ChalknetError):  # noqa: N818 - what the server is
    """No place for another session just now."""


class Registry:
    """The channels by session."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._channels: dict[str, Channel] = {}

    def __iter__(self) -> Iterator[Channel]:
        return iter(list(self._channels.values()))

    def get(self, session: str) -> Channel | None:
        """The channel of a session that is awake."""
        return self._channels.get(session)

    def add(self, channel: Channel) -> None:
        """A session is awake."""
        self._channels[channel.session] = channel

    def remove(self, channel: Channel) -> None:
        """A session is not awake any more."""
        self._channels.pop(channel.session, None)

    def of_worker(self, worker: WorkerHandle) -> list[Channel]:
        """The sessions that a worker trains."""
        return [channel for channel in self if channel.worker is worker]

    def in_the_way(self, visitor: str) -> Channel | None:
        """Who must go to sleep before this visitor may have another session; Full if somebody looks at all of them."""
        theirs = [channel for channel in self if channel.visitor == visitor]
        if len(theirs) >= self._limits.per_visitor:
            return _longest_unseen(theirs, "too_many_sessions_yours", self._limits.per_visitor)
        if len(self._channels) >= self._limits.per_server:
            return _longest_unseen(list(self), "too_many_sessions_server", self._limits.per_server)
        return None


def _longest_unseen(channels: list[Channel], code: str, most: int) -> Channel:
    unseen = [channel for channel in channels if channel.left_at is not None]
    if not unseen:
        raise Full(Problem(code=code, expected=f"at most {most}", values={"most": most}))
    return min(unseen, key=lambda channel: channel.left_at or 0.0)
