"""axe finds nothing, in both themes, on phone and desktop; the keyboard reaches everything; stillness is respected."""

from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from app.playground.presets import PRESETS
from app.protocol.link import write_link
from tests.browser.looks import LOOKS, LookOfPage
from tests.browser.playground import OpenPlayground, Playground

LINKS = {preset.name: write_link(preset.design) for preset in PRESETS}

CONTROLS = """() => {
  const shown = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: false })
    && element.getClientRects().length > 0 && !element.closest("[aria-hidden=true], [inert]");
  const name = (element) => element.dataset.tabName ??= String(Math.random());
  const all = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")];
  return all.filter((element) => shown(element) && !element.disabled && element.type !== "hidden").map((element) => ({
    key: name(element),
    said: `${element.localName} ${element.getAttribute("aria-label") ?? element.textContent.trim().slice(0, 30)}`,
    group: element.type === "radio" ? `radio ${element.name}`
      : element.closest(".nn-neurons") && element.localName === "button" ? "neurons"
      : element.closest(".datasets") ? "datasets"
      : element.closest(".nn-thumbnails") ? "images" : null,
    reachable: element.tabIndex >= 0,
    target: element.matches("[tabindex='-1']:not(button, input)"),
  }));
}"""


def violations(playground: Playground) -> str:
    """What axe finds, in words; nothing if it finds nothing."""
    results: dict[str, Any] = Axe().run(playground.page).response
    lines = [
        f"{found['id']} ({found['impact']}): {node['target']} {node['failureSummary']}"
        for found in results["violations"]
        for node in found["nodes"]
    ]
    return "\n".join(lines)


@pytest.mark.parametrize("look", LOOKS)
def test_axe_finds_nothing_on_the_page_its_editor_and_its_inspector(
    open_playground: OpenPlayground, look: LookOfPage
) -> None:
    playground = open_playground(**look._asdict())
    playground.step_after(5)
    playground.pause()
    assert violations(playground) == ""
    playground.network.locator(".nn-head").nth(1).click()
    expect(playground.editor.get_by_label("Units")).to_be_visible()
    assert violations(playground) == ""
    playground.page.keyboard.press("Escape")
    playground.neuron(2, 1).focus()
    playground.page.keyboard.press("Enter")
    playground.inspector.get_by_role("button", name="Layer as a table").click()
    playground.output.get_by_text("Confusion matrix").click()
    assert violations(playground) == ""


@pytest.mark.parametrize(("name", "theme"), [("digits", "light"), ("digits", "dark"), ("sine", "dark")])
def test_axe_finds_nothing_where_data_is_no_plane(
    open_playground: OpenPlayground, name: str, theme: Literal["light", "dark"]
) -> None:
    playground = open_playground(LINKS[name], theme=theme)
    playground.pause()
    assert violations(playground) == ""


def test_the_keyboard_reaches_every_control(playground: Playground) -> None:
    """With Tab, or with arrow keys from one that Tab reaches."""
    playground.pause()
    page = playground.page
    controls = [each for each in page.evaluate(CONTROLS) if not each["target"]]
    reached: set[str] = set()
    page.evaluate("document.activeElement.blur()")
    for _ in range(len(controls) + 20):
        page.keyboard.press("Tab")
        key = page.evaluate("document.activeElement?.dataset.tabName ?? null")
        if key in reached:
            break
        if key is not None:
            reached.add(key)
    groups = {each["group"] for each in controls if each["key"] in reached}
    missed = [each["said"] for each in controls if each["key"] not in reached and each["group"] not in groups - {None}]
    assert missed == []
    assert len(reached) > 40


@pytest.mark.parametrize(
    ("selector", "there", "back"),
    [(".nn-neuron", "ArrowRight", "ArrowLeft"), (".dataset", "ArrowRight", "ArrowLeft")],
)
def test_arrow_keys_go_on_within_a_group_and_tab_comes_back_to_where_one_was(
    playground: Playground, selector: str, there: str, back: str
) -> None:
    page = playground.page
    page.locator(f"{selector}[tabindex='0']").focus()

    def focused() -> str:
        label: str = page.evaluate("document.activeElement.getAttribute('aria-label')")
        return label.split(":")[0]

    first = focused()
    page.keyboard.press(there)
    second = focused()
    assert second != first
    assert page.locator(f"{selector}[tabindex='0']").count() == 1
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    assert focused() == second
    page.keyboard.press(back)
    assert focused() == first


def test_what_has_the_focus_can_be_seen(playground: Playground) -> None:
    playground.pause()
    for _ in range(25):
        playground.page.keyboard.press("Tab")
        seen = playground.page.evaluate(
            """() => {
              const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(document.activeElement);
              return (outlineStyle !== "none" && parseFloat(outlineWidth) >= 2) || boxShadow !== "none";
            }"""
        )
        assert seen, playground.page.evaluate("document.activeElement.outerHTML.slice(0, 120)")


INK = """() => {
  const canvas = document.querySelector(".nn-pulses");
  const copy = Object.assign(document.createElement("canvas"), { width: canvas.width, height: canvas.height });
  const context = copy.getContext("2d", { willReadFrequently: true });
  context.drawImage(canvas, 0, 0);
  return context.getImageData(0, 0, copy.width, copy.height).data.some((byte) => byte > 0);
}"""


def test_nothing_travels_for_who_wants_stillness(open_playground: OpenPlayground) -> None:
    still, moving = open_playground(reduced_motion=True), open_playground()
    seen = {"still": False, "moving": False}
    for _ in range(8):
        seen["still"] |= still.page.evaluate(INK)
        seen["moving"] |= moving.page.evaluate(INK)
        still.page.wait_for_timeout(60)
    assert seen == {"still": False, "moving": True}
    assert still.page.evaluate("document.getAnimations().length") == 0
    assert still.state("playing")


def test_a_screen_reader_is_told_what_happens(playground: Playground) -> None:
    playground.pause()
    expect(playground.toolbar.get_by_role("status")).to_have_text(f"Paused at step {playground.state('step'):,}.")
    playground.play()
    expect(playground.toolbar.get_by_role("status")).to_have_text("Training runs.")
