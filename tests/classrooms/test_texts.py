"""A classroom's pages have a sentence for all that they say, and none too many."""

import re
from pathlib import Path

from app.classrooms.commands import HOURS
from app.texts import page_texts, room_texts
from app.texts.classroom_en import CLASSROOM

ROOT = Path(__file__).resolve().parents[2]
PYTHON = "\n".join(path.read_text() for path in (ROOT / "app" / "classrooms").glob("*.py"))
SPOKEN = "\n".join(
    path.read_text()
    for folder, suffix in (("templates", "html"), ("static/js", "js"))
    for path in (ROOT / folder).rglob(f"*.{suffix}")
)
BUILT = {
    *(f"classroom.hours.{hours}" for hours in HOURS), *(f"room.keep_{hours}" for hours in HOURS),
    *(f"room.{status}" for status in ("connecting", "reconnecting")),
    *(f"room.over_{why}" for why in ("removed", "room_over")), *(f"room.back_{role}" for role in ("teacher", "member")),
}  # fmt: skip


def test_every_sentence_is_said_and_every_code_that_is_said_has_one() -> None:
    said = set(re.findall(r"""["'`]((?:classroom|room)\.[a-z_]+)["'`]""", SPOKEN)) | BUILT
    sentences = {code for code in CLASSROOM if not code.startswith("room.problem.")}
    assert said - sentences == set()
    assert sentences - said == set()


def test_every_refusal_has_a_sentence_and_every_sentence_a_refusal() -> None:
    codes = set(re.findall(r'(?:refusal\(|code=)"([a-z_]+)"', PYTHON)) | set(
        re.findall(r'"(too_many_rooms\w*)"', PYTHON)
    )
    assert codes == {code.removeprefix("room.problem.") for code in CLASSROOM if code.startswith("room.problem.")}


def test_the_playground_carries_none_of_them() -> None:
    assert not [code for code in page_texts() if code.startswith(("classroom.", "room."))]
    assert all(code.startswith("room.") for code in room_texts())
