"""A spec is a frozen value that says what to build: its fields know their limits, titles and defaults beforehand."""

from reprlib import Repr
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from engine.errors import Problem


class Spec(BaseModel):
    """Base of every value that a Design is made of. Unknown fields are refused, and so are NaN and infinity."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False, use_attribute_docstrings=False)


MOST_PROBLEMS = 32  # told of one value: more help nobody


def problems_of(error: ValidationError) -> tuple[Problem, ...]:
    """What pydantic found wrong, as problems: where it stands, what was expected, what was received."""
    details = error.errors(include_url=False)
    places = {detail["loc"][:depth] for detail in details for depth in range(len(detail["loc"]))}
    # a tuple that lost its faulty items is told to be too short as well
    own = [detail for detail in details if detail["type"] != "too_short" or detail["loc"] not in places]
    return tuple(_problem(detail) for detail in own[:MOST_PROBLEMS])


def _problem(detail: Any) -> Problem:
    context = {key: value for key, value in detail.get("ctx", {}).items() if isinstance(value, str | int | float)}
    return Problem(
        code=f"field_{detail['type']}",
        where=_shown("/".join(str(part) for part in detail["loc"])),
        expected=_shown(detail["msg"]),
        received=_shown(_short(detail["input"])),
        values={key: _shown(value) if isinstance(value, str) else value for key, value in context.items()},
    )


def _short(value: Any) -> str:
    """A value as it may be shown, however large or deep it is."""
    try:
        return _SHORT.repr(value)
    except (ValueError, RecursionError):  # integers of thousands of digits; lists in lists in lists
        return type(value).__name__


def _shown(text: str) -> str:
    """Text that can be written as UTF-8: JSON may hold half a surrogate."""
    text = text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


_LONGEST = 200
_SHORT = Repr()
_SHORT.maxstring = _SHORT.maxother = 80
