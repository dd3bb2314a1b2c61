"""A room on its own: who may do what in it, what is written, and who is told."""

from random import Random

import pytest

from app.classrooms import token
from app.classrooms.commands import (
    ChooseAddress,
    Invite,
    Keep,
    Kick,
    Lock,
    NewCode,
    RaiseHand,
    Reroll,
    Revoke,
    TakeHandDown,
)
from app.classrooms.outcome import Outcome, Refusal, To
from app.classrooms.room import (
    AWAY_SECONDS,
    HOUR,
    INVITATION_SECONDS,
    MOST_MEMBERS,
    REROLLS,
    Room,
)
from app.classrooms.seats import Invitation, Member, Removed, Teacher
from tests.classrooms.world import ADDRESS, NOW, OWNER, OWNERS_WORD, a_room, with_members, word_of

DICE = Random(5)


def code_of(refused: pytest.ExceptionInfo[Refusal]) -> str:
    return refused.value.problems[0].code


def invite(room: Room) -> tuple[str, Outcome]:
    """An invitation's word, and what follows from making it."""
    outcome = room.teach(OWNER, Invite(), NOW, Random(9))
    return outcome.told[0].event.model_dump()["invitation"], outcome


def test_a_new_member_is_written_and_told_to_the_teachers_and_to_themselves() -> None:
    room = a_room()
    outcome = room.join("ann", word_of("ann"), NOW, DICE)
    assert outcome.changes == (room.members["ann"],)
    assert [told.to for told in outcome.told] == [To.TEACHERS, "ann"]


def test_a_token_is_never_kept_nor_told() -> None:
    room = a_room()
    outcome = room.join("ann", word_of("ann"), NOW, DICE)
    assert word_of("ann") not in repr(outcome)
    kept = token.hash_of(word_of("ann"))
    assert kept not in "".join(told.event.model_dump_json() for told in outcome.told)
    assert kept not in room.teacher_state(OWNER).model_dump_json()


def test_a_seat_is_known_by_its_token_alone() -> None:
    room = with_members(a_room(), "ann", "ben")
    assert room.member_with(word_of("ann")) == room.members["ann"]
    assert room.member_with("ann") is None
    assert room.teacher_with(word_of("ann")) is None
    assert room.member_with(OWNERS_WORD) is None


def test_a_locked_room_takes_nobody_new_and_keeps_who_is_in() -> None:
    room = with_members(a_room(), "ann")
    room.teach(OWNER, Lock(locked=True), NOW, DICE)
    with pytest.raises(Refusal) as refused:
        room.join("ben", word_of("ben"), NOW, DICE)
    assert code_of(refused) == "code_unknown"
    assert room.member_with(word_of("ann")) is not None


def test_a_full_room_says_so() -> None:
    room = with_members(a_room(), *(str(seat) for seat in range(MOST_MEMBERS)))
    with pytest.raises(Refusal) as refused:
        room.join("late", word_of("late"), NOW, DICE)
    assert code_of(refused) == "room_full"


def test_a_new_code_is_another_code() -> None:
    room = a_room()
    before = room.terms.code
    outcome = room.teach(OWNER, NewCode(), NOW, DICE)
    assert room.terms.code != before
    assert outcome.changes == (room.terms,)
    assert {told.to for told in outcome.told} == {To.TEACHERS}


def test_one_who_is_sent_away_has_no_seat_any_more() -> None:
    room = with_members(a_room(), "ann", "ben")
    outcome = room.teach(OWNER, Kick(member="ann"), NOW, DICE)
    assert outcome.changes == (Removed(Member, "ann"),)
    assert outcome.gone == ("ann",)
    assert room.member_with(word_of("ann")) is None
    assert room.member_with(word_of("ben")) is not None


def test_a_name_can_be_drawn_again_a_few_times() -> None:
    room = with_members(a_room(), "ann")
    names = {room.members["ann"].pseudonym}
    for _ in range(REROLLS):
        room.take_part("ann", Reroll(), NOW, DICE)
        names.add(room.members["ann"].pseudonym)
    assert len(names) == REROLLS + 1
    with pytest.raises(Refusal) as refused:
        room.take_part("ann", Reroll(), NOW, DICE)
    assert code_of(refused) == "no_rerolls_left"


def test_a_hand_that_is_raised_twice_keeps_its_place_in_the_row() -> None:
    room = with_members(a_room(), "ann")
    room.take_part("ann", RaiseHand(raised=True), NOW + 1, DICE)
    room.take_part("ann", RaiseHand(raised=True), NOW + 9, DICE)
    assert room.members["ann"].hand == NOW + 1
    room.teach(OWNER, TakeHandDown(member="ann"), NOW, DICE)
    assert room.members["ann"].hand is None


