"""S1, S3, S4, S5: who gets into a room, by which door, and what is told to everybody else: nothing."""

import re
import time
from collections.abc import Iterator
from types import SimpleNamespace

import pytest

from app.classrooms import routes
from app.classrooms.guard import WRONG_OF_ONE
from tests.app.test_security import routes as every_route
from tests.classrooms.people import HOST, ORIGIN, SOCKETS, Person, serving


@pytest.fixture(scope="module")
def school(tmp_path_factory) -> Iterator[SimpleNamespace]:
    """Two rooms, each with its owner, a second teacher and a member; and a stranger."""
    with serving(tmp_path_factory.mktemp("data")) as stranger:
        found = SimpleNamespace(stranger=stranger, rooms=[], people={}, seats={})
        for name in ("a", "b"):
            owner, second, member = (stranger.another() for _ in range(3))
            room = owner.open_room()
            invitation = owner.ask(room, "teacher", "invited", type="invite")["invitation"]
            assert second.client.post(f"/rooms/{room}/invitation", json={"invitation": invitation}).status_code == 200
            assert member.join(owner.state(room, "teacher")["terms"]["code"]) == room
            found.rooms.append(room)
            found.seats[name] = owner.state(room, "teacher")["members"][0]["id"]
            found.people |= {f"owner of {name}": owner, f"second of {name}": second, f"member of {name}": member}
        found.people["stranger"] = stranger
        yield found


def code_of(person: Person, room: str) -> str:
    return str(person.state(room, "teacher")["terms"]["code"])


ROLES = ("owner of a", "second of a", "member of a", "owner of b", "second of b", "member of b", "stranger")
DOORS = [
    ("teacher", "GET", "/rooms/{room}/qr"),
    ("teacher", "GET", "/rooms/{room}/addresses"),
    ("teacher", "GET", "/rooms/{room}/results.csv"),
    ("member", "POST", "/rooms/{room}/session"),
    ("teacher", "GET", "/rooms/{room}/watch/{member}"),
]


@pytest.mark.parametrize("who", ROLES)
@pytest.mark.parametrize("of", ["a", "b"])
@pytest.mark.parametrize("role", ["teacher", "member"])
def test_a_socket_opens_to_the_seat_that_it_is_for_and_to_no_other(school, who: str, of: str, role: str) -> None:
    """S1, S4: role × room."""
    room = school.rooms["ab".index(of)]
    theirs = who.endswith(f"of {of}") and (who.startswith("member") == (role == "member"))
    assert school.people[who].may_connect(room, role) == theirs


@pytest.mark.parametrize("who", ROLES)
@pytest.mark.parametrize("of", ["a", "b"])
@pytest.mark.parametrize(("role", "method", "path"), DOORS)
def test_a_route_answers_the_seat_that_it_is_for_and_no_other(school, who, of, role, method, path) -> None:
    """S4: role × route × room. To everybody else there is nothing here, as if there were no such room."""
    person = school.people[who]
    theirs = who.endswith(f"of {of}") and (who.startswith("member") == (role == "member"))
    body = {"session": person.client.post("/sessions").json()["session"]} if method == "POST" else None
    member = school.seats[of]
    answer = person.client.request(method, path.format(room=school.rooms["ab".index(of)], member=member), json=body)
    nowhere = person.client.request(method, path.format(room="nowhere", member=member), json=body)
    assert answer.is_success == theirs
    if not theirs:
        assert (answer.status_code, answer.content) == (nowhere.status_code, nowhere.content) == (404, nowhere.content)


@pytest.mark.parametrize("who", ROLES)
@pytest.mark.parametrize("of", ["a", "b"])
def test_a_page_shows_a_room_to_its_own_people_alone(school, who: str, of: str) -> None:
    person, room = school.people[who], school.rooms["ab".index(of)]
    teaches = who.endswith(f"of {of}") and not who.startswith("member")
    assert ("<nn-join-panel" in person.client.get(f"/rooms/{room}/teach").text) == teaches
    answer = person.client.get(f"/rooms/{room}", follow_redirects=False)
    assert (answer.status_code == 200) == (who == f"member of {of}")
    assert answer.headers.get("location") in (None, "/join")


def test_every_route_of_a_room_is_known_to_these_tests(school) -> None:
    """A new route has to be put into the matrix above, or named here."""
    paths = {
        route.path for route in every_route(school.stranger.app) if getattr(route, "path", "").startswith("/rooms")
    }
    open_to_all = {"/rooms", "/rooms/find", "/rooms/{room}/seats", "/rooms/{room}/invitation"}
    pages = {"/rooms/{room}", "/rooms/{room}/teach", "/rooms/{room}/seat/{role}", "/rooms/{room}/live/{role}"}
    watching = {"/rooms/{room}/watch/{member}/live"}  # see test_watching.py
    ending = {"/rooms/{room}/leave"}
    assert {path for path in paths if path.startswith("/rooms")} == open_to_all | pages | ending | watching | {
        path for _, _, path in DOORS
    }


