"""How soon a step answers in the microscope, and how smoothly one scrubs, in the largest network that is usual.

Everything is measured in the page: from the key press itself to the animation frame in which drawer and canvas are of
the next place, and every frame while the pointer goes along a timeline.
"""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import Page, sync_playwright

from bench.page import LOADS, _open, _two_cores, _wait
from bench.report import Figure
from tests.browser.chromium import launch_chromium
from tests.server import serving

KEYS = 30
SWEEPS = 6
SECONDS = 1.2  # of one sweep of the pointer
ANSWER, FRAMES = 50.0, 50.0  # milliseconds, frames a second

# From the key press to the first frame after which the numbers, the words and the picture are of another place.
PRESSED = """() => {
  const network = document.querySelector("nn-network");
  const slider = document.querySelector(".ms-slider");
  globalThis.answered = new Promise((resolve) => {
    document.addEventListener("keydown", (event) => {
      const before = { place: slider.getAttribute("aria-valuetext"), walk: network.store.state.walk };
      let left = null;
      const look = () => {
        const { walk, position } = network.store.state;
        const shown = walk !== before.walk && slider.getAttribute("aria-valuetext") !== before.place;
        if (shown && left !== null) resolve(performance.now() - event.timeStamp);
        else {
          left = shown ? position : null;
          requestAnimationFrame(look);
        }
      };
      look();
    }, { once: true, capture: true });
  });
}"""

# Frames of the page while the pointer goes to and fro along a timeline, and the different positions that were drawn.
SWEPT = """([selector, milliseconds]) => new Promise((resolve) => {
  const network = document.querySelector("nn-network");
  const slider = document.querySelector(selector);
  const { left, top, width, height } = slider.getBoundingClientRect();
  const say = (type, part) => slider.dispatchEvent(new PointerEvent(type, {
    bubbles: true, pointerId: 1, button: 0, buttons: 1, clientX: left + width * part, clientY: top + height / 2 }));
  slider.setPointerCapture = () => {};
  slider.hasPointerCapture = () => true;
  const seen = new Set();
  let frames = 0;
  const began = performance.now();
  say("pointerdown", 0.02);
  const look = (now) => {
    const part = (now - began) / milliseconds;
    frames += 1;
    const { position, walk } = network.store.state;
    seen.add(selector === ".ms-slider" ? position : slider.getAttribute("aria-valuenow"));
    if (part >= 1) return resolve({ frames, seen: seen.size, elapsed: (performance.now() - began) / 1000 });
    say("pointermove", 0.02 + 0.96 * Math.max(0, part));
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
})"""


def figures(rounds: int) -> Iterator[Figure]:
    """Each of them; `rounds` below the usual 41 make it shorter, to try it out."""
    share = min(1.0, rounds / 41)
    load = LOADS[-1]
    with (
        _two_cores(),
        tempfile.TemporaryDirectory() as folder,
        serving(Path(folder)) as server,
        sync_playwright() as playwright,
    ):
        browser = launch_chromium(playwright)
        page = _open(browser, server, load.design)
        page.wait_for_timeout(1500)
        page.get_by_role("button", name="Pause", exact=True).click()
        page.keyboard.press("m")
        _wait(page, "() => document.querySelector('.ms-slider')?.getAttribute('aria-valuetext')?.length > 0")
        page.wait_for_timeout(1500)  # the gradients are checked once
        yield from _stepped(page, max(6, round(KEYS * share)))
        yield from _scrubbed(page, ".ms-slider", "the step", max(2, round(SWEEPS * share)))
        for _ in range(4):
            page.keyboard.press("-")
        page.wait_for_timeout(500)
        yield from _scrubbed(page, ".ms-run-slider", "the run", max(2, round(SWEEPS * share)))
        browser.close()


def _stepped(page: Page, count: int) -> Iterator[Figure]:
    took = []
    for k in range(count):
        page.evaluate(PRESSED)
        page.keyboard.press("ArrowRight" if k % 3 < 2 else "ArrowLeft")
        took.append(float(page.evaluate("() => globalThis.answered")))
        page.wait_for_timeout(120)
    yield Figure(
        "7-8×6-1: from a key press in the microscope to the picture of the next place",
        max(took),
        "ms",
        most=ANSWER,
        detail=f"slowest of {count}, median {median(took):.0f} ms",
    )


def _scrubbed(page: Page, selector: str, what: str, count: int) -> Iterator[Figure]:
    found: list[dict[str, Any]] = [page.evaluate(SWEPT, [selector, 1000 * SECONDS]) for _ in range(count)]
    rates = [each["frames"] / each["elapsed"] for each in found]
    places = [each["seen"] / each["elapsed"] for each in found]
    yield Figure(
        f"7-8×6-1: frames a second while one scrubs {what}",
        median(rates),
        "/s",
        least=FRAMES,
        detail=f"median of {count}, slowest {min(rates):.0f}; {median(places):.0f} different places a second",
    )
