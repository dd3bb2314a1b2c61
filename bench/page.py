"""What a person sees at full pace: repaints and new pictures a second, how soon a click acts, how heavy the page is.

Server, workers and a headless Chromium share two cores. Everything is counted in the page itself, from the clicks and
frames of a real browser.
"""

import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from app.playground.presets import FIRST
from app.protocol.link import write_link
from bench.report import Figure
from engine.design import Design, read_design
from tests.browser.chromium import launch_chromium
from tests.server import Server, serving

CORES = 2
SECONDS = 8.0  # that full pace is measured for
WARMING = 2.0
CLICKS = 9
WATCHED = 400  # milliseconds after a pause in which nothing later may be shown
FIRST_PICTURE, PAUSED, WEIGHT = 300.0, 50.0, 130.0  # milliseconds, milliseconds, kilobytes


@dataclass(frozen=True)
class Load:
    """A network to train at full pace, with what is to be reached: pictures (and repaints) and samples a second."""

    name: str
    design: Design
    pictures: float
    samples: float


def _largest() -> Design:
    """Seven features, six hidden layers of eight, batches of ten: as large as TF Playground's goes."""
    value = FIRST.design.model_dump(mode="json")
    value["data"]["features"] = ["x1", "x2", "x1_squared", "x2_squared", "x1_x2", "sin_x1", "sin_x2"]
    hidden = {"kind": "dense", "units": 8, "activation": "tanh"}
    output = {"kind": "dense", "units": 1, "activation": "sigmoid"}
    return read_design({**value, "layers": [*[hidden] * 6, output], "batch_size": 10})


LOADS = (
    Load("2-4-2-1, as the page opens", FIRST.design, pictures=50.0, samples=284_000.0),
    Load("7-8×6-1", _largest(), pictures=30.0, samples=69_000.0),
)

OPENED = "() => document.querySelector('nn-network')?.store?.state.frame != null"

COUNT = """milliseconds => new Promise((resolve) => {
  const network = document.querySelector("nn-network");
  const mark = () => {
    const { repaints, pictures, store } = network;
    return { time: performance.now(), repaints, pictures, step: store.state.frame.step };
  };
  const begin = mark();
  setTimeout(() => resolve([begin, mark()]), milliseconds);
})"""

# From the click itself to the first picture of a later step, as the page is painted.
START = """() => {
  const network = document.querySelector("nn-network");
  const { step } = network.store.state;
  globalThis.started = new Promise((resolve) => {
    document.querySelector("nn-toolbar").addEventListener("click", (event) => {
      const before = network.pictures;
      const look = (now) => {
        const shown = network.pictures > before && network.store.state.frame.step > step;
        if (shown) resolve(performance.now() - event.timeStamp);
        else requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
    }, { once: true, capture: true });
  });
}"""

# From the click itself to the event that training stands, and every step that was shown afterwards.
PAUSE = """watched => {
  const network = document.querySelector("nn-network");
  const figure = document.querySelector(".nn-slot.step dd");
  globalThis.paused = new Promise((resolve) => {
    document.querySelector("nn-toolbar").addEventListener("click", (event) => {
      const found = { took: null, step: null, latest: 0 };
      const stop = network.store.watch((state) => state.playing, (playing, state) => {
        if (playing || found.took !== null) return;
        found.took = performance.now() - event.timeStamp;
        found.step = state.step;
      });
      const look = () => {
        if (found.took !== null) {
          const written = Number(figure.textContent.replace(/\\D/g, ""));
          found.latest = Math.max(found.latest, network.store.state.frame.step, written);
        }
        if (performance.now() - event.timeStamp < watched) return requestAnimationFrame(look);
        stop();
        resolve(found);
      };
      requestAnimationFrame(look);
    }, { once: true, capture: true });
  });
}"""


def figures(rounds: int) -> Iterator[Figure]:
    """All of them; `rounds` below the usual 41 make it shorter, to try it out."""
    share = min(1.0, rounds / 41)
    with (
        _two_cores(),
        tempfile.TemporaryDirectory() as folder,
        serving(Path(folder)) as server,
        sync_playwright() as playwright,
    ):
        browser = launch_chromium(playwright)
        yield _weight(browser, server)
        for load in LOADS:
            yield from _full_pace(browser, server, load, share)
        browser.close()


