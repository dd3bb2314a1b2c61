"""What the microscope tells: the step's events, where the cursor stands, and how a number came about."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from app.protocol.event import Event, Json, Number


class TraceEvent(BaseModel):
    """One event of a step: what is computed, where, and the names and shapes of the arrays complete after it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    phase: str
    layer: int | None
    quantity: str
    outputs: tuple[str, ...]
    shapes: tuple[tuple[int, ...], ...]


class WalkOpened(Event):
    """The next step, event by event. `samples` are those of its batch, in the order of its columns."""

    type: Literal["walk_opened"] = "walk_opened"
    step: int
    samples: tuple[int, ...]
    events: tuple[TraceEvent, ...]


class CursorMoved(Event):
    """What one sample of the batch has come to after so many events: what is not computed yet is not there.

    `layers[i]` has z, a, mask, da, delta and dx of each unit, as far as they are known.
    """

    type: Literal["cursor_moved"] = "cursor_moved"
    cursor: int
    column: int
    inputs: list[Number]
    targets: list[Number]
    layers: tuple[dict[str, list[Number]], ...]
    loss: Number
    loss_after: Number


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


class WalkClosed(Event):
    """Nobody walks any more."""

    type: Literal["walk_closed"] = "walk_closed"


WALK_EVENTS: tuple[type[Event], ...] = (
    WalkOpened,
    CursorMoved,
    Explained,
    GradientsChecked,
    WalkTable,
    WalkClosed,
)
