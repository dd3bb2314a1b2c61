"""R1, R2, R3 for a seat: a page that comes back lacks nothing and has nothing twice; and no room hears another."""

import asyncio
import json
from dataclasses import replace
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, initialize, multiple, rule

from app.classrooms.classroom import Classroom
from app.classrooms.room import AWAY_SECONDS, Room
from app.classrooms.seats import Kept, Member
from app.live.broadcast import Position, Reader
from tests.classrooms.world import NOW, OWNER, Clock, Disk, a_classroom, a_room, heard, settle, types, with_members

SEATS = ("ann", "ben")
ASK = json.dumps(
    {
        "type": "ask_class",
        "questions": [
            {"kind": "choice", "text": "Up or down?", "choices": ["up", "down"], "right": ["1"]},
            {"kind": "sentence", "text": "Why?"},
        ],
    }
)
HIDE = json.dumps({"type": "hide_sentence", "poll": 1, "question": 1, "round": 1, "member": "ben", "hidden": True})
OF_MEMBERS = {"you_changed", "counted", "end_moved", "refused", "poll_presented", "own_answers_changed"}
ASKED = st.sampled_from(
    [
        ("ann", '{"type":"raise_hand","raised":true}'),
        ("ann", '{"type":"raise_hand","raised":false}'),
        ("ann", '{"type":"reroll"}'),
        ("ben", '{"type":"raise_hand","raised":true}'),
        (OWNER, '{"type":"lock","locked":true}'),
        (OWNER, '{"type":"lock","locked":false}'),
        (OWNER, '{"type":"new_code"}'),
        (OWNER, '{"type":"keep","hours":8}'),
        (OWNER, '{"type":"invite"}'),
        (OWNER, '{"type":"take_hand_down","member":"ann"}'),
        (OWNER, '{"type":"kick","member":"nobody"}'),
        (OWNER, ASK),
        (OWNER, '{"type":"close_vote","poll":1}'),
        (OWNER, '{"type":"vote_again","poll":1}'),
        (OWNER, '{"type":"reveal","poll":1}'),
        (OWNER, '{"type":"put_away","poll":1}'),
        (OWNER, HIDE),
        ("ann", '{"type":"give_answer","poll":1,"question":0,"round":1,"answer":"0"}'),
        ("ben", '{"type":"give_answer","poll":1,"question":0,"round":2,"answer":"1"}'),
        ("ben", '{"type":"give_answer","poll":1,"question":1,"round":1,"answer":"because of the slope"}'),
        ("ann", '{"type":"reveal","poll":1}'),
        ("ben", '{"type":"kick","member":"ann"}'),
        ("ann", "no json"),
    ]
)


def kept_polls(room: Room) -> list[Kept]:
    """Every poll of a room, and every vote."""
    return [*room.polls.polls.values(), *(vote for votes in room.polls.votes.values() for vote in votes.values())]


class Page:
    """A browser's page of one seat: what it knows, by the events it has applied."""

    def __init__(self, seat: str) -> None:
        self.seat = seat
        self.reader: Reader | None = None
        self.position: Position | None = None
        self.state: dict = {}
        self.whole = 0  # how often it was sent the whole state

    def read(self, most: int | None = None) -> None:
        assert self.reader is not None
        while most != 0 and (message := self.reader.take()) is not None:
            most = None if most is None else most - 1
            self.apply(json.loads(message))

    def apply(self, event: dict) -> None:
        if event["type"] == "opened":
            self.state, self.whole = event["state"], self.whole + 1
        elif event["type"] == "resumed":
            assert self.position is not None
            assert (event["stream"], event["number"]) == (self.position.stream, self.position.after)
        else:
            assert self.position is not None
            assert event["number"] == self.position.after + 1  # no gap, nothing twice
            self.change(event)
        self.position = Position(event["stream"], event["number"])

    def change(self, event: dict) -> None:
        match event["type"]:
            case "terms_changed":
                self.state["terms"] = event["terms"]
            case "teachers_changed":
                self.state["teachers"] = event["teachers"]
            case "member_changed":
                others = {each["id"]: each for each in self.state["members"]}
                self.state["members"] = list((others | {event["member"]["id"]: event["member"]}).values())
            case "you_changed":
                self.state |= {name: event[name] for name in ("pseudonym", "rerolls", "hand", "helped")}
            case "counted":
                self.state["here"] = event["here"]
            case "end_moved":
                self.state["expires_at"] = event["expires_at"]
            case "poll_moved":
                if event["poll"] is None or event["poll"]["number"] != (self.state["poll"] or {}).get("number"):
                    self.state["sentences"] = []
                self.state["poll"] = event["poll"]
            case "votes_counted":
                self.state["poll"]["tallies"] = event["tallies"]
            case "sentence_said":
                place = ("question", "round", "member")
                others = {tuple(each[name] for name in place): each for each in self.state["sentences"]}
                others[tuple(event["sentence"][name] for name in place)] = event["sentence"]
                self.state["sentences"] = list(others.values())
            case "poll_presented":
                if event["poll"] is None or event["poll"]["number"] != (self.state["poll"] or {}).get("number"):
                    self.state["answers"] = []
                self.state["poll"] = event["poll"]
            case "own_answers_changed":
                self.state["answers"] = event["answers"]


