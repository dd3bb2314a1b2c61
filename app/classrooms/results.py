"""The results of a room as a table for a spreadsheet: a line for each student and each question that was asked.

Whoever opens it must not be harmed: a cell that a spreadsheet might compute is made a text by an apostrophe.
"""

import csv
import io
from collections.abc import Iterator
from datetime import UTC, datetime

from app.classrooms.poll import ROUNDS, Poll, Vote
from app.classrooms.question import Question
from app.classrooms.room import Room

COLUMNS = (
    "student",
    "joined",
    "poll",
    "kind",
    "asked",
    "question",
    "answer_1",
    "correct_1",
    "time_1",
    "answer_2",
    "correct_2",
    "time_2",
)
_COMPUTED = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")


def results_csv(room: Room, *, mark: bool) -> str:
    """Everything that was asked and answered; with a byte-order mark, by which Excel knows UTF-8."""
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\r\n")
    table.writerow(COLUMNS)
    for row in _rows(room):
        table.writerow([harmless(cell) for cell in row])
    return ("\ufeff" if mark else "") + text.getvalue()


def harmless(cell: str) -> str:
    """A cell that a spreadsheet shows and does not compute."""
    return f"'{cell}" if cell.startswith(_COMPUTED) or cell.lstrip().startswith(_COMPUTED) else cell


def _rows(room: Room) -> Iterator[list[str]]:
    members = sorted(room.members.values(), key=lambda member: member.pseudonym)
    for poll in room.polls.polls.values():
        votes = room.polls.votes[poll.number]
        for at, question in enumerate(poll.questions):
            for member in members:
                row = [member.pseudonym, _time(member.joined_at), *_asked(poll, question)]
                for in_round in ROUNDS:
                    row += _answered(question, votes.get((at, in_round, member.id)))
                yield row


def _asked(poll: Poll, question: Question) -> list[str]:
    return [str(poll.number), "exit ticket" if poll.ticket else "question", _time(poll.asked_at), question.text]


def _answered(question: Question, vote: Vote | None) -> list[str]:
    if vote is None:
        return ["", "", ""]
    right = {True: "yes", False: "no", None: ""}[question.mark(vote.given)]
    return [question.spell(vote.given), right, _time(vote.given_at)]


def _time(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
