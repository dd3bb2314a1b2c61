"""Lessons as a person takes and writes them: by keyboard alone, by pointer, with a file that goes out and comes in."""

from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from app.lessons.shelf import NAMES, lesson_file
from tests.browser.conftest import OpenPage
from tests.browser.looks import LOOKS, LookOfPage
from tests.browser.playground import Playground

pytestmark = pytest.mark.journey


def violations(page: Page) -> str:
    """What axe finds, in words; nothing if it finds nothing."""
    results: dict[str, Any] = Axe().run(page).response
    return "\n".join(
        f"{found['id']} ({found['impact']}): {node['target']} {node['failureSummary']}"
        for found in results["violations"]
        for node in found["nodes"]
    )


class Lesson:
    """A lesson's page: the panel, and the playground beside it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.playground = Playground(page)
        self.panel = page.locator("nn-lesson")
        self.count = self.panel.locator(".lesson-count")

    def open(self, name: str) -> "Lesson":
        self.page.goto(f"/lessons/{name}")
        self.playground.until("state.design !== null && state.frame !== null")
        self.playground.until(
            "JSON.stringify(state.design.layers) === JSON.stringify(JSON.parse(document.querySelector("
            "'.lesson-step:not([hidden]) .lesson-setup').dataset.setup).design.layers) && state.frame !== null"
        )
        self.page.wait_for_timeout(300)
        return self

    def title(self) -> str:
        return self.panel.locator(".lesson-step:visible h3").inner_text()

    def part(self, kind: str) -> Any:
        return self.panel.locator(f".lesson-step:visible .lesson-{kind}")

    def next(self) -> None:
        self.panel.get_by_role("button", name="Next").click()

    def layers(self) -> list[str]:
        return [str(layer["kind"]) for layer in self.playground.state("design.layers")]


@pytest.fixture
def lesson(new_page: OpenPage) -> Lesson:
    return Lesson(new_page())


def test_a_lesson_is_taken_by_keyboard_alone(lesson: Lesson) -> None:
    lesson.open("neuron")
    page, playground, press = lesson.page, lesson.playground, lesson.page.keyboard.press
    playground.until("state.walk?.cursor === 1 && state.walk.layers[0].z[0] === 7")
    playground.tab_to("Your number", "nn-lesson")
    page.keyboard.type("6")
    press("Enter")
    expect(lesson.part("mark")).to_have_text("Not quite.")
    expect(lesson.part("because:visible")).to_contain_text("The bias of 1 is still to be added.")
    press("Control+A")
    page.keyboard.type("7")
    press("Enter")
    expect(lesson.part("mark")).to_have_text("Right.")
    expect(lesson.part("because:visible")).to_have_text("3 · 2 + 1 = 7.")
    playground.tab_to("Next", "nn-lesson")
    press("Enter")
    expect(lesson.count).to_have_text("Step 2 of 5")
    for _ in range(2):
        playground.tab_to("Next", "nn-lesson")
        press("Enter")
    assert lesson.title() == "A neuron draws a line"
    playground.until("state.playing && state.walk === null")
    playground.tab_to("A straight line", "nn-lesson")
    press("Space")
    press("Enter")
    expect(lesson.part("mark")).to_have_text("Right.")
    playground.until("state.step > 60", seconds=20)
    expect(lesson.part("reached")).to_have_text("Reached.")


def test_a_lesson_is_taken_by_pointer_and_goes_on_where_one_was(lesson: Lesson) -> None:
    lesson.open("neuron")
    playground = lesson.playground
    lesson.next()
    playground.until("state.walk?.loss === 4")
    expect(lesson.part("reached")).to_have_text("")
    playground.command(type="set_parameter", name="layers/0/weight", index=[0, 0], value=4)
    playground.until("state.walk?.loss === 0")
    expect(lesson.part("reached")).to_have_text("Reached.")
    lesson.page.reload()
    playground.until("state.design !== null")
    expect(lesson.count).to_have_text("Step 2 of 5")
    expect(lesson.part("reached")).to_have_text("Reached.")
    lesson.panel.get_by_role("link", name="Lessons").click()
    expect(lesson.page.locator("[data-name=neuron] .shelf-progress")).to_have_text("step 2 of 5")


def test_a_challenge_counts_only_with_what_was_given(lesson: Lesson) -> None:
    lesson.open("layers-and-activations")
    playground = lesson.playground
    playground.command(type="edit", set={"data": {"kind": "gaussians"}})
    playground.command(type="pace", steps_per_second=500)
    playground.until("state.evaluation?.accuracy >= 0.95", seconds=20)
    expect(lesson.part("kept")).to_be_visible()
    expect(lesson.part("reached")).to_have_text("")
    lesson.panel.get_by_role("button", name="Set up again").click()
    playground.until("state.design.data.kind === 'exclusive_or'")
    playground.command(type="pace", steps_per_second=500)
    expect(lesson.part("reached")).to_have_text("Reached.", timeout=20_000)


def test_the_fewest_weights_are_remembered(lesson: Lesson) -> None:
    lesson.open("layers-and-activations")
    lesson.page.evaluate("localStorage['chalknet-lesson/layers-and-activations'] = JSON.stringify({step: 6})")
    lesson.page.reload()
    playground = lesson.playground
    playground.until("state.design !== null")
    lesson.panel.get_by_role("button", name="Set up again").click()
    playground.until("state.design.layers[0].units === 2")
    layers = playground.state("design.layers")
    playground.command(type="edit", set={"layers": [{**layers[0], "units": 6}, layers[1]]})
    playground.command(type="pace", steps_per_second=1000)
    expect(lesson.part("reached")).to_have_text("Reached. Your best: 25 (weights and biases).", timeout=20_000)


def test_the_numbers_of_four_experiments_stand_in_one_table(lesson: Lesson) -> None:
    lesson.open("enough-data")
    playground = lesson.playground
    for samples in (20, 50):
        lesson.next()
        playground.until(f"state.data?.parts.split('t').length - 1 === {samples}")
        playground.command(type="pace", steps_per_second=None)
        playground.until("!state.playing && state.step === 2000 && state.evaluation?.step === 2000", seconds=30)
        lesson.part("record").get_by_role("button", name="Note the numbers").click()
    rows = lesson.part("record").locator("tbody tr")
    expect(rows).to_have_count(2)
    cells = [row.split("\t") for row in rows.all_inner_texts()]
    assert [cell[0] for cell in cells] == ["20", "50"]
    assert float(cells[0][1].rstrip("\u202f%")) < float(cells[1][1].rstrip("\u202f%"))


def test_every_step_of_every_lesson_opens_what_it_says(lesson: Lesson) -> None:
    for name in NAMES:
        lesson.open(name)
        steps = lesson.panel.locator(".lesson-step")
        for at in range(steps.count()):
            if at:
                lesson.next()
            setup = steps.nth(at).locator(".lesson-setup").first
            lesson.playground.until(
                f"""(() => {{
                  const setup = JSON.parse(document.querySelectorAll('.lesson-step')[{at}]
                    .querySelector('.lesson-setup').dataset.setup);
                  const same = JSON.stringify(state.design.layers) === JSON.stringify(setup.design.layers);
                  const walked = setup.microscope ? state.walk !== null && state.walk.cursor > 0 : state.walk === null;
                  return same && walked && (!setup.play || state.playing);
                }})()"""
            )
            expect(setup).to_be_visible()


FILE = """---
title: "Mine: a <b>lesson</b>"
summary: Short.
minutes: 3
---

