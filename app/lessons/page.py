"""The pages of lessons: the shelf, one lesson beside a live network, and the editor."""

import json
from functools import cache
from typing import Any, NamedTuple

from markupsafe import Markup

from app.assets import asset_folder
from app.lessons.errors import LessonError
from app.lessons.lesson import Lesson, Prose, Setup
from app.lessons.markdown import line_html
from app.lessons.reading import read_lesson
from app.lessons.sentences import complaints
from app.lessons.shelf import NAMES, lesson_named
from app.modules import modules_of
from app.playground.page import Theme, front_page
from app.templating import render
from app.texts import lesson_texts, page_texts, text
from engine.datasets.catalogue import samples_and_features
from engine.design import Design

SCRIPTS = ("js/pages/lesson.js", "js/editor/index.js")


class Shelved(NamedTuple):
    """A lesson as the shelf shows it."""

    name: str
    lesson: Lesson


@cache
def _more() -> dict[str, Any]:
    """What a lesson's page has beside the playground and the lesson, the same for all."""
    words = {"line_html": line_html, "prose": _prose, "describe": describe, "to_json": _json}
    texts = {**page_texts(), **lesson_texts()}
    return {**words, "texts": texts, "modules": modules_of(asset_folder("static"), SCRIPTS)}


def shelf_page(theme: Theme) -> str:
    """The shelf: what ships, and what the visitor's own browser keeps."""
    shelved = [Shelved(name, lesson_named(name)) for name in NAMES]
    return render("lessons/shelf.html", theme=theme, shelved=shelved, texts=lesson_texts())


def lesson_page(theme: Theme, name: str) -> str:
    """A lesson that ships, beside a live network."""
    return front_page(theme, "lessons/lesson.html", name=name, lesson=lesson_named(name), **_more())


def own_page(theme: Theme) -> str:
    """The place for a lesson that only the visitor's browser has."""
    return front_page(theme, "lessons/lesson.html", name="", lesson=None, **_more())


def editor_page(theme: Theme) -> str:
    """The editor, with the file of a small lesson to begin from."""
    return render("lessons/editor.html", theme=theme, beginning=text("lesson.page.beginning"), texts=lesson_texts())


def preview(file: str, *, whole: bool) -> str:
    """A file's lesson as HTML, all of its steps at once or as the panel takes it; else what is wrong with it."""
    try:
        lesson = read_lesson(file)
    except LessonError as error:
        return render("lessons/complaints.html", complaints=complaints(error.problems))
    return render("lessons/preview.html", lesson=lesson, whole=whole, **_more())


def describe(setup: Setup) -> str:
    """What a setup does, in a sentence."""
    said = []
    if setup.design is not None:
        said.append(text("lesson.page.opens", layers=_sizes(setup.design)))
        if setup.design.data.kind != "inline":
            said.append(text(f"data.{setup.design.data.kind}"))
    if setup.play:
        said.append(text("lesson.page.plays"))
    if setup.steps is not None:
        said.append(text("lesson.page.trains", steps=setup.steps))
    if setup.microscope is not None:
        said.append(text("lesson.page.walks"))
    return " · ".join(said)


def _sizes(design: Design) -> str:
    sizes = [samples_and_features(design.data).features]
    for layer in design.layers:
        if layer.kind == "dense":
            sizes.append(layer.units_out(sizes[-1]))
    return "–".join(map(str, sizes))


def _prose(part: Prose) -> Markup:
    """A part's text. It was made by our own reading of Markdown, in which no markup survives."""
    return Markup(part.html)


def _json(part: Any) -> str:
    """A part as the page's script reads it."""
    return json.dumps(part.model_dump(mode="json"), ensure_ascii=False)
