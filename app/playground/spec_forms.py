"""The forms there are, by name: one for every part of a Design that a person may change."""

from collections.abc import Mapping
from typing import Any

from app.playground.forms import Form, Kinds, form_of, kinds_of
from engine.datasets.catalogue import DataSpec
from engine.design import Design
from engine.layers.catalogue import AnyLayer
from engine.losses import LossSpec
from engine.optimizers import OptimizerSpec
from engine.regularizers import ClippingSpec, RegularizerSpec
from engine.schedules import ScheduleSpec

LAYERS = kinds_of(AnyLayer)
KINDS: Mapping[str, Kinds] = {
    "data": kinds_of(DataSpec),
    "layer": LAYERS,
    "optimizer": kinds_of(OptimizerSpec),
    "loss": kinds_of(LossSpec),
    "schedule": kinds_of(ScheduleSpec),
    "regularizer": kinds_of(RegularizerSpec),
    "clipping": kinds_of(ClippingSpec),
}
"""What each top-level part of a Design may be."""
CHOSEN_ELSEWHERE = frozenset({"data"})  # thumbnails choose the kind of data


def form_named(name: str, values: Mapping[str, Any]) -> Form:
    """The form called `name`, filled with what fits of `values`. LookupError if there is no such form or kind."""
    if name == "run":
        return form_of("run", Design, values, only=("batch_size", "seed", "dtype"))
    kinds = KINDS[name]
    return form_of(name, kinds[values["kind"]], values, {} if name in CHOSEN_ELSEWHERE else kinds)
