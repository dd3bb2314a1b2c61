"""The wall shows a teacher's page what it has room for, once a second, and only while somebody looks."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

from app.classrooms.classroom import Classroom
from app.live.broadcast import CREDITS, Reader
from app.protocol.frames import HEADER, read_header
from tests.classrooms.world import OWNER, Clock, Sessions, a_classroom, a_room, heard, settle, types, with_members

TILE: dict[str, Any] = {
    "generation": 1,
    "step": 30,
    "epoch": 2,
    "loss": 0.4,
    "validation": 0.5,
    "best": 0.5,
    "accuracy": 0.75,
    "r2": None,
    "parameters": 13,
    "playing": True,
    "diverged": False,
    "line": [0.9, 0.5],
    "picture": {"kind": "bars", "values": [0.5, 1.0]},
}


class Bench:
    """A room with so many members, each at work, and its owner's page."""

    def __init__(self, members: int = 3) -> None:
        self.seats = [f"m{number}" for number in range(members)]
        self.sessions = Sessions(*(f"of {seat}" for seat in self.seats))
        room = with_members(a_room(), *self.seats)
        for seat in self.seats:
            room.work_in(seat, f"of {seat}")
        self.clock = Clock()
        self.classroom: Classroom = a_classroom(room, clock=self.clock, sessions=self.sessions)

    async def page(self) -> Reader:
        reader = self.classroom.attach(OWNER, None)
        await settle(self.classroom)
        heard(reader)
        return reader

    def ask(self, reader: Reader, kind: str, **fields: Any) -> None:
        self.classroom.command(OWNER, json.dumps({"type": kind, **fields}), reader)

    def second(self, **tile: Any) -> None:
        """All sessions answer; a second later the room is tended."""
        for session in self.sessions.all.values():
            if session.asked:
                session.tile = {**TILE, **tile}
        self.clock.now += 1.0
        self.classroom.tend()


def tiles(reader: Reader) -> dict[str, Any]:
    """Those of the frame that is sent now."""
    frame = reader.take()
    assert isinstance(frame, bytes)
    reader.acknowledge(read_header(frame).frame)
    return json.loads(frame[HEADER.size :])["tiles"]


def run(work: Callable[[], Awaitable[None]]) -> None:
    async def main() -> None:
        await work()

    asyncio.run(main())


def test_nobody_is_asked_for_a_tile_as_long_as_nobody_looks() -> None:
    async def main() -> None:
        bench = Bench()
        reader = await bench.page()
        bench.second()
        bench.ask(reader, "watch", members=bench.seats, visible=False)
        bench.second()
        assert not any(session.asked for session in bench.sessions.all.values())

    run(main)


def test_everybody_s_figures_come_and_the_pictures_of_those_who_are_shown() -> None:
    async def main() -> None:
        bench = Bench()
        reader = await bench.page()
        bench.ask(reader, "watch", members=["m1"])
        for _ in range(2):
            bench.second()
        assert [session.asked[0] for session in bench.sessions.all.values()] == [False, True, False]
        tiles(reader)
        bench.second()
        found = tiles(reader)
        assert {member: "picture" in tile for member, tile in found.items()} == {"m0": False, "m1": True, "m2": False}
        assert found["m0"]["accuracy"] == 0.75
        assert found["m1"]["line"] == [0.9, 0.5]

    run(main)


def test_a_page_that_draws_slowly_is_sent_the_latest_and_no_more() -> None:
    async def main() -> None:
        bench = Bench()
        reader = await bench.page()
        bench.ask(reader, "watch", members=bench.seats)
        sent = []
        for step in range(10):
            bench.second(step=step)
            sent += [frame] if (frame := reader.take()) is not None else []
        assert len(sent) == CREDITS
        bench.ask(reader, "acknowledge", frame=read_header(sent[0]).frame)
        assert tiles(reader)["m0"]["step"] == 9

    run(main)


def test_a_tended_room_looks_no_more_than_once_a_second() -> None:
    async def main() -> None:
        bench = Bench()
        bench.ask(await bench.page(), "watch", members=bench.seats)
        for _ in range(20):
            bench.clock.now += 0.5
            bench.classroom.tend()
        assert len(bench.sessions.all["of m0"].asked) == 10

    run(main)


