"""What can go wrong, as values: every error carries problems that say what, where, expected and received.

ChalknetError
├── DesignError      a Design that cannot run
├── DataError        rows that cannot be learned from
├── ParameterError   an unknown parameter, or a value that does not fit it
└── Diverged         training left the finite numbers
"""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field


class Problem(BaseModel):
    """One thing that is wrong. The sentence for its code is the reader's business, not the engine's."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str
    where: str = ""
    expected: str = ""
    received: str = ""
    values: dict[str, Any] = Field(default_factory=dict)

    def __str__(self) -> str:
        parts = [self.code]
        if self.where:
            parts.append(f"at {self.where}")
        if self.expected:
            parts.append(f"expected {self.expected}")
        if self.received:
            parts.append(f"received {self.received}")
        if "mend" in self.values:
            parts.append(f"mend: {self.values['mend']}")
        return ", ".join(parts)


class ChalknetError(Exception):
    """Base of every error that the engine raises on purpose."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("; ".join(str(problem) for problem in problems))
        self.problems = problems


class DesignError(ChalknetError):
    """A Design that cannot run."""


class DataError(ChalknetError):
    """Rows that cannot be learned from."""


class ParameterError(ChalknetError):
    """An unknown parameter, or a value that does not fit it."""


class Diverged(ChalknetError):  # noqa: N818 - the past tense is the field's word
    """Training left the finite numbers at `step`; the run stands before it, at the last step before they ran away.

    `quantity` is what was first found to be infinite or not a number, `cause` and `remedy` are codes.
    """

    def __init__(self, step: int, quantity: str, cause: str, remedy: str) -> None:
        super().__init__(
            Problem(
                code="diverged",
                where=quantity,
                expected="a finite number",
                values={"step": step, "cause": cause, "remedy": remedy},
            )
        )
        self.step, self.quantity, self.cause, self.remedy = step, quantity, cause, remedy
