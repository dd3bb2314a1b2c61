"""The journal: what was changed while a run went on, each entry at the step before which it took effect."""

from typing import Annotated, Literal

from pydantic import Field

from engine.design import Design
from engine.layers.base import Values
from engine.spec import Spec


class Revised(Spec):
    """The design was replaced. `carry[i]` is the old layer that new layer i descends from, None for a new one."""

    kind: Literal["revised"] = "revised"
    step: int
    design: Design
    carry: tuple[int | None, ...] | None = None
    values: dict[str, Values] = Field(default_factory=dict)


class ParameterSet(Spec):
    """One number of a parameter, or with `index` () all of it, was set."""

    kind: Literal["parameter_set"] = "parameter_set"
    step: int
    name: str
    index: tuple[int, ...]
    value: float


JournalEntry = Annotated[Revised | ParameterSet, Field(discriminator="kind")]
