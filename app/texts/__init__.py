"""Every sentence a person reads, by code, for templates and islands alike. A second language is a second file."""

from collections.abc import Mapping
from typing import Any

from app.texts import en
from app.texts.classroom_en import CLASSROOM
from app.texts.island_en import ISLAND
from app.texts.lessons_en import LESSONS
from app.texts.microscope_en import MICROSCOPE

TEXTS: Mapping[str, str] = {**en.TEXTS, **ISLAND, **MICROSCOPE, **CLASSROOM, **LESSONS}
SERVER_ONLY = ("page.", "form.", "help.", "about.", "preset.", "panel.", "theme.", "classroom.")
"""Codes that only templates use: the page need not carry their sentences a second time."""


LATE = "microscope."
"""Codes whose sentences a page fetches only when they are wanted."""

ROOM = "room."
"""Codes that only the scripts of a classroom's pages use."""

OF_LESSONS = ("lesson.", "notice.lesson_")
"""Codes that only the pages of lessons need."""
LESSON_SCRIPTS = ("lesson.say.", "lesson.metric.")
"""Those of them that their scripts say."""


def has_text(code: str) -> bool:
    """Whether there is a sentence of this code."""
    return code in TEXTS


def text(code: str, **values: Any) -> str:
    """The sentence of a code with its values put in. An unknown code is a KeyError: a text is missing."""
    return TEXTS[code].format(**values) if values else TEXTS[code]


def page_texts() -> dict[str, str]:
    """The sentences that the page's own scripts may need."""
    elsewhere = (*SERVER_ONLY, LATE, ROOM, *OF_LESSONS)
    return {code: sentence for code, sentence in TEXTS.items() if not code.startswith(elsewhere)}


def late_texts() -> dict[str, str]:
    """The sentences of the microscope, which comes with the first step that is walked."""
    return {code: sentence for code, sentence in TEXTS.items() if code.startswith(LATE)}


def room_texts() -> dict[str, str]:
    """The sentences that the scripts of a classroom's pages may need."""
    return {code: sentence for code, sentence in TEXTS.items() if code.startswith(ROOM)}


def lesson_texts() -> dict[str, str]:
    """The sentences that the scripts of lessons may need."""
    return {code: sentence for code, sentence in TEXTS.items() if code.startswith(LESSON_SCRIPTS)}
