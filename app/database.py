"""The database of what people make together: SQLite in the data folder, or PostgreSQL where one is named.

One connection, used by one thread. What tables there are is said by the migrations, which run when it is opened.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import URL, Connection, create_engine, event, make_url
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.pool import StaticPool

MIGRATIONS = Path(__file__).resolve().parent / "migrations"

_PRAGMAS = (
    "locking_mode = EXCLUSIVE",  # two servers never write to one file
    "journal_mode = WAL",
    "synchronous = FULL",
    "secure_delete = ON",  # what is deleted is overwritten
)


class Base(DeclarativeBase):
    """Base of every table."""


def url_of(named: str | None, folder: Path) -> URL:
    """The database that was named, else a file in the data folder."""
    if named:
        return make_url(named)
    return URL.create("sqlite", database=str(folder / "classrooms.sqlite3"))


class Database:
    """An open database; SQLAlchemyError or OSError says that it could not be opened, read or written."""

    def __init__(self, url: URL) -> None:
        """Open it and bring its tables up to date."""
        self._on_file = url.get_backend_name() == "sqlite"
        if self._on_file and url.database:
            Path(url.database).parent.mkdir(parents=True, exist_ok=True)
        # An answer of the driver never shows what was written: it may end up in a log.
        waiting = {"timeout": 1.0} if self._on_file else {}
        self._engine = create_engine(url, poolclass=StaticPool, hide_parameters=True, connect_args=waiting)
        if self._on_file:
            event.listen(self._engine, "connect", _prepare)
            event.listen(self._engine, "begin", _begin)
        try:
            with self._engine.begin() as connection:
                migrate(connection)
        except BaseException:
            self._engine.dispose()
            raise

    @contextmanager
    def session(self) -> Iterator[Session]:
        """One transaction: all of it is written, or nothing."""
        with Session(self._engine) as session, session.begin():
            yield session

    def scrub(self) -> None:
        """Leave no copy of what has been deleted in the file's write-ahead log."""
        if self._on_file:
            connection = self._engine.raw_connection()
            try:
                connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
            finally:
                connection.close()

    def close(self) -> None:
        """Let go of it."""
        self._engine.dispose()


def migrate(connection: Connection) -> None:
    """Make the tables what this version needs."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "newline")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _prepare(connection: Any, _: object) -> None:
    connection.isolation_level = None  # SQLAlchemy says when a transaction begins, so that tables change in one, too
    cursor = connection.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")
