"""Pointing at anything gives its exact value; pointing at a neuron shows its picture large."""

import base64
import re

import numpy as np
import pytest
from numpy.typing import NDArray
from playwright.sync_api import expect

from tests.browser import arithmetic
from tests.browser.canvas import colours, shaded
from tests.browser.comparing import COLOUR, HALF, tensors_of
from tests.browser.playground import Playground, number

SIDE = 100
ALL_DIGITS = re.compile(r"\d{10}")


@pytest.fixture
def resting(playground: Playground) -> Playground:
    """A network that has trained a little and stands still."""
    playground.step_after(30)
    playground.pause()
    return playground


def tip(playground: Playground) -> dict[str, float]:
    """What the card says that stands beside what is pointed at."""
    expect(playground.tip).to_be_visible()
    names = playground.tip.locator("dt").all_inner_texts()
    values = playground.tip.locator("dd").all_inner_texts()
    return dict(zip(names, map(number, values), strict=True))


def large_picture(playground: Playground) -> NDArray[np.uint8]:
    """The colours (100, 100, 3) of the picture in the output."""
    data = playground.page.evaluate(
        """() => {
          const own = document.querySelector(".nn-surface");
          const copy = Object.assign(document.createElement("canvas"), { width: own.width, height: own.height });
          const context = copy.getContext("2d", { willReadFrequently: true });
          context.drawImage(own, 0, 0);
          const { data } = context.getImageData(0, 0, own.width, own.height);
          let text = "";
          for (const byte of data) text += String.fromCharCode(byte);
          return btoa(text);
        }"""
    )
    return np.frombuffer(base64.b64decode(data), np.uint8).reshape(SIDE, SIDE, 4)[:, :, :3]


def shown_as(playground: Playground, values: NDArray[np.float64], middle: float) -> None:
    """The picture in the output is that of these values."""
    palette = colours(playground, "negative-muted", "neutral", "positive-muted")
    expected = shaded(values.reshape(SIDE, SIDE), middle, 1.0 - middle, palette)
    assert np.abs(large_picture(playground) - expected).max() < COLOUR + 255 * HALF


def said(playground: Playground) -> list[NDArray[np.float64]]:
    design = playground.design()
    return arithmetic.outputs_of_layers(design, tensors_of(playground), arithmetic.features_over_plane(design, SIDE))


def test_pointing_at_a_neuron_gives_what_it_says_in_every_digit(resting: Playground) -> None:
    design, tensors = resting.design(), tensors_of(resting)
    features = arithmetic.features_of_sample(design, resting.state("probe.sample"))
    values = arithmetic.outputs_of_layers(design, tensors, features)
    resting.neuron(1, 3).hover()
    for row in range(3):
        expect(resting.tip.locator("dd").nth(row)).to_have_text(ALL_DIGITS)
    shown = tip(resting)
    assert shown["activation a"] == pytest.approx(values[0][2, 0], rel=1e-12)
    assert np.tanh(shown["sum z"]) == pytest.approx(values[0][2, 0], rel=1e-12)
    resting.neuron(3, 1).hover()
    expect(resting.tip.locator("dd").nth(2)).to_have_text(ALL_DIGITS)
    target = resting.state("probe.label")
    assert tip(resting)["delta δ = ∂L/∂z"] == pytest.approx(values[2][0, 0] - target, rel=1e-12)


def test_every_weight_that_leads_into_a_neuron_is_read_out_in_all_its_digits_by_keyboard(resting: Playground) -> None:
    tensors = tensors_of(resting)
    resting.neuron(1, 1).focus()
    resting.page.keyboard.press("ArrowRight")
    for source in range(4):
        resting.page.keyboard.press("w")
        resting.until(f"state.inspected?.index?.join() === '0,{source}'")
        expect(resting.tip).to_contain_text(f"Weight from Layer 1, neuron {source + 1} to Layer 2, neuron 1")
        exact = tensors["layers/1/weight"][0, source]
        expect(resting.tip.locator("dd")).to_have_text(f"{exact}".replace("-", "\u2212"))


def test_pointing_at_a_bias_gives_all_its_digits(resting: Playground) -> None:
    tensors = tensors_of(resting)
    box = resting.neuron(2, 2).bounding_box()
    assert box is not None
    resting.page.mouse.move(box["x"] + 1, box["y"] + box["height"] - 1)  # its lower left corner
    resting.until("state.inspected?.name === 'layers/1/bias'")
    expect(resting.tip).to_contain_text("Bias of Layer 2, neuron 2")
    expect(resting.tip.locator("dd")).to_have_text(f"{tensors['layers/1/bias'][1]}".replace("-", "\u2212"))


def test_a_neuron_that_is_pointed_at_is_shown_large_in_the_output(resting: Playground) -> None:
    values = said(resting)
    shown_as(resting, values[-1][0], middle=0.5)
    for layer, unit in ((1, 2), (2, 1)):
        resting.neuron(layer, unit).hover()
        expect(resting.output.locator("figcaption")).to_have_text(f"Layer {layer}, neuron {unit}")
        resting.until("state.frame.array('surfaces/enlarged') && state.frame.layoutId > state.enlargedAfter")
        resting.settle()
        shown_as(resting, values[layer - 1][unit - 1], middle=0.0)
    resting.page.mouse.move(5, 5)
    expect(resting.output.locator("figcaption")).to_have_text("What the network says")
    resting.settle()
    shown_as(resting, values[-1][0], middle=0.5)


def test_a_value_that_is_pointed_at_while_it_trains_is_live(playground: Playground) -> None:
    playground.neuron(1, 1).hover()
    first = tip(playground)
    playground.step_after(playground.state("step") + 30)
    playground.settle()
    assert tip(playground) != first
