"""The run as a person goes through it: back and forth over steps, along a branch and back, and two moments compared."""

import re
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, expect

from engine import Trainer
from tests.browser.looks import LOOKS, LookOfPage
from tests.browser.playground import OpenPlayground, Playground, number

pytestmark = pytest.mark.journey

ZOOMS = ["Run", "Epoch", "Batch", "Sample", "Phase", "Layer", "Neuron", "Term"]


class Microscope:
    """The drawer, open on the step after a run's head."""

    def __init__(self, playground: Playground) -> None:
        self.playground, self.page = playground, playground.page
        self.element = self.page.get_by_role("region", name="The microscope: one training step")
        self.steps = self.page.get_by_role("slider", name="Steps of this run")
        self.events = self.page.get_by_role("slider", name="Events of this step")
        self.compare = self.page.get_by_role("region", name="Two moments compared")

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def rung(self, zoom: str) -> Locator:
        return self.element.get_by_role("button", name=re.compile(f"^{zoom}: "))

    def button(self, name: str) -> Locator:
        return self.element.get_by_role("button", name=name, exact=True)

    def at(self, step: int, cursor: int = 0) -> None:
        """Wait until this step is walked, its cursor there, and its weights drawn."""
        self.playground.until(
            f"state.walk?.step === {step} && state.walk.cursor === {cursor} && state.frame?.step === {step}"
        )

    def weights(self) -> Any:
        return self.page.evaluate(
            "Array.from(document.querySelector('nn-network').store.state.frame.array('layers/0/weight').values())"
        )

    def events_count(self) -> int:
        return int(self.playground.state("walk.events.length"))

    def position(self) -> float:
        return float(self.playground.state("position"))


@pytest.fixture
def microscope(playground: Playground) -> Microscope:
    playground.step_after(20)
    playground.pause()
    opened = Microscope(playground)
    opened.press("m")
    expect(opened.element).to_be_visible()
    opened.at(playground.state("step"))
    return opened


def test_the_ladder_is_climbed_by_keyboard_and_every_rung_says_where_one_stands(microscope: Microscope) -> None:
    expect(microscope.rung("Layer")).to_have_attribute("aria-pressed", "true")
    for zoom in ("Neuron", "Term"):
        microscope.press("+")
        expect(microscope.rung(zoom)).to_have_attribute("aria-pressed", "true")
    for zoom in reversed(ZOOMS[:-1]):
        microscope.press("-")
        expect(microscope.rung(zoom)).to_have_attribute("aria-pressed", "true")
    expect(microscope.steps).to_be_visible()
    expect(microscope.events).to_be_hidden()
    step = microscope.playground.state("step")
    expect(microscope.rung("Run")).to_have_text(f"Run: step {step} of {step}")


def test_the_ladder_is_climbed_by_pointer_and_the_cursor_keeps_its_place(microscope: Microscope) -> None:
    microscope.press("ArrowRight", "ArrowRight")
    microscope.playground.until("state.walk.cursor === 2")
    for zoom in ("Neuron", "Sample", "Batch", "Term", "Layer"):
        microscope.rung(zoom).click()
        expect(microscope.rung(zoom)).to_have_attribute("aria-pressed", "true")
        assert microscope.playground.state("walk.cursor") == 2


def test_at_each_rung_an_arrow_key_goes_on_by_one_of_it(microscope: Microscope) -> None:
    playground = microscope.playground
    microscope.rung("Sample").click()
    microscope.press("ArrowRight")
    playground.until("state.walk.column === 1 && state.walk.cursor === 0")
    microscope.rung("Phase").click()
    microscope.press("ArrowRight")
    playground.until(
        "state.walk.events[state.walk.cursor - 1]?.phase === 'forward'"
        " && state.walk.events[state.walk.cursor].phase === 'loss'"
    )
    microscope.press("ArrowLeft")
    playground.until("state.walk.cursor === 0")
    microscope.rung("Neuron").click()
    microscope.press("ArrowRight", "ArrowRight")
    playground.until("state.walk.cursor === 1 && state.walk.pick.unit === 1")
    microscope.rung("Batch").click()
    step = playground.state("step")
    microscope.press("ArrowRight")
    microscope.at(step + 1)
    assert playground.state("head") == step + 1


