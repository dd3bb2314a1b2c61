"""Training that flies off ends in plain words and with a way on, never in NaN."""

import re

from playwright.sync_api import expect

from app.protocol.link import write_link
from engine.design import Design, read_design
from tests.browser.comparing import compare, discs, lines, numbers
from tests.browser.playground import OpenPlayground, Playground


def flying_off(rate: float) -> Design:
    """A linear network, which plain gradient descent with too large a rate drives beyond all bounds."""
    return read_design(
        {
            "data": {"kind": "plane", "samples": 100, "seed": 1},
            "layers": [{"kind": "dense", "units": units, "activation": "linear"} for units in (3, 1)],
            "loss": {"kind": "squared_error"},
            "optimizer": {"kind": "sgd", "learning_rate": rate},
            "batch_size": 16,
        }
    )


def no_nan(playground: Playground) -> None:
    text = playground.page.locator("body").inner_text()
    assert re.search(r"\b(NaN|Infinity|undefined|null)\b", text) is None


def test_it_is_said_in_plain_words_and_the_way_on_works(open_playground: OpenPlayground) -> None:
    playground = open_playground(write_link(flying_off(rate=1.0)))
    notice = playground.notices.get_by_text(re.compile(r"Training diverged at step \d+: .+\. .+"))
    expect(notice).to_be_visible()
    playground.wait_for_rest()
    no_nan(playground)
    compare(playground, lines, discs, numbers)

    playground.notices.get_by_role("button", name="Restart with a learning rate of 0.1").click()
    playground.until("state.playing && state.design.optimizer.learning_rate === 0.1")
    playground.step_after(60)
    expect(notice).to_be_hidden()
    assert playground.state("loss") < 1


def test_with_rectified_units_it_is_said_too(open_playground: OpenPlayground) -> None:
    design = flying_off(rate=1000.0)
    layers = (design.layers[0].model_copy(update={"activation": "relu", "units": 8}), design.layers[1])
    playground = open_playground(write_link(design.model_copy(update={"layers": layers})))
    expect(playground.notices.get_by_text("Training diverged")).to_be_visible()
    no_nan(playground)


def test_after_it_the_network_can_still_be_rebuilt_stepped_and_restarted(open_playground: OpenPlayground) -> None:
    playground = open_playground(write_link(flying_off(rate=1.0)))
    playground.until("state.diverged")
    playground.wait_for_rest()
    playground.network.get_by_role("button", name="One unit more in layer 1").click()
    playground.until("state.design.layers[0].units === 4 && state.frame !== null")
    playground.press("Restart")
    playground.until("state.step === 0")
    playground.press("One step")
    playground.until("state.step === 1")
    no_nan(playground)
