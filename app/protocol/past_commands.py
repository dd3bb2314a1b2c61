"""What is asked of the past of a run: its keyframes, and a moment that is pinned to be compared with."""

from typing import Literal, get_args

from pydantic import Field

from app.protocol.command import Command


class ReadTimeline(Command):
    """Ask where on the timeline keyframes are kept, what they take, and where the run left its trunk."""

    type: Literal["read_timeline"] = "read_timeline"


class PinMoment(Command):
    """Keep what the run was at a step, or its trunk; without a step, where the run stands, or where the trunk ends."""

    type: Literal["pin_moment"] = "pin_moment"
    step: int | None = Field(default=None, ge=0, le=2**53)
    trunk: bool = False


class UnpinMoment(Command):
    """Forget the moment that is pinned."""

    type: Literal["unpin_moment"] = "unpin_moment"


class CompareMoment(Command):
    """Ask what differs between the pinned moment and where the run stands: of all parameters, or of one layer's."""

    type: Literal["compare_moment"] = "compare_moment"
    layer: int | None = Field(default=None, ge=0, le=1000)


class PutMomentBack(Command):
    """Give every parameter the value that it had at the pinned moment."""

    type: Literal["put_moment_back"] = "put_moment_back"


AskingPast = ReadTimeline | PinMoment | UnpinMoment | CompareMoment | PutMomentBack
ASKING_PAST = get_args(AskingPast)