def test_the_end_is_told_to_everybody_when_it_moves() -> None:
    room = with_members(a_room(), "ann")
    outcome = room.teach(OWNER, Keep(hours=2), NOW + 60, DICE)
    assert room.terms.expires_at == NOW + 60 + 2 * HOUR
    assert {told.to for told in outcome.told} == {To.TEACHERS, To.MEMBERS}


def test_the_address_that_is_shown_can_be_chosen() -> None:
    room = a_room()
    room.teach(OWNER, ChooseAddress(address="http://10.0.0.2:8000"), NOW, DICE)
    assert room.teacher_state(OWNER).terms.address == "http://10.0.0.2:8000" != ADDRESS


def test_an_invitation_is_told_to_the_one_who_asked_and_kept_as_a_hash() -> None:
    room = a_room()
    word, outcome = invite(room)
    assert [told.to for told in outcome.told] == [OWNER]
    assert outcome.changes == (Invitation(token.hash_of(word), NOW + INVITATION_SECONDS),)


def test_an_invitation_works_once() -> None:
    room = a_room()
    word, _ = invite(room)
    outcome = room.accept(word, "second", word_of("second"), NOW)
    assert room.teacher_with(word_of("second")) == Teacher("second", token.hash_of(word_of("second")), False, NOW)
    assert outcome.changes[0] == Removed(Invitation, token.hash_of(word))
    with pytest.raises(Refusal) as refused:
        room.accept(word, "third", word_of("third"), NOW)
    assert code_of(refused) == "invitation_unknown"


def test_an_invitation_ends() -> None:
    room = a_room()
    word, _ = invite(room)
    with pytest.raises(Refusal):
        room.accept(word, "second", word_of("second"), NOW + INVITATION_SECONDS)


def test_only_the_owner_sends_a_teacher_away_and_nobody_the_owner() -> None:
    room = a_room()
    for seat in ("second", "third"):
        room.accept(invite(room)[0], seat, word_of(seat), NOW)
    for seat, teacher in (("second", "third"), ("second", OWNER), (OWNER, OWNER)):
        with pytest.raises(Refusal) as refused:
            room.teach(seat, Revoke(teacher=teacher), NOW, DICE)
        assert code_of(refused) == "not_yours_to_revoke"
    assert room.teach(OWNER, Revoke(teacher="second"), NOW, DICE).gone == ("second",)
    assert room.teacher_with(word_of("second")) is None


def test_a_page_that_is_loaded_anew_is_not_gone() -> None:
    room = with_members(a_room(), "ann")
    assert room.open_page("ann").told
    room.close_page("ann", NOW)
    assert room.tend(NOW + AWAY_SECONDS - 1, saved=True).changes == ()
    assert room.teacher_state(OWNER).members[0].here
    assert room.open_page("ann") == Outcome()


def test_one_who_does_not_come_back_is_away() -> None:
    room = with_members(a_room(), "ann")
    room.open_page("ann")
    room.close_page("ann", NOW)
    room.tend(NOW + AWAY_SECONDS, saved=True)
    assert not room.teacher_state(OWNER).members[0].here


def test_one_with_two_pages_is_here_until_both_are_closed() -> None:
    room = with_members(a_room(), "ann")
    room.open_page("ann")
    room.open_page("ann")
    room.close_page("ann", NOW)
    room.tend(NOW + 60, saved=True)
    assert room.teacher_state(OWNER).members[0].here


def test_how_many_are_here_is_told_once_and_not_for_each() -> None:
    room = with_members(a_room(), "ann", "ben", "cleo")
    for seat in ("ann", "ben", "cleo"):
        room.open_page(seat)
    told = [told for told in room.tend(NOW, saved=True).told if told.to == To.MEMBERS]
    assert [each.event.model_dump()["here"] for each in told] == [3]
    assert room.tend(NOW + 1, saved=True) == Outcome()


def test_a_member_is_told_nothing_of_the_others() -> None:
    room = with_members(a_room(), "ann", "ben")
    shown = room.member_state("ann").model_dump_json()
    assert room.members["ben"].pseudonym not in shown
    assert room.terms.code[:4] not in shown


def test_a_room_comes_back_from_what_it_kept() -> None:
    room = with_members(a_room(), "ann", "ben")
    word, _ = invite(room)
    kept = [*room.teachers.values(), *room.members.values(), *room.invitations.values()]
    again = Room(room.terms, kept)
    assert again.member_with(word_of("ann")) == room.members["ann"]
    assert again.teacher_with(OWNERS_WORD) is not None
    again.accept(word, "second", word_of("second"), NOW)
