"""What a teacher and a member may ask of a poll."""

from typing import Annotated, Literal

from pydantic import Field

from app.classrooms.question import LONGEST_ANSWER, Line, Question
from app.protocol.command import Command

MOST_QUESTIONS = 3  # of one poll
Number = Annotated[int, Field(ge=0, le=1_000_000)]


class AskClass(Command):
    """Put these questions to the class, in the place of those before; at the end of a lesson, as an exit ticket."""

    type: Literal["ask_class"] = "ask_class"
    questions: Annotated[tuple[Question, ...], Field(min_length=1, max_length=MOST_QUESTIONS)]
    ticket: bool = False


class CloseVote(Command):
    """Take no more answers in this round."""

    type: Literal["close_vote"] = "close_vote"
    poll: Number


class VoteAgain(Command):
    """Open the second round."""

    type: Literal["vote_again"] = "vote_again"
    poll: Number


class Reveal(Command):
    """Show the class what was right, and how it has answered."""

    type: Literal["reveal"] = "reveal"
    poll: Number


class PutAway(Command):
    """Take the poll from before the class; its results are kept."""

    type: Literal["put_away"] = "put_away"
    poll: Number


class HideSentence(Command):
    """Do not show this sentence, or show it again."""

    type: Literal["hide_sentence"] = "hide_sentence"
    poll: Number
    question: Number
    round: Number
    member: Annotated[str, Field(max_length=32)]
    hidden: bool


class GiveAnswer(Command):
    """Answer a question of this round, or answer it otherwise."""

    type: Literal["give_answer"] = "give_answer"
    poll: Number
    question: Number
    round: Number
    answer: Annotated[str, Field(max_length=LONGEST_ANSWER), Line]


Steering = AskClass | CloseVote | VoteAgain | Reveal | PutAway | HideSentence
