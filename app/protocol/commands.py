"""A command is what a page asks of its session: imperative, one tagged JSON object each, answered by events."""

from typing import Annotated, Any, Literal, Union, get_args

from pydantic import Field, TypeAdapter, ValidationError

from app.protocol.command import Command
from app.protocol.past_commands import AskingPast
from app.protocol.strict_json import WireError, loads
from app.protocol.walk_commands import FinishWalk, Walking, WalkStep
from engine.inspection.snapshot import Look
from engine.spec import problems_of

LARGEST_COMMAND = 65_536  # bytes, as many as the socket takes
MOST_STEPS = 1_000_000


class Play(Command):
    """Train on at the session's pace."""

    type: Literal["play"] = "play"


class Pause(Command):
    """Stop at the end of the present step."""

    type: Literal["pause"] = "pause"


class Step(Command):
    """Train this many steps, then pause."""

    type: Literal["step"] = "step"
    count: int = Field(default=1, ge=1, le=MOST_STEPS)


class StepEpoch(Command):
    """Train to the end of the present epoch, then pause."""

    type: Literal["step_epoch"] = "step_epoch"


class Pace(Command):
    """How many steps a second; null is as fast as it can."""

    type: Literal["pace"] = "pace"
    steps_per_second: float | None = Field(ge=0.1, le=1_000_000)


class Restart(Command):
    """Back to step 0 with the same initial weights."""

    type: Literal["restart"] = "restart"


class Reseed(Command):
    """Back to step 0 with other initial weights."""

    type: Literal["reseed"] = "reseed"


class Edit(Command):
    """Put these top-level fields into the Design; `carry[i]` is the old layer that the new layer i descends from."""

    type: Literal["edit"] = "edit"
    set: dict[str, Any]
    carry: tuple[int | None, ...] | None = None


class Open(Command):
    """Begin a whole new Design at step 0."""

    type: Literal["open"] = "open"
    design: dict[str, Any]


class OpenLink(Command):
    """Take the Design out of an address; without `restart` what can be kept of the weights is kept."""

    type: Literal["open_link"] = "open_link"
    link: str = Field(max_length=LARGEST_COMMAND)
    restart: bool = True


class Undo(Command):
    """Take back the last change of the Design."""

    type: Literal["undo"] = "undo"


class Redo(Command):
    """Make again what was taken back."""

    type: Literal["redo"] = "redo"


class SetParameter(Command):
    """Give one number of a named parameter another value; without `index`, the whole array."""

    type: Literal["set_parameter"] = "set_parameter"
    name: str = Field(max_length=200)
    index: tuple[int, ...] | None = Field(default=None, max_length=4)
    value: float | list[float] | list[list[float]]


class ShowLook(Command):
    """What of the network is drawn, and whether this page is looked at."""

    type: Literal["look"] = "look"
    look: Look = Look()
    visible: bool = True


class Inspect(Command):
    """Ask for the exact value of one parameter, or of a number of the sample that is followed (`probe/layers/0/a`)."""

    type: Literal["inspect"] = "inspect"
    name: str = Field(max_length=200)
    index: tuple[int, ...] = Field(max_length=4)


class Table(Command):
    """Ask for every exact parameter of one layer."""

    type: Literal["table"] = "table"
    layer: int = Field(ge=0, le=1000)


class Test(Command):
    """Evaluate the test part, which is looked at only when asked."""

    __test__ = False
    type: Literal["test"] = "test"


class Seek(Command):
    """Stand at a step that this run has been at, and pause there."""

    type: Literal["seek"] = "seek"
    step: int = Field(ge=0, le=2**53)


class ReturnToTrunk(Command):
    """Leave this branch for the run it went off from, at its last step."""

    type: Literal["return_to_trunk"] = "return_to_trunk"


class Acknowledge(Command):
    """This frame has been drawn: its credit comes back. Handled by the connection, never by the session."""

    type: Literal["acknowledge"] = "acknowledge"
    frame: int = Field(ge=0, le=2**32 - 1)


AnyCommand = Annotated[
    Union[  # noqa: UP007 - `|` of this many names reads worse
        Play,
        Pause,
        Step,
        StepEpoch,
        Pace,
        Restart,
        Reseed,
        Edit,
        Open,
        OpenLink,
        Undo,
        Redo,
        SetParameter,
        ShowLook,
        Inspect,
        Table,
        Test,
        Walking,
        Seek,
        ReturnToTrunk,
        AskingPast,
        Acknowledge,
    ],
    Field(discriminator="type"),
]
# What changes the run that the microscope looks at.
MOVING = (Play, Step, StepEpoch, Restart, Reseed, Edit, Open, OpenLink, Undo, Redo, Seek, ReturnToTrunk)
# What trains: refused while a class is paused.
TRAINING = (Play, Step, StepEpoch, Seek, ReturnToTrunk, FinishWalk, WalkStep)
COMMANDS: tuple[type[Command], ...] = get_args(get_args(AnyCommand)[0])
_COMMAND: TypeAdapter[AnyCommand] = TypeAdapter(AnyCommand)


def read_command(text: str | bytes) -> AnyCommand:
    """The command of one message; WireError says by code what is wrong with it."""
    loads(text, LARGEST_COMMAND)
    try:
        return _COMMAND.validate_json(text, strict=True)
    except ValidationError as error:
        raise WireError(*problems_of(error)) from error
