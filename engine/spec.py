"""A spec is a frozen value that says what to build: its fields know their limits, titles and defaults beforehand."""

from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from engine.errors import Problem


class Spec(BaseModel):
    """Base of every value that a Design is made of. Unknown fields are refused, and so are NaN and infinity."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False, use_attribute_docstrings=False)


def problems_of(error: ValidationError) -> tuple[Problem, ...]:
    """What pydantic found wrong, as problems: where it stands, what was expected, what was received."""
    return tuple(_problem(detail) for detail in error.errors(include_url=False))


def _problem(detail: Any) -> Problem:
    context = {key: value for key, value in detail.get("ctx", {}).items() if isinstance(value, str | int | float)}
    where = "/".join(str(part) for part in detail["loc"])
    received = repr(detail["input"])
    if len(received) > 80:
        received = received[:77] + "…"
    return Problem(
        code=f"field_{detail['type']}", where=where, expected=detail["msg"], received=received, values=context
    )