def test_only_a_teacher_ends_a_room_and_only_a_member_leaves_it(school) -> None:
    room = school.rooms[0]
    for who in ("member of a", "owner of b", "stranger"):
        assert school.people[who].client.delete(f"/rooms/{room}").status_code == 404
    for who in ("owner of a", "member of b", "stranger"):
        assert school.people[who].client.post(f"/rooms/{room}/leave").status_code == 404


def test_a_token_is_in_a_cookie_out_of_reach_and_nowhere_else(school) -> None:
    person = school.stranger.another()
    answer = person.client.post("/rooms", json={})
    room, cookie = answer.json()["room"], answer.headers["set-cookie"]
    word = re.fullmatch(r"chalknet_teacher=([\w-]{43}); (.*)", cookie)
    assert word is not None
    for attribute in ("HttpOnly", "SameSite=strict", f"Path=/rooms/{room}"):
        assert attribute in word[2]
    page = person.client.get(f"/rooms/{room}/teach")
    assert word[1] not in page.text + str(page.headers) + answer.text
    assert word[1] not in repr(person.state(room, "teacher"))


def test_two_tokens_have_nothing_in_common(school) -> None:
    words = {person.cookies.get("chalknet_teacher") for name, person in school.people.items() if "member" not in name}
    words |= {person.cookies.get("chalknet_member") for name, person in school.people.items() if "member" in name}
    assert len(words - {None}) == 6


def test_a_cookie_of_one_role_is_none_of_the_other(school) -> None:
    """S5: a member who puts their own token where a teacher's should be is nobody."""
    member, room = school.people["member of a"], school.rooms[0]
    forged = {"origin": ORIGIN, "cookie": f"chalknet_teacher={member.cookies['chalknet_member']}"}
    bare = school.stranger.another()
    bare.client.cookies.clear()
    assert bare.client.get(f"/rooms/{room}/qr", headers=forged).status_code == 404


def test_what_is_seen_on_the_wire_opens_nothing(school) -> None:
    """S5: every id, name and hash that a teacher or a member is sent, tried as a token and as a room."""
    room = school.rooms[0]
    seen = set(re.findall(r"[\w-]{8,}", repr(school.people["owner of a"].state(room, "teacher"))))
    seen |= set(re.findall(r"[\w-]{8,}", repr(school.people["member of a"].state(room, "member"))))
    assert len(seen) > 10
    bare = school.stranger.another()
    for word in seen:
        for role in ("teacher", "member"):
            cookie = {"origin": ORIGIN, "cookie": f"chalknet_{role}={word}"}
            bare.client.cookies.clear()
            assert bare.client.get(f"/rooms/{room}/seat/{role}", headers=cookie).json() == {"seated": False}


def test_a_member_cannot_work_in_a_session_of_somebody_else(school) -> None:
    other = school.people["member of b"].client.post("/sessions").json()["session"]
    answer = school.people["member of a"].client.post(f"/rooms/{school.rooms[0]}/session", json={"session": other})
    assert (answer.status_code, answer.json()["problems"][0]["code"]) == (422, "session_unknown")


def test_one_who_joins_twice_keeps_the_seat(school) -> None:
    member, owner, room = school.people["member of a"], school.people["owner of a"], school.rooms[0]
    before = len(owner.state(room, "teacher")["members"])
    member.join(code_of(owner, room))
    assert len(owner.state(room, "teacher")["members"]) == before


def test_a_wrong_code_a_closed_one_and_a_locked_one_are_answered_alike_and_as_late(school) -> None:
    """S3"""
    owner = school.stranger.another()
    locked, over = owner.open_room(), owner.open_room()
    locked_code, over_code = code_of(owner, locked), code_of(owner, over)
    owner.ask(locked, "teacher", "terms_changed", type="lock", locked=True)
    owner.client.delete(f"/rooms/{over}")
    answers, times = [], []
    for code in ("K7QM2XWP", over_code, locked_code, "no code"):
        start = time.perf_counter()
        answers.append(school.stranger.client.post("/rooms/find", json={"code": code}))
        times.append(time.perf_counter() - start)
    assert {(answer.status_code, answer.text) for answer in answers} == {(422, answers[0].text)}
    assert min(times) >= 0.5
    assert max(times) - min(times) < 0.25


