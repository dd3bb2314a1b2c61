"""What is wrong with a lesson's file, in sentences that its writer understands."""

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from app.texts import has_text, text
from engine.errors import Problem


class Complaint(NamedTuple):
    """The line of a file, and what is wrong there."""

    line: int
    sentence: str


def complaints(problems: Iterable[Problem]) -> list[Complaint]:
    """In the order of the lines."""
    return sorted(Complaint(int(problem.values["line"]), _sentence(problem)) for problem in problems)


def _sentence(problem: Problem) -> str:
    code = f"notice.{problem.code}"
    known = text(code if has_text(code) else "notice.field")
    words = {"place": _place_of(problem.where), "where": problem.where, "expected": problem.expected}
    said = known.format_map(defaultdict(str, {**words, "received": problem.received, **problem.values}))
    mend = f"mend.{problem.values.get('mend')}"
    return f"{said} {text(mend).format_map(defaultdict(str, problem.values))}" if has_text(mend) else said


def _place_of(where: str) -> str:
    parts = where.split("/")
    if parts[0] == "layers" and len(parts) > 1 and parts[1].isdigit():
        return " / ".join((text("place.layer", layer=int(parts[1]) + 1), *parts[2:]))
    return where or text("lesson.page.whole_block")
