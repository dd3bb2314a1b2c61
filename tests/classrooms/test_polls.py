"""A poll: answered in two rounds, hidden until it is revealed, kept, and counted even when all answer at once."""

import asyncio
import json
import time
from pathlib import Path
from random import Random
from typing import Any

import pytest
from pydantic import ValidationError

from app.classrooms.classroom import Classroom
from app.classrooms.outbox import Outbox
from app.classrooms.outcome import Refusal
from app.classrooms.poll import Vote
from app.classrooms.poll_commands import (
    AskClass,
    CloseVote,
    GiveAnswer,
    HideSentence,
    PutAway,
    Reveal,
    VoteAgain,
)
from app.classrooms.question import Question
from app.classrooms.room import Room
from app.classrooms.seats import Removed
from app.classrooms.storage import RoomStorage
from tests.classrooms.world import (
    NOW,
    OWNER,
    Clock,
    Disk,
    Sessions,
    a_classroom,
    a_room,
    heard,
    settle,
    types,
    with_members,
)

DICE = Random(5)
SLOPE = Question(kind="choice", text="Which way does the weight go?", choices=("up", "down", "nowhere"), right=("1",))
SIZE = Question(kind="number", text="How large is the slope?", right=("0,25",))
WHY = Question(kind="sentence", text="What was hard?")


def asking(*questions: Question, ticket: bool = False) -> Room:
    """A room of two whose class is asked this."""
    room = with_members(a_room(), "ann", "ben")
    teach(room, AskClass(questions=questions, ticket=ticket))
    return room


def teach(room: Room, command: Any) -> Any:
    return room.teach(OWNER, command, NOW, DICE)


def give(room: Room, member: str, answer: str, question: int = 0, in_round: int = 1) -> Any:
    return room.take_part(member, GiveAnswer(poll=1, question=question, round=in_round, answer=answer), NOW, DICE)


def refused(act: Any) -> str:
    with pytest.raises(Refusal) as refusal:
        act()
    return refusal.value.problems[0].code


def counts(room: Room, question: int = 0) -> list[list[int]]:
    """How many gave each answer, by round, as a teacher is told."""
    poll = room.teacher_state(OWNER).poll
    assert poll is not None
    return [[bar.count for bar in tally.bars] for tally in poll.tallies[question]]


def test_both_rounds_are_counted_each_for_itself() -> None:
    room = asking(SLOPE)
    give(room, "ann", "0")
    give(room, "ben", "1")
    teach(room, CloseVote(poll=1))
    teach(room, VoteAgain(poll=1))
    give(room, "ann", "1", in_round=2)
    assert counts(room) == [[1, 1, 0], [0, 1, 0]]


def test_an_answer_can_be_changed_until_the_vote_is_closed_and_counts_once() -> None:
    room = asking(SLOPE)
    first, second = give(room, "ann", "0"), give(room, "ann", "2")
    assert first.changes[0].id == second.changes[0].id  # one row on the disk
    assert counts(room) == [[0, 0, 1]]
    teach(room, CloseVote(poll=1))
    assert refused(lambda: give(room, "ann", "1")) == "vote_closed"
    teach(room, VoteAgain(poll=1))
    assert refused(lambda: give(room, "ann", "1", in_round=1)) == "vote_closed"


def test_there_is_no_third_round_and_nothing_is_revealed_before_it_is_closed() -> None:
    room = asking(SLOPE)
    assert refused(lambda: teach(room, Reveal(poll=1))) == "poll_elsewhere"
    for command in (CloseVote, VoteAgain, CloseVote):
        teach(room, command(poll=1))
    assert refused(lambda: teach(room, VoteAgain(poll=1))) == "poll_elsewhere"
    teach(room, Reveal(poll=1))
    assert refused(lambda: teach(room, VoteAgain(poll=1))) == "poll_elsewhere"


def test_two_teachers_who_press_at_once_close_one_poll() -> None:
    room = asking(SLOPE)
    teach(room, AskClass(questions=(SIZE,)))
    assert refused(lambda: teach(room, CloseVote(poll=1))) == "poll_elsewhere"
    assert room.polls.current is not None
    assert (room.polls.current.number, room.polls.current.stage) == (2, "open")