def test_term_by_term_the_edge_lights_and_the_sum_grows(microscope: Microscope) -> None:
    microscope.press("+", "+", "ArrowRight")
    formula = microscope.page.locator(".ms-formula")
    expect(formula.locator(".ms-term")).to_contain_text("term 1 of 3")
    microscope.press("ArrowRight")
    expect(formula.locator(".ms-term")).to_contain_text("term 2 of 3")
    expect(formula.locator(".ms-pieces > .here")).to_have_count(2)
    microscope.press("ArrowRight")
    expect(formula.locator(".ms-term")).to_contain_text("term 3 of 3")
    total = formula.locator(".ms-term").inner_text().split(":")[-1]
    assert number(total) == pytest.approx(number(formula.locator(".ms-pieces").last.inner_text()), abs=2e-4)
    expect(microscope.rung("Term")).to_have_text("Term 3 of 3")
    microscope.press("ArrowRight")
    expect(microscope.rung("Neuron")).to_have_text("Neuron 2")
    microscope.press("ArrowLeft")
    expect(formula.locator(".ms-term")).to_contain_text("term 3 of 3")


def test_the_symbols_of_a_formula_are_reached_by_keyboard_and_light_the_graph(microscope: Microscope) -> None:
    microscope.press("ArrowRight")
    formula = microscope.page.locator(".ms-formula")
    expect(formula.locator(".ms-pieces")).to_have_count(3)
    formula.locator(".ms-lines").focus()
    microscope.playground.until("state.hover?.kind === 'neuron' && state.hover.layer === 0")
    microscope.press("ArrowRight")
    microscope.playground.until("state.hover?.name === 'layers/0/weight'")
    assert microscope.playground.state("walk.cursor") == 1
    microscope.press("Enter")
    microscope.playground.until("state.selection?.name === 'layers/0/weight'")
    expect(formula.locator(".nn-symbol.at")).to_have_count(1)


def test_the_run_is_walked_backwards_over_the_edge_of_a_step(microscope: Microscope) -> None:
    step = microscope.playground.state("step")
    end = microscope.events_count()
    microscope.press("ArrowLeft")
    microscope.at(step - 1, end)
    microscope.press("Home", "ArrowLeft")
    microscope.at(step - 2, end)
    microscope.press("ArrowRight")
    microscope.at(step - 1)
    expect(microscope.element).to_be_visible()


def test_a_past_step_is_reached_by_keyboard_and_shows_the_weights_that_it_had(microscope: Microscope) -> None:
    trainer = Trainer(microscope.playground.design())
    step = microscope.playground.state("step")
    microscope.rung("Batch").click()
    for back in (1, 2, 3):
        microscope.press("ArrowLeft")
        microscope.at(step - back)
    trainer.step(step - 3)
    found = trainer.parameters["layers/0/weight"].ravel()
    assert microscope.weights() == pytest.approx(found.tolist(), rel=1e-6)
    microscope.press("End")
    microscope.at(step)
    microscope.press("Home")
    microscope.at(0)


def test_a_past_step_is_reached_by_pointer_and_trained_on_from(microscope: Microscope) -> None:
    microscope.rung("Run").click()
    step = microscope.playground.state("step")
    box = microscope.steps.bounding_box()
    assert box is not None
    mouse = microscope.page.mouse
    mouse.move(box["x"] + box["width"] - 10, box["y"] + 40)
    mouse.down()
    mouse.move(box["x"] + box["width"] / 2, box["y"] + 40, steps=20)
    mouse.up()
    microscope.playground.until(f"Math.abs(state.walk.step - {step} / 2) <= 1 && state.frame.step === state.walk.step")
    expect(microscope.steps).to_have_attribute("aria-valuetext", re.compile(f"of {step}"))
    microscope.button("Train on from here").click()
    expect(microscope.element).to_be_hidden()
    microscope.playground.step_after(step + 3)


def test_a_branch_is_marked_compared_with_its_trunk_and_left_again(microscope: Microscope) -> None:
    playground = microscope.playground
    step = playground.state("step")
    microscope.rung("Batch").click()
    microscope.press("Home")
    microscope.at(0)
    playground.command(type="set_parameter", name="layers/0/bias", index=[0], value=0.75)
    playground.until(f"state.trunk === {step}")
    microscope.press("ArrowRight", "ArrowRight")
    microscope.at(2)
    expect(microscope.steps).to_have_attribute(
        "aria-valuetext", re.compile(rf"left its trunk at step 0; the trunk ends at step {step}")
    )
    microscope.button("Pin the trunk").click()
    expect(microscope.compare).to_contain_text(f"The trunk at step {step}, pinned, and step 2")
    microscope.button("Back to the trunk").click()
    playground.until(f"state.trunk === null && state.step === {step} && state.walk?.step === {step}")
    expect(microscope.compare).to_contain_text("All 25 numbers are the same.")


