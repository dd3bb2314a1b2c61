"""A poll: one question to the class, or three, answered in two rounds at most; and the votes that it is given."""

from dataclasses import dataclass
from typing import Literal

from app.classrooms.question import Question

Stage = Literal["open", "closed", "revealed"]
ROUNDS = (1, 2)


@dataclass(frozen=True)
class Poll:
    """The polls of a room are numbered from 1. `ticket`: it was an exit ticket; `shown`: it is before the class."""

    id: str
    number: int
    questions: tuple[Question, ...]
    ticket: bool
    asked_at: float
    stage: Stage = "open"
    round: int = 1
    shown: bool = True


@dataclass(frozen=True)
class Vote:
    """What a member answers to one question of a poll in one round; of each there is one, the last."""

    id: str
    poll: int
    question: int
    round: int
    member: str
    given: str
    given_at: float
    hidden: bool = False


def poll_id(room: str, number: int) -> str:
    """Under which name a poll is kept."""
    return f"{room}/{number}"


def vote_id(poll: Poll, question: int, in_round: int, member: str) -> str:
    """Under which name a vote is kept: a member has one a round, whoever sends it and however often."""
    return f"{poll.id}/{question}/{in_round}/{member}"
