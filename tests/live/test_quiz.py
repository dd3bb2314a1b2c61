"""Predict before reveal: the session holds a walk before what is asked about, and keeps back all that would tell it."""

import json
from typing import Any, TypeVar

import numpy as np
import pytest

from app.live.session import LiveSession
from app.protocol.event import Event
from app.protocol.events import Refused
from app.protocol.frames import HEADER
from app.protocol.walk_events import (
    CursorMoved,
    Explained,
    Predicting,
    QuestionAsked,
    QuestionHinted,
    QuestionMissed,
    QuestionSettled,
    WalkOpened,
)
from engine.inspection.questions import Card
from tests.live.world import small_design, tell

Told = TypeVar("Told", bound=Event)
TWO = {"batch_size": 2, "loss": {"kind": "squared_error"}}


def predicting(**changes: Any) -> tuple[LiveSession, int]:
    """A session that is asked before its next step reveals anything, and how many events that step has."""
    session = LiveSession(small_design(**{**TWO, **changes}))
    session.advance(5)
    walk = only(tell(session, "open_walk"), WalkOpened)
    tell(session, "predict", on=True)
    return session, len(walk.events)


def only(events: list[Event], kind: type[Told]) -> Told:
    found = [event for event in events if isinstance(event, kind)]
    assert len(found) == 1, [event.type for event in events]
    return found[0]


def to_end(session: LiveSession, events: int, column: int = 0) -> list[Event]:
    return tell(session, "move_cursor", cursor=events, column=column)


def asked(session: LiveSession, events: int) -> Card:
    """The first card on the way to the end."""
    return only(to_end(session, events), QuestionAsked).card


def right_answer(session: LiveSession) -> str:
    question = session._quiz.question
    assert question is not None
    return question.answer


def wrong_answer(session: LiveSession) -> str:
    question = session._quiz.question
    assert question is not None
    wrong = [choice.code for choice in question.card.choices if choice.code != question.answer]
    return wrong[0] if wrong else repr(3 * float(question.answer) + 1)


def settle(session: LiveSession, card: Card) -> list[Event]:
    return tell(session, "answer_question", event=card.event, answer=right_answer(session))


def to_kind(session: LiveSession, events: int, kind: str, entered: bool = False) -> Card | None:
    """Answer cards until there is one of this kind; None: the step has none."""
    while True:
        held = [event for event in to_end(session, events) if isinstance(event, QuestionAsked)]
        if not held:
            return None
        if held[0].card.kind == kind and not (entered and held[0].card.choices):
            return held[0].card
        settle(session, held[0].card)


def some_of(kind: str, entered: bool = False) -> tuple[LiveSession, int, Card]:
    for seed in range(30):
        session, events = predicting(seed=seed)
        card = to_kind(session, events, kind, entered)
        if card is not None:
            return session, events, card
    raise AssertionError(f"no card of the kind {kind} in 30 runs")


def test_nobody_is_asked_before_it_is_switched_on() -> None:
    session = LiveSession(small_design())
    told = tell(session, "open_walk")
    assert only(told, Predicting).on is False
    events = to_end(session, len(only(told, WalkOpened).events))
    assert [event.type for event in events] == ["cursor_moved"]


def test_a_move_ends_before_the_first_event_that_there_is_a_card_on() -> None:
    session, events = predicting()
    told = to_end(session, events)
    card = only(told, QuestionAsked).card
    assert only(told, CursorMoved).cursor == card.event < events
    again = to_end(session, events)
    assert only(again, QuestionAsked).card == card


def test_what_is_told_of_a_card_does_not_depend_on_its_answer() -> None:
    session, events = predicting()
    told = only(to_end(session, events), QuestionAsked).model_dump(mode="json")
    assert set(told) == {"type", "card", "wrong"}
    assert set(told["card"]) == {"kind", "event", "column", "quantity", "subject", "choices"}


def numbers_in(value: Any) -> list[float]:
    if isinstance(value, dict):
        return [number for each in value.values() for number in numbers_in(each)]
    if isinstance(value, list | tuple):
        return [number for each in value for number in numbers_in(each)]
    return [value] if isinstance(value, float) else []


