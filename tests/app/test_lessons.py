"""A lesson's file says what its lesson is, or what is wrong with it and where; nothing in it can run."""

import contextlib
import json
import re
import time
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
import yaml
from fastapi import FastAPI
from fastapi.testclient import TestClient
from hypothesis import given, settings
from hypothesis import strategies as st

from app.lessons.errors import LessonError
from app.lessons.lesson import Challenge, ChoiceQuestion, Lesson, NumberQuestion, Prose, Record, SentenceQuestion, Setup
from app.lessons.reading import LARGEST, read_lesson
from app.lessons.routes import router
from app.lessons.sentences import complaints
from app.lessons.shelf import FOLDER, NAMES, lesson_file, lesson_named
from app.playground.presets import DESIGNS
from app.texts import TEXTS, lesson_texts, page_texts, text
from engine.design import check, read_design
from tests.app.test_playground import PAYLOADS, Page
from tests.architecture.source import ROOT

FILE = """---
title: The neuron
summary: A sum.
minutes: 5
---

## First

Some **text**.

```setup
design: one_neuron
change:
  optimizer: {learning_rate: 0.3}
play: true
```

And more.

```question
ask: Which?
choices:
  - answer: yes
    right: true
    because: It is.
  - answer: 0.5
    because: It is not.
```

## Second

```challenge
task: Reach it.
goal:
  - metric: validation_accuracy
    at_least: 0.9
keep: [data]
fewest: parameters
reached: Done.
```

```record
table: mine
columns: [step, loss]
```
"""
each_lesson = pytest.mark.parametrize("name", NAMES)


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    app = FastAPI()
    app.include_router(router)
    with TestClient(app) as opened:
        yield opened


def problems(file: str) -> list[tuple[int, str]]:
    """Line and code of what is wrong with a file."""
    with pytest.raises(LessonError) as refusal:
        read_lesson(file)
    return [(problem.values["line"], problem.code) for problem in refusal.value.problems]


# what a file says


def test_a_file_is_read_in_its_order() -> None:
    lesson = read_lesson(FILE)
    assert (lesson.front.title, lesson.front.minutes, lesson.front.language) == ("The neuron", 5, "en")
    assert [step.title for step in lesson.steps] == ["First", "Second"]
    assert [type(part) for part in lesson.steps[0].parts] == [Prose, Setup, Prose, ChoiceQuestion]
    assert [type(part) for part in lesson.steps[1].parts] == [Challenge, Record]


def test_a_change_keeps_what_it_does_not_name() -> None:
    setup = read_lesson(FILE).steps[0].parts[1]
    assert isinstance(setup, Setup)
    given = {**DESIGNS["one_neuron"], "optimizer": {"kind": "sgd", "learning_rate": 0.3}}
    assert setup.design == read_design(given)


def test_another_kind_keeps_nothing_of_the_former() -> None:
    file = FILE.replace("{learning_rate: 0.3}", "{kind: adam}")
    setup = read_lesson(file).steps[0].parts[1]
    assert isinstance(setup, Setup)
    assert setup.design is not None
    assert setup.design.optimizer.model_dump()["learning_rate"] != DESIGNS["one_neuron"]["optimizer"]["learning_rate"]


def test_what_looks_like_a_switch_or_a_number_is_an_answer_all_the_same() -> None:
    question = read_lesson(FILE).steps[0].parts[3]
    assert isinstance(question, ChoiceQuestion)
    assert [choice.answer for choice in question.choices] == ["yes", "0.5"]


def test_line_endings_and_a_mark_at_the_beginning_change_nothing() -> None:
    assert read_lesson("\ufeff" + FILE.replace("\n", "\r\n")) == read_lesson(FILE)


WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("C", "Z"), exclude_characters="\ufeff"), min_size=1, max_size=30
).filter(lambda word: word.strip() != "")
BOUND = st.floats(-1e6, 1e6, allow_nan=False)
QUESTIONS = st.one_of(
    st.builds(
        lambda ask, answers, right: {
            "ask": ask,
            "choices": [
                {"answer": answer, "right": i == right % len(answers), "because": why}
                for i, (answer, why) in enumerate(answers)
            ],
        },
        WORDS,
        st.lists(st.tuples(WORDS, WORDS), min_size=2, max_size=4),
        st.integers(0, 7),
    ),
    st.builds(
        lambda ask, number, why, near: {
            "ask": ask, "number": number, "because": why, "wrong": [{"near": near, "because": why}], "otherwise": why,
        },
        WORDS, BOUND, WORDS, BOUND,
    ),
    st.builds(lambda ask, said, points: {"ask": ask, "sentence": said, "points": points}, WORDS, WORDS,
              st.lists(WORDS, min_size=1, max_size=3)),
)  # fmt: skip
SETUPS = st.fixed_dictionaries(
    {}, optional={"design": st.sampled_from(sorted(DESIGNS)), "play": st.booleans(), "pace": st.sampled_from([5, 0.5])}
).filter(bool)
STEPS = st.lists(st.tuples(SETUPS, st.lists(QUESTIONS, max_size=2)), min_size=1, max_size=3)


