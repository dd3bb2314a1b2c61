"""What a room keeps: its terms, and who has a seat in it. Frozen values; a change is another value in its place."""

from dataclasses import dataclass

from app.classrooms.poll import Poll, Vote


@dataclass(frozen=True)
class Terms:
    """What is true of the room itself. `address` is the origin under which students reach the server."""

    id: str
    code: str
    address: str
    locked: bool
    created_at: float
    expires_at: float


@dataclass(frozen=True)
class Teacher:
    """Somebody who may steer the room; `token` is a hash. The owner opened it, and may send other teachers away."""

    id: str
    token: str
    owner: bool
    joined_at: float


@dataclass(frozen=True)
class Member:
    """A student; `token` is a hash, `hand` when the hand was raised, `session` the network that is worked on."""

    id: str
    token: str
    pseudonym: str
    joined_at: float
    rerolls: int
    hand: float | None = None
    session: str | None = None


@dataclass(frozen=True)
class Invitation:
    """A word, kept as its hash, by which one more teacher may come in, once and before it ends."""

    token: str
    ends_at: float


Kept = Terms | Teacher | Member | Invitation | Poll | Vote


@dataclass(frozen=True)
class Removed:
    """One of these is no more: of this type, under this id (an invitation's is its hash)."""

    kind: type[Kept]
    id: str


Change = Kept | Removed