## Only one step <script>alert(1)</script>

Hello **there**.

```setup
design: one_neuron
```
"""


def test_a_lesson_is_written_previewed_exported_imported_and_taken(new_page: OpenPage, tmp_path: Path) -> None:
    page = new_page()
    page.goto("/lessons")
    page.get_by_role("link", name="Write a lesson").click()
    preview = page.locator("#preview")
    expect(preview.get_by_role("heading", name="My lesson")).to_be_visible()
    field = page.get_by_label("The lesson’s file, in Markdown")
    field.fill(FILE.replace("minutes: 3", "minutes: three"))
    expect(preview).to_contain_text("This is not a lesson yet")
    preview.get_by_role("button", name="Line 4").click()
    assert page.evaluate("getSelection().toString()") == "minutes: three"
    field.fill(FILE)
    expect(preview.get_by_role("heading", name="Mine: a <b>lesson</b>")).to_be_visible()
    expect(preview.get_by_role("heading", name="Only one step <script>alert(1)</script>")).to_be_visible()
    with page.expect_download() as started:
        page.get_by_role("button", name="Export").click()
    assert started.value.suggested_filename == "mine-a-b-lesson-b.md"
    exported = tmp_path / "exported.md"
    started.value.save_as(exported)
    assert exported.read_text(encoding="utf-8") == FILE

    page.goto("/lessons")
    own = page.locator("[data-own] .shelf-card")
    expect(own).to_have_count(1)
    page.locator("[data-import]").set_input_files(exported)
    expect(own).to_have_count(2)
    texts = page.evaluate("Object.values(JSON.parse(localStorage['chalknet-lessons'])).map(({file}) => file)")
    assert texts == [FILE, FILE]
    own.last.click()
    lesson = Lesson(page)
    lesson.playground.until("state.design?.layers.length === 1")
    assert lesson.title() == "Only one step <script>alert(1)</script>"
    page.goto("/lessons")
    remove = page.get_by_role("button", name="Remove").first
    remove.click()
    page.get_by_role("button", name="Press again to remove").click()
    expect(own).to_have_count(1)


def test_a_shipped_lesson_comes_through_the_editor_as_it_is(new_page: OpenPage, tmp_path: Path) -> None:
    page = new_page()
    page.goto("/lessons/new")
    (tmp_path / "loss.md").write_text(lesson_file("loss"), encoding="utf-8")
    page.locator("[data-import]").set_input_files(tmp_path / "loss.md")
    expect(page.locator("#preview").get_by_role("heading", name="Sure and wrong")).to_be_attached()
    assert page.locator("textarea").first.input_value() == lesson_file("loss")


@pytest.mark.parametrize("look", LOOKS)
def test_axe_finds_nothing(new_page: OpenPage, look: LookOfPage) -> None:
    page = new_page(**look._asdict())
    for path in ("/lessons", "/lessons/new"):
        page.goto(path)
        page.wait_for_timeout(600)
        assert violations(page) == "", path
    lesson = Lesson(page).open("enough-data")
    lesson.playground.command(type="pause")
    assert violations(page) == ""
    lesson.next()
    lesson.part("record").get_by_role("button", name="Note the numbers").click()
    lesson.playground.command(type="pause")
    lesson.playground.until("!state.playing")
    assert violations(page) == ""


@pytest.mark.parametrize("size", [(1440, 900), (1024, 768), (390, 844)])
def test_nothing_is_wider_than_the_window(new_page: OpenPage, size: tuple[int, int]) -> None:
    page = new_page(width=size[0], height=size[1])
    for path in ("/lessons", "/lessons/new", "/lessons/overfitting", "/lessons/neuron"):
        page.goto(path)
        page.wait_for_timeout(800)
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0], path