@settings(max_examples=40, deadline=None)
@given(title=WORDS, summary=WORDS, minutes=st.integers(1, 240), steps=STEPS)
def test_what_is_written_is_what_is_read(title: str, summary: str, minutes: int, steps: list) -> None:
    """A file made of these values by another writer of YAML gives them back, whatever the words are."""
    front = {"title": title, "summary": summary, "minutes": minutes}
    file = f"---\n{_yaml(front)}---\n"
    for setup, questions in steps:
        file += f"\n## A step\n\n```setup\n{_yaml(setup)}```\n"
        file += "".join(f"\n````question\n{_yaml(question)}````\n" for question in questions)
    lesson = read_lesson(file)
    assert lesson.front.model_dump(exclude={"language"}) == front
    for step, (setup, questions) in zip(lesson.steps, steps, strict=True):
        read = step.parts[0]
        assert isinstance(read, Setup)
        assert read.design == (read_design(DESIGNS[setup["design"]]) if "design" in setup else None)
        assert (read.play, read.pace) == (setup.get("play", False), setup.get("pace"))
        for part, question in zip(step.parts[1:], questions, strict=True):
            assert _holds(part.model_dump(), question)
    assert Lesson.model_validate_json(lesson.model_dump_json()) == lesson


class Writer(yaml.SafeDumper):
    """Writes every text in quotation marks, since other readers of YAML take other words for numbers."""


Writer.add_representer(str, lambda writer, word: writer.represent_scalar("tag:yaml.org,2002:str", word, style='"'))


def _yaml(value: object) -> str:
    return yaml.dump(value, Dumper=Writer, allow_unicode=True, sort_keys=False)


def _holds(read: object, written: object) -> bool:
    """Whether all that was written is there."""
    if isinstance(written, dict):
        return isinstance(read, dict) and all(_holds(read[name], inner) for name, inner in written.items())
    if isinstance(written, list):
        return isinstance(read, list | tuple) and all(map(_holds, read, written)) and len(read) == len(written)
    return read == written


# what is wrong, and where


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("---\ntitle", "title", [(1, "lesson_without_front")]),
        ("5\n---\n", "5\n", [(1, "lesson_front_open")]),
        ("minutes: 5", "minutes: 500", [(4, "field_less_than_equal")]),
        ("minutes: 5", "minutes: five", [(4, "field_int_type")]),
        ("minutes: 5\n", "", [(2, "field_missing")]),
        ("summary: A sum.", "summary: a: sum", [(3, "lesson_yaml")]),
        ("## First", "Hello.\n\n## First", [(7, "lesson_text_before_steps")]),
        ("## First", "##", [(7, "lesson_step_without_title")]),
        ("one_neuron", "two_neurons", [(12, "lesson_design_unknown")]),
        ("0.3", "-3", [(14, "field_greater_than")]),
        ("{learning_rate: 0.3}", "{kind: adams}", [(14, "field_union_tag_invalid")]),
        ("optimizer: {learning_rate: 0.3}", "batch_size: 0", [(14, "field_greater_than_equal")]),
        ("optimizer: {learning_rate: 0.3}", "loss: {kind: cross_entropy}", [(12, "loss_undefined")]),
        ("play: true", "play: true\nplay: false", [(16, "lesson_yaml_twice")]),
        ("play: true", "play: true\nsteps: 3", [(12, "field_value_error")]),
        ("play: true", "play: &a true", [(15, "lesson_yaml_pointer")]),
        ("play: true", "play: *a", [(15, "lesson_yaml_pointer")]),
        ("play: true", "play: !!python/name:os.system x", [(15, "lesson_yaml_pointer")]),
        ("play: true", "play: " + 40 * "[" + 40 * "]", [(15, "lesson_yaml_deep")]),
        ("because: It is not.", "becuase: It is not.", [(26, "field_missing"), (27, "field_extra_forbidden")]),
        ("    right: true\n", "", [(21, "field_value_error")]),
        ("choices:", "choice:", [(21, "lesson_question_kind")]),
        ("at_least: 0.9", "at_last: 0.9", [(36, "field_extra_forbidden")]),
        ("    at_least: 0.9\n", "", [(35, "field_value_error")]),
        ("validation_accuracy", "beauty", [(35, "field_literal_error")]),
        (
            "## Second\n",
            "## Second\n```setup\nplay: true\n```\n```setup\nplay: true\n```\n",
            [(34, "lesson_part_twice")],
        ),
    ],
)
def test_what_is_wrong_is_said_with_its_line(before: str, after: str, expected: list[tuple[int, str]]) -> None:
    assert before in FILE
    assert problems(FILE.replace(before, after, 1)) == expected


