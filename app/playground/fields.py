"""A field is one control of a form, as a template needs it: its words, its value, its limits, its choices."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import log10
from typing import Any, Literal

from app.texts import has_text, text

Control = Literal["number", "integer", "switch", "choice", "chips", "functions"]


@dataclass(frozen=True)
class Choice:
    """One of several values, with its label; `curve` is the path of a little picture, where there is one."""

    value: str
    label: str
    curve: str = ""


@dataclass(frozen=True)
class Slider:
    """The range that is pleasant to slide over: narrower than the limits, which the number beside it keeps to."""

    low: float
    high: float
    step: float | Literal["any"] = "any"
    scale: Literal["linear", "log"] = "linear"

    @property
    def ends(self) -> tuple[float, float]:
        """The ends of the track; on a logarithmic one it moves over the exponents."""
        return (log10(self.low), log10(self.high)) if self.scale == "log" else (self.low, self.high)

    def position(self, value: float) -> float:
        """Where on its track a value stands."""
        value = min(max(value, self.low), self.high)
        return round(log10(value), 6) if self.scale == "log" else value


RATE = Slider(1e-4, 1.0, scale="log")
SLIDERS: Mapping[str, Slider] = {
    "samples": Slider(50, 1000, 10),
    "noise": Slider(0, 1, 0.01),
    "arms": Slider(2, 7, 1),
    "classes": Slider(2, 6, 1),
    "batch_size": Slider(1, 128, 1),
    "learning_rate": Slider(1e-4, 10.0, scale="log"),
    "rate": Slider(0, 0.9, 0.05),
    "l1.rate": RATE,
    "l2.rate": RATE,
    "elastic.l1": RATE,
    "elastic.l2": RATE,
    "units": Slider(1, 16, 1),
}
"""By a field's name, or by its kind and name."""

ADVANCED = frozenset({"beta1", "beta2", "epsilon", "batch_norm.momentum", "frozen"})
"""Fields that a learner need not meet: they stand behind a disclosure. By name, or by kind and name."""


@dataclass(frozen=True)
class Field:
    """One control. `path` is where its value stands in the Spec, dots between a nested Spec and its field."""

    id: str
    path: str
    control: Control
    label: str
    help: str
    value: Any
    low: float | None = None
    high: float | None = None
    choices: tuple[Choice, ...] = ()
    slider: Slider | None = None
    is_seed: bool = False
    is_advanced: bool = False

    @property
    def step(self) -> str:
        """The step of a number's input: whole numbers, or any."""
        return "1" if self.control == "integer" else "any"


def field_text(kind: str, name: str, part: Literal["label", "help"]) -> str:
    """A field's label or help: that of its kind where it has one of its own, else that of its name."""
    own = f"{part}.{kind}.{name}"
    return text(own if has_text(own) else f"{part}.{name}")


def slider_of(kind: str, name: str) -> Slider | None:
    """The track of a field, if it has one."""
    return SLIDERS.get(f"{kind}.{name}", SLIDERS.get(name))
