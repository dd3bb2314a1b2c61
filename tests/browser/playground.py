"""The playground as a person uses it: what can be pressed and read on the page, and what the page itself knows."""

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Locator, Page

from app.protocol.link import read_link
from engine.design import Design

PATIENCE = 10.0  # seconds until something that should come soon is missing
SELDOM = 200  # milliseconds: nothing on the page is drawn more seldom while it changes
MINUS = "\u2212"


FOCUSED = """within => {
  const element = document.activeElement;
  if (!element?.closest(within)) return null;
  const label = element.getAttribute("aria-label") ?? element.labels?.[0]?.textContent
    ?? element.querySelector("b")?.textContent ?? element.textContent;
  return label.trim();
}"""


class Playground:
    """A page, and where its parts are."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.network = page.locator("nn-network")
        self.toolbar = page.locator("nn-toolbar")
        self.output = page.locator("nn-output")
        self.inspector = page.get_by_role("region", name="Exact values")
        self.editor = page.get_by_role("dialog")
        self.notices = page.locator("nn-notices")
        self.tip = page.locator(".nn-tip")

    def open(self, link: str = "") -> "Playground":
        """Go to the page, and wait until a network is drawn with its numbers and has begun to train."""
        self.page.goto(f"/#{link}" if link else "/")
        self.until(f"state.link.startsWith('{link}') && state.frame !== null && network.pictures > 0")
        self.until("state.playing || state.step > 0")
        return self

    # doing

    def press(self, name: str) -> None:
        """Press a button of the bar."""
        self.toolbar.get_by_role("button", name=name, exact=True).click()

    def play(self) -> None:
        self.press("Train")
        self.until("state.playing")

    def pause(self) -> int:
        """Stop training; the step it stands at, once that step is drawn."""
        if self.state("playing"):
            self.press("Pause")
        return self.wait_for_rest()

    def wait_for_rest(self) -> int:
        """Wait until training stands still and the picture and the figures are of that very step."""
        self.until("!state.playing && state.frame?.step === state.step && state.evaluation?.step === state.step")
        self.until("network.repaints > 0 && !state.playing")
        return int(self.state("step"))

    def choose_pace(self, label: str) -> None:
        self.toolbar.get_by_label("Pace").select_option(label=label)

    def open_example(self, title: str) -> None:
        """Choose an example and wait for its first picture."""
        before = self.state("generation")
        self.page.locator("nn-presets button").filter(has=self.page.get_by_text(title, exact=True)).click()
        self.until(f"state.generation > {before} && state.frame !== null")

    def tab_to(self, name: str, within: str = "body") -> None:
        """Press Tab until what has the focus is called so; AssertionError if one never comes there."""
        for _ in range(120):
            self.page.keyboard.press("Tab")
            if self.page.evaluate(FOCUSED, within) == name:
                return
        raise AssertionError(f"Tab never came to {name}")

    def command(self, **command: Any) -> None:
        """What a form of the page says to the session, said directly."""
        self.page.evaluate(
            "detail => document.dispatchEvent(new CustomEvent('chalknet:command', {detail}))",
            command,
        )

    # reading

    def state(self, path: str) -> Any:
        """A part of what the page knows: `state("design.layers")`."""
        return self.page.evaluate(f"document.querySelector('nn-network').store.state.{path}")

    def figure(self, name: str) -> str:
        """What the bar shows as "step", "accuracy" and so on."""
        slot = self.toolbar.locator(".nn-slot").filter(has=self.page.get_by_text(name, exact=True))
        return slot.locator("dd").inner_text()

    def design(self) -> Design:
        """The design that the page says it has, by its link."""
        return read_link(self.state("link"))

    def units(self) -> list[int]:
        """How many units each layer has."""
        return [int(layer["units"]) for layer in self.state("design.layers") if layer["kind"] == "dense"]

    def neuron(self, layer: int, unit: int) -> Locator:
        """The button over a neuron, both counted from 1."""
        return self.network.get_by_role("button", name=re.compile(rf"^Layer {layer}, (neuron {unit}|output .*)(:|$)"))

    def head(self, layer: int) -> Locator:
        """The head of a layer, counted from 1."""
        return self.network.get_by_role("button", name=re.compile(rf"^Layer {layer}, \w+"), exact=True).and_(
            self.page.locator(".nn-head")
        )

    def until(self, condition: str, seconds: float = PATIENCE) -> None:
        """Wait in the page until something is true of its `state` or its `network`; AssertionError if it never is."""
        holds = self.page.evaluate(
            f"""() => new Promise((resolve) => {{
              const end = performance.now() + {1000 * seconds};
              const look = () => {{
                const network = document.querySelector("nn-network"); // a tab may still be loading
                let state = null;
                try {{ state = network?.store.state; }} catch {{ /* it has no store yet */ }}
                if (state && ({condition})) resolve(true);
                else if (performance.now() > end) resolve(false);
                else setTimeout(look, 15);
              }};
              look();
            }})"""
        )
        assert holds, f"after {seconds} s it is still not so that {condition}"

    def settle(self) -> None:
        """Wait until what is drawn only now and then is drawn, too. By the page's own clock and animation frames, so
        that it is so however busy the machine is."""
        self.page.evaluate(
            """milliseconds => new Promise((resolve) => setTimeout(
              () => requestAnimationFrame(() => requestAnimationFrame(resolve)), milliseconds))""",
            SELDOM,
        )

    def step_after(self, step: int) -> None:
        """Wait until more than so many steps are trained."""
        self.until(f"state.step > {step}")


def number(text: str) -> float:
    """A number as the page writes it: 0.25, −3, 1.5·10⁻⁷, 93.8 %."""
    plain = text.strip().replace(MINUS, "-").replace(",", "").replace("\u202f", "").removesuffix("%").strip()
    if "·10" in plain:
        digits, power = plain.split("·10")
        return float(digits) * 10.0 ** int(power.translate(str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")))
    return float(plain)


OpenPlayground = Callable[..., Playground]
