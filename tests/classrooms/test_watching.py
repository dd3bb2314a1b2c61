"""S1, S4, S5: a teacher looks into a network of their own room and changes nothing uninvited; nobody else looks."""

import json
import time
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from starlette.testclient import WebSocketDenialResponse, WebSocketTestSession
from starlette.websockets import WebSocketDisconnect

from app.protocol.commands import COMMANDS
from tests.classrooms.people import ORIGIN, SOCKETS, Person, serving

FIELDS: dict[str, dict[str, Any]] = {
    "pace": {"steps_per_second": 5.0},
    "edit": {"set": {"batch_size": 3}},
    "open": {"design": {}},
    "open_link": {"link": "x"},
    "set_parameter": {"name": "layers/0/bias", "index": [0], "value": 1.0},
    "seek": {"step": 0},
    "acknowledge": {"frame": 1},
    "inspect": {"name": "layers/0/bias", "index": [0]},
    "table": {"layer": 0},
}
LOOKING = {"acknowledge", "look", "inspect", "table"}


@pytest.fixture(scope="module")
def school(tmp_path_factory) -> Iterator[SimpleNamespace]:
    """Two rooms with an owner and a member each, who is at work; and a stranger."""
    with serving(tmp_path_factory.mktemp("data")) as stranger:
        found = SimpleNamespace(people={"stranger": stranger}, rooms={}, seats={}, sessions={})
        for name in ("a", "b"):
            owner, member = stranger.another(), stranger.another()
            room = found.rooms[name] = owner.open_room()
            member.join(owner.state(room, "teacher")["terms"]["code"])
            session = found.sessions[name] = member.client.post("/sessions").json()["session"]
            assert member.client.post(f"/rooms/{room}/session", json={"session": session}).status_code == 204
            found.seats[name] = owner.state(room, "teacher")["members"][0]["id"]
            found.people |= {f"owner of {name}": owner, f"member of {name}": member}
        yield found


def looking(person: Person, room: str, seat: str) -> WebSocketTestSession:
    return person.client.websocket_connect(f"{SOCKETS}/rooms/{room}/watch/{seat}/live", headers={"origin": ORIGIN})


def may_look(person: Person, room: str, seat: str) -> bool:
    try:
        with looking(person, room, seat) as socket:
            return json.loads(next_text(socket))["type"] == "opened"
    except (WebSocketDenialResponse, WebSocketDisconnect):
        return False


def next_text(socket: WebSocketTestSession) -> str:
    while (message := socket.receive()).get("text") is None:
        if message["type"] == "websocket.close":
            raise WebSocketDisconnect(message["code"])
    return str(message["text"])


def until(socket: WebSocketTestSession, *kinds: str) -> dict[str, Any]:
    while (event := json.loads(next_text(socket)))["type"] not in kinds:
        pass
    return event


@pytest.mark.parametrize("who", ["owner of a", "owner of b", "member of a", "member of b", "stranger"])
@pytest.mark.parametrize("of", ["a", "b"])
@pytest.mark.parametrize("at", ["a", "b"])
def test_a_network_is_shown_to_the_teacher_of_its_own_room(school, who: str, of: str, at: str) -> None:
    """S1, S4: role × room × member: a member's seat in another room opens nothing."""
    theirs = who == f"owner of {of}" and of == at
    assert may_look(school.people[who], school.rooms[of], school.seats[at]) == theirs


def test_a_session_s_name_is_no_way_in(school) -> None:
    assert not may_look(school.people["owner of a"], school.rooms["a"], school.sessions["a"])


def test_who_looks_is_refused_whatever_would_change_something(school) -> None:
    """Each command there is: only looking is done, a refusal has a code, and the student hears nothing of it."""
    owner, member = school.people["owner of a"], school.people["member of a"]
    own = f"{SOCKETS}/live?session={school.sessions['a']}"
    with (
        looking(owner, school.rooms["a"], school.seats["a"]) as socket,
        member.client.websocket_connect(own, headers={"origin": ORIGIN}) as student,
    ):
        before = until(student, "opened")["state"]
        until(socket, "opened")
        for kind in sorted(command.model_fields["type"].default for command in COMMANDS):
            socket.send_text(json.dumps({"type": kind, "id": 7, **FIELDS.get(kind, {})}))
            if kind not in LOOKING:
                assert until(socket, "refused")["problems"][0]["code"] in ("only_looking", "field_missing"), kind
        socket.send_text(json.dumps({"type": "inspect", "name": "layers/0/bias", "index": [1]}))
        while (event := until(student, "refused", "inspected", "paused", "played"))["type"] != "inspected":
            pytest.fail(f"the student was told {event}")
    with member.client.websocket_connect(own, headers={"origin": ORIGIN}) as student:
        assert until(student, "opened")["state"] == before


def test_who_is_invited_steers_until_it_is_taken_back(school) -> None:
    owner, member, room = school.people["owner of b"], school.people["member of b"], school.rooms["b"]
    with looking(owner, room, school.seats["b"]) as socket:
        until(socket, "opened")
        member.ask(room, "member", "you_changed", type="invite_help", invited=True)
        assert owner.state(room, "teacher")["members"][0]["helped"] is True
        socket.send_text('{"type":"pace","steps_per_second":7.0}')
        assert until(socket, "pace_changed")["steps_per_second"] == 7.0
        member.ask(room, "member", "you_changed", type="invite_help", invited=False)
        socket.send_text('{"type":"pace","steps_per_second":8.0}')
        assert until(socket, "refused", "pace_changed")["problems"][0]["code"] == "only_looking"


def test_the_page_is_closed_with_the_seat_it_looks_at(school) -> None:
    """S4: within a second."""
    owner = school.people["stranger"].another()
    room = owner.open_room()
    late = school.people["stranger"].another()
    late.join(owner.state(room, "teacher")["terms"]["code"])
    session = late.client.post("/sessions").json()["session"]
    late.client.post(f"/rooms/{room}/session", json={"session": session})
    seat = owner.state(room, "teacher")["members"][0]["id"]
    with looking(owner, room, seat) as socket:
        until(socket, "opened")
        start = time.perf_counter()
        owner.ask(room, "teacher", "member_removed", type="kick", member=seat)
        with pytest.raises(WebSocketDisconnect) as closed:
            until(socket, "nothing")
        assert closed.value.code == 4403
        assert time.perf_counter() - start < 1.0
