"""Pages of teachers that look into a member's network: shown in full, and steered only by invitation of the member."""

from collections.abc import Collection, Mapping

from app.classrooms.seats import Member
from app.live.broadcast import Reader
from app.protocol import close_codes


class Watching:
    """The pages that look, each with whose it is, at whom it looks and into which session."""

    def __init__(self) -> None:
        self._pages: dict[Reader, tuple[str, str, str]] = {}

    def add(self, reader: Reader, teacher: str, member: str, session: str) -> None:
        """This page looks."""
        self._pages[reader] = teacher, member, session

    def remove(self, reader: Reader) -> None:
        """This page is gone."""
        self._pages.pop(reader, None)

    def follow(self, teachers: Collection[str], members: Mapping[str, Member]) -> None:
        """Close those whose teacher or member has no seat any more; whose member works elsewhere now may come back."""
        for reader, (teacher, member, session) in self._pages.items():
            if teacher not in teachers or member not in members:
                reader.close(close_codes.REMOVED, "this seat is no more")
            elif members[member].session != session:
                reader.close(close_codes.GOING_AWAY, "another session is worked in")
