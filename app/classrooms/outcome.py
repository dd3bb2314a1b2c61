"""What follows from something that happens in a room: what is written, who is told what, and what is refused."""

from dataclasses import dataclass
from enum import StrEnum

from app.classrooms.seats import Change
from app.protocol.event import Event
from engine.errors import ChalknetError, Problem


class To(StrEnum):
    """Whom an event is for; otherwise for one seat, by its id."""

    TEACHERS = "teachers"
    MEMBERS = "members"


@dataclass(frozen=True)
class Told:
    """An event, and whom it is for."""

    to: str
    event: Event


@dataclass(frozen=True)
class Outcome:
    """What follows from something that happened, in this order: `changes` are written, `told` told, `gone` closed."""

    changes: tuple[Change, ...] = ()
    told: tuple[Told, ...] = ()
    gone: tuple[str, ...] = ()


class Refusal(ChalknetError):  # noqa: N818 - what the room says
    """What was asked is not done, and why."""


def refusal(code: str, **values: int) -> Refusal:
    """A refusal for one reason."""
    return Refusal(Problem(code=code, values=values))
