"""Digits: 64 pixels, layers of 128 and 64: what cannot be drawn is counted, what is drawn is readable and true."""

import itertools

import numpy as np
import pytest
from playwright.sync_api import expect

from app.playground.presets import PRESETS
from app.protocol.link import write_link
from tests.browser.canvas import colours, draw
from tests.browser.comparing import compare, discs, distributions, lines, numbers, units_of, weights_as_images
from tests.browser.playground import OpenPlayground, Playground

DIGITS = write_link(next(preset.design for preset in PRESETS if preset.name == "digits"))


@pytest.fixture
def digits(playground: Playground) -> Playground:
    """Digits, chosen among the examples by somebody who looked at the first one."""
    playground.open_example("Digits")
    playground.step_after(5)
    return playground


def boxes(playground: Playground, selector: str) -> list[dict[str, float]]:
    found: list[dict[str, float]] = playground.page.evaluate(
        """selector => [...document.querySelectorAll(selector)].map((element) => {
          const { left, right, top, bottom } = element.getBoundingClientRect();
          return { left, right, top, bottom };
        })""",
        selector,
    )
    return found


def overlap(one: dict[str, float], other: dict[str, float]) -> bool:
    across = min(one["right"], other["right"]) - max(one["left"], other["left"])
    down = min(one["bottom"], other["bottom"]) - max(one["top"], other["top"])
    return across > 0.5 and down > 0.5


def test_digits_are_a_press_away_and_learn(digits: Playground) -> None:
    assert digits.units() == [128, 64, 10]
    digits.choose_pace("full speed")
    digits.until("state.evaluation?.accuracy > 0.9", seconds=30)


def test_wide_layers_show_what_fits_and_say_how_many_more_there_are(digits: Playground) -> None:
    _, first, second, last = units_of(digits)
    for units, width in ((first, 128), (second, 64)):
        assert units[-1] == width - 1
        label = digits.network.get_by_label(f"{width - len(units)} more")
        expect(label).to_be_visible()
    assert last == list(range(10))


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (1024, 768), (390, 844)])
def test_no_two_neurons_of_a_wide_network_overlap(open_playground: OpenPlayground, width: int, height: int) -> None:
    digits = open_playground(DIGITS, width=width, height=height)
    neurons = boxes(digits, ".nn-neuron") + boxes(digits, ".nn-more")
    heads = boxes(digits, ".nn-head") + boxes(digits, ".nn-add") + boxes(digits, ".nn-unit")
    assert len(neurons) > 15
    for one, other in itertools.combinations(neurons + heads, 2):
        assert not overlap(one, other), (one, other)
    assert min(box["bottom"] - box["top"] for box in boxes(digits, ".nn-neuron")) >= 24


def test_any_neuron_can_be_called_into_view_by_its_number(digits: Playground) -> None:
    digits.pause()
    assert 59 not in units_of(digits)[1]
    field = digits.network.locator(".nn-more input").first
    field.fill("60")
    field.press("Enter")
    expect(digits.neuron(1, 60)).to_be_visible()
    digits.until("state.frame?.array('distributions/layers/0') || state.frame?.array('layers/0/weight')")
    assert 59 in units_of(digits)[1]


def test_what_is_drawn_of_a_wide_network_is_what_the_session_has(digits: Playground) -> None:
    digits.pause()
    digits.network.locator(".nn-more input").first.fill("60")
    digits.network.locator(".nn-more input").first.press("Enter")
    digits.wait_for_rest()
    digits.until("state.look.units[0].includes(59) && state.frame?.layoutId === state.layout.id")
    compare(digits, lines, discs, numbers, distributions, weights_as_images)


def test_the_image_that_is_followed_is_drawn_right_way_up(digits: Playground) -> None:
    digits.pause()
    probe = np.array(digits.state("probe.inputs")).reshape(8, 8)
    (image,) = (pixels for (layer, _), pixels in draw(digits).heatmaps().items() if layer == -1)
    (paper,) = colours(digits, "neutral")
    ink = np.abs(image - paper).sum(-1)
    standardised = np.array(
        digits.page.evaluate(
            "[...document.querySelector('nn-network').store.state.frame.array('probe/inputs').values()]"
        )
    ).reshape(8, 8)
    assert np.corrcoef(np.abs(standardised).ravel(), ink.ravel())[0, 1] > 0.99
    assert probe.shape == (8, 8)
