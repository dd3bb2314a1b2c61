"""The microscope as a person uses it: one step walked event by event, by keyboard and by pointer, every number read."""

import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.drawer import Drawer
from tests.browser.looks import LOOKS, LookOfPage
from tests.browser.playground import OpenPlayground, Playground


@pytest.fixture
def textbook(playground: Playground) -> Drawer:
    playground.open_example("A textbook's step")
    drawer = Drawer(playground)
    expect(drawer.element).to_be_visible()
    assert playground.state("step") == 0
    assert playground.state("playing") is False
    return drawer


def test_scrubbing_ends_where_the_pointer_ends(textbook: Drawer) -> None:
    first, last = textbook.segment("z").bounding_box(), textbook.segment("w").bounding_box()
    assert first is not None
    assert last is not None
    mouse = textbook.page.mouse
    mouse.move(first["x"] + 5, first["y"] + 5)
    mouse.down()
    mouse.move(last["x"] + 5, last["y"] + 5, steps=25)
    textbook.at("update: w₁,₁,₁")
    mouse.move(first["x"] + 5, first["y"] + 5, steps=25)
    mouse.up()
    textbook.at("forward · layer 1: z")


def test_what_is_pointed_at_in_the_formula_lights_on_the_graph_and_the_other_way_round(textbook: Drawer) -> None:
    textbook.page.keyboard.press("ArrowRight")
    textbook.at("forward · layer 1: z")
    weight = textbook.formula.locator(".nn-symbol.tone-positive").first
    weight.hover()
    textbook.playground.until("state.hover?.name === 'layers/0/weight' && String(state.hover.index) === '0,0'")
    expect(weight).to_have_class(re.compile("lit"))
    textbook.page.mouse.move(5, 5)
    textbook.playground.neuron(1, 1).focus()
    expect(textbook.formula.locator(".nn-symbol.lit")).to_have_count(2)


def test_tiles_show_what_the_walk_knows_and_nothing_else(textbook: Drawer) -> None:
    output = textbook.playground.network.get_by_role("button", name=re.compile("^Layer 2, output y1"))
    expect(output).to_have_attribute("aria-label", re.compile("—$"))
    textbook.page.keyboard.press("Shift+ArrowRight")
    textbook.page.keyboard.press("Shift+ArrowRight")
    expect(output).to_have_attribute("aria-label", re.compile(r"0\.7514$"))


def test_the_layer_under_the_cursor_is_a_table_that_can_be_taken_along(textbook: Drawer, tmp_path: Path) -> None:
    textbook.page.keyboard.press("End")
    textbook.at("update: w₂,₁,₁")
    textbook.button("Layer as a table").click()
    dialog = textbook.page.get_by_role("dialog", name="Layer as a table")
    expect(dialog.get_by_role("columnheader", name="old weight 1")).to_be_visible()
    with textbook.page.expect_download() as download:
        dialog.get_by_role("button", name="Save as CSV").click()
    download.value.save_as(tmp_path / "step.csv")
    lines = (tmp_path / "step.csv").read_text().splitlines()
    weights = dict(zip(lines[0].split(","), lines[1].split(","), strict=True))
    assert float(weights["old weight 1"]) == 0.4
    assert float(weights["weight 1"]) == pytest.approx(0.358916480, abs=5e-10)
    dialog.get_by_role("button", name="Close the table").click()
    expect(dialog).to_be_hidden()
    expect(textbook.element).to_be_visible()


def test_the_gradients_of_the_step_are_checked_while_one_looks(textbook: Drawer) -> None:
    expect(textbook.page.locator(".ms-badge")).to_contain_text("✓ gradients")


def test_playing_the_step_ends_at_its_end_and_training_closes_the_drawer(textbook: Drawer) -> None:
    textbook.element.get_by_label("Speed of playing").select_option("8×")
    textbook.timeline.focus()
    textbook.page.keyboard.press("Space")
    textbook.at("update: w₁,₁,₁")
    expect(textbook.button("Play the step")).to_be_visible()
    assert textbook.playground.state("step") == 0
    textbook.playground.play()
    expect(textbook.element).to_be_hidden()


def test_a_restart_leaves_the_drawer_open_on_the_first_step(playground: Playground) -> None:
    playground.step_after(5)
    playground.page.keyboard.press("m")
    drawer = Drawer(playground)
    expect(drawer.element).to_be_visible()
    playground.press("Restart")
    playground.until("state.step === 0 && state.walk?.step === 0")
    expect(drawer.element).to_be_visible()


def test_a_step_of_the_digits_stays_readable(open_playground: OpenPlayground) -> None:
    playground = open_playground()
    playground.open_example("Digits")
    playground.page.keyboard.press("m")
    drawer = Drawer(playground)
    expect(drawer.element).to_be_visible()
    playground.page.keyboard.press("ArrowRight")
    drawer.at("forward · layer 1: z")
    expect(drawer.formula).to_contain_text("… 6")
    drawer.button("Show all 65 terms").click()
    expect(drawer.formula.locator(".ms-pieces").nth(1).locator("math")).to_have_count(65)
    page = playground.page
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")


def assert_axe_finds_nothing(playground: Playground) -> None:
    results = Axe().run(playground.page).response["violations"]
    assert [f"{found['id']}: {node['target']}" for found in results for node in found["nodes"]] == []


@pytest.mark.parametrize("look", LOOKS)
def test_axe_finds_nothing_while_a_step_is_walked(open_playground: OpenPlayground, look: LookOfPage) -> None:
    playground = open_playground(**look._asdict(), reduced_motion=True)
    playground.step_after(5)
    playground.page.keyboard.press("m")
    drawer = Drawer(playground)
    expect(drawer.element).to_be_visible()
    for place in ("forward · layer 1: z", "forward · layer 1: a"):
        playground.page.keyboard.press("ArrowRight")
        drawer.at(place)
    for way in ("Shift+ArrowRight", "Shift+ArrowRight", "ArrowRight", "ArrowRight", "ArrowRight", "End"):
        playground.page.keyboard.press(way)
        playground.page.wait_for_timeout(300)
        assert_axe_finds_nothing(playground)
    drawer.button("Layer as a table").click()
    expect(playground.page.get_by_role("dialog", name="Layer as a table")).to_be_visible()
    assert_axe_finds_nothing(playground)


def test_the_drawer_fits_a_small_screen_without_scrolling_the_page(open_playground: OpenPlayground) -> None:
    playground = open_playground(width=1024, height=768)
    playground.step_after(3)
    playground.page.keyboard.press("m")
    drawer = Drawer(playground)
    expect(drawer.element).to_be_visible()
    page = playground.page
    assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")
    box, stage = drawer.element.bounding_box(), playground.network.bounding_box()
    assert box is not None
    assert stage is not None
    assert box["y"] + box["height"] <= 768
    assert stage["height"] >= 280
