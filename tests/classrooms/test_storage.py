"""What rooms keep is on the disk when it is said to be, comes back as it was, and is gone when it is removed."""

import asyncio
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import NullPool

from app.classrooms import tables
from app.classrooms.poll import Poll, Vote
from app.classrooms.question import Question
from app.classrooms.seats import Invitation, Kept, Member, Removed, Teacher, Terms
from app.classrooms.storage import RoomStorage, StorageError
from app.database import Base, Database, migrate, url_of
from tests.classrooms.databases import postgresql, why_no_postgresql
from tests.classrooms.world import NOW, a_room, with_members

assert tables  # so that the tables are known


@pytest.fixture(scope="module")
def postgresql_url() -> Iterator[str]:
    if (reason := why_no_postgresql()) is not None:
        pytest.skip(reason)
    with postgresql() as url:
        deadline = time.monotonic() + 30
        while True:
            try:
                with sqlalchemy.create_engine(url, poolclass=NullPool).connect():
                    break
            except OperationalError:
                assert time.monotonic() < deadline, "PostgreSQL does not start"
                time.sleep(0.1)
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def storage(request: pytest.FixtureRequest, tmp_path: Path) -> RoomStorage:
    """An empty storage of either kind."""
    url = None if request.param == "sqlite" else request.getfixturevalue("postgresql_url")
    if url is not None:
        with sqlalchemy.create_engine(url, poolclass=NullPool).begin() as connection:
            connection.exec_driver_sql("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    return RoomStorage(tmp_path, url)


A_QUESTION = Question(kind="choice", text="Größer?", choices=("yes", "no"), right=("0", "1"))
A_POLL = (
    Poll("room/1", 1, (A_QUESTION, Question(kind="sentence", text="Why?")), True, NOW + 0.5, "closed", 2, False),
    Vote("room/1/1/2/ann", 1, 1, 2, "ann", "“so” it goes", NOW + 1.5, True),
)


def a_room_that_keeps_everything() -> tuple[Terms, list[Kept]]:
    room = with_members(a_room(), "ann", "ben")
    ann = replace(room.members["ann"], hand=NOW + 0.125, session="s" * 22)
    return room.terms, [*room.teachers.values(), ann, room.members["ben"], Invitation("f" * 64, NOW + 3600), *A_POLL]


def test_what_was_written_comes_back_as_it_was(storage: RoomStorage) -> None:
    terms, kept = a_room_that_keeps_everything()

    async def main() -> None:
        assert await storage.load() == []
        await storage.write([(terms.id, change) for change in (terms, *kept)])
        await storage.close()
        anew = RoomStorage(storage._folder, storage._url)
        ((loaded, values),) = await anew.load()
        await anew.close()
        assert loaded == terms
        assert set(values) == set(kept)

    asyncio.run(main())


def test_a_value_that_changes_takes_the_place_of_the_one_before(storage: RoomStorage) -> None:
    terms, kept = a_room_that_keeps_everything()
    ann = next(value for value in kept if isinstance(value, Member))

    async def main() -> None:
        await storage.write([(terms.id, terms), (terms.id, ann), (terms.id, replace(ann, hand=None, rerolls=1))])
        await storage.write([(terms.id, replace(terms, locked=True))])
        assert await storage.load() == [(replace(terms, locked=True), [replace(ann, hand=None, rerolls=1)])]
        await storage.close()

    asyncio.run(main())


def test_what_is_removed_is_gone_and_a_room_takes_its_seats_with_it(storage: RoomStorage) -> None:
    terms, kept = a_room_that_keeps_everything()
    other = replace(terms, id="other", code="ABCDEFGH")
    owner = Teacher("owner of the other", "0" * 64, True, NOW)

    async def main() -> None:
        await storage.write([(terms.id, change) for change in (terms, *kept)])
        await storage.write([("other", other), ("other", owner)])
        await storage.write([(terms.id, Removed(Member, "ann")), (terms.id, Removed(Invitation, "f" * 64))])
        values = dict(await storage.load())[terms]
        assert {value.id for value in values if isinstance(value, Member)} == {"ben"}
        assert not any(isinstance(value, Invitation) for value in values)
        await storage.write([(terms.id, Removed(Terms, terms.id))])
        assert await storage.load() == [(other, [owner])]
        await storage.close()

    asyncio.run(main())


def test_a_change_and_its_removal_in_one_writing_leave_nothing(storage: RoomStorage) -> None:
    terms, kept = a_room_that_keeps_everything()

    async def main() -> None:
        changes = [*((terms.id, change) for change in (terms, *kept)), (terms.id, Removed(Terms, terms.id))]
        await storage.write(changes)
        assert await storage.load() == []
        await storage.close()

    asyncio.run(main())


def test_all_of_a_writing_is_kept_or_nothing(storage: RoomStorage) -> None:
    terms, _ = a_room_that_keeps_everything()

    async def main() -> None:
        await storage.load()
        with pytest.raises(StorageError):
            await storage.write([(terms.id, terms), (terms.id, Member("x", None, "Calm Otter", NOW, 5))])  # type: ignore[arg-type]
        assert await storage.load() == []
        await storage.close()

    asyncio.run(main())


def test_an_error_of_the_database_does_not_tell_what_was_written(storage: RoomStorage) -> None:
    terms, _ = a_room_that_keeps_everything()

    async def main() -> None:
        with pytest.raises(StorageError) as failed:
            await storage.write([(terms.id, terms), (terms.id, Member("x", None, "Calm Otter", NOW, 5))])  # type: ignore[arg-type]
        assert "Otter" not in str(failed.value)
        await storage.close()

    asyncio.run(main())


@pytest.mark.clock
def test_three_hundred_who_join_at_once_are_written_in_a_moment(tmp_path: Path) -> None:
    room = with_members(a_room(), *(f"seat{number}" for number in range(300)))

    async def main() -> None:
        storage = RoomStorage(tmp_path)
        await storage.load()
        start = time.perf_counter()
        await storage.write([("room", member) for member in room.members.values()])
        assert time.perf_counter() - start < 2.0
        await storage.close()

    asyncio.run(main())


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_the_migrations_make_the_very_tables_that_the_code_knows(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    url = url_of(None if kind == "sqlite" else request.getfixturevalue("postgresql_url"), tmp_path)
    engine = sqlalchemy.create_engine(url, poolclass=NullPool)
    with engine.begin() as connection:
        migrate(connection)
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []
    engine.dispose()


def test_a_database_of_a_version_before_is_brought_up_to_date_once(tmp_path: Path) -> None:
    for _ in range(2):
        Database(url_of(None, tmp_path)).close()
    engine = sqlalchemy.create_engine(url_of(None, tmp_path), poolclass=NullPool)
    with engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM alembic_version").scalar() == 1
    engine.dispose()


def test_two_servers_never_write_to_one_file(tmp_path: Path) -> None:
    async def main() -> None:
        first, second = RoomStorage(tmp_path), RoomStorage(tmp_path)
        terms, _ = a_room_that_keeps_everything()
        await first.write([(terms.id, terms)])
        with pytest.raises(StorageError):
            await second.load()
        await first.close()
        await second.close()

    asyncio.run(main())


def test_a_folder_with_a_percent_sign_is_a_folder(tmp_path: Path) -> None:
    async def main() -> None:
        storage = RoomStorage(tmp_path / "50%s off")
        assert await storage.load() == []
        await storage.close()

    asyncio.run(main())
