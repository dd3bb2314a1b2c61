"""What is told of a poll. Members hear of others' answers, and of what is right, when it is revealed and not before."""

from typing import Literal

from app.classrooms.poll import Stage
from app.classrooms.question import Question
from app.protocol.event import Event
from engine.spec import Spec


class Bar(Spec):
    """How many gave one answer; a number is named as its first giver wrote it."""

    answer: str
    count: int
    right: bool | None


class Tally(Spec):
    """The answers to one question in one round. `others` gave numbers for which there is no bar."""

    answered: int
    bars: tuple[Bar, ...]
    others: int


Tallies = tuple[tuple[Tally, ...], ...]
"""By question, then by round."""


class SentenceShown(Spec):
    """A member's answer in words."""

    question: int
    round: int
    member: str
    text: str
    hidden: bool


class PollShown(Spec):
    """A poll as a teacher sees it."""

    number: int
    questions: tuple[Question, ...]
    ticket: bool
    stage: Stage
    round: int
    tallies: Tallies


class QuestionPut(Spec):
    """A question as a member sees it: without its right answer until that is revealed."""

    kind: Literal["choice", "number", "sentence"]
    text: str
    choices: tuple[str, ...]
    right: tuple[str, ...] | None


class PollPut(Spec):
    """A poll as a member sees it: without what the class has answered until that is revealed."""

    number: int
    questions: tuple[QuestionPut, ...]
    ticket: bool
    stage: Stage
    round: int
    tallies: Tallies | None


class OwnAnswer(Spec):
    """What one has answered oneself; whether it was right is told when it is revealed."""

    question: int
    round: int
    answer: str
    right: bool | None


class PollMoved(Event):
    """For a teacher: another poll is before the class, or none, or it came to another stage."""

    type: Literal["poll_moved"] = "poll_moved"
    poll: PollShown | None


class VotesCounted(Event):
    """For a teacher: all answers so far, counted anew."""

    type: Literal["votes_counted"] = "votes_counted"
    poll: int
    tallies: Tallies


class SentenceSaid(Event):
    """For a teacher: a member has answered in words, or the sentence was hidden."""

    type: Literal["sentence_said"] = "sentence_said"
    poll: int
    sentence: SentenceShown


class PollPresented(Event):
    """For members: another poll is before the class, or none, or it came to another stage."""

    type: Literal["poll_presented"] = "poll_presented"
    poll: PollPut | None


class OwnAnswersChanged(Event):
    """For one member: what they have answered, all of it; this is on the disk."""

    type: Literal["own_answers_changed"] = "own_answers_changed"
    poll: int
    answers: tuple[OwnAnswer, ...]


POLL_EVENTS: tuple[type[Event], ...] = (PollMoved, VotesCounted, SentenceSaid, PollPresented, OwnAnswersChanged)
