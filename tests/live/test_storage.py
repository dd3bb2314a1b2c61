"""What is saved is there, belongs to its visitor, and a full disk stops saving and nothing else (R11)."""

import asyncio
import contextlib
import shutil
import sqlite3
import subprocess

import pytest

from app.live.storage import Row, Storage
from tests.live.world import eventually, hub_in, new_page, run


def row(session: str = "s", visitor: str = "v", step: int = 1, seen: float = 1000.0, run: bytes = b"run") -> Row:
    return Row(session, visitor, step, seen, run)


def stored(folder):
    return contextlib.aclosing(Closing(folder))


class Closing(Storage):
    async def aclose(self) -> None:
        await self.close()


def test_a_saved_session_is_there_after_the_file_was_closed(tmp_path) -> None:
    async def main() -> None:
        async with stored(tmp_path / "deep" / "folder") as storage:
            await storage.open()
            await storage.save([row(step=1), row("t", run=bytes(range(256)))])
            await storage.save([row(step=2)])
        async with stored(tmp_path / "deep" / "folder") as storage:
            await storage.open()
            assert await storage.load("s", "v") == row(step=2)
            assert await storage.load("t", "v") == row("t", run=bytes(range(256)))

    run(main)


def test_a_session_is_found_by_its_visitor_only(tmp_path) -> None:
    async def main() -> None:
        async with stored(tmp_path) as storage:
            await storage.open()
            await storage.save([row()])
            assert await storage.load("s", "w") is None
            await storage.save([row(visitor="w", step=9)])
            assert (await storage.load("s", "v")).visitor == "v"

    run(main)


def test_what_nobody_has_looked_at_is_forgotten(tmp_path) -> None:
    async def main() -> None:
        async with stored(tmp_path) as storage:
            await storage.open()
            await storage.save([row("old", seen=10), row("new", seen=20), row("touched", seen=10)])
            await storage.touch(["touched"], 30)
            await storage.forget_before(15)
            found = [await storage.load(name, "v") is not None for name in ("old", "new", "touched")]
            assert found == [False, True, True]

    run(main)


def test_one_file_has_one_writer(tmp_path) -> None:
    async def main() -> None:
        async with stored(tmp_path) as first, stored(tmp_path) as second:
            await first.open()
            with pytest.raises(sqlite3.OperationalError, match="locked"):
                await second.open()

    run(main)


def test_rows_are_saved_all_or_none(tmp_path) -> None:
    async def main() -> None:
        async with stored(tmp_path) as storage:
            await storage.open()
            with pytest.raises(sqlite3.IntegrityError):
                await storage.save([row("a"), row("b", run=None)])
            assert await storage.load("a", "v") is None
            await storage.save([row("c")])

    run(main)


async def fill(storage: Storage) -> None:
    """Let the database grow no further, as a full disk would."""

    def limit() -> None:
        connection = storage._connected()
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count = {pages}")

    await storage._do(limit)


async def make_room(storage: Storage) -> None:
    await storage._do(lambda: storage._connected().execute("PRAGMA max_page_count = 1000000"))


def test_a_full_disk_stops_saving_and_not_training_and_saving_recovers_by_itself(tmp_path, monkeypatch) -> None:
    async def main() -> None:
        async with hub_in(tmp_path) as hub:
            hub._saver._seconds = 0.05
            page = await new_page(hub)
            await page.until("saved")
            await fill(hub._storage)
            page.send("play")
            await page.until("save_failed")
            assert not hub.saving
            seen = len(page.of("progressed"))
            await page.until("progressed", seen + 3)
            assert len(page.of("save_failed")) == 1
            saved = len(page.of("saved"))
            await make_room(hub._storage)
            await page.until("saved", saved + 1)
            assert hub.saving
            page.send("pause")
            await page.until("paused")
        connection = sqlite3.connect(tmp_path / "chalknet.sqlite3")
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        connection.close()

    run(main)


def test_a_folder_that_cannot_be_written_is_said_and_training_goes_on(tmp_path) -> None:
    async def main() -> None:
        (tmp_path / "file").write_text("in the way")
        async with hub_in(tmp_path / "file") as hub:
            page = await new_page(hub)
            page.send("play")
            await page.until("save_failed")
            await page.until("progressed", 3)

    run(main)


def test_saved_is_said_only_once_it_is_on_the_disk(tmp_path) -> None:
    """R9: what was acknowledged is found by another reader of the very files, as they are at that moment."""

    async def main() -> None:
        async with hub_in(tmp_path / "live") as hub:
            hub._saver._seconds = 0.05
            page = await new_page(hub)
            page.send("play")
            saved = await page.until("saved", 5)
            shutil.copytree(tmp_path / "live", tmp_path / "copy")
            session = page.channel.session
        async with stored(tmp_path / "copy") as storage:
            await storage.open()
            found = await storage.load(session, "v")
            assert found is not None
            assert found.step >= saved["step"]

    run(main)


@pytest.mark.slow
def test_a_real_full_disk_does_not_stop_training(tmp_path) -> None:
    """R11 on a file system of two megabytes, where one can be mounted."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", disk], capture_output=True, check=False)
    if mounted.returncode:
        pytest.skip("no file system can be mounted here")

    async def main() -> None:
        async with hub_in(disk) as hub:
            hub._saver._seconds = 0.05
            page = await new_page(hub)
            await page.until("saved")
            with contextlib.suppress(OSError):
                (disk / "filler").write_bytes(bytes(4_000_000))
            page.send("play")
            await page.until("save_failed")
            seen = len(page.of("progressed"))
            await page.until("progressed", seen + 3)
            (disk / "filler").unlink()
            saved = len(page.of("saved"))
            await page.until("saved", saved + 1)
            await eventually(lambda: hub.saving)

    try:
        run(main)
        connection = sqlite3.connect(disk / "chalknet.sqlite3")
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        connection.close()
    finally:
        subprocess.run(["umount", disk], check=True)


def test_a_storage_that_was_never_opened_closes_quietly(tmp_path) -> None:
    async def main() -> None:
        await Storage(tmp_path).close()
        await asyncio.sleep(0)

    run(main)
