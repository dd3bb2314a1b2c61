"""The rooms on the disk, read and written by one thread.

SQLAlchemy is imported in that thread, after the server has begun to answer.
"""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from app.classrooms.seats import Change, Kept, Removed, Terms

if TYPE_CHECKING:
    from app.classrooms.tables import OfRoomRow
    from app.database import Database

T = TypeVar("T")


class StorageError(Exception):
    """The rooms cannot be read or written just now."""


class RoomStorage:
    """Keeps what rooms keep. Every call waits for the disk."""

    def __init__(self, folder: Path, url: str | None = None) -> None:
        self._folder, self._url = folder, url
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="rooms")
        self._database: Database | None = None

    async def load(self) -> list[tuple[Terms, list[Kept]]]:
        """Every room, and what it keeps."""
        return await self._do(self._load)

    async def write(self, changes: Iterable[tuple[str, Change]]) -> None:
        """Write all of these, each with its room, or none; when it returns they are on the disk."""
        batch = list(changes)
        await self._do(lambda: self._write(batch))

    async def close(self) -> None:
        """Let go of the database."""
        await self._do(self._close)
        self._thread.shutdown()

    async def _do(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, _say_what_failed, work)

    def _opened(self) -> "Database":
        if self._database is None:
            from app.database import Database, url_of

            self._database = Database(url_of(self._url, self._folder))
        return self._database

    def _load(self) -> list[tuple[Terms, list[Kept]]]:
        database = self._opened()

        from sqlalchemy import select

        from app.classrooms.tables import OF_ROOM, RoomRow, value_of

        kept: defaultdict[str, list[Kept]] = defaultdict(list)
        with database.session() as session:
            for table in OF_ROOM:
                rows: Iterable[OfRoomRow] = session.scalars(select(table))
                for row in rows:
                    kept[row.room].append(value_of(row))
            terms = [value_of(row) for row in session.scalars(select(RoomRow))]
        return [(each, kept[each.id]) for each in terms if isinstance(each, Terms)]

    def _write(self, changes: list[tuple[str, Change]]) -> None:
        database = self._opened()

        from sqlalchemy import delete

        from app.classrooms.tables import KEYS, OF_ROOM, ROWS, row_of

        with database.session() as session:
            for room, change in changes:
                if not isinstance(change, Removed):
                    session.merge(row_of(room, change))
                    continue
                session.flush()
                session.execute(delete(ROWS[change.kind]).where(KEYS[change.kind] == change.id))
                if change.kind is Terms:
                    for table in OF_ROOM:
                        session.execute(delete(table).where(table.room == room))
        if any(isinstance(change, Removed) for _, change in changes):
            database.scrub()

    def _close(self) -> None:
        if self._database is not None:
            self._database.close()
            self._database = None


def _say_what_failed(work: Callable[[], T]) -> T:
    from sqlalchemy.exc import SQLAlchemyError

    try:
        return work()
    except (OSError, SQLAlchemyError) as error:
        # Its first line alone: in the others PostgreSQL repeats what was to be written.
        raise StorageError(str(getattr(error, "orig", None) or error).partition("\n")[0]) from None