def test_the_number_asked_for_is_not_sent_before_it_is_answered() -> None:
    session, events, card = some_of("number", entered=True)
    answer = float(right_answer(session))
    told: list[Event] = to_end(session, events)
    for command in ({"kind": "hint_question"}, {"kind": "hint_question"}, {"kind": "hint_question"}):
        told += tell(session, command["kind"], event=card.event)
    told += tell(session, "check_gradients") + tell(session, "tabulate_walk", layer=0)
    told += tell(session, "answer_question", event=card.event, answer=wrong_answer(session))
    sent = [number for event in told for number in numbers_in(event.model_dump(mode="json"))]
    assert len(sent) > 20
    assert not [number for number in sent if abs(number - answer) < 1e-9 * abs(answer)]
    picture = np.frombuffer(session.picture()[HEADER.size :], np.float32)
    assert not np.isclose(picture, answer, rtol=1e-6, atol=0).any()
    settled = only(settle(session, card), QuestionSettled)
    assert float(settled.answer) == answer


@pytest.mark.parametrize("name", ["probe/layers/0/a", "probe/layers/1/z"])
def test_the_sample_that_is_followed_tells_nothing_while_one_predicts(name: str) -> None:
    session, _ = predicting()
    (refused,) = tell(session, "inspect", name=name, index=[0])
    assert isinstance(refused, Refused)
    layout = session.describe().layout.arrays[name]
    assert np.isnan(layout.view(bytearray(session.picture()[HEADER.size :]))).all()
    tell(session, "predict", on=False)
    assert not np.isnan(layout.view(bytearray(session.picture()[HEADER.size :]))).any()


def test_what_lies_ahead_is_not_explained() -> None:
    session, events = predicting()
    card = asked(session, events)
    fields = {"event": card.event, "name": "layers/0/z", "index": [0, 0]}
    (refused,) = tell(session, "explain", **fields)
    assert isinstance(refused, Refused)
    assert refused.problems[0].code == "question_first"
    settle(session, card)
    assert isinstance(tell(session, "explain", **fields)[0], Explained) or card.event > 0


def test_a_right_answer_reveals_the_event_and_counts() -> None:
    session, events = predicting()
    card = asked(session, events)
    told = settle(session, card)
    assert only(told, QuestionSettled).given is not None
    assert only(told, CursorMoved).cursor == card.event + 1
    tally = only(told, Predicting).tally
    assert (tally.asked, tally.first, tally.tries, tally.hints) == (1, 1, 1, 0)


def test_a_wrong_answer_is_diagnosed_and_leaves_the_card_open() -> None:
    session, _, card = some_of("sign")
    told = tell(session, "answer_question", event=card.event, answer=wrong_answer(session))
    missed = only(told, QuestionMissed)
    assert missed.mistake is not None
    assert not [event for event in told if isinstance(event, CursorMoved)]
    tally = only(settle(session, card), Predicting).tally
    assert (tally.tries - tally.first, tally.asked - tally.first) == (2, 1)


def test_a_number_may_come_as_a_fraction_with_a_comma() -> None:
    session, _, card = some_of("number", entered=True)
    answer = float(right_answer(session))
    text = f"{answer * 8:.9f}".replace(".", ",") + "/8"
    assert only(tell(session, "answer_question", event=card.event, answer=text), QuestionSettled).given == text


def test_what_is_no_number_is_said_and_is_no_try() -> None:
    session, _, card = some_of("number", entered=True)
    before = session._quiz.kept.tally
    told = tell(session, "answer_question", event=card.event, answer="a lot")
    assert only(told, QuestionMissed).mistake == "no_number"
    assert session._quiz.kept.tally == before


def test_hints_go_from_the_rule_to_the_answer() -> None:
    session, events = predicting()
    card = asked(session, events)
    rule, formula, numbers = (only(tell(session, "hint_question", event=card.event), QuestionHinted) for _ in range(3))
    assert (rule.hints, formula.hints, numbers.hints) == (1, 2, 3)
    assert rule.working == ()
    assert formula.working == numbers.working != ()
    told = tell(session, "hint_question", event=card.event)
    assert only(told, QuestionSettled).given is None
    tally = only(told, Predicting).tally
    assert (tally.first, tally.tries, tally.hints) == (0, 0, 4)


