"""Whole journeys through a step, once with the keyboard alone and once with the pointer alone."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.canvas import recorded, tiles_of
from tests.browser.drawer import BOTH, Drawer, Hands, Keyboard, Pointer
from tests.browser.playground import OpenPlayground, Playground

Take = Callable[[Playground], Hands]

# Matt Mazur's example with 64 bits: the loss before, ∂L/∂a and δ of the first hidden neuron, the loss after.
LOSS, SLOPE, DELTA, AFTER = 0.2983711087600027, 0.03635030639314468, 0.008771354689486937, 0.291027774


@pytest.mark.parametrize("hands", BOTH)
def test_a_textbooks_step_is_walked_and_taken(playground: Playground, hands: Take) -> None:
    hand = hands(playground)
    hand.choose_example("A textbook's step")
    drawer = hand.drawer
    expect(drawer.timeline).to_be_focused()
    assert playground.state("step") == 0 and not playground.state("playing")
    hand.all_digits()
    hand.on()
    drawer.at("forward · layer 1: z")
    assert drawer.result() == pytest.approx(0.3775, rel=1e-12)
    hand.to("L")
    drawer.at("loss: L")
    assert drawer.result() == LOSS
    hand.by_neurons()
    hand.to("∂a", 1)
    drawer.at("backward · layer 1 · neuron 1: ∂L/∂a")
    assert drawer.result() == pytest.approx(SLOPE, rel=1e-12)
    hand.to("δ", 1)
    drawer.at("backward · layer 1 · neuron 1: δ")
    assert drawer.result() == pytest.approx(DELTA, rel=1e-12)
    expect(drawer.formula.locator(".ms-nudge")).to_contain_text("✓")
    hand.end()
    drawer.at("update: w₁,₁,₁")
    assert drawer.result() == pytest.approx(0.149780716, abs=5e-10)
    before, after = drawer.losses()
    assert before == LOSS
    assert after == pytest.approx(AFTER, abs=5e-10)
    assert playground.state("step") == 0
    hand.use("Take the step")
    playground.until("state.step === 1 && state.walk?.step === 1 && state.walk.cursor === 0")
    hand.to("L")
    drawer.at("loss: L")
    assert drawer.result() == after
    hand.close()
    expect(drawer.element).to_be_hidden()
    assert playground.state("step") == 1


@pytest.mark.parametrize(
    ("hands", "width", "height"),
    [(Keyboard, 1440, 900), (Pointer, 1440, 900), (Keyboard, 1024, 768), (Pointer, 390, 844)],
)
def test_a_step_of_the_digits_is_walked_and_stays_readable(
    open_playground: OpenPlayground, hands: Take, width: int, height: int
) -> None:
    playground = open_playground(width=width, height=height)
    hand = hands(playground)
    hand.choose_example("Digits")
    playground.step_after(3)
    drawer = hand.open()
    hand.by_layers()
    hand.to("z")
    drawer.at("forward · layer 1: z")
    terms = drawer.formula.locator(".ms-pieces").nth(1).locator("math")
    expect(terms).to_have_count(4)  # the three largest of 65 and what the others come to
    assert_readable(drawer)
    hand.use("Show all 65 terms")
    expect(terms).to_have_count(65)
    assert_readable(drawer, whole=True)
    hand.use("Show the largest terms")
    for sign, which in (("a", 2), ("L", 0), ("δ", 0), ("∂w", 0), ("∂a", 0), ("δ", 2), ("∂w", 2), ("m̂", 0), ("w", 0)):
        hand.to(sign, which)
        drawer.arrived()
        assert_readable(drawer)
    hand.all_digits()
    assert_readable(drawer)
    expect(drawer.formula).to_contain_text(re.compile(r"\d{7}"))


def assert_readable(drawer: Drawer, whole: bool = False) -> None:
    """Nothing lies on the drawer or sticks out of it, the network is not squeezed, and no text is small."""
    playground, page = drawer.playground, drawer.page
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    found = page.evaluate(
        """() => {
          const box = (selector) => document.querySelector(selector).getBoundingClientRect();
          const [panel, stage, formula] = [box("nn-microscope"), box(".nn-stage"), document.querySelector(".ms-formula")];
          const texts = [...document.querySelectorAll("nn-microscope *, nn-network *")].filter((element) =>
            element.checkVisibility() && !element.closest(".visually-hidden")
            && [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim()));
          const small = texts.filter((element) => parseFloat(getComputedStyle(element).fontSize) < 10);
          return {
            panel: { top: panel.top, bottom: panel.bottom, height: panel.height }, stage: { bottom: stage.bottom, height: stage.height },
            small: small.map((element) => element.textContent), texts: texts.length, window: innerHeight,
            aside: formula.scrollWidth - formula.clientWidth, down: formula.scrollHeight - formula.clientHeight,
            across: document.querySelector(".nn-stage").scrollWidth - document.querySelector(".nn-stage").clientWidth,
          };
        }"""
    )
    assert found["texts"] > 20 and found["small"] == []
    assert found["panel"]["bottom"] <= found["window"] + 0.5
    assert found["panel"]["height"] <= 0.53 * found["window"]
    assert found["stage"]["bottom"] <= found["panel"]["top"] + 0.5
    assert found["stage"]["height"] >= 270
    assert found["across"] <= 0
    if found["window"] != 844:  # on a phone a long formula is scrolled, and nothing else
        assert found["aside"] <= 0 and (whole or found["down"] <= 0), drawer.arrived()
    assert_labels_apart(playground)


def assert_labels_apart(playground: Playground) -> None:
    """The figures on the graph are large enough, whole, and none lies on another or on a neighbour's tile."""
    drawn = recorded(playground, ".nn-edges")
    tiles = tiles_of(drawn["outlines"])
    width = playground.page.evaluate("document.querySelector('nn-network').geometry.width")
    boxes = [
        (text["x"] - text["width"] / 2, text["y"], text["x"] + text["width"] / 2, text["y"] + text["size"])
        for text in drawn["texts"]
        if text["align"] == "center"
    ]
    assert len(boxes) > 8
    assert min(text["size"] for text in drawn["texts"]) >= 10
    areas = boxes + [(tile.left, tile.top, tile.left + tile.size, tile.top + tile.size) for tile in tiles]
    for place, (left, top, right, bottom) in enumerate(boxes):
        assert left >= 0 and right <= width
        for other in areas[place + 1 :]:
            assert min(right, other[2]) - max(left, other[0]) <= 0 or min(bottom, other[3]) - max(top, other[1]) <= 0
