"""What the microscope tells: the step's events, where the cursor stands, and how a number came about."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from app.protocol.event import Event, Json, Number
from engine.inspection.questions import Card, Element, Working


class TraceEvent(BaseModel):
    """One event of a step: what is computed, where, and the names and shapes of the arrays complete after it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    phase: str
    layer: int | None
    quantity: str
    outputs: tuple[str, ...]
    shapes: tuple[tuple[int, ...], ...]


class WalkOpened(Event):
    """The next step, event by event. `samples` are those of its batch, in the order of its columns.

    It is batch number `batch` of the `batches` of its epoch; both are counted from 0.
    """

    type: Literal["walk_opened"] = "walk_opened"
    step: int
    epoch: int
    batch: int
    batches: int
    samples: tuple[int, ...]
    events: tuple[TraceEvent, ...]


class WalkNumbers(BaseModel):
    """What one sample of a batch has come to: what is not computed yet is not there.

    `layers[i]` has z, a, mask, da, delta and dx of each unit, as far as they are known.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    inputs: list[Number]
    targets: list[Number]
    layers: tuple[dict[str, list[Number]], ...]
    loss: Number
    loss_after: Number


class WalkChange(BaseModel):
    """A number that is another than when the walk was opened: of a parameter, or supposed of one sample.

    `name` is a parameter's, or "inputs", "targets" or "class"; their index ends in the sample's column.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    index: tuple[int, ...]
    before: float
    now: float


class ClosedUnit(BaseModel):
    """A unit that lets no gradient pass for this sample, or hardly any: the reason, its slope f′, and the steepest that
    its activation has. `silent_in` counts the samples of the batch for which nothing passes.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    unit: int
    reason: Literal["dropped", "silent", "dead", "saturated", "level", "step"]
    slope: Number
    steepest: float
    silent_in: int


class LayerGradient(BaseModel):
    """Root mean squares over a layer, as far as they are known: of ∂L/∂w of its weights, and of its δ."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    known: bool
    gradient: Number
    delta: Number


class GradientClipped(BaseModel):
    """What clipping did. By *norm*: `before` is the norm, and all was taken `factor` times; by *value*: the largest
    component. `count` components are others than before; `parameters` are the first of them.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Literal["norm", "value"]
    limit: float
    before: Number
    factor: Number
    count: int
    parameters: tuple[tuple[str, tuple[int, ...]], ...]


class CursorMoved(Event):
    """What one sample of the batch has come to after so many events, as `WalkNumbers` says; `before` is the same
    without the `changes`. `closed[i]` are the units of layer i through which no gradient passes.
    """

    type: Literal["cursor_moved"] = "cursor_moved"
    cursor: int
    column: int
    inputs: list[Number]
    targets: list[Number]
    layers: tuple[dict[str, list[Number]], ...]
    loss: Number
    loss_after: Number
    before: WalkNumbers | None
    changes: tuple[WalkChange, ...]
    closed: tuple[tuple[ClosedUnit, ...], ...]
    gradients: tuple[LayerGradient, ...]
    clipped: GradientClipped | None


class Nudged(BaseModel):
    """A derivative found by moving a number both ways; at a kink it means nothing."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    derivative: Number
    kink: bool


class Explained(Event):
    """How an event computes a number. `expression` is {number}, {name, index, value} or {operator, value, operands}."""

    type: Literal["explained"] = "explained"
    event: int
    name: str
    index: tuple[int, ...]
    expression: Json
    value: Number
    nudge: Nudged | None


class GradientsChecked(Event):
    """The worst relative error of the nudged parameters, and whose it is; those at a kink were skipped."""

    type: Literal["gradients_checked"] = "gradients_checked"
    checked: int
    skipped: int
    worst: Number
    name: str
    index: tuple[int, ...]


class WalkTable(Event):
    """The arrays of a layer that the step has computed by now, whole, and its parameters before the step."""

    type: Literal["walk_table"] = "walk_table"
    layer: int
    cursor: int
    arrays: dict[str, Any]
    before: dict[str, Any]


class Tally(BaseModel):
    """How well somebody has predicted: cards that were asked, right at the first try, all tries, all hints."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    asked: int = 0
    first: int = 0
    tries: int = 0
    hints: int = 0


class Predicting(Event):
    """Whether one predicts before anything is revealed, and how well."""

    type: Literal["predicting"] = "predicting"
    on: bool
    tally: Tally


class QuestionAsked(Event):
    """The cursor is held before an event until its card is answered or given up; `wrong` was answered already."""

    type: Literal["question_asked"] = "question_asked"
    card: Card
    wrong: tuple[str, ...]


class QuestionHinted(Event):
    """So many hints were given on the card of an event: the rule, then how it is computed, without the outcome."""

    type: Literal["question_hinted"] = "question_hinted"
    event: int
    hints: int
    rule: str
    working: tuple[Working, ...]


class QuestionMissed(Event):
    """A wrong answer; `mistake` is the usual one that leads to it, if one does."""

    type: Literal["question_missed"] = "question_missed"
    event: int
    given: str
    mistake: str | None


class QuestionSettled(Event):
    """A card was answered rightly or, with `given` null, given up. `element` is the number that it was about, and
    `mistake` what made the wrong value of a trace."""

    type: Literal["question_settled"] = "question_settled"
    event: int
    given: str | None
    answer: str
    element: Element
    mistake: str | None


class WalkClosed(Event):
    """Nobody walks any more."""

    type: Literal["walk_closed"] = "walk_closed"


WALK_EVENTS: tuple[type[Event], ...] = (
    WalkOpened,
    CursorMoved,
    Explained,
    GradientsChecked,
    WalkTable,
    Predicting,
    QuestionAsked,
    QuestionHinted,
    QuestionMissed,
    QuestionSettled,
    WalkClosed,
)