class SeatMachine(RuleBasedStateMachine):
    """Pages come, are cut off in the midst of reading, come back and read slowly; the room goes on and is restarted.
    In the end what each page knows is what the room would tell a new one."""

    pages = Bundle("pages")

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.clock = Clock()
        self.classroom = a_classroom(with_members(a_room(), *SEATS), Disk(), self.clock)
        self.all: list[Page] = []

    @initialize(target=pages)
    def first_pages(self):
        return multiple(*(self.come(seat) for seat in (*SEATS, OWNER)))

    @rule(target=pages, seat=st.sampled_from((*SEATS, OWNER)))
    def come(self, seat: str) -> Page:
        page = Page(seat)
        self.all.append(page)
        self.attach(page)
        return page

    @rule(asked=ASKED)
    def ask(self, asked: tuple[str, str]) -> None:
        reader = next((page.reader for page in self.all if page.seat == asked[0] and page.reader), None)
        if reader is not None:
            self.run(lambda: self.classroom.command(asked[0], asked[1]))

    @rule(page=pages, most=st.integers(1, 4))
    def read_some(self, page: Page, most: int) -> None:
        if page.reader is not None:
            page.read(most)

    @rule(page=pages)
    def cut(self, page: Page) -> None:
        if page.reader is not None:
            self.run(lambda: self.classroom.detach(page.seat, page.reader))
            page.reader = None

    @rule(page=pages)
    def come_back(self, page: Page) -> None:
        if page.reader is None:
            self.attach(page)

    @rule(page=consumes(pages))
    def leave(self, page: Page) -> None:
        self.cut(page)
        self.all.remove(page)

    @rule(seconds=st.sampled_from((1.0, AWAY_SECONDS)))
    def wait(self, seconds: float) -> None:
        self.clock.now += seconds
        self.run(self.classroom.tend)

    @rule()
    def restart(self) -> None:
        """R3: the server is killed and started again: the streams are others, and positions in the old ones void."""
        room = self.classroom.room
        kept = [*room.teachers.values(), *room.members.values(), *room.invitations.values(), *kept_polls(room)]
        self.classroom = a_classroom(type(room)(room.terms, kept), Disk(), self.clock)
        for page in self.all:
            page.reader = None

    def attach(self, page: Page) -> None:
        whole = page.whole
        known = page.position is not None and self.knows(page)
        self.run(lambda: setattr(page, "reader", self.classroom.attach(page.seat, page.position)))
        page.read(1)
        assert page.whole == whole + (not known)  # it resumes where it can, and only there

    def knows(self, page: Page) -> bool:
        stream = self.classroom._streams.get(page.seat)
        return stream is not None and page.position is not None and stream.log.holds_after(page.position)

    def run(self, act) -> None:
        async def main() -> None:
            act()
            await settle(self.classroom)

        self.loop.run_until_complete(main())

    def teardown(self) -> None:
        for page in self.all:
            self.come_back(page)
        self.wait(0.0)
        for page in self.all:
            page.read()
            room = self.classroom.room
            state = room.teacher_state(OWNER) if page.seat == OWNER else room.member_state(page.seat)
            assert page.state == state.model_dump(mode="json")
        self.loop.close()


TestSeats = SeatMachine.TestCase
TestSeats.settings = settings(max_examples=100, stateful_step_count=100, deadline=None)  # 10,000 steps


def test_a_gap_too_old_is_answered_with_the_whole_state() -> None:
    """R2"""

    async def main() -> None:
        classroom = a_classroom(with_members(a_room(), "ann"))
        reader = classroom.attach("ann", None)
        await settle(classroom)
        first = heard(reader)[-1]
        classroom.detach("ann", reader)
        for _ in range(2000):
            classroom.command("ann", '{"type":"raise_hand","raised":true}')
        await settle(classroom)
        back = classroom.attach("ann", Position(first["stream"], first["number"]))
        await settle(classroom)
        assert types(heard(back)) == ["opened"]

    asyncio.run(main())


