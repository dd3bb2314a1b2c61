"""Whole journeys through a step, once with the keyboard alone and once with the pointer alone."""

import re
from collections.abc import Callable

import numpy as np
import pytest
from playwright.sync_api import expect

from app.protocol.link import write_link
from engine import Trainer, read_design
from engine.inspection.walk import Walk
from tests.browser.canvas import recorded, tiles_of
from tests.browser.comparing import tensors_of
from tests.browser.drawer import BOTH, Drawer, Hands, Keyboard, Pointer
from tests.browser.playground import OpenPlayground, Playground

pytestmark = pytest.mark.journey

Take = Callable[[Playground], Hands]

# Dropout and batch normalisation between plain layers; four samples a batch, so that means are easily seen.
MIXED = write_link(
    read_design(
        {
            "data": {"kind": "circle", "samples": 100, "seed": 1},
            "layers": [
                {"kind": "dense", "units": 6, "activation": "tanh"},
                {"kind": "batch_norm"},
                {"kind": "dropout", "rate": 0.5},
                {"kind": "dense", "units": 1, "activation": "sigmoid"},
            ],
            "batch_size": 4,
            "seed": 1,
        }
    )
)
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
    hand.zoom("Neuron")
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
    hand.zoom("Layer")
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
          const [drawer, stage, formula] =
            ["nn-microscope", ".nn-stage", ".ms-formula"].map((part) => document.querySelector(part));
          const texts = [...document.querySelectorAll("nn-microscope *, nn-network *")].filter((element) =>
            element.checkVisibility() && !element.closest(".visually-hidden")
            && [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim()));
          const small = texts.filter((element) => parseFloat(getComputedStyle(element).fontSize) < 10);
          return {
            texts: texts.length,
            small: small.map((element) => element.textContent),
            drawer: drawer.getBoundingClientRect().toJSON(),
            stage: stage.getBoundingClientRect().toJSON(),
            across: stage.scrollWidth - stage.clientWidth,
            aside: formula.scrollWidth - formula.clientWidth,
            down: formula.scrollHeight - formula.clientHeight,
          };
        }"""
    )
    size = page.viewport_size
    assert size is not None
    assert found["texts"] > 20 and found["small"] == []
    assert found["drawer"]["bottom"] <= size["height"] + 0.5
    assert found["drawer"]["height"] <= 0.53 * size["height"]
    assert found["stage"]["bottom"] <= found["drawer"]["top"] + 0.5
    assert found["stage"]["height"] >= 270
    assert found["across"] <= 0
    if size["width"] > 400:  # on a phone a long formula is scrolled, and nothing else
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


@pytest.mark.parametrize("hands", BOTH)
def test_batch_normalisation_and_dropout_are_walked_number_by_number(
    open_playground: OpenPlayground, hands: Take
) -> None:
    playground = open_playground(MIXED)
    playground.step_after(3)
    step = playground.pause()
    walk = Walk(Trainer.replay(playground.design(), [], step))
    hand = hands(playground)
    drawer = hand.open()
    hand.zoom("Layer")
    hand.all_digits()
    seen = set()
    for number, event in enumerate(walk.events):
        if event.layer not in (1, 2):
            continue
        hand.go(number + 1)
        drawer.arrived()
        name = event.outputs[0]
        index = (playground.state("walk.pick.unit"), 0)[: walk.program.arrays[name].ndim]  # of the first sample
        assert drawer.result() == walk.formula(number, name, index)[1], drawer.arrived()
        if event.quantity == "mask":
            assert "≥" in drawer.formula.inner_text()
            walk.seek(number + 1)
            mask = walk.program.arrays["layers/2/mask"].copy()
            assert set(np.unique(mask)) == {0.0, 2.0}
        if (event.layer, event.quantity) == (2, "a"):
            playground.until("state.walk.closed[2]?.length > 0")
            assert crossed_out(playground) == {(2, int(unit)) for unit in np.flatnonzero(mask[:, 0] == 0)}
        seen.add(event.quantity)
    assert seen >= {"mean", "variance", "running_mean", "running_variance", "normal", "a", "mask", "gradient", "dx"}
    hand.use("Take the step")
    playground.until(f"state.step === {step + 1}")
    playground.wait_for_rest()
    trained = Trainer.replay(playground.design(), [], step)
    trained.step()
    assert np.array_equal(trained.program.arrays["layers/2/mask"], mask)
    for name, values in tensors_of(playground).items():
        assert np.array_equal(values, trained.parameters[name]), name


def crossed_out(playground: Playground) -> set[tuple[int, int]]:
    """The tiles that a cross lies on."""
    tiles = tiles_of(recorded(playground, ".nn-edges")["outlines"])
    lines = recorded(playground, ".nn-walk")["lines"]
    corners = [line["start"] for line in lines if line["dashed"]]
    return {tile.seat for tile in tiles for x, y in corners if abs(tile.left - x) + abs(tile.top - y) < 0.1}


@pytest.mark.parametrize("hands", BOTH)
def test_where_motion_is_not_wanted_a_step_changes_at_once_and_nothing_travels(
    open_playground: OpenPlayground, hands: Take
) -> None:
    travelled = {}
    for still in (False, True):
        playground = open_playground(reduced_motion=still)
        playground.page.evaluate("globalThis.chalkRecord.on = '.nn-walk, .nn-pulses'")
        hand = hands(playground)
        while_training = dots(playground)
        drawer = hand.open()
        hand.zoom("Layer")
        hand.go(1)
        if still:
            assert drawer.timeline.get_attribute("aria-valuetext") == "forward · layer 1: z"
            assert playground.page.evaluate("document.getAnimations().length") == 0
        travelled[still] = (while_training, dots(playground))
        drawer.at("forward · layer 1: z")
    assert min(travelled[False]) > 0
    assert travelled[True] == (0, 0)


def dots(playground: Playground) -> int:
    """How often dots on their way are drawn in half a second."""
    before = playground.page.evaluate("globalThis.chalkRecord.travelled")
    playground.page.wait_for_timeout(500)
    return int(playground.page.evaluate("globalThis.chalkRecord.travelled") - before)
