"""What is wrong with a lesson's file: always with the line, what was expected there, and what stands there."""

from typing import Any, NoReturn

from engine.errors import ChalknetError, Problem


class LessonError(ChalknetError):
    """A file that is no lesson. Each problem's values hold its `line`."""


def refuse(code: str, line: int, expected: str = "", received: str = "", **values: Any) -> NoReturn:
    """Raise a LessonError of one problem."""
    raise LessonError(problem_at(line, Problem(code=code, expected=expected, received=received[:80], values=values)))


def problem_at(line: int, problem: Problem) -> Problem:
    """The same problem with its line."""
    return problem.model_copy(update={"values": {**problem.values, "line": line}})
