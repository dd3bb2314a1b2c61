"""What has happened in a room, told to those whom it concerns: past tense, JSON, numbered in each seat's own stream."""

from typing import Literal

from pydantic import BaseModel, ConfigDict

from app.classrooms.poll_events import POLL_EVENTS, OwnAnswer, PollPut, PollShown, SentenceShown
from app.protocol.event import Event
from app.protocol.events import Heartbeat, Refused, Resumed, Slow


class Shown(BaseModel):
    """A value as it goes over the wire: never with a token, nor with a token's hash."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class TermsShown(Shown):
    """The room as a teacher sees it; the code in two groups, times in seconds since 1970."""

    code: str
    address: str
    locked: bool
    created_at: float
    expires_at: float
    saved: bool


class TeacherShown(Shown):
    """A teacher, and whether one of their pages is open."""

    id: str
    owner: bool
    here: bool


class MemberShown(Shown):
    """A member as a teacher sees them; `hand` is when it was raised, `helped` that a teacher may steer."""

    id: str
    pseudonym: str
    joined_at: float
    here: bool
    hand: float | None
    helped: bool


class TeacherState(Shown):
    """The whole of the room, for a teacher; `you` is the seat that this page has."""

    role: Literal["teacher"] = "teacher"
    you: str
    terms: TermsShown
    teachers: tuple[TeacherShown, ...]
    members: tuple[MemberShown, ...]
    poll: PollShown | None
    sentences: tuple[SentenceShown, ...]
    paused: bool


class MemberState(Shown):
    """What a member is told of the room: themselves, and how many are here."""

    role: Literal["member"] = "member"
    pseudonym: str
    rerolls: int
    hand: float | None
    here: int
    expires_at: float
    poll: PollPut | None
    answers: tuple[OwnAnswer, ...]
    paused: bool
    helped: bool


class Opened(Event):
    """The whole state: the page knew nothing, or too little to resume."""

    type: Literal["opened"] = "opened"
    recovered: Literal[False] = False
    state: TeacherState | MemberState


class TermsChanged(Event):
    """Another code, address, lock or end."""

    type: Literal["terms_changed"] = "terms_changed"
    terms: TermsShown


class TeachersChanged(Event):
    """Who steers the room now."""

    type: Literal["teachers_changed"] = "teachers_changed"
    teachers: tuple[TeacherShown, ...]


class MemberChanged(Event):
    """A member is new, or has another name, or raised a hand, or came, or went."""

    type: Literal["member_changed"] = "member_changed"
    member: MemberShown


class MemberRemoved(Event):
    """A member has left the room, or was sent away."""

    type: Literal["member_removed"] = "member_removed"
    member: str


class Invited(Event):
    """The word by which one more teacher may come in: told to the one who asked, and to nobody else."""

    type: Literal["invited"] = "invited"
    invitation: str
    ends_at: float


class YouChanged(Event):
    """This member's own name, draws that are left, and hand."""

    type: Literal["you_changed"] = "you_changed"
    pseudonym: str
    rerolls: int
    hand: float | None
    helped: bool


class ClassPaused(Event):
    """Nobody's network trains; or they may again."""

    type: Literal["class_paused"] = "class_paused"
    paused: bool


class Nudged(Event):
    """A teacher has sent this member a note."""

    type: Literal["nudged"] = "nudged"
    note: str


class Counted(Event):
    """So many members are here."""

    type: Literal["counted"] = "counted"
    here: int


class EndMoved(Event):
    """The room is kept until then."""

    type: Literal["end_moved"] = "end_moved"
    expires_at: float


ROOM_EVENTS: tuple[type[Event], ...] = (
    Opened,
    Resumed,
    TermsChanged,
    TeachersChanged,
    MemberChanged,
    MemberRemoved,
    Invited,
    YouChanged,
    ClassPaused,
    Nudged,
    Counted,
    EndMoved,
    *POLL_EVENTS,
    Refused,
    Slow,
    Heartbeat,
)
