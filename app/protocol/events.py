"""An event is what has happened in a session: past tense, JSON, numbered in its stream and never dropped."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from app.protocol.event import Event, Json, Number
from app.protocol.past_events import PAST_EVENTS, Moment
from app.protocol.walk_events import WALK_EVENTS
from engine.errors import Problem
from engine.inspection.frame_layout import FrameLayout

HEARTBEAT_SECONDS = 3.0  # a page that was sent nothing else for so long is sent a heartbeat
SILENCE_SECONDS = 8.0  # a page that hears nothing for so long calls its link dead


class CurveExtended(Event):
    """The loss curve from bucket `start` on; what a page holds beyond it is replaced. A bucket is that many steps."""

    type: Literal["curve_extended"] = "curve_extended"
    bucket: int
    start: int
    train_min: list[Number]
    train_max: list[Number]
    validation: list[Number]


class Evaluated(Event):
    """How well one part of the data is predicted at a step; `confusion` has a row a true class."""

    type: Literal["evaluated"] = "evaluated"
    step: int
    part: str
    samples: int
    loss: Number
    accuracy: Number = None
    r2: Number = None
    confusion: tuple[tuple[int, ...], ...] | None = None


class ProbeChanged(Event):
    """The sample that is walked forward and backward to be shown."""

    type: Literal["probe_changed"] = "probe_changed"
    sample: int
    inputs: list[Number]
    target: list[Number]
    label: int | None
    part: Literal["train", "validation", "test"]


class State(BaseModel):
    """The whole of a session, for a page that knows nothing of it yet."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    design: Json
    link: str
    generation: int
    playing: bool
    pace: float | None
    step: int
    epoch: int
    loss: Number
    penalty: Number
    head: int
    trunk: int | None
    curve: CurveExtended
    evaluation: Evaluated
    data: Json
    layout: FrameLayout
    layout_id: int
    probe: ProbeChanged
    can_undo: bool
    can_redo: bool
    parameters_count: int
    moment: Moment | None


class Opened(Event):
    """The whole state: the page knew nothing, or too little to resume."""

    type: Literal["opened"] = "opened"
    session: str
    recovered: Literal[False] = False
    state: State


class Resumed(Event):
    """The page's position is known: the events after it follow."""

    type: Literal["resumed"] = "resumed"
    recovered: Literal[True] = True


class DesignChanged(Event):
    """Another Design trains now: which arrays were kept, which were drawn anew. All that was derived is void."""

    type: Literal["design_changed"] = "design_changed"
    design: Json
    link: str
    generation: int
    kept: tuple[str, ...]
    seeded: tuple[str, ...]
    restarted: bool
    can_undo: bool
    can_redo: bool
    step: int
    parameters_count: int


class DataLoaded(Event):
    """The samples that are trained on."""

    type: Literal["data_loaded"] = "data_loaded"
    data: Json


class LayoutChanged(Event):
    """Frames with this id are decoded by this layout; those of any other id are to be dropped."""

    type: Literal["layout_changed"] = "layout_changed"
    layout: FrameLayout
    id: int


class Played(Event):
    """Training runs."""

    type: Literal["played"] = "played"


class Paused(Event):
    """Training stands at the end of this step."""

    type: Literal["paused"] = "paused"
    step: int


class PaceChanged(Event):
    """So many steps a second are wanted; null is as fast as it can."""

    type: Literal["pace_changed"] = "pace_changed"
    steps_per_second: float | None


class Progressed(Event):
    """Where training is. The loss is the last batch's mean, the penalty stands beside it.

    `head` is the last step that this run has been at, `trunk` that of the run it branched off, where it did.
    """

    type: Literal["progressed"] = "progressed"
    step: int
    epoch: int
    loss: Number
    penalty: Number
    steps_per_second: Number
    head: int
    trunk: int | None


class ParameterSet(Event):
    """One number of a parameter was given another value; `index` null: the whole array."""

    type: Literal["parameter_set"] = "parameter_set"
    name: str
    index: tuple[int, ...] | None
    value: Any
    step: int


class Inspected(Event):
    """The exact value of one parameter, or of a number of the sample that is followed."""

    type: Literal["inspected"] = "inspected"
    name: str
    index: tuple[int, ...]
    value: Number
    step: int
    generation: int


class TableRead(Event):
    """Every exact parameter of one layer, by name."""

    type: Literal["table"] = "table"
    layer: int
    arrays: dict[str, Any]
    step: int
    generation: int


class DivergedEvent(Event):
    """Training left the finite numbers; the network stands as it was before that step."""

    type: Literal["diverged"] = "diverged"
    step: int
    quantity: str
    cause: str
    remedy: str


class Interrupted(Event):
    """The process that trained this session has died."""

    type: Literal["interrupted"] = "interrupted"


class Restored(Event):
    """The session runs again from what was kept; the whole state follows as `opened`."""

    type: Literal["restored"] = "restored"
    step: int


class Saved(Event):
    """The run up to this step is on the disk."""

    type: Literal["saved"] = "saved"
    step: int


class SaveFailed(Event):
    """The run could not be written to the disk; training goes on."""

    type: Literal["save_failed"] = "save_failed"


class Refused(Event):
    """This command was not done, and why."""

    type: Literal["refused"] = "refused"
    command_id: int | None
    problems: tuple[Problem, ...]


class Slow(Event):
    """This page is too far behind: its connection closes, and a new one may resume."""

    type: Literal["slow"] = "slow"


class Heartbeat(Event):
    """Sent when nothing else was for a while, so that a page notices a dead link. Without a number."""

    type: Literal["heartbeat"] = "heartbeat"


EVENTS: tuple[type[Event], ...] = (
    Opened,
    Resumed,
    DesignChanged,
    DataLoaded,
    LayoutChanged,
    Played,
    Paused,
    PaceChanged,
    Progressed,
    CurveExtended,
    Evaluated,
    ParameterSet,
    Inspected,
    TableRead,
    ProbeChanged,
    *WALK_EVENTS,
    *PAST_EVENTS,
    DivergedEvent,
    Interrupted,
    Restored,
    Saved,
    SaveFailed,
    Refused,
    Slow,
    Heartbeat,
)
