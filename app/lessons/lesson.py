"""A lesson is a value: a title, a sentence, and steps. Each step is text, and what one does and is asked between it."""

import json
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from engine.design import Design

Metric = Literal[
    "loss", "validation_loss", "validation_accuracy", "validation_r2", "test_loss", "test_accuracy",
    "parameters", "hidden_units", "layers", "samples", "training_samples", "batch_size", "learning_rate",
    "step", "epoch", "walked", "walk_loss",
]  # fmt: skip


def _worded(value: Any) -> Any:
    """An answer such as 0.5 or true, which a file need not put in quotation marks, is a text all the same."""
    return json.dumps(value) if isinstance(value, bool | int | float) else value


Words = Annotated[str, BeforeValidator(_worded)]
Line = Annotated[Words, Field(min_length=1, max_length=400)]


class LessonPart(BaseModel):
    """What every part is: frozen, and strict about its fields."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class FrontMatter(LessonPart):
    """What stands above a lesson's text: how the shelf shows it."""

    title: Words = Field(min_length=1, max_length=80)
    summary: Words = Field(min_length=1, max_length=200)
    minutes: int = Field(ge=1, le=240)
    language: str = Field(default="en", pattern="^[a-z]{2}$")


class Prose(LessonPart):
    """Text, as HTML that is safe to show."""

    kind: Literal["prose"] = "prose"
    html: str


class Position(LessonPart):
    """An event of one training step. Layers and samples are counted from 1, as on the page."""

    phase: Literal["forward", "loss", "backward", "update"]
    layer: int | None = Field(default=None, ge=1, le=32)
    quantity: str | None = Field(default=None, pattern="^[a-z_0-9]{1,20}$")
    sample: int = Field(default=1, ge=1, le=5000)


class Setup(LessonPart):
    """What the page does when one comes to a step: opens a Design, trains it, looks into one step of it."""

    kind: Literal["setup"] = "setup"
    design: Design | None = None
    play: bool = False
    pace: Annotated[float, Field(ge=0.1, le=100_000)] | Literal["fastest"] | None = None
    steps: int | None = Field(default=None, ge=1, le=100_000)
    microscope: Position | None = None

    @model_validator(mode="after")
    def _does_one_thing(self) -> Self:
        if sum((self.play, self.steps is not None, self.microscope is not None)) > 1:
            raise ValueError("play, steps and microscope exclude one another")
        return self


class Choice(LessonPart):
    """An answer to choose, and what it means to have chosen it."""

    answer: Line
    right: bool = False
    because: Line


class Near(LessonPart):
    """A wrong number that is often given, and what it means."""

    near: float
    tolerance: float = Field(default=0.0, ge=0)
    because: Line


class ChoiceQuestion(LessonPart):
    """A question with answers to choose from, one of them right."""

    kind: Literal["choice"] = "choice"
    ask: Line
    choices: tuple[Choice, ...] = Field(min_length=2, max_length=8)

    @model_validator(mode="after")
    def _has_one_right_answer(self) -> Self:
        if sum(choice.right for choice in self.choices) != 1:
            raise ValueError("exactly one choice must be right")
        return self


class NumberQuestion(LessonPart):
    """A question whose answer is a number; `otherwise` is said to a wrong one that nobody foresaw."""

    kind: Literal["number"] = "number"
    ask: Line
    number: float
    tolerance: float = Field(default=0.0, ge=0)
    because: Line
    wrong: tuple[Near, ...] = Field(default=(), max_length=8)
    otherwise: Line


class SentenceQuestion(LessonPart):
    """A question to be answered in words. The learner compares with a good answer and ticks what theirs says."""

    kind: Literal["sentence"] = "sentence"
    ask: Line
    sentence: Line
    points: tuple[Line, ...] = Field(min_length=1, max_length=6)


Question = ChoiceQuestion | NumberQuestion | SentenceQuestion


class Condition(LessonPart):
    """A metric of the running session, and where it must be."""

    metric: Metric
    at_least: float | None = None
    at_most: float | None = None

    @model_validator(mode="after")
    def _has_a_bound(self) -> Self:
        if self.at_least is None and self.at_most is None:
            raise ValueError("at_least or at_most is missing")
        return self


class Challenge(LessonPart):
    """Something to reach with the network: every condition at once, by the session's own numbers.

    `keep` names what of the step's Design may not be changed; `fewest` a metric whose best value is remembered.
    """

    kind: Literal["challenge"] = "challenge"
    task: Line
    goal: tuple[Condition, ...] = Field(min_length=1, max_length=4)
    keep: tuple[Literal["data", "split", "layers", "loss", "optimizer", "regularizer", "batch_size", "seed"], ...] = ()
    fewest: Metric | None = None
    reached: Line
    hint: Line | None = None


class Record(LessonPart):
    """A table that the learner fills with the session's numbers, one row a press; the same one under the same name."""

    kind: Literal["record"] = "record"
    table: str = Field(pattern="^[a-z0-9_-]{1,30}$")
    columns: tuple[Metric, ...] = Field(min_length=1, max_length=5)


Part = Annotated[
    Prose | Setup | ChoiceQuestion | NumberQuestion | SentenceQuestion | Challenge | Record, Field(discriminator="kind")
]


class Step(LessonPart):
    """One page of a lesson: its parts in the order they are read."""

    title: str
    parts: tuple[Part, ...]


class Lesson(LessonPart):
    """A whole lesson."""

    front: FrontMatter
    steps: tuple[Step, ...] = Field(min_length=1, max_length=40)