def test_no_tile_is_in_the_stream_of_events() -> None:
    async def main() -> None:
        bench = Bench()
        reader = await bench.page()
        bench.ask(reader, "watch", members=bench.seats)
        before = bench.classroom._streams[OWNER].log.last
        for _ in range(5):
            bench.second()
        assert bench.classroom._streams[OWNER].log.last == before

    run(main)


def test_who_is_stuck_is_said() -> None:
    async def main() -> None:
        bench = Bench()
        reader = await bench.page()
        bench.ask(reader, "watch", members=[])
        for second in range(96):
            bench.second(step=second)
            found = tiles(reader)
            assert second < 1 or found["m0"]["stuck"] == (None if second < 91 else "no_progress")

    run(main)


def test_a_page_cannot_ask_for_more_pictures_than_it_can_show() -> None:
    async def main() -> None:
        bench = Bench(1)
        reader = await bench.page()
        bench.ask(reader, "watch", members=["m0"] * 61)
        await settle(bench.classroom)
        assert types(heard(reader)) == ["refused"]

    run(main)


def test_a_frame_of_four_hundred_with_sixty_pictures_stays_small() -> None:
    async def main() -> None:
        bench = Bench(400)
        reader = await bench.page()
        bench.ask(reader, "watch", members=bench.seats[:60])
        picture = {"kind": "surface", "side": 16, "values": "A" * 344}
        for _ in range(3):
            bench.second(line=[0.1234] * 48, picture=picture)
        frame = reader.take()
        assert isinstance(frame, bytes)
        assert len(frame) < 130_000

    run(main)


def test_a_member_cannot_look() -> None:
    """S5"""

    async def main() -> None:
        bench = Bench()
        reader = bench.classroom.attach("m0", None)
        await settle(bench.classroom)
        heard(reader)
        bench.classroom.command("m0", '{"type":"watch","members":["m1"]}', reader)
        await settle(bench.classroom)
        assert types(heard(reader)) == ["refused"]
        bench.second()
        assert not bench.sessions.all["of m1"].asked

    run(main)


def test_pausing_the_class_holds_what_its_members_work_in_and_letting_go_lets_go() -> None:
    async def main() -> None:
        bench = Bench(2)
        teacher, member = await bench.page(), bench.classroom.attach("m0", None)
        await settle(bench.classroom)
        heard(member)
        bench.ask(teacher, "pause_all", paused=True)
        assert bench.sessions.held == {"of m0": 1, "of m1": 1}
        await settle(bench.classroom)
        assert types(heard(member)) == ["class_paused"]
        assert bench.classroom.room.member_state("m0").paused
        await bench.classroom.settle(bench.classroom.room.work_in("m0", "another"))
        assert +bench.sessions.held == {"another": 1, "of m1": 1}
        await bench.classroom.settle(bench.classroom.room.leave("m1"))
        assert +bench.sessions.held == {"another": 1}
        bench.ask(teacher, "pause_all", paused=False)
        assert not +bench.sessions.held
        assert not -bench.sessions.held

    run(main)


def test_who_comes_late_is_paused_as_well_and_the_end_of_the_room_lets_go() -> None:
    async def main() -> None:
        bench = Bench(1)
        bench.ask(await bench.page(), "pause_all", paused=True)
        with_members(bench.classroom.room, "late")
        await bench.classroom.settle(bench.classroom.room.work_in("late", "of late"))
        assert +bench.sessions.held == {"of m0": 1, "of late": 1}
        bench.classroom.release()
        assert not +bench.sessions.held

    run(main)


def test_a_note_is_told_to_the_one_it_is_for() -> None:
    async def main() -> None:
        bench = Bench(2)
        teacher = await bench.page()
        pages = [bench.classroom.attach(seat, None) for seat in bench.seats]
        await settle(bench.classroom)
        for page in (*pages, teacher):
            heard(page)
        bench.ask(teacher, "nudge", member="m1", note="Try a smaller learning rate.")
        bench.ask(teacher, "nudge", member="m1", note="x" * 121)
        bench.ask(teacher, "nudge", member="nobody", note="Well done!")
        await settle(bench.classroom)
        told = [heard(page) for page in (*pages, teacher)]
        assert [types(each) for each in told] == [[], ["nudged"], ["refused", "refused"]]
        assert told[1][0]["note"] == "Try a smaller learning rate."

    run(main)