def test_a_file_without_a_step_is_no_lesson() -> None:
    assert problems(FILE.split("## First")[0]) == [(6, "lesson_without_steps")]


def test_every_complaint_is_a_sentence_with_its_values_in_place() -> None:
    for change in (("0.3", "-3"), ("minutes: 5", "minutes: 500"), ("one_neuron", "two"), ("right: true", "wrong: 1")):
        with pytest.raises(LessonError) as refusal:
            read_lesson(FILE.replace(*change, 1))
        for complaint in complaints(refusal.value.problems):
            assert complaint.sentence[0].isupper() or complaint.sentence[0].islower()
            assert "{" not in complaint.sentence.replace("{'", "")


@pytest.mark.clock
@pytest.mark.parametrize(
    "text_of",
    [
        "[" * 60_000, "- " * 30_000, "> " * 30_000, "`" * 60_000, "*a " * 20_000, "[a](" * 15_000, "![" * 30_000,
        "<" * 60_000, "| a " * 15_000 + "\n|-", "&a;" * 20_000, "\\" * 60_000, "a\n" * 30_000, "* * " * 15_000,
    ],
    ids=lambda text_of: text_of[:4],
)  # fmt: skip
@pytest.mark.parametrize("place", ["text", "front", "setup"])
def test_a_hostile_file_takes_no_time(text_of: str, place: str) -> None:
    file = {
        "text": FILE.replace("Some **text**.", text_of),
        "front": FILE.replace("A sum.", text_of),
        "setup": FILE.replace("play: true", "play: " + text_of),
    }[place]
    start = time.perf_counter()
    with contextlib.suppress(LessonError):
        read_lesson(file)
    assert time.perf_counter() - start < 2.0


def test_a_file_that_is_too_long_is_not_read() -> None:
    assert problems(FILE + "x" * LARGEST) == [(1, "lesson_too_long")]


# nothing in a lesson can run


HARMLESS = {
    *("div", "section", "h2", "h3", "p", "strong", "em", "b", "span", "code", "pre", "blockquote", "ul", "ol", "li"),
    *("form", "fieldset", "legend", "label", "input", "button", "svg", "use", "table", "thead", "tbody", "tr", "th"),
    *("a", "hr", "br"),
}


@pytest.mark.parametrize("payload", PAYLOADS)
def test_markup_in_a_lesson_is_text(client: TestClient, payload: str) -> None:
    quoted = json.dumps(payload)
    file = FILE.replace("Some **text**.", payload).replace("answer: yes", f"answer: {quoted}")
    file = (
        file.replace("It is not.", quoted).replace("Reach it.", quoted).replace("title: The neuron", f"title: {quoted}")
    )
    try:
        read_lesson(file)
    except LessonError:
        file = FILE.replace("It is not.", quoted)
    page = Page(client.post("/lessons/preview", content=urlencode({"file": file})).text)
    assert {tag for tag, _ in page.elements} <= HARMLESS
    for _, attributes in page.elements:
        assert not [name for name in attributes if name.startswith("on") or name in ("style", "srcdoc", "action")]
        assert not (attributes.get("href") or "").lower().lstrip().startswith(("javascript:", "data:", "vbscript:"))


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\tscript:alert(1)", "data:text/html,x", "vbscript:x",
        "//evil.example/x", "/\\evil.example", "\\\\evil", "&#106;avascript:alert(1)", "javascript&colon;alert(1)",
        "file:///x", "blob:x",
    ],
)  # fmt: skip
def test_a_link_leads_to_the_web_or_within_this_page_only(address: str) -> None:
    for written in (f"[x]({address})", f"[x](<{address}>)", f"[x]: {address}\n\n[x]", f"<{address}>"):
        prose = read_lesson(FILE.replace("Some **text**.", written)).steps[0].parts[0]
        assert isinstance(prose, Prose)
        led = re.findall(r'href="([^"]*)"', prose.html)
        assert [place for place in led if not re.fullmatch(r"/(?![/\\\\]).*", place)] == [], "it leads elsewhere"


def test_a_link_to_the_web_tells_nobody_where_it_was_followed() -> None:
    prose = read_lesson(FILE.replace("Some **text**.", "[x](https://example.org/a)")).steps[0].parts[0]
    assert isinstance(prose, Prose)
    assert 'target="_blank" rel="noopener noreferrer"' in prose.html


def test_no_picture_is_fetched_from_elsewhere() -> None:
    prose = read_lesson(FILE.replace("Some **text**.", "![x](https://example.org/a.png)")).steps[0].parts[0]
    assert isinstance(prose, Prose)
    assert "<img" not in prose.html


