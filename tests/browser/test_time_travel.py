"""Any step that the run has been at is gone back to on the page, and shows the very numbers it had."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.playground import Playground


@pytest.fixture
def resting(playground: Playground) -> Playground:
    """A network that has trained a little and stands still."""
    playground.step_after(30)
    playground.pause()
    return playground


def at(playground: Playground, step: int) -> None:
    playground.until(f"state.step === {step} && state.frame?.step === {step}")


def test_a_step_back_and_a_step_on_by_keyboard_show_the_same_numbers_again(resting: Playground) -> None:
    step = resting.state("step")
    at(resting, step)
    neuron = resting.neuron(1, 1)
    expect(neuron).to_have_accessible_name(re.compile(r"\d$"))
    name = str(neuron.get_attribute("aria-label"))
    resting.page.keyboard.press(",")
    at(resting, step - 1)
    expect(neuron).not_to_have_accessible_name(name)
    resting.page.keyboard.press(".")
    at(resting, step)
    expect(neuron).to_have_accessible_name(name)


def test_a_click_on_the_loss_curve_goes_to_that_step_and_the_way_to_the_end_is_offered(resting: Playground) -> None:
    step = resting.state("step")
    box = resting.page.locator("nn-loss-curve .u-over").bounding_box()
    assert box is not None
    resting.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    resting.until(f"state.step < {step} && !state.playing")
    expect(resting.page.locator("nn-loss-curve")).to_contain_text(f"of {step}")
    resting.page.get_by_role("button", name="To the end").click()
    at(resting, step)


def test_an_edit_in_the_past_begins_a_branch_and_the_run_it_left_can_be_returned_to(resting: Playground) -> None:
    step = resting.state("step")
    resting.command(type="seek", step=5)
    at(resting, 5)
    resting.command(type="set_parameter", name="layers/0/bias", index=[0], value=0.5)
    resting.command(type="step", count=3)
    at(resting, 8)
    resting.page.get_by_role("button", name="Back to the run it left").click()
    at(resting, step)
    assert resting.state("trunk") is None