@given(st.lists(st.tuples(st.booleans(), ASKED), max_size=25))
@settings(max_examples=60, deadline=None)
def test_two_rooms_never_hear_each_other_and_a_member_never_hears_a_teacher(wishes) -> None:
    """S4, S5: two rooms with seats of the same ids, whatever is asked in them: an event stands in one room's stream."""

    async def main() -> None:
        rooms = [with_members(a_room(room=name, code=code), *SEATS) for name, code in (("a", "A" * 8), ("b", "B" * 8))]
        rooms[1].members = {seat: _renamed(member) for seat, member in rooms[1].members.items()}
        classrooms = [a_classroom(room) for room in rooms]
        readers = [{seat: classroom.attach(seat, None) for seat in (*SEATS, OWNER)} for classroom in classrooms]
        for second, (seat, text) in wishes:
            classrooms[second].command(seat, text)
        for classroom in classrooms:
            classroom.tend()
            await settle(classroom)
        everything = [{seat: heard(reader) for seat, reader in each.items()} for each in readers]
        names = [{member.pseudonym for member in room.members.values()} for room in rooms]
        if not any(text == '{"type":"reroll"}' for _, (_, text) in wishes):
            assert not any(name in repr(everything[1]) for name in names[0])
            assert not any(name in repr(everything[0]) for name in names[1])
        first, second = ({event["stream"] for events in each.values() for event in events} for each in everything)
        assert not first & second
        for each in everything:
            for seat in SEATS:
                told = {event["type"] for event in each[seat]}
                assert told <= {"opened"} | OF_MEMBERS

    asyncio.run(main())


def _renamed(member: Member) -> Member:
    return replace(member, pseudonym=f"Other {member.id}")


def test_one_who_is_sent_away_hears_no_more_and_their_page_is_closed() -> None:
    async def main() -> None:
        classroom = a_classroom(with_members(a_room(), *SEATS))
        reader = classroom.attach("ann", None)
        classroom.command(OWNER, '{"type":"kick","member":"ann"}')
        await settle(classroom)
        assert reader.closing is not None and reader.closing[0] == 4403
        classroom.command(OWNER, '{"type":"keep","hours":2}')
        await settle(classroom)
        assert "end_moved" not in types(heard(reader))

    asyncio.run(main())


def test_a_refusal_is_told_to_the_seat_that_asked_alone() -> None:
    async def main() -> None:
        classroom: Classroom = a_classroom(with_members(a_room(), *SEATS))
        readers = {seat: classroom.attach(seat, None) for seat in (*SEATS, OWNER)}
        classroom.command("ann", '{"type":"lock","locked":true,"id":3}')
        await settle(classroom)
        refused = {seat: [e for e in heard(reader) if e["type"] == "refused"] for seat, reader in readers.items()}
        assert [event["command_id"] for event in refused["ann"]] == [None]  # no command of a member's: not even read
        assert refused["ben"] == refused[OWNER] == []
        assert not classroom.room.terms.locked

    asyncio.run(main())


def test_an_address_that_is_none_of_this_servers_is_not_shown() -> None:
    async def main() -> None:
        classroom = a_classroom()
        reader = classroom.attach(OWNER, None)
        classroom.command(OWNER, '{"type":"choose_address","address":"http://evil.example"}')
        await settle(classroom)
        assert [e["problems"][0]["code"] for e in heard(reader) if e["type"] == "refused"] == ["address_unknown"]
        assert "evil" not in classroom.room.terms.address

    asyncio.run(main())


def test_three_hundred_pages_are_told_at_once() -> None:
    """What one member does is told to the teachers, not to three hundred; the count to all, once."""

    async def main() -> None:
        seats = [f"seat{number}" for number in range(300)]
        classroom = a_classroom(with_members(a_room(), *seats), clock=Clock(NOW))
        readers = [classroom.attach(seat, None) for seat in seats]
        classroom.tend()
        await settle(classroom)
        assert all(types(heard(reader)) == ["opened", "counted"] for reader in readers)

    asyncio.run(main())


def test_dice_and_clock_are_handed_in() -> None:
    """The same room, asked the same at the same time with the same dice, is the same."""
    first, second = (with_members(a_room(), *SEATS) for _ in range(2))
    assert first.members == second.members
    assert first.join("cleo", "c" * 43, NOW, Random(1)) == second.join("cleo", "c" * 43, NOW, Random(1))
