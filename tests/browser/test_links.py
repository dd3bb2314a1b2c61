"""The design travels in the address: copied, opened elsewhere, gone Back and Forward to, and refused in words."""

import pytest
from playwright.sync_api import Page, expect

from app.playground.presets import PRESETS
from app.protocol.link import write_link
from engine import Trainer
from engine.design import Design, read_design
from tests.browser.comparing import tensors_of
from tests.browser.playground import OpenPlayground, Playground

SPIRAL = write_link(next(preset.design for preset in PRESETS if preset.name == "spiral"))


def beginning_of(playground: Playground, design: Design) -> None:
    """At step 0 the page's network has the very weights that the design begins with."""
    playground.pause()
    playground.press("Restart")
    playground.until("state.step === 0 && state.frame?.step === 0")
    tensors = tensors_of(playground)
    trainer = Trainer(design)
    assert tensors.keys() == trainer.parameters.keys()
    for name, array in trainer.parameters.items():
        assert (tensors[name] == array).all(), name


def test_a_copied_link_opens_the_very_design_in_another_browser(open_playground: OpenPlayground) -> None:
    sender = open_playground(permissions=["clipboard-read", "clipboard-write"])
    sender.network.get_by_role("button", name="One unit more in layer 2").click()
    sender.page.get_by_label("Learning rate", exact=True).fill("0.02")
    sender.page.get_by_label("Learning rate", exact=True).press("Enter")
    sender.until("state.design.optimizer.learning_rate === 0.02 && state.design.layers[1].units === 3")
    sender.press("Copy a link to this design")
    expect(sender.toolbar.get_by_text("The link is copied.")).to_be_attached()
    address = sender.page.evaluate("navigator.clipboard.readText()")
    assert address.startswith(sender.page.evaluate("location.origin"))

    reader = open_playground(address.split("#")[1])
    assert reader.page.context is not sender.page.context
    assert reader.state("session") != sender.state("session")
    assert reader.state("design") == sender.state("design")
    assert reader.state("playing")
    beginning_of(reader, sender.design())


def test_back_and_forward_walk_through_the_designs(playground: Playground) -> None:
    page = playground.page
    first = playground.state("link")
    playground.network.get_by_role("button", name="One unit more in layer 1").click()
    playground.until("state.design.layers[0].units === 5")
    playground.network.get_by_role("button", name="One unit more in layer 2").click()
    playground.until("state.design.layers[1].units === 3")
    last = playground.state("link")
    page.wait_for_url(f"**/#{last}")
    page.go_back()
    playground.until("state.design.layers[0].units === 5 && state.design.layers[1].units === 2")
    page.go_back()
    playground.until("state.design.layers[0].units === 4 && state.design.layers[1].units === 2")
    assert playground.state("link") == first
    page.go_forward()
    page.go_forward()
    playground.until("state.design.layers[1].units === 3")
    assert page.url.endswith(f"#{last}")
    assert playground.state("link") == last


def test_a_link_typed_into_the_address_of_an_open_page_is_opened(playground: Playground) -> None:
    playground.page.evaluate("link => { location.hash = link; }", SPIRAL)
    playground.until(f"state.link === '{SPIRAL}' && state.frame !== null")


@pytest.mark.parametrize(("bad", "said"), [(SPIRAL[:-9], "cut off"), ("not-a-design", "damaged")])
def test_a_bad_link_says_what_is_wrong_and_the_page_works_all_the_same(page: Page, bad: str, said: str) -> None:
    playground = Playground(page)
    page.goto(f"/#{bad}")
    expect(playground.notices.get_by_text(said)).to_be_visible()
    playground.until("state.frame !== null && state.step > 0")
    playground.pause()


def test_a_link_to_a_design_that_cannot_run_says_why(page: Page) -> None:
    design = read_design({"layers": [{"kind": "dense", "units": 1, "activation": "sigmoid"}]})
    wrong = design.model_copy(update={"layers": (design.layers[0].model_copy(update={"units": 3}),)})
    playground = Playground(page)
    page.goto(f"/#{write_link(wrong)}")
    expect(playground.notices.get_by_text("needs 1")).to_be_visible()
    playground.until("state.frame !== null && state.step > 0")
    playground.pause()


def test_names_in_a_link_are_only_ever_text(open_playground: OpenPlayground) -> None:
    hostile = "<img src=x onerror=document.title=1><script src=//x></script>"[:60]
    design = read_design(
        {
            "title": hostile,
            "data": {
                "kind": "inline",
                "task": "classes",
                "inputs": [[0.0, 1.0], [1.0, 0.0], [0.5, 0.5], [0.2, 0.1], [0.9, 0.4], [0.3, 0.3]],
                "targets": [0, 1, 2, 0, 1, 2],
                "input_names": [hostile, "second"],
                "class_names": [hostile, "javascript:alert(1)", "{{7*7}}"],
            },
            "split": {"train": 1, "validation": 0, "test": 0},
            "layers": [{"kind": "dense", "units": 3, "activation": "softmax"}],
            "loss": {"kind": "cross_entropy"},
            "batch_size": 2,
        }
    )
    playground = open_playground(write_link(design))
    title = playground.page.title()
    playground.neuron(1, 1).first.hover()
    playground.page.wait_for_timeout(200)
    assert playground.page.locator("img").count() == 0
    assert playground.page.locator("script:not([src]):not([type='application/json'])").count() == 0
    assert playground.page.title() == title