def test_two_moments_are_compared_number_by_number(microscope: Microscope) -> None:
    step = microscope.playground.state("step")
    trainer = Trainer(microscope.playground.design())
    trainer.step(step - 4)
    now = {name: array.copy() for name, array in trainer.parameters.items()}
    trainer.step(4)
    microscope.rung("Batch").click()
    microscope.press("d")
    microscope.button("Pin this moment").click()
    microscope.press(*["ArrowLeft"] * 4)
    microscope.at(step - 4)
    microscope.playground.until(f"state.compared?.now.step === {step - 4}")
    expect(microscope.compare).to_contain_text(f"Step {step}, pinned, and step {step - 4}")
    rows = microscope.compare.locator("tbody").last.locator("tr")
    apart = []
    for row in microscope.playground.state("compared.rows"):
        index = tuple(row["index"])
        assert row["then"] == trainer.parameters[row["name"]][index]
        assert row["now"] == now[row["name"]][index]
        apart.append(abs(row["now"] - row["then"]))
    assert apart == sorted(apart, reverse=True)
    first = [number(cell) for cell in rows.first.locator("td").all_inner_texts()]
    assert first[1] - first[0] == pytest.approx(first[2], rel=1e-9)
    assert abs(first[2]) == apart[0]
    expect(microscope.compare.get_by_role("img")).to_have_count(3)
    microscope.button("Go there").click()
    microscope.at(step)
    expect(microscope.compare).to_contain_text("numbers are the same")
    microscope.button("Unpin").click()
    expect(microscope.compare).to_be_hidden()


def test_the_weights_of_a_pinned_moment_are_put_back(microscope: Microscope) -> None:
    step = microscope.playground.state("step")
    microscope.rung("Batch").click()
    microscope.press("Home")
    microscope.at(0)
    first = microscope.weights()
    microscope.button("Pin this moment").click()
    microscope.press("End")
    microscope.at(step)
    assert microscope.weights() != first
    microscope.button("Put its weights back").click()
    expect(microscope.compare).to_contain_text("numbers are the same")
    microscope.at(step)
    assert microscope.weights() == first


def test_playing_is_held_in_mid_flight_and_scrubbed_back(microscope: Microscope) -> None:
    microscope.element.get_by_label("Speed of playing").select_option("0.25×")
    microscope.events.focus()
    microscope.press("Space")
    microscope.playground.until("state.position > 0.15")
    microscope.press("Space")
    held = microscope.position()
    assert held % 1 > 0
    microscope.page.wait_for_timeout(250)
    assert microscope.position() == held
    box = microscope.events.bounding_box()
    assert box is not None
    mouse, y = microscope.page.mouse, box["y"] + 10
    mouse.move(box["x"] + box["width"] * 0.3, y)
    mouse.down()
    seen = []
    for part in (0.25, 0.2, 0.15, 0.1):
        mouse.move(box["x"] + box["width"] * part, y)
        microscope.page.wait_for_timeout(60)
        seen.append(microscope.position())
    mouse.up()
    assert seen == sorted(seen, reverse=True)
    assert any(position % 1 for position in seen)
    assert microscope.position() == seen[-1]


def test_who_wants_stillness_sees_no_position_between_two_events(open_playground: OpenPlayground) -> None:
    playground = open_playground(reduced_motion=True)
    playground.step_after(5)
    playground.pause()
    microscope = Microscope(playground)
    microscope.press("m")
    expect(microscope.element).to_be_visible()
    playground.page.evaluate(
        """() => {
          globalThis.positions = [];
          const { store } = document.querySelector("nn-network");
          store.watch((state) => state.position, (at) => globalThis.positions.push(at));
        }"""
    )
    microscope.press("ArrowRight", "ArrowRight", "ArrowLeft", "Space")
    playground.until("state.walk.cursor >= 3")
    microscope.press("Space")
    positions = playground.page.evaluate("globalThis.positions")
    assert len(positions) > 3
    assert all(position == int(position) for position in positions)


@pytest.mark.parametrize("look", LOOKS)
def test_axe_finds_nothing_while_one_goes_through_the_run(open_playground: OpenPlayground, look: LookOfPage) -> None:
    playground = open_playground(**look._asdict(), reduced_motion=True)
    playground.step_after(12)
    playground.pause()
    microscope = Microscope(playground)
    microscope.press("m")
    expect(microscope.element).to_be_visible()
    microscope.rung("Batch").click()
    microscope.button("Pin this moment").click()
    microscope.press("ArrowLeft", "ArrowLeft")
    playground.until("state.compared !== null && state.compared.now.step === state.step && state.walk !== null")
    results = Axe().run(playground.page).response["violations"]
    assert [f"{found['id']}: {node['target']}" for found in results for node in found["nodes"]] == []
    assert playground.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