@pytest.mark.parametrize(
    ("question", "answer"), [(SLOPE, "3"), (SLOPE, "-1"), (SLOPE, "up"), (SIZE, "much"), (WHY, ""), (SIZE, "")]
)
def test_what_is_no_answer_is_not_counted(question: Question, answer: str) -> None:
    room = asking(question)
    assert refused(lambda: give(room, "ann", answer)) == "no_answer"
    assert refused(lambda: give(room, "ann", "0", question=1)) == "no_answer"


@pytest.mark.parametrize(
    ("right", "given", "marked"),
    [("0.25", "1/4", True), ("0,25", "0.2501", True), ("0.254", "0,25", True), ("0.25", "0.26", False),
     ("-0.25", "−0,25", True), ("-0.25", "0.25", False)],
)  # fmt: skip
def test_a_number_is_right_within_one_percent_or_two_digits(right: str, given: str, marked: bool) -> None:
    assert Question(kind="number", text="?", right=(right,)).mark(given) is marked


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "choice", "text": "?", "choices": ("one",)},
        {"kind": "choice", "text": "?", "choices": ("one", "two"), "right": ("2",)},
        {"kind": "choice", "text": "?", "choices": tuple("abcdefg")},
        {"kind": "number", "text": "?", "right": ("many",)},
        {"kind": "number", "text": "?", "choices": ("1", "2")},
        {"kind": "sentence", "text": "?", "right": ("yes",)},
        {"kind": "sentence", "text": " \n "},
    ],
)
def test_a_question_that_makes_no_sense_is_none(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Question(**wrong)


def test_the_same_number_written_otherwise_is_the_same_bar() -> None:
    room = asking(SIZE)
    give(room, "ann", "1/4")
    give(room, "ben", "0,25")
    poll = room.teacher_state(OWNER).poll
    assert poll is not None
    assert [(bar.count, bar.right) for bar in poll.tallies[0][0].bars] == [(2, True)]


def told_to_members(seat: str, room: Room, *commands: Any) -> str:
    """All that this member's page is sent while a teacher asks and others answer."""

    async def main() -> str:
        classroom = a_classroom(room, Disk(), Clock())
        reader = classroom.attach(seat, None)
        for who, command in commands:
            classroom.command(who, command.model_dump_json())
            classroom.tend()
        late = classroom.attach(seat, None)
        await settle(classroom)
        return json.dumps([heard(reader), heard(late)])

    return asyncio.run(main())


def test_before_the_reveal_a_members_wire_holds_neither_what_is_right_nor_what_others_say() -> None:
    asked = AskClass(questions=(SLOPE, WHY, Question(kind="number", text="How large?", right=("0.8125",))))
    ben = [
        (OWNER, asked),
        ("ben", GiveAnswer(poll=1, question=1, round=1, answer="the chain rule")),
        ("ben", GiveAnswer(poll=1, question=2, round=1, answer="0.777")),
        (OWNER, CloseVote(poll=1)),
    ]
    wire = told_to_members("ann", with_members(a_room(), "ann", "ben"), *ben)
    for secret in ("chain", "0.777", "0.8125", '"1"', '"count"', "sentence_said", "votes_counted"):
        assert secret not in wire
    assert SLOPE.text in wire
    wire = told_to_members("ann", with_members(a_room(), "ann", "ben"), *ben, (OWNER, Reveal(poll=1)))
    for shown in ("0.777", "0.8125", '"1"', '"count"'):
        assert shown in wire
    assert "chain" not in wire  # what was said in words is the teacher's to show


def test_after_the_reveal_each_sees_their_own_answers_marked_and_nobody_elses() -> None:
    room = asking(SLOPE)
    give(room, "ann", "0")
    assert room.member_state("ann").answers[0].right is None
    teach(room, CloseVote(poll=1))
    teach(room, VoteAgain(poll=1))
    give(room, "ann", "1", in_round=2)
    teach(room, CloseVote(poll=1))
    told = teach(room, Reveal(poll=1)).told
    assert [each.to for each in told] == ["teachers", "members", "ann"]
    assert [(own.round, own.answer, own.right) for own in told[2].event.answers] == [(1, "0", False), (2, "1", True)]
    assert room.member_state("ann").answers == told[2].event.answers
    assert room.member_state("ben").answers == ()


def test_a_member_answers_for_nobody_else() -> None:
    """S5: there is no place in the command for another's seat, and a teacher has no answer."""
    room = asking(SLOPE)

    async def main() -> None:
        classroom = a_classroom(room, Disk())
        reader = classroom.attach("ann", None)
        forged = {"type": "give_answer", "poll": 1, "question": 0, "round": 1, "answer": "0", "member": "ben"}
        classroom.command("ann", json.dumps(forged))
        classroom.command(OWNER, json.dumps({**forged, "type": "give_answer"}))
        await settle(classroom)
        assert types(heard(reader))[1:] == ["refused"]

    asyncio.run(main())
    assert counts(room) == [[0, 0, 0]]


def test_a_sentence_can_be_hidden_and_shown_again() -> None:
    room = asking(WHY)
    give(room, "ann", "the\tchain\nrule\0")
    assert [each.text for each in room.teacher_state(OWNER).sentences] == ["the chain rule"]
    for hidden in (True, False):
        teach(room, HideSentence(poll=1, question=0, round=1, member="ann", hidden=hidden))
        assert [each.hidden for each in room.teacher_state(OWNER).sentences] == [hidden]


def test_one_who_leaves_takes_their_answers_along() -> None:
    room = asking(SLOPE)
    give(room, "ann", "0")
    outcome = room.leave("ann")
    assert Removed(Vote, "room/1/0/1/ann") in outcome.changes
    assert counts(room) == [[0, 0, 0]]
    assert [told.event.model_dump()["type"] for told in room.tend(NOW, saved=True).told] == ["votes_counted"]


def test_a_poll_that_is_put_away_is_before_nobody_and_still_kept() -> None:
    room = asking(SLOPE)
    give(room, "ann", "0")
    teach(room, PutAway(poll=1))
    assert room.member_state("ann").poll is None
    assert room.teacher_state(OWNER).poll is None
    assert len(room.polls.votes[1]) == 1


def test_the_teacher_is_told_of_many_answers_in_one_event() -> None:
    seats = [f"seat{number}" for number in range(50)]
    room = with_members(a_room(), *seats)
    teach(room, AskClass(questions=(SLOPE,)))
    for seat in seats:
        assert [told.to for told in give(room, seat, "1").told] == [seat]
    told = room.tend(NOW, saved=True).told
    assert [each.event.model_dump()["tallies"][0][0]["answered"] for each in told] == [50]
    assert room.tend(NOW, saved=True).told == ()


@pytest.mark.clock
def test_three_hundred_who_answer_at_once_are_all_counted_and_on_the_disk(tmp_path: Path) -> None:
    seats = [f"seat{number}" for number in range(300)]

    async def main() -> None:
        storage = RoomStorage(tmp_path)
        await storage.load()
        room = with_members(a_room(), *seats)
        await storage.write([("room", each) for each in (room.terms, *room.members.values())])
        classroom = Classroom(room, Outbox(storage), Clock(), Random(7), lambda _: True, Sessions())
        readers = {seat: classroom.attach(seat, None) for seat in (*seats, OWNER)}
        classroom.command(OWNER, AskClass(questions=(SLOPE,)).model_dump_json())
        await settle(classroom)
        for reader in readers.values():
            heard(reader)
        start = time.perf_counter()
        for number, seat in enumerate(seats):
            asked = GiveAnswer(poll=1, question=0, round=1, answer=str(number % 3))
            classroom.command(seat, asked.model_dump_json())
        classroom.tend()
        await settle(classroom)
        assert time.perf_counter() - start < 2.0
        (tallies,) = [event["tallies"] for event in heard(readers[OWNER]) if event["type"] == "votes_counted"]
        assert [bar["count"] for bar in tallies[0][0]["bars"]] == [100, 100, 100]
        assert all("own_answers_changed" in types(heard(readers[seat])) for seat in seats)
        # Nothing that was acknowledged is lost: the room as another server finds it.
        ((terms, kept),) = await storage.load()
        assert counts(Room(terms, kept)) == [[100, 100, 100]]
        await storage.close()

    asyncio.run(main())


def test_a_room_comes_back_in_the_middle_of_a_second_vote() -> None:
    room = asking(SLOPE, WHY)
    give(room, "ann", "0")
    teach(room, CloseVote(poll=1))
    teach(room, VoteAgain(poll=1))
    give(room, "ben", "so it goes", question=1, in_round=2)
    votes = [vote for each in room.polls.votes.values() for vote in each.values()]
    again = Room(room.terms, [*room.teachers.values(), *room.members.values(), *room.polls.polls.values(), *votes])
    assert again.teacher_state(OWNER) == room.teacher_state(OWNER)
    assert again.member_state("ben") == room.member_state("ben")
    assert give(again, "ben", "1", in_round=2).changes
