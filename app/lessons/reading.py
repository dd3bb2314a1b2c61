"""A lesson's file becomes a Lesson: front matter in YAML, then Markdown in which every `##` begins a step.

What one does and is asked stands between the text, in fences of their own: setup, question, challenge, record.
"""

import json
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any, TypeVar

from markdown_it.token import Token
from pydantic import BaseModel, ValidationError

from app.lessons.errors import LessonError, problem_at, refuse
from app.lessons.lesson import (
    Challenge,
    ChoiceQuestion,
    FrontMatter,
    Lesson,
    NumberQuestion,
    Part,
    Prose,
    Record,
    SentenceQuestion,
    Setup,
    Step,
)
from app.lessons.markdown import html_of, parse
from app.lessons.plain_yaml import Place, PlainYaml, read_yaml
from app.playground.presets import DESIGNS
from engine.design import Design, check, read_design
from engine.errors import DesignError, Problem
from engine.spec import problems_of

LARGEST = 32_768  # characters of a file: what Markdown can be made to do grows with their square
MOST_STEPS = 40
FENCE = "---"
KINDS = ("setup", "question", "challenge", "record")
QUESTIONS: Mapping[str, type[BaseModel]] = {
    "choices": ChoiceQuestion,
    "number": NumberQuestion,
    "sentence": SentenceQuestion,
}
ONCE = ("setup", "challenge")

Model = TypeVar("Model", bound=BaseModel)


def read_lesson(text: str) -> Lesson:
    """The lesson of a file; LessonError says what is wrong with it, and in which line."""
    if len(text) > LARGEST:
        refuse("lesson_too_long", 1, f"{LARGEST:,}", f"{len(text):,}")
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if lines[0].rstrip() != FENCE:
        refuse("lesson_without_front", 1, received=lines[0])
    end = next((i for i, line in enumerate(lines[1:], 1) if line.rstrip() == FENCE), None)
    if end is None:
        refuse("lesson_front_open", 1)
    front = _read(FrontMatter, read_yaml("\n".join(lines[1:end]), 2))
    steps = tuple(_steps(parse("\n".join(lines[end + 1 :])), end + 2))
    if not steps:
        refuse("lesson_without_steps", end + 2)
    if len(steps) > MOST_STEPS:
        refuse("lesson_too_many_steps", end + 2, str(MOST_STEPS), str(len(steps)))
    return Lesson(front=front, steps=steps)


def _steps(tokens: list[Token], line: int) -> Iterator[Step]:
    """Steps begin at headings of the second level that stand in nothing else."""
    starts = [i for i, token in enumerate(tokens) if token.type == "heading_open" and _is_step(token)]
    before = tokens[: starts[0]] if starts else tokens
    if before:
        refuse("lesson_text_before_steps", line + (before[0].map or [0])[0])
    for start, end in pairwise([*starts, len(tokens)]):
        at = line + (tokens[start].map or [0])[0]
        title = tokens[start + 1].content
        if not title:
            refuse("lesson_step_without_title", at)
        yield Step(title=title, parts=tuple(_parts(tokens[start + 3 : end], line)))


def _is_step(token: Token) -> bool:
    return token.level == 0 and token.tag == "h2"


def _parts(tokens: list[Token], line: int) -> Iterator[Part]:
    text: list[Token] = []
    seen: set[str] = set()
    for token in tokens:
        kind = token.info.strip() if token.type == "fence" and token.level == 0 else ""
        if kind not in KINDS:
            text.append(token)
            continue
        if text:
            yield Prose(html=html_of(text))
            text = []
        at = line + (token.map or [0])[0]
        if kind in seen and kind in ONCE:
            refuse("lesson_part_twice", at, received=kind)
        seen.add(kind)
        yield _part(kind, read_yaml(token.content, at + 1))
    if text:
        yield Prose(html=html_of(text))


def _part(kind: str, found: PlainYaml) -> Part:
    match kind:
        case "setup":
            return _setup(found)
        case "question":
            return _read(_question(found), found)  # type: ignore[return-value]
        case "challenge":
            return _read(Challenge, found)
    return _read(Record, found)


def _question(found: PlainYaml) -> type[BaseModel]:
    """What kind of question it is shows in what its answer is called."""
    value = found.value if isinstance(found.value, dict) else {}
    kinds = [name for name in QUESTIONS if name in value]
    if len(kinds) != 1:
        refuse("lesson_question_kind", found.line_of(()), ", ".join(QUESTIONS), ", ".join(kinds))
    return QUESTIONS[kinds[0]]


def _setup(found: PlainYaml) -> Setup:
    """A setup names a worked example or preset, or says its whole Design; `change` alters what it names."""
    value = dict(found.value) if isinstance(found.value, dict) else found.value
    if not isinstance(value, dict) or "design" not in value:
        return _read(Setup, found)
    line = found.line_of(("design",))
    named = value["design"]
    if isinstance(named, str) and named not in DESIGNS:
        refuse("lesson_design_unknown", line, ", ".join(DESIGNS), named)
    design = DESIGNS[named] if isinstance(named, str) else named
    change = value.pop("change", {})
    if not isinstance(design, dict) or not isinstance(change, dict):
        refuse("lesson_design_unknown", line, ", ".join(DESIGNS), str(named))
    value["design"] = _checked(_changed(design, change), found).model_dump(mode="json")
    return _read(Setup, PlainYaml(value, found.lines))


def _changed(design: Mapping[str, Any], change: Mapping[str, Any]) -> dict[str, Any]:
    """A design with some fields replaced; of a field that stays of its kind, only what is said."""
    made = dict(design)
    for name, value in change.items():
        old: Any = made.get(name)
        both = isinstance(old, Mapping) and isinstance(value, dict)
        made[name] = {**old, **value} if both and value.get("kind", old.get("kind")) == old.get("kind") else value
    return made


def _checked(value: dict[str, Any], found: PlainYaml) -> Design:
    """The Design, if it can run."""
    try:
        design = read_design(value)
        if problems := check(design):
            raise DesignError(*problems)
    except DesignError as error:
        raise LessonError(
            *(problem_at(_line_in_design(problem, found), problem) for problem in error.problems)
        ) from None
    return design


def _line_in_design(problem: Problem, found: PlainYaml) -> int:
    place = _place(problem)
    return found.line_of(("change", *place) if ("change", *place[:1]) in found.lines else ("design", *place))


def _place(problem: Problem) -> Place:
    return tuple(int(part) if part.isdigit() else part for part in problem.where.split("/"))


def _read(model: type[Model], found: PlainYaml) -> Model:
    """A value of a model, strictly; each problem with the line of what it is about."""
    try:
        return model.model_validate_json(json.dumps(found.value), strict=True)
    except ValidationError as error:
        problems = problems_of(error)
        raise LessonError(*(problem_at(found.line_of(_place(problem)), problem) for problem in problems)) from None
