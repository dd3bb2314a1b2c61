"""What must outlive the server: one row a session in SQLite, written by one thread over one connection.

The database is locked for as long as it is open, so that two servers can never write to one file.
"""

import asyncio
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")

_TABLE = """
CREATE TABLE IF NOT EXISTS sessions (
    id TEXT PRIMARY KEY,
    visitor TEXT NOT NULL,
    step INTEGER NOT NULL,
    seen REAL NOT NULL,
    run BLOB NOT NULL
) WITHOUT ROWID
"""
_SAVE = """
INSERT INTO sessions (id, visitor, step, seen, run) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (id) DO UPDATE SET step = excluded.step, seen = excluded.seen, run = excluded.run
"""


@dataclass(frozen=True)
class Row:
    """One saved session: `run` is what it gave to be kept, `seen` when somebody last looked, in seconds."""

    id: str
    visitor: str
    step: int
    seen: float
    run: bytes


class Storage:
    """The sessions on the disk. Every call waits for the disk; OSError or sqlite3.Error says that it could not."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "chalknet.sqlite3"
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="storage")
        self._connection: sqlite3.Connection | None = None

    async def open(self) -> None:
        """Make the folder and the table where they are missing, and take the lock."""
        await self._do(self._open)

    async def save(self, rows: Iterable[Row]) -> None:
        """Write all of these or none; when it returns they are on the disk."""
        values = [(row.id, row.visitor, row.step, row.seen, row.run) for row in rows]
        await self._do(lambda: self._write(_SAVE, values))

    async def load(self, session: str, visitor: str) -> Row | None:
        """The visitor's session of that name."""
        query = "SELECT id, visitor, step, seen, run FROM sessions WHERE id = ? AND visitor = ?"
        found = await self._do(lambda: self._connected().execute(query, (session, visitor)).fetchone())
        return None if found is None else Row(*found)

    async def remove(self, session: str) -> None:
        """Drop this session."""
        await self._do(lambda: self._write("DELETE FROM sessions WHERE id = ?", [(session,)]))

    async def touch(self, sessions: Iterable[str], seen: float) -> None:
        """Somebody has looked at these just now."""
        values = [(seen, session) for session in sessions]
        await self._do(lambda: self._write("UPDATE sessions SET seen = ? WHERE id = ?", values))

    async def forget_before(self, seen: float) -> None:
        """Drop every session that nobody has looked at since."""
        await self._do(lambda: self._write("DELETE FROM sessions WHERE seen < ?", [(seen,)]))

    async def close(self) -> None:
        """Let go of the file."""
        await self._do(self._close)
        self._thread.shutdown()

    async def _do(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)

    def _open(self) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(self.path, timeout=1.0, isolation_level=None)
        try:
            connection.execute("PRAGMA locking_mode = EXCLUSIVE")
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("BEGIN IMMEDIATE")
            connection.execute(_TABLE)
            connection.execute("COMMIT")
        except sqlite3.Error:
            connection.close()
            raise
        self._connection = connection

    def _close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _connected(self) -> sqlite3.Connection:
        if self._connection is None:
            self._open()
        assert self._connection is not None
        return self._connection

    def _write(self, statement: str, values: Sequence[tuple[object, ...]]) -> None:
        connection = self._connected()
        connection.execute("BEGIN IMMEDIATE")
        try:
            connection.executemany(statement, values)
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
