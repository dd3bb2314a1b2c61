"""What a teacher and a member may ask of their room over its socket: each role has commands of its own."""

from typing import Annotated, Literal, TypeVar, get_args

from pydantic import Field, TypeAdapter, ValidationError

from app.classrooms.poll_commands import (
    AskClass,
    CloseVote,
    GiveAnswer,
    HideSentence,
    PutAway,
    Reveal,
    VoteAgain,
)
from app.protocol.command import Command
from app.protocol.commands import Acknowledge
from app.protocol.strict_json import WireError, loads
from engine.spec import problems_of

T = TypeVar("T")

LARGEST_COMMAND = 16_384  # bytes
MOST_TILES = 60  # that one page shows at once
HOURS = (2, 8, 24, 168, 720)  # a room may be kept for
Hours = Literal[2, 8, 24, 168, 720]
Seat = Annotated[str, Field(max_length=32)]


class Lock(Command):
    """Let nobody in who has no seat yet, or let them in again."""

    type: Literal["lock"] = "lock"
    locked: bool


class NewCode(Command):
    """Draw another join code; the old one opens nothing any more."""

    type: Literal["new_code"] = "new_code"


class ChooseAddress(Command):
    """Show this address of the server to the class."""

    type: Literal["choose_address"] = "choose_address"
    address: str = Field(max_length=200)


class Keep(Command):
    """Keep the room for so many hours from now."""

    type: Literal["keep"] = "keep"
    hours: Hours


class Kick(Command):
    """Take a member's seat away."""

    type: Literal["kick"] = "kick"
    member: Seat


class TakeHandDown(Command):
    """This member has been heard."""

    type: Literal["take_hand_down"] = "take_hand_down"
    member: Seat


class Watch(Command):
    """Show these members' tiles, as long as the page is seen. Handled for the page that asks, never told to others."""

    type: Literal["watch"] = "watch"
    members: tuple[Seat, ...] = Field(max_length=MOST_TILES)
    visible: bool = True


class PauseAll(Command):
    """Stop every member's training, and keep it from going on; or let it go on."""

    type: Literal["pause_all"] = "pause_all"
    paused: bool


class Nudge(Command):
    """Send a member a short note."""

    type: Literal["nudge"] = "nudge"
    member: Seat
    note: str = Field(min_length=1, max_length=120)


class Invite(Command):
    """Make a link by which one more teacher can come in."""

    type: Literal["invite"] = "invite"


class Revoke(Command):
    """Take a teacher's seat away; only the owner of the room may."""

    type: Literal["revoke"] = "revoke"
    teacher: Seat


class Reroll(Command):
    """Draw another pseudonym."""

    type: Literal["reroll"] = "reroll"


class RaiseHand(Command):
    """Ask to be heard, or no longer."""

    type: Literal["raise_hand"] = "raise_hand"
    raised: bool


class InviteHelp(Command):
    """Let a teacher who looks into one's network steer it, or no longer."""

    type: Literal["invite_help"] = "invite_help"
    invited: bool


AnyTeacherCommand = Annotated[
    Lock
    | NewCode
    | ChooseAddress
    | Keep
    | Kick
    | TakeHandDown
    | PauseAll
    | Nudge
    | Invite
    | Revoke
    | AskClass
    | CloseVote
    | VoteAgain
    | Reveal
    | PutAway
    | HideSentence,
    Field(discriminator="type"),
]
ForThePage = Watch | Acknowledge  # what concerns the page that asks, and not the room
AnyMemberCommand = Annotated[Reroll | RaiseHand | InviteHelp | GiveAnswer, Field(discriminator="type")]
TEACHER_COMMANDS: tuple[type[Command], ...] = (*get_args(get_args(AnyTeacherCommand)[0]), *get_args(ForThePage))
MEMBER_COMMANDS: tuple[type[Command], ...] = get_args(get_args(AnyMemberCommand)[0])
_TEACHER: TypeAdapter[AnyTeacherCommand | ForThePage] = TypeAdapter(
    Annotated[AnyTeacherCommand | ForThePage, Field(discriminator="type")]
)
_MEMBER: TypeAdapter[AnyMemberCommand] = TypeAdapter(AnyMemberCommand)


def read_teacher_command(text: str) -> AnyTeacherCommand | ForThePage:
    """The command of a teacher's message; WireError says by code what is wrong with it."""
    return _read(_TEACHER, text)


def read_member_command(text: str) -> AnyMemberCommand:
    """The command of a member's message; what only a teacher may ask is none."""
    return _read(_MEMBER, text)


def _read(adapter: TypeAdapter[T], text: str) -> T:
    loads(text, LARGEST_COMMAND)
    try:
        return adapter.validate_json(text, strict=True)
    except ValidationError as error:
        raise WireError(*problems_of(error)) from error
