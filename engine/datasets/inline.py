"""Rows that a Design carries itself: a textbook's example, a table typed in, points somebody painted."""

from collections.abc import Sequence
from typing import Annotated, Any, Literal

import numpy as np
from pydantic import Discriminator, Field, Tag

from engine.datasets.dataset import Dataset, Interval, Shape, Task
from engine.datasets.source import Facts, Source
from engine.errors import Problem

MAX_NUMBERS = 100_000
MAX_CLASSES = 20

Number = Annotated[float, Field(ge=-1e12, le=1e12)]
Row = Annotated[tuple[Number, ...], Field(min_length=1, max_length=256)]
TargetRow = Annotated[tuple[Number, ...], Field(min_length=1, max_length=MAX_CLASSES)]
Name = Annotated[str, Field(min_length=1, max_length=60)]


def _form(value: Any) -> str:
    return "row" if isinstance(value, list | tuple) else "number"


Target = Annotated[
    Annotated[Number, Tag("number")] | Annotated[TargetRow, Tag("row")],
    Discriminator(_form),
]


class Inline(Source):
    """Inputs and targets, row by row. One number a target will do; several outputs take a list each."""

    kind: Literal["inline"] = "inline"
    task: Task = Field(
        default="regression",
        title="Task",
        description="Whether targets are numbers (regression), 0 and 1 (binary) or labels from 0 on (classes).",
    )
    inputs: tuple[Row, ...] = Field(
        min_length=1,
        max_length=5000,
        fail_fast=True,  # of a table of texts one cell is enough to be told
        title="Inputs",
        description="One list of numbers a sample, all of the same length.",
    )
    targets: tuple[Target, ...] = Field(
        min_length=1,
        max_length=5000,
        fail_fast=True,
        title="Targets",
        description="What the network should say to each sample.",
    )
    input_names: tuple[Name, ...] = Field(
        default=(), max_length=256, title="Input names", description="What each input is called; x1, x2, … if left out."
    )
    target_names: tuple[Name, ...] = Field(
        default=(),
        max_length=MAX_CLASSES,
        title="Target names",
        description="For regression: what each target is called; y1, y2, … if left out.",
    )
    class_names: tuple[Name, ...] = Field(
        default=(),
        max_length=MAX_CLASSES,
        title="Class names",
        description="For labels: what each class is called, from label 0 on. A class without samples may be named.",
    )
    standardize: bool = Field(
        default=False,
        title="Standardise",
        description="Shift and scale inputs, and targets of a regression, to mean 0 and deviation 1, "
        "as measured on the training part.",
    )

    @property
    def facts(self) -> Facts:
        samples, features = len(self.inputs), len(self.inputs[0])
        if self.task == "regression":
            return Facts(samples, features, len(_row(self.targets[0])), "regression", 0)
        if self.task == "binary":
            return Facts(samples, features, 1, "binary", 2)
        largest = max(max(_row(target)) for target in self.targets)
        classes = len(self.class_names) or int(min(max(largest + 1, 1), MAX_CLASSES))
        return Facts(samples, features, classes, "classes", classes)

    def problems(self) -> list[Problem]:
        found = [
            *_ragged("inputs", self.inputs),
            *self._too_many(),
            *self._unmatched(),
            *self._names("input_names", self.input_names, len(self.inputs[0])),
        ]
        if self.task == "regression":
            targets = [_row(target) for target in self.targets]
            return found + _ragged("targets", targets) + self._names("target_names", self.target_names, len(targets[0]))
        labels = self._label_problems()
        if not labels:
            labels = self._names("class_names", self.class_names, self.facts.classes)
        return found + labels

    def load(self) -> Dataset:
        inputs = np.array(self.inputs, dtype=np.float64)
        facts = self.facts
        shape = self._shape(inputs.shape[1], facts.outputs)
        domain = tuple(_padded(column) for column in inputs.T) if shape in ("plane", "line") else ()
        if self.task == "regression":
            targets = np.array([_row(target) for target in self.targets], dtype=np.float64)
            return Dataset(
                name=self.kind,
                task="regression",
                shape=shape,
                inputs=inputs,
                targets=targets,
                input_names=self.input_names or _numbered("x", inputs.shape[1]),
                target_names=self.target_names or _numbered("y", targets.shape[1]),
                domain=domain,
                target_range=_padded(targets),
            )
        return Dataset(
            name=self.kind,
            task=self.task,
            shape=shape,
            inputs=inputs,
            targets=np.array(self.targets, dtype=np.int64),
            input_names=self.input_names or _numbered("x", inputs.shape[1]),
            class_names=self.class_names or tuple(str(label) for label in range(facts.classes)),
            domain=domain,
        )

    def _shape(self, columns: int, outputs: int) -> Shape:
        """A line or plane is what can be drawn as one; several targets over a plane cannot."""
        if columns == 1 and self.task == "regression":
            return "line"
        if columns == 2 and (self.task != "regression" or outputs == 1):
            return "plane"
        return "table"

    def _too_many(self) -> list[Problem]:
        numbers = sum(len(row) for row in self.inputs)
        if numbers <= MAX_NUMBERS:
            return []
        return [
            Problem(
                code="rows_too_many",
                where="data/inputs",
                expected=f"at most {MAX_NUMBERS:,} numbers",
                received=f"{numbers:,} numbers",
                values={"limit": MAX_NUMBERS, "numbers": numbers},
            )
        ]

    def _unmatched(self) -> list[Problem]:
        inputs, targets = len(self.inputs), len(self.targets)
        if inputs == targets:
            return []
        return [
            Problem(
                code="rows_unmatched",
                where="data/targets",
                expected=f"{inputs} targets, one a row of inputs",
                received=f"{targets} targets",
                values={"inputs": inputs, "targets": targets},
            )
        ]

    def _label_problems(self) -> list[Problem]:
        classes = 2 if self.task == "binary" else len(self.class_names) or MAX_CLASSES
        for index, target in enumerate(self.targets):
            if isinstance(target, tuple) or not target.is_integer() or not 0 <= target < classes:
                return [
                    Problem(
                        code="label_invalid",
                        where=f"data/targets/{index}",
                        expected=f"a whole number from 0 to {classes - 1}",
                        received=str(target),
                        values={"sample": index, "classes": classes},
                    )
                ]
        if self.facts.classes < 2:
            return [
                Problem(
                    code="classes_too_few",
                    where="data/targets",
                    expected="labels of at least two classes, or their names",
                    received="one class",
                    values={"mend": "class_names"},
                )
            ]
        return []

    def _names(self, field: str, names: tuple[str, ...], count: int) -> list[Problem]:
        if not names or (len(names) == count and len(set(names)) == count):
            return []
        return [
            Problem(
                code="names_unfit",
                where=f"data/{field}",
                expected=f"{count} different names, or none",
                received=f"{len(names)} names, {len(set(names))} of them different",
                values={"count": count, "names": len(names), "different": len(set(names))},
            )
        ]


def _ragged(field: str, rows: Sequence[Sequence[float]]) -> list[Problem]:
    """The first row that is longer or shorter than row 0: one is enough to be told."""
    width = len(rows[0])
    for index, row in enumerate(rows):
        if len(row) != width:
            return [
                Problem(
                    code="rows_ragged",
                    where=f"data/{field}/{index}",
                    expected=f"{width} numbers, as in row 0",
                    received=f"{len(row)} numbers",
                    values={"row": index, "width": width, "numbers": len(row)},
                )
            ]
    return []


def _row(target: float | tuple[float, ...]) -> tuple[float, ...]:
    return target if isinstance(target, tuple) else (target,)


def _numbered(letter: str, count: int) -> tuple[str, ...]:
    return (letter,) if count == 1 else tuple(f"{letter}{index + 1}" for index in range(count))


def _padded(values: np.ndarray) -> Interval:
    """An interval around the values with a fifth of air, and of length 2 around a single one."""
    low, high = float(values.min()), float(values.max())
    half = 0.6 * (high - low) or 1.0
    return (low + high) / 2 - half, (low + high) / 2 + half
