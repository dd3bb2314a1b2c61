"""The results of a room: a line for each student and question, with both votes, and harmless in a spreadsheet (S17)."""

import csv
import io

import pytest

from app.classrooms.poll_commands import CloseVote, VoteAgain
from app.classrooms.question import Question
from app.classrooms.results import COLUMNS, harmless, results_csv
from app.classrooms.room import Room
from tests.classrooms.people import serving
from tests.classrooms.test_polls import SLOPE, WHY, asking, give, teach


def lines(room: Room) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(results_csv(room, mark=False))))


def test_every_student_has_a_line_for_every_question_with_both_votes() -> None:
    room = asking(SLOPE, WHY, ticket=True)
    give(room, "ann", "0")
    teach(room, CloseVote(poll=1))
    teach(room, VoteAgain(poll=1))
    give(room, "ann", "1", in_round=2)
    found = lines(room)
    assert len(found) == 4
    (line,) = [each for each in found if each["answer_1"]]
    assert line["student"] == room.members["ann"].pseudonym
    assert (line["poll"], line["kind"], line["question"]) == ("1", "exit ticket", SLOPE.text)
    assert (line["answer_1"], line["correct_1"], line["answer_2"], line["correct_2"]) == ("up", "no", "down", "yes")
    assert line["asked"] == line["time_1"] == "1970-01-12T13:46:40Z"


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "\n", "\0", " =", "＝"])
def test_a_cell_that_a_spreadsheet_might_compute_is_a_text(sign: str) -> None:
    assert harmless(f"{sign}HYPERLINK(1)") == f"'{sign}HYPERLINK(1)"
    assert harmless("plain = text") == "plain = text"


def test_no_cell_of_the_file_begins_as_a_formula_does() -> None:
    trap = "=cmd|' /C calc'!A0"
    room = asking(Question(kind="choice", text=trap, choices=("+1", "@SUM(1)")), Question(kind="sentence", text="?"))
    give(room, "ann", "0")
    give(room, "ben", '-2+3"\u2028,=1+1', question=1)
    cells = [cell for row in csv.reader(io.StringIO(results_csv(room, mark=False))) for cell in row]
    assert f"'{trap}" in cells and "'+1" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r", "\0"))]


def test_a_teacher_downloads_the_file_with_a_byte_order_mark_or_without(tmp_path) -> None:
    with serving(tmp_path) as teacher:
        room = teacher.open_room()
        plain, marked = (teacher.client.get(f"/rooms/{room}/results.csv{query}") for query in ("", "?bom=true"))
        assert plain.content == (",".join(COLUMNS) + "\r\n").encode()
        assert marked.content == b"\xef\xbb\xbf" + plain.content
        assert plain.headers["content-type"] == "text/csv; charset=utf-8"
        assert plain.headers["content-disposition"].startswith("attachment; filename=")
