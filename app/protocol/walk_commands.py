"""What is asked of the microscope: where its cursor stands, and what is to be told of the step that it walks."""

from typing import Literal, get_args

from pydantic import Field

from app.protocol.command import Command


class OpenWalk(Command):
    """Walk the next step event by event: training pauses, and the cursor stands before the first event."""

    type: Literal["open_walk"] = "open_walk"


class MoveCursor(Command):
    """Stand after so many events of the step, and look at one column (a sample) of its batch."""

    type: Literal["move_cursor"] = "move_cursor"
    cursor: int = Field(ge=0, le=100_000)
    column: int = Field(default=0, ge=0, le=100_000)


class Explain(Command):
    """Ask how an event computes one number; `whole` unfolds long sums."""

    type: Literal["explain"] = "explain"
    event: int = Field(ge=0, le=100_000)
    name: str = Field(max_length=200)
    index: tuple[int, ...] = Field(max_length=4)
    whole: bool = False


class CheckGradients(Command):
    """Nudge a sample of the parameters, and compare."""

    type: Literal["check_gradients"] = "check_gradients"


class TabulateWalk(Command):
    """Ask for every array of one layer that the step has computed by now."""

    type: Literal["tabulate_walk"] = "tabulate_walk"
    layer: int = Field(ge=0, le=1000)


class Suppose(Command):
    """Walk the step as if one sample of its batch had another input, target or class; the data stays as it is.

    `index` is the unit, `column` the sample; of a class `value` is its number.
    """

    type: Literal["suppose"] = "suppose"
    part: Literal["inputs", "targets", "class"]
    index: int = Field(default=0, ge=0, le=100_000)
    column: int = Field(ge=0, le=100_000)
    value: float = Field(gt=-1e30, lt=1e30)


class SupposeNothing(Command):
    """Walk the batch as it is."""

    type: Literal["suppose_nothing"] = "suppose_nothing"


class Predict(Command):
    """Be asked before anything is revealed, or be asked no more."""

    type: Literal["predict"] = "predict"
    on: bool


class AnswerQuestion(Command):
    """Answer the card on an event: a choice's code, or a number as people write it."""

    type: Literal["answer_question"] = "answer_question"
    event: int = Field(ge=0, le=100_000)
    answer: str = Field(max_length=60)


class HintQuestion(Command):
    """Ask for the next hint on the card: the rule, the formula, its numbers, the answer."""

    type: Literal["hint_question"] = "hint_question"
    event: int = Field(ge=0, le=100_000)


class SkipQuestion(Command):
    """Give the card up: its answer is shown."""

    type: Literal["skip_question"] = "skip_question"
    event: int = Field(ge=0, le=100_000)


class FinishWalk(Command):
    """Take the step that was walked for good, and open the next; refused as long as something is supposed."""

    type: Literal["finish_walk"] = "finish_walk"


class WalkStep(Command):
    """Walk another step of the run: go back to it, or train up to it. The cursor stands before its first event, or
    after its last."""

    type: Literal["walk_step"] = "walk_step"
    step: int = Field(ge=0, le=2**53)
    at_end: bool = False


class CloseWalk(Command):
    """Leave the step untaken."""

    type: Literal["close_walk"] = "close_walk"


Predicting = Predict | AnswerQuestion | HintQuestion | SkipQuestion
Supposing = Suppose | SupposeNothing
Walking = (
    OpenWalk
    | MoveCursor
    | Explain
    | CheckGradients
    | TabulateWalk
    | Supposing
    | Predicting
    | FinishWalk
    | WalkStep
    | CloseWalk
)
WALKING = get_args(Walking)
