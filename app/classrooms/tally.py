"""Counts the answers to a question: a bar for each choice, and for each number that was given."""

from collections.abc import Iterable

from app.classrooms.poll import Vote
from app.classrooms.poll_events import Bar, Tally
from app.classrooms.question import Question
from engine.inspection.questions import read_number

_MOST_BARS = 8  # of numbers


def count(question: Question, votes: Iterable[Vote]) -> Tally:
    """All answers to a question in one round."""
    given = [vote.given for vote in votes]
    if question.kind == "sentence":
        return Tally(answered=len(given), bars=(), others=0)
    if question.kind == "choice":
        places = [str(place) for place in range(len(question.choices))]
        bars = tuple(Bar(answer=place, count=given.count(place), right=question.mark(place)) for place in places)
        return Tally(answered=len(given), bars=bars, others=0)
    found: dict[float, list[str]] = {}
    for answer in given:
        value = read_number(answer)
        if value is not None:
            found.setdefault(value, []).append(answer)
    common = sorted(sorted(found, key=lambda value: -len(found[value]))[:_MOST_BARS])
    bars = tuple(
        Bar(answer=found[value][0], count=len(found[value]), right=question.mark(found[value][0])) for value in common
    )
    return Tally(answered=len(given), bars=bars, others=len(given) - sum(bar.count for bar in bars))
