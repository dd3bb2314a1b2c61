"""The hold of a room: as long as the class is paused, its members' sessions are kept from training."""

from collections.abc import Callable, Iterable

from app.classrooms.seats import Member


class Hold:
    """Which sessions a room holds; each is held and let go once."""

    def __init__(self, hold: Callable[[str, bool], None]) -> None:
        self._hold = hold
        self._held: frozenset[str] = frozenset()

    def follow(self, members: Iterable[Member], paused: bool) -> None:
        """Hold what the members work in now, if the class is paused; let go of all else."""
        if not paused and not self._held:
            return
        wanted = frozenset(member.session for member in members if member.session and paused)
        for session in wanted - self._held:
            self._hold(session, True)
        for session in self._held - wanted:
            self._hold(session, False)
        self._held = wanted

    def release(self) -> None:
        """Let go of all: the room is over."""
        self.follow((), paused=False)
