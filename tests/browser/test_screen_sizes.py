"""From a small phone to a desktop: nothing is cut off, nothing lies on anything else, and only what is long scrolls."""

import itertools
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.playground import OpenPlayground, Playground

BOXES = """selector => [...document.querySelectorAll(selector)]
  .filter((element) => element.checkVisibility() && element.getClientRects().length > 0)
  .map((element) => {
    const { left, right, top, bottom } = element.getBoundingClientRect();
    const said = element.getAttribute("aria-label") ?? element.textContent.trim().slice(0, 30);
    return { left, right, top, bottom, said };
  })"""

# Of everything with a text of its own, what is wider than the box that cuts it off. A long name may end in an ellipsis
# where its whole is said elsewhere.
CUT = """() => [...document.querySelectorAll("body *")]
  .filter((element) => element.checkVisibility() && !element.closest(".visually-hidden, select, option, svg, [title]")
    && ["hidden", "clip"].includes(getComputedStyle(element).overflowX)
    && [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim())
    && element.scrollWidth > element.clientWidth + 1)
  .map((element) => `${element.className}: ${element.textContent.trim()}`)"""

Box = dict[str, Any]


def boxes(playground: Playground, selector: str) -> list[Box]:
    found: list[Box] = playground.page.evaluate(BOXES, selector)
    return found


def on_each_other(found: list[Box]) -> list[tuple[str, str]]:
    return [
        (one["said"], other["said"])
        for one, other in itertools.combinations(found, 2)
        if min(one["right"], other["right"]) - max(one["left"], other["left"]) > 1
        and min(one["bottom"], other["bottom"]) - max(one["top"], other["top"]) > 1
    ]


def scrolls(playground: Playground) -> dict[str, bool]:
    found: dict[str, bool] = playground.page.evaluate(
        """() => {
          const { scrollWidth, scrollHeight } = document.scrollingElement;
          return { across: scrollWidth > innerWidth, down: scrollHeight > innerHeight };
        }"""
    )
    return found


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (1024, 768)])
def test_on_a_desktop_all_is_in_sight_without_scrolling(
    open_playground: OpenPlayground, width: int, height: int
) -> None:
    playground = open_playground(width=width, height=height)
    playground.step_after(5)
    assert scrolls(playground) == {"across": False, "down": False}
    parts = boxes(playground, "nn-toolbar, nn-network, .readings, .side, nn-presets")
    assert len(parts) == 5
    for part in parts:
        assert part["left"] >= 0 and part["right"] <= width + 1
        assert part["top"] >= 0 and part["bottom"] <= height + 1
    assert on_each_other(parts) == []
    assert on_each_other(boxes(playground, "nn-toolbar button, nn-toolbar select, .nn-slot, nn-theme button")) == []
    assert on_each_other(boxes(playground, ".nn-neuron, .nn-head, .nn-add, .nn-unit, .nn-key")) == []
    for part in boxes(playground, "nn-toolbar button, nn-toolbar select, .nn-slot, .nn-neuron, .nn-head, .nn-add"):
        assert part["left"] >= 0 and part["right"] <= width, part
    assert playground.page.evaluate(CUT) == []


@pytest.mark.parametrize("width", [360, 390])
def test_on_a_phone_the_page_scrolls_down_but_never_sideways(open_playground: OpenPlayground, width: int) -> None:
    playground = open_playground(width=width, height=780)
    playground.step_after(5)
    assert scrolls(playground)["across"] is False
    for part in boxes(
        playground, "nn-toolbar button, nn-toolbar select, .nn-slot, .nn-picture, .nn-chart, nn-theme button"
    ):
        assert part["left"] >= 0 and part["right"] <= width, part
    assert on_each_other(boxes(playground, "nn-toolbar button, nn-toolbar select, .nn-slot, nn-theme button")) == []
    assert playground.page.evaluate(CUT) == []
    small = playground.page.evaluate(
        """() => [...document.querySelectorAll("body *")]
          .filter((element) => element.checkVisibility() && !element.closest(".visually-hidden, svg")
            && [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim()))
          .filter((element) => parseFloat(getComputedStyle(element).fontSize) < 11)
          .map((element) => element.textContent.trim())"""
    )
    assert small == []


def test_the_layer_editor_is_within_the_window_of_a_phone(open_playground: OpenPlayground) -> None:
    playground = open_playground(width=390, height=844)
    playground.network.locator(".nn-head:is(button)").last.click()
    expect(playground.editor.locator(".fields").first).to_be_visible()
    box = playground.editor.bounding_box()
    assert box is not None
    assert box["x"] >= 0 and box["x"] + box["width"] <= 390
    assert box["y"] >= 0 and box["y"] + box["height"] <= 844


@pytest.mark.parametrize("width", [1440, 1024])
def test_nothing_moves_when_figures_change(open_playground: OpenPlayground, width: int) -> None:
    playground = open_playground(width=width, height=900)
    playground.choose_pace("full speed")
    places: dict[str, set[tuple[float, float]]] = {}
    for _ in range(6):
        playground.step_after(playground.state("step") + 200)
        for part in ("nn-toolbar button", ".nn-slot", ".nn-neuron", ".nn-picture", ".nn-score-row", ".nn-chart"):
            for index, box in enumerate(boxes(playground, part)):
                places.setdefault(f"{part} {index}", set()).add((box["left"], box["top"]))
    moved = {part: sorted(where) for part, where in places.items() if len(where) > 1}
    assert moved == {}