def _full_pace(browser: Browser, server: Server, load: Load, share: float) -> Iterator[Figure]:
    page = _open(browser, server, load.design)
    page.get_by_label("Pace").select_option(label="full speed")
    page.wait_for_timeout(1000 * WARMING)
    begin, end = page.evaluate(COUNT, 1000 * SECONDS * share)
    elapsed = (end["time"] - begin["time"]) / 1000
    for what in ("repaints", "pictures"):
        rate = (end[what] - begin[what]) / elapsed
        yield Figure(f"{load.name}: {what} a second", rate, "/s", least=load.pictures)
    steps = (end["step"] - begin["step"]) / elapsed
    samples = steps * _samples_a_step(page, load.design)
    yield Figure(
        f"{load.name}: samples trained a second", samples, "/s", least=load.samples, detail=f"{steps:,.0f} steps/s"
    )
    yield from _clicks(page, load, max(3, round(CLICKS * share)))
    _pause(page)  # else it would train on beside the next
    page.context.close()


def _clicks(page: Page, load: Load, count: int) -> Iterator[Figure]:
    """Pause and start again, by turns. Each must be prompt: what counts is the slowest."""
    paused, started = [], []
    for _ in range(count):
        paused.append(_pause(page))
        page.evaluate(START)
        page.get_by_role("button", name="Train", exact=True).click()
        started.append(page.evaluate("() => globalThis.started"))
        page.wait_for_timeout(300)
    yield Figure(
        f"{load.name}: from the click to start to the first picture",
        max(started),
        "ms",
        most=FIRST_PICTURE,
        detail=f"slowest of {count}, median {median(started):.0f} ms",
    )
    yield Figure(
        f"{load.name}: from the click to pause to the end of the step",
        max(each["took"] for each in paused),
        "ms",
        most=PAUSED,
        detail=f"slowest of {count}, median {median(each['took'] for each in paused):.0f} ms",
    )
    later = sum(each["latest"] > each["step"] for each in paused)
    yield Figure(f"{load.name}: later steps shown after a pause", later, "", most=0)


def _pause(page: Page) -> dict[str, Any]:
    page.evaluate(PAUSE, WATCHED)
    page.get_by_role("button", name="Pause", exact=True).click()
    found: dict[str, Any] = page.evaluate("() => globalThis.paused")
    return found


def _samples_a_step(page: Page, design: Design) -> float:
    """On average: the last batch of an epoch may be short."""
    parts: str = page.evaluate("document.querySelector('nn-network').store.state.data.parts")
    trained = parts.count("t")
    return trained / -(-trained // design.batch_size)


def _weight(browser: Browser, server: Server) -> Figure:
    """The gzipped bodies of all that comes until the first network is drawn; their heads are told beside them."""
    context = browser.new_context(base_url=server.url)
    page = context.new_page()
    line = context.new_cdp_session(page)
    names: dict[str, str] = {}
    heads: dict[str, float] = {}
    bodies: dict[str, float] = {}

    def begun(event: dict[str, Any]) -> None:
        request, response = event["requestId"], event["response"]
        names[request], heads[request] = response["url"], response["encodedDataLength"]

    def ended(event: dict[str, Any]) -> None:
        bodies[event["requestId"]] = event["encodedDataLength"] - heads[event["requestId"]]

    line.on("Network.responseReceived", begun)
    line.on("Network.loadingFinished", ended)
    line.send("Network.enable")
    page.goto("/")
    _wait(page, OPENED)
    page.wait_for_timeout(1000)
    context.close()
    heaviest = max(bodies, key=lambda request: bodies[request])
    name = names[heaviest].rsplit("/", 1)[-1] or "the page itself"
    return Figure(
        "Page weight, gzipped",
        sum(bodies.values()) / 1000,
        "KB",
        most=WEIGHT,
        detail=f"{len(bodies)} answers, the heaviest {name} with {bodies[heaviest] / 1000:.1f} KB; "
        f"their heads come to {sum(heads.values()) / 1000:.0f} KB",
    )


def _open(browser: Browser, server: Server, design: Design) -> Page:
    context = browser.new_context(base_url=server.url, viewport={"width": 1440, "height": 900})
    page = context.new_page()
    link = write_link(design)
    page.goto(f"/#{link}")
    _wait(page, OPENED)
    _wait(page, f"() => document.querySelector('nn-network').store.state.link === '{link}'")
    return page


def _wait(page: Page, condition: str) -> None:
    """The page's policy lets Playwright itself not wait for conditions: they would have to be evaluated there."""
    deadline = time.monotonic() + 20
    while not page.evaluate(condition):
        if time.monotonic() > deadline:
            raise TimeoutError(f"it never came to {condition}")
        time.sleep(0.02)


@contextmanager
def _two_cores() -> Iterator[None]:
    """Keep this process and all it starts to two cores, where the system can."""
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, set(sorted(before)[:CORES]))
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)
