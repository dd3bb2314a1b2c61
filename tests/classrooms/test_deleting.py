"""S16: a room that is over is gone, from memory and from every file of the data folder; one that is kept comes back."""

import asyncio
import re
import time
from pathlib import Path
from random import Random

import pytest

from app.classrooms.school import School
from app.classrooms.storage import RoomStorage
from tests.classrooms.people import Person, serving
from tests.classrooms.world import Clock, Sessions


def files_with(folder: Path, words: set[str]) -> dict[str, set[str]]:
    """Which of these words stand in which file of a folder."""
    found = {}
    for path in folder.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            if here := {word for word in words if word.encode() in content}:
                found[path.name] = here
    return found


def words_of(school: School, room: str) -> set[str]:
    """Every word that a room keeps: ids, hashes, names, its code."""
    found = school.get(room)
    assert found is not None
    kept = (found.room.terms, *found.room.teachers.values(), *found.room.members.values())
    words = {value for each in kept for value in vars(each).values() if isinstance(value, str)}
    words |= {question.text for poll in found.room.polls.polls.values() for question in poll.questions}
    words |= {vote.given for votes in found.room.polls.votes.values() for vote in votes.values()}
    return {word for word in words if not word.startswith("http")}


def a_full_room(teacher: Person) -> tuple[str, list[Person]]:
    room = teacher.open_room()
    code = teacher.state(room, "teacher")["terms"]["code"]
    members = [teacher.another() for _ in range(5)]
    for member in members:
        member.join(code)
        session = member.client.post("/sessions").json()["session"]
        assert member.client.post(f"/rooms/{room}/session", json={"session": session}).status_code == 204
    members[0].ask(room, "member", "you_changed", type="reroll")
    asked = [{"kind": "sentence", "text": "What was hard about the slope?"}]
    teacher.ask(room, "teacher", "poll_moved", type="ask_class", questions=asked)
    answer = {"type": "give_answer", "poll": 1, "question": 0, "round": 1, "answer": "the signs, all of them"}
    members[2].ask(room, "member", "own_answers_changed", **answer)
    return room, members


def test_a_deleted_room_is_in_no_file_any_more(tmp_path) -> None:
    with serving(tmp_path) as teacher:
        school = teacher.app.state.school
        room, members = a_full_room(teacher)
        words = words_of(school, room)
        assert len(words) > 20
        assert files_with(tmp_path, words)  # they were there
        sessions = {member.session for member in school.get(room).room.members.values()}
        assert teacher.client.delete(f"/rooms/{room}").status_code == 204
        # A session's network is its visitor's own: it lies with the others of the playground, and nothing leads to it.
        assert files_with(tmp_path, words - sessions) == {}
        assert not files_with(tmp_path, sessions).keys() - {"chalknet.sqlite3", "chalknet.sqlite3-wal"}
        assert not members[0].may_connect(room, "member")
        assert teacher.client.get(f"/rooms/{room}/qr").status_code == 404
    assert files_with(tmp_path, words - sessions) == {}


def test_one_who_leaves_is_in_no_file_any_more(tmp_path) -> None:
    with serving(tmp_path) as teacher:
        school = teacher.app.state.school
        room, members = a_full_room(teacher)
        leaving = school.get(room).room.member_with(members[2].cookies["chalknet_member"])
        assert members[2].client.post(f"/rooms/{room}/leave").status_code == 204
        assert files_with(tmp_path, {leaving.id, leaving.token, leaving.pseudonym, "the signs, all of them"}) == {}
        assert "chalknet_member" not in members[2].cookies
        assert len(teacher.state(room, "teacher")["members"]) == 4


def test_the_page_of_a_room_that_is_over_is_told_so(tmp_path) -> None:
    with serving(tmp_path) as teacher:
        room, members = a_full_room(teacher)
        with members[0].page(room, "member") as socket:
            socket.receive_text()
            teacher.client.delete(f"/rooms/{room}")
            while (message := socket.receive())["type"] != "websocket.close":
                pass
            assert message["code"] == 4410


def test_a_room_is_there_again_after_a_restart_with_everybody_in_it(tmp_path) -> None:
    with serving(tmp_path) as teacher:
        room, members = a_full_room(teacher)
        before = teacher.state(room, "teacher")
    with serving(tmp_path) as somebody:
        for old in (teacher, members[0]):
            old.client.portal, old.client.app = somebody.client.portal, somebody.client.app
        after = teacher.state(room, "teacher")
        for state in (before, after):
            state["members"] = [{**each, "here": False} for each in state["members"]]
        assert after == before
        assert members[0].state(room, "member")["pseudonym"] in {each["pseudonym"] for each in after["members"]}


def test_an_expired_room_is_deleted_even_if_its_time_ran_out_while_the_server_was_down(tmp_path) -> None:
    clock = Clock(time.time())

    async def main() -> None:
        school = School(RoomStorage(tmp_path), lambda _: True, Sessions(), clock, Random(3))
        school.start()
        await school.ready()
        short, _ = await school.open("visitor", 2, "http://127.0.0.1:8000")
        long, _ = await school.open("visitor", 24, "http://127.0.0.1:8000")
        await school.join(short)
        words = words_of(school, short.room.terms.id)
        await school.stop()

        clock.now += 3 * 3600
        school = School(RoomStorage(tmp_path), lambda _: True, Sessions(), clock, Random(4))
        school.start()
        await school.ready()
        await school.tend()
        assert school.get(short.room.terms.id) is None
        assert school.get(long.room.terms.id) is not None
        assert files_with(tmp_path, words) == {}
        clock.now += 22 * 3600
        await school.tend()
        assert school.get(long.room.terms.id) is None
        await school.stop()

    asyncio.run(main())


def test_a_room_that_cannot_be_saved_goes_on_and_its_teacher_is_told(tmp_path: Path, caplog) -> None:
    """R11: the data folder is a file."""
    blocked = tmp_path / "data"
    blocked.write_text("no folder")

    async def main() -> None:
        school = School(RoomStorage(blocked), lambda _: True, Sessions())
        school.start()
        await school.ready()
        classroom, _ = await school.open("visitor", 2, "http://127.0.0.1:8000")
        await school.join(classroom)
        await school.tend()
        owner = next(iter(classroom.room.teachers))
        assert classroom.room.teacher_state(owner).terms.saved is False
        blocked.unlink()
        school._outbox.try_again()
        await school._outbox.settle()
        await school.tend()
        assert classroom.room.teacher_state(owner).terms.saved is True
        await school.stop()
        assert re.search(rb"members", (blocked / "classrooms.sqlite3").read_bytes())

    asyncio.run(main())
    assert "rooms cannot be" in caplog.text


@pytest.mark.parametrize("hours", [0, 1, 721, -2, "2"])
def test_a_room_is_kept_for_one_of_the_offered_times(tmp_path, hours) -> None:
    with serving(tmp_path) as teacher:
        assert teacher.client.post("/rooms", json={"hours": hours}).status_code == 422