def test_a_card_can_be_skipped() -> None:
    session, events = predicting()
    card = asked(session, events)
    told = tell(session, "skip_question", event=card.event)
    assert only(told, QuestionSettled).given is None
    assert only(told, CursorMoved).cursor == card.event + 1


def test_an_answer_that_comes_too_late_is_nothing() -> None:
    session, events = predicting()
    card = asked(session, events)
    answer = right_answer(session)
    settle(session, card)
    assert tell(session, "answer_question", event=card.event, answer=answer) == []
    assert tell(session, "hint_question", event=card.event) == []


def test_what_was_shown_is_not_asked_about_again() -> None:
    session, events = predicting()
    while any(isinstance(event, QuestionAsked) for event in to_end(session, events)):
        question = session._quiz.question
        assert question is not None
        settle(session, question.card)
    tally = session._quiz.kept.tally
    assert tally.asked == tally.first > 3
    tell(session, "move_cursor", cursor=0)
    assert [event.type for event in to_end(session, events)] == ["cursor_moved"]
    tell(session, "close_walk")
    tell(session, "open_walk")
    assert [event.type for event in to_end(session, events)] == ["cursor_moved"]


def test_another_sample_is_asked_about_on_its_own() -> None:
    session, events = predicting()
    card = asked(session, events)
    settle(session, card)
    tell(session, "move_cursor", cursor=0, column=0)
    told = to_end(session, events, column=1)
    assert only(told, QuestionAsked).card.column == 1


def test_going_back_puts_the_card_away_and_coming_again_brings_it_as_it_was() -> None:
    session, events = predicting()
    card = asked(session, events)
    settle(session, card)
    second = asked(session, events)
    tell(session, "hint_question", event=second.event)
    wrong = wrong_answer(session)
    tell(session, "answer_question", event=second.event, answer=wrong)
    assert tell(session, "move_cursor", cursor=0)[0].type == "cursor_moved"
    told = to_end(session, events)
    again = only(told, QuestionAsked)
    assert (again.card, again.wrong) == (second, (wrong,))
    assert only(told, QuestionHinted).hints == 1
    assert session._quiz.kept.tally.asked == 2


def test_the_same_card_comes_after_the_page_was_loaded_anew() -> None:
    session, events = predicting()
    card = asked(session, events)
    told = tell(session, "open_walk")
    assert only(told, Predicting).on is True
    assert only(told, Predicting).tally.asked == 1
    assert asked(session, events) == card


def test_a_session_that_is_kept_keeps_its_tally_and_what_was_shown() -> None:
    session, events = predicting()
    settle(session, asked(session, events))
    card = asked(session, events)
    again = LiveSession.restore(session.save())
    assert only(tell(again, "open_walk"), Predicting).tally == session._quiz.kept.tally
    assert asked(again, events) == card
    assert json.loads(session.save().partition(b"\n")[0])["quiz"]["tally"]["asked"] == 2


def test_a_tally_is_kept_at_once() -> None:
    session, events = predicting()
    card = asked(session, events)
    before = session.changes
    settle(session, card)
    assert session.changes == before + 1


def test_a_changed_weight_makes_other_questions() -> None:
    session, events = predicting()
    settle(session, asked(session, events))
    seen = session._quiz.kept.seen
    told = tell(session, "set_parameter", name="layers/1/bias", index=[0], value=0.75)
    assert only(told, CursorMoved).cursor == max(seen.values())
    card = asked(session, events)
    assert float(card.event) >= max(seen.values())
    tell(session, "set_parameter", name="layers/1/bias", index=[0], value=0.5)
    assert session._quiz.question is None


def test_predicting_changes_no_step_that_is_trained() -> None:
    session, events = predicting()
    settle(session, asked(session, events))
    asked(session, events)
    tell(session, "finish_walk")
    tell(session, "close_walk")
    straight = LiveSession(small_design(**TWO))
    straight.advance(6)
    assert session.step == straight.step
    assert session.picture()[16:] == straight.picture()[16:]
