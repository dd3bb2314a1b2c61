"""What is told of the past of a run: its keyframes, the moment that is pinned, and how far another is from it."""

from typing import Literal

from pydantic import BaseModel, ConfigDict

from app.protocol.event import Event, Number


class TimelineRead(Event):
    """Keyframes lie at these steps, `bytes` together; there are never more than `most` of them in a run.

    `left` is the step at which the run left its trunk.
    """

    type: Literal["timeline_read"] = "timeline_read"
    keyframes: tuple[int, ...]
    bytes: int
    most: int
    left: int | None


class Moment(BaseModel):
    """A step of a run, and how well the network did there on the parts of the data."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    step: int
    epoch: int
    trunk: bool
    train: Number
    validation: Number
    score: Number


class MomentPinned(Event):
    """This moment is kept."""

    type: Literal["moment_pinned"] = "moment_pinned"
    moment: Moment


class MomentUnpinned(Event):
    """No moment is kept any more."""

    type: Literal["moment_unpinned"] = "moment_unpinned"


class Changed(BaseModel):
    """A number of a parameter then and now."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    index: tuple[int, ...]
    then: Number
    now: Number


class Answers(BaseModel):
    """What the network says over the plane, row by row from the top left, or over a line: then, now, how far apart.

    Numbers are little-endian float32 in base64; for several classes `then` and `now` are how sure the network is of the
    class whose number, a byte each, stands in `then_class` and `now_class`.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    shape: tuple[int, ...]
    then: str
    now: str
    apart: str
    most: Number
    then_class: str | None = None
    now_class: str | None = None


class MomentCompared(Event):
    """The pinned moment and the present: the parameters that differ most first, out of `count` that both have."""

    type: Literal["moment_compared"] = "moment_compared"
    then: Moment
    now: Moment
    layer: int | None
    rows: tuple[Changed, ...]
    count: int
    differing: int
    distance: Number
    answers: Answers | None


PAST_EVENTS: tuple[type[Event], ...] = (TimelineRead, MomentPinned, MomentUnpinned, MomentCompared)
