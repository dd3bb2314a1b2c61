"""The microscope's drawer, and the two ways in which a person walks a step in it: by keys alone, or by pointing."""

import json
import re
from collections.abc import Callable

from playwright.sync_api import Locator, expect

from tests.browser.playground import Playground, number

PLACE = "['ariaValueNow', 'ariaValueText'].map((part) => document.querySelector('.ms-slider')[part]).join()"
NAMES = "rungs => rungs.map((rung) => rung.getAttribute('aria-label'))"


class Drawer:
    """The drawer below the network, and what stands in it."""

    def __init__(self, playground: Playground) -> None:
        self.playground, self.page = playground, playground.page
        self.element = self.page.get_by_role("region", name="The microscope: one training step")
        self.timeline = self.page.get_by_role("slider", name="Events of this step")
        self.formula = self.page.locator(".ms-formula")
        self.side = self.page.locator(".ms-side")
        self.live = self.element.locator("p.visually-hidden[role=status]")

    def at(self, place: str) -> "Drawer":
        """Wait until the drawer stands at a place, its formula shown."""
        expect(self.timeline).to_have_attribute("aria-valuetext", place)
        expect(self.live).to_contain_text(f"{place} = ")
        return self

    def arrived(self) -> str:
        """Wait until the session has followed and the formula is shown; the place in words."""
        self.playground.until(
            "state.walk && document.querySelector('.ms-slider').ariaValueNow === String(state.walk.cursor)"
            " && document.querySelector('.ms-panel > p[role=status]').textContent"
            ".startsWith(document.querySelector('.ms-slider').ariaValueText)"
        )
        return str(self.timeline.get_attribute("aria-valuetext"))

    def button(self, name: str) -> Locator:
        return self.element.get_by_role("button", name=name, exact=True)

    def segment(self, sign: str, which: int = 0) -> Locator:
        """The part of the timeline that has this sign: the first, or a later one of them."""
        return self.timeline.locator(".ms-segment").filter(has_text=re.compile(f"^{sign}$")).nth(which)

    def cursor_of(self, sign: str, which: int = 0) -> int:
        """After how many events one stands at the first event of this sign, or at a later one."""
        signs = self.timeline.locator(".ms-segment").all_text_contents()[1:]
        return [place for place, own in enumerate(signs) if own == sign][which] + 1

    @property
    def cursor(self) -> int:
        return int(self.timeline.get_attribute("aria-valuenow") or 0)

    def rung(self, zoom: str) -> Locator:
        """The rung of the ladder that is called so, as "Layer"."""
        return self.element.get_by_role("button", name=re.compile(f"^{zoom}\\b")).and_(self.page.locator(".ms-rung"))

    def point_at(self, target: Locator) -> None:
        """Press the pointer where a part of the timeline is."""
        box = target.bounding_box()
        assert box is not None
        self.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)

    def result(self) -> float:
        """The last of the three lines."""
        return number(self.formula.locator(".ms-pieces").last.inner_text())

    def losses(self) -> tuple[float, float]:
        """The loss of the batch before and after the update."""
        before, after = self.side.locator(".ms-after").inner_text().split(",")[0].split("→")
        return number(before), number(after)


class Keyboard:
    """Walks without touching the pointer."""

    def __init__(self, playground: Playground) -> None:
        self.playground, self.drawer = playground, Drawer(playground)
        self.press = playground.page.keyboard.press

    def choose_example(self, title: str) -> None:
        before = self.playground.state("generation")
        self.playground.tab_to(title, within="nn-presets")
        self.press("Enter")
        self.playground.until(f"state.generation > {before} && state.frame !== null")

    def open(self) -> Drawer:
        self.press("m")
        expect(self.drawer.timeline).to_be_focused()
        return self.drawer

    def on(self) -> None:
        self.press("ArrowRight")

    def go(self, cursor: int) -> None:
        """To where so many events have happened, key by key."""
        while self.drawer.cursor != cursor:
            before = json.dumps(self.playground.page.evaluate(PLACE))
            self.press("ArrowRight" if self.drawer.cursor < cursor else "ArrowLeft")
            self.playground.until(f"{PLACE} !== {before}")

    def to(self, sign: str, which: int = 0) -> None:
        """To an event, by its sign on the timeline."""
        self.go(self.drawer.cursor_of(sign, which))

    def end(self) -> None:
        self.press("End")

    def zoom(self, zoom: str) -> None:
        """How finely one goes: "Layer", "Neuron"."""
        rungs = [
            str(name).split(",")[0].split(":")[0] for name in self.drawer.page.locator(".ms-rung").evaluate_all(NAMES)
        ]
        wanted = next(place for place, name in enumerate(rungs) if name.startswith(zoom))
        for _ in range(len(rungs)):
            self.press("+")
        for _ in range(len(rungs) - 1 - wanted):
            self.press("-")
        expect(self.drawer.rung(zoom)).to_have_attribute("aria-pressed", "true")

    def all_digits(self) -> None:
        self.press("d")

    def use(self, name: str) -> None:
        """A button of the drawer."""
        self.playground.tab_to(name, within=".ms-panel")
        self.press("Enter")

    def close(self) -> None:
        self.press("Escape")


class Pointer:
    """Walks without touching a key."""

    def __init__(self, playground: Playground) -> None:
        self.playground, self.drawer = playground, Drawer(playground)

    def choose_example(self, title: str) -> None:
        self.playground.open_example(title)

    def open(self) -> Drawer:
        self.playground.press("Step through")
        expect(self.drawer.timeline).to_be_visible()
        return self.drawer

    def on(self) -> None:
        self.drawer.button("On").click()

    def go(self, cursor: int) -> None:
        self.drawer.point_at(self.drawer.timeline.locator(".ms-segment").nth(cursor))

    def to(self, sign: str, which: int = 0) -> None:
        self.go(self.drawer.cursor_of(sign, which))

    def end(self) -> None:
        self.drawer.point_at(self.drawer.timeline.locator(".ms-segment").last)

    def zoom(self, zoom: str) -> None:
        self.drawer.rung(zoom).click()

    def all_digits(self) -> None:
        self.drawer.button("All digits").click()

    def use(self, name: str) -> None:
        self.drawer.button(name).click()

    def close(self) -> None:
        self.drawer.button("Close the microscope").click()


Hands = Keyboard | Pointer
BOTH: list[Callable[[Playground], Hands]] = [Keyboard, Pointer]