# the shelf and its pages


def test_the_shelf_has_eleven_lessons_and_every_file_is_on_it() -> None:
    assert len(NAMES) == 11
    assert {path.stem for path in FOLDER.glob("*.md")} == set(NAMES)


@each_lesson
def test_every_design_of_a_lesson_can_run(name: str) -> None:
    for step in lesson_named(name).steps:
        for part in step.parts:
            if isinstance(part, Setup) and part.design is not None:
                assert check(part.design) == []


@each_lesson
def test_a_lesson_lets_one_do_answer_and_reach_something(name: str) -> None:
    parts = [part for step in lesson_named(name).steps for part in step.parts]
    assert sum(isinstance(part, Setup) for part in parts) >= 3
    assert sum(isinstance(part, Challenge) for part in parts) >= 1
    assert sum(isinstance(part, ChoiceQuestion | NumberQuestion | SentenceQuestion) for part in parts) >= 4


@each_lesson
def test_every_step_says_what_network_it_is_about(name: str) -> None:
    for step in lesson_named(name).steps:
        assert any(isinstance(part, Setup) and part.design is not None for part in step.parts), step.title


@each_lesson
def test_a_lesson_has_a_page_and_a_file(client: TestClient, name: str) -> None:
    page = client.get(f"/lessons/{name}")
    assert page.status_code == 200
    assert lesson_named(name).front.title in page.text
    file = client.get(f"/lessons/{name}/file")
    assert file.headers["content-disposition"] == f'attachment; filename="{name}.md"'
    assert file.text == lesson_file(name)


@pytest.mark.parametrize("name", ["nothing", "..%2f..%2fmain", "%2e%2e/shelf", "neuron.md", "NEURON", "neuron%00"])
def test_there_is_no_other_lesson(client: TestClient, name: str) -> None:
    assert client.get(f"/lessons/{name}").status_code == 404
    assert client.get(f"/lessons/{name}/file").status_code == 404


def test_a_preview_shows_the_lesson_or_says_what_is_wrong(client: TestClient) -> None:
    good = client.post("/lessons/preview", content=urlencode({"file": FILE})).text
    assert good.count('class="lesson-step"') == 2
    assert " hidden>" not in good.split("lesson-because")[0]
    bad = client.post("/lessons/preview", content=urlencode({"file": FILE.replace("minutes: 5", "minutes: 500")})).text
    assert 'data-line="4"' in bad
    assert "500" in bad


def test_a_preview_for_the_panel_shows_one_step(client: TestClient) -> None:
    panel = Page(client.post("/lessons/preview", content=urlencode({"file": FILE, "panel": ""})).text)
    steps = panel.of("section")
    assert ["hidden" in step for step in steps] == [False, True]


@pytest.mark.parametrize("body", [b"", b"file", b"\xff\xfe", b"a=1&b=2", b"file=" + b"%" * 1000])
def test_any_body_is_answered_with_what_is_wrong(client: TestClient, body: bytes) -> None:
    answer = client.post("/lessons/preview", content=body)
    assert answer.status_code == 200
    assert "lesson-complaints" in answer.text


def test_the_file_that_the_editor_begins_with_is_a_lesson() -> None:
    assert len(read_lesson(text("lesson.page.beginning")).steps) == 2


# the words


def test_the_page_of_the_playground_carries_no_word_of_the_lessons() -> None:
    assert not [code for code in page_texts() if code.startswith(("lesson.", "notice.lesson_"))]


def test_every_sentence_of_the_lessons_is_said_somewhere() -> None:
    places = [*(ROOT / "static/js").rglob("*.js"), *(ROOT / "templates/lessons").glob("*.html")]
    spoken = "\n".join(path.read_text() for path in [*places, *(ROOT / "app/lessons").glob("*.py")])
    built = ("lesson.metric.", "lesson.say.right", "lesson.say.wrong", "lesson.say.said", "lesson.say.no_")
    for code in TEXTS:
        if code.startswith(("lesson.", "notice.lesson_")) and not code.startswith(built):
            assert f'"{code.removeprefix("notice.")}"' in spoken, code


def test_every_metric_has_a_name_and_the_page_measures_it() -> None:
    metrics = set(Challenge.model_json_schema()["$defs"]["Condition"]["properties"]["metric"]["enum"])
    assert {f"lesson.metric.{metric}" for metric in metrics} == {c for c in lesson_texts() if ".metric." in c}
    script = (ROOT / "static/js/lesson/goal.js").read_text()
    measured = script.split("METRICS = {")[1].split("\n};")[0]
    assert {line.strip().split(":")[0] for line in measured.strip().split("\n")} == metrics
