"""First written, then told: in order, many at once, and a full disk stops saving, not telling."""

import asyncio

from app.classrooms.outbox import Outbox
from app.classrooms.seats import Removed, Terms
from tests.classrooms.world import Disk

CHANGES = [Removed(Terms, str(number)) for number in range(50)]


def test_nothing_is_told_before_it_is_written() -> None:
    async def main() -> None:
        disk, told = Disk(), []
        outbox = Outbox(disk)
        disk.free.clear()
        outbox.post("room", CHANGES[:1], lambda: told.append(len(disk.written)))
        await asyncio.sleep(0.01)
        assert told == []
        disk.free.set()
        await outbox.settle()
        assert told == [1]

    asyncio.run(main())


def test_what_waits_while_the_disk_is_busy_is_written_at_once_and_told_in_order() -> None:
    async def main() -> None:
        disk, told = Disk(), []
        outbox = Outbox(disk)
        disk.free.clear()
        for number, change in enumerate(CHANGES):
            outbox.post("room", [change], lambda number=number: told.append(number))
            await asyncio.sleep(0)
        disk.free.set()
        await outbox.settle()
        assert told == list(range(50))
        assert [change for _, change in disk.written] == CHANGES
        assert disk.batches <= 2

    asyncio.run(main())


def test_a_full_disk_stops_saving_not_telling_and_nothing_is_lost_when_there_is_room_again() -> None:
    """R11"""

    async def main() -> None:
        disk, told = Disk(), []
        outbox = Outbox(disk)
        disk.full = True
        outbox.post("room", CHANGES[:2], lambda: told.append("first"))
        await outbox.settle()
        assert (told, outbox.saved) == (["first"], False)
        disk.full = False
        outbox.try_again()
        await outbox.settle()
        assert outbox.saved
        assert [change for _, change in disk.written] == CHANGES[:2]

    asyncio.run(main())


def test_a_telling_that_fails_keeps_nobody_else_from_being_told(caplog) -> None:
    async def main() -> None:
        told: list[str] = []
        outbox = Outbox(Disk())
        outbox.post("room", (), lambda: [][0])
        outbox.post("room", (), lambda: told.append("next"))
        await outbox.settle()
        assert told == ["next"]

    asyncio.run(main())
    assert "telling" in caplog.text