def test_the_code_of_another_room_takes_no_seat(school) -> None:
    code = code_of(school.people["owner of b"], school.rooms[1])
    answer = school.stranger.client.post(f"/rooms/{school.rooms[0]}/seats", json={"code": code})
    assert answer.status_code == 422


def test_one_who_guesses_has_to_wait_and_the_class_does_not(school, monkeypatch) -> None:
    """S3, S12: forty behind one address; one of them types nonsense."""
    monkeypatch.setattr(routes, "_WRONG_SECONDS", 0.0)
    guesser, owner, room = school.stranger.another(), school.people["owner of a"], school.rooms[0]
    codes = [guesser.client.post("/rooms/find", json={"code": "K7QM2XWP"}).status_code for _ in range(WRONG_OF_ONE)]
    assert codes == [422] * WRONG_OF_ONE
    answer = guesser.client.post("/rooms/find", json={"code": code_of(owner, room)})
    assert answer.status_code == 429
    assert 0 < int(answer.headers["retry-after"]) <= 60
    assert school.stranger.another().join(code_of(owner, room)) == room


def test_an_invitation_that_was_used_opens_nothing(school) -> None:
    owner, room = school.people["owner of a"], school.rooms[0]
    invitation = owner.ask(room, "teacher", "invited", type="invite")["invitation"]
    first, late = school.stranger.another(), school.stranger.another()
    assert first.client.post(f"/rooms/{room}/invitation", json={"invitation": invitation}).status_code == 200
    answer = late.client.post(f"/rooms/{room}/invitation", json={"invitation": invitation})
    assert (answer.status_code, answer.json()["problems"][0]["code"]) == (422, "invitation_unknown")
    assert not late.may_connect(room, "teacher")


@pytest.mark.clock
def test_a_teacher_who_is_sent_away_is_out_within_a_second(school) -> None:
    """S4: revoking closes sockets."""
    owner, room = school.people["owner of b"], school.rooms[1]
    second = school.people["second of b"]
    with second.page(room, "teacher") as socket:
        socket.receive_text()
        theirs = next(each["id"] for each in owner.state(room, "teacher")["teachers"] if not each["owner"])
        start = time.perf_counter()
        owner.ask(room, "teacher", "teachers_changed", type="revoke", teacher=theirs)
        while (message := socket.receive())["type"] != "websocket.close":
            pass
        assert time.perf_counter() - start < 1.0
        assert message["code"] == 4403
    assert not second.may_connect(room, "teacher")


def test_a_stranger_without_a_first_page_opens_nothing(school) -> None:
    bare = school.stranger.another()
    bare.client.cookies.clear()
    for path, body in (("/rooms", {}), ("/rooms/find", {"code": "K7QM2XWP"})):
        assert bare.client.post(path, json=body).status_code == 403


@pytest.mark.parametrize(
    "body", [b"", b"[]", b'{"code":1}', b'{"code":"a","code":"b"}', b'{"code":"x","more":1}', b"\xff"]
)
def test_a_body_that_is_none_of_ours_is_refused_in_words(school, body: bytes) -> None:
    answer = school.stranger.another().client.post("/rooms/find", content=body)
    assert answer.status_code == 422
    assert answer.json()["problems"]


def test_a_socket_of_no_role_is_refused(school) -> None:
    for role in ("owner", "", "teacher/..", "x" * 999):
        assert not school.people["owner of a"].may_connect(school.rooms[0], role)
    assert HOST in SOCKETS


def test_a_passphrase_guards_the_opening_of_rooms(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(routes, "_WRONG_SECONDS", 0.0)
    with serving(tmp_path, CHALKNET_CLASSROOM_PASSPHRASE="chalk and cheese") as teacher:
        assert 'type="password"' in teacher.client.get("/classroom").text
        for passphrase in ("", "chalk", "Chalk and cheese"):
            answer = teacher.client.post("/rooms", json={"passphrase": passphrase})
            assert (answer.status_code, answer.json()["problems"][0]["code"]) == (422, "passphrase_wrong")
        teacher.open_room(passphrase="chalk and cheese")
        guesser = teacher.another()
        codes = [
            guesser.client.post("/rooms", json={"passphrase": str(n)}).status_code for n in range(WRONG_OF_ONE + 1)
        ]
        assert codes == [422] * WRONG_OF_ONE + [429]


def test_one_visitor_cannot_fill_the_school(tmp_path) -> None:
    with serving(tmp_path) as greedy:
        codes = [greedy.client.post("/rooms", json={}).status_code for _ in range(9)]
        assert codes == [200] * 8 + [429]
        greedy.another().open_room()
