"""What was drawn: the strokes, discs, texts and images of one picture as the browser was told to draw them, read back
into numbers by what a person sees: the place on the page, the width on the shown scale, the colour."""

import base64
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tests.browser.playground import Playground, number

SCRIPT = Path(__file__).with_name("canvas.js")
THINNEST = 0.6  # a line's width for a weight of 0
SLACK = 3.0  # pixels between a line's beginning and the edge of the tile it belongs to
GAP = 12.0  # pixels between the last dash of a line and that edge, at most

Colours = NDArray[np.float64]  # (…, 3): red, green and blue
Seat = tuple[int, int]  # layer from 0, -1 the inputs; place from the top


@dataclass(frozen=True)
class Tile:
    """Where a neuron is on the page, by the button that lies over it."""

    seat: Seat
    name: str
    left: float
    top: float
    size: float


@dataclass(frozen=True)
class Drawing:
    """One picture of a network at rest."""

    tiles: list[Tile]
    lines: list[dict[str, Any]]
    discs: list[dict[str, Any]]
    texts: list[dict[str, Any]]
    images: list[dict[str, Any]]
    most: float  # the weight that has the full width, as the legend says
    widest: float
    hues: dict[str, float]  # the sign that a colour stands for

    def weights(self) -> dict[tuple[Seat, Seat], float]:
        """The weight that each line stands for, by the tiles it begins and ends at."""
        found: dict[tuple[Seat, Seat], float] = {}
        for line in self.lines:
            if line["colour"] not in self.hues:
                continue  # a light behind what is selected
            assert line["dashed"] == (self.hues[line["colour"]] < 0), "the hue says one sign, the dashes another"
            key = (self._at(line["start"], right=True), self._at(line["end"], right=False))
            assert key not in found, f"two lines between {key}"
            found[key] = self._size(line["width"]) * self.hues[line["colour"]]
        return found

    def biases(self) -> dict[Seat, float]:
        """The bias that each disc at a tile's lower left corner stands for; a ring is a negative one."""
        found = {}
        for disc in self.discs:
            tile = min(self.tiles, key=lambda t: abs(t.left - disc["x"]) + abs(t.top + t.size - disc["y"]))
            assert abs(tile.left - disc["x"]) + abs(tile.top + tile.size - disc["y"]) < SLACK
            found[tile.seat] = self._size((disc["radius"] - 2.2) / 0.7) * self.hues.get(disc["colour"], -1.0)
        return found

    def labels(self) -> dict[Seat, float]:
        """The number written below each tile."""
        found = {}
        for text in self.texts:
            for tile in self.tiles:
                below = 0 < text["y"] - (tile.top + tile.size) < 12
                if below and abs(tile.left + tile.size / 2 - text["x"]) < SLACK:
                    found[tile.seat] = number(text["text"])
        return found

    def heatmaps(self) -> dict[Seat, NDArray[np.uint8]]:
        """The colours (lines, columns, 3) of each tile that is an image."""
        found = {}
        for image in self.images:
            tile = min(self.tiles, key=lambda t: abs(t.left - image["x"]) + abs(t.top - image["y"]))
            assert abs(tile.left - image["x"]) < SLACK and abs(tile.size - image["size"]) < SLACK
            pixels = np.frombuffer(base64.b64decode(image["pixels"]), np.uint8)
            found[tile.seat] = pixels.reshape(image["down"], image["across"], 4)[:, :, :3]
        return found

    def _size(self, width: float) -> float:
        return (width - THINNEST) / (self.widest - THINNEST) * self.most

    def _at(self, point: list[float], right: bool) -> Seat:
        x, y = point
        for tile in self.tiles:
            edge = tile.left + (tile.size if right else 0)
            if abs(edge - x) < (SLACK if right else GAP) and tile.top - SLACK <= y <= tile.top + tile.size + SLACK:
                return tile.seat
        raise AssertionError(f"a line begins or ends at ({x}, {y}), where no tile is")


def draw(playground: Playground) -> Drawing:
    """Have the network drawn once more as it is, and keep how. The page must have been opened with `SCRIPT`."""
    found = playground.page.evaluate(
        """async () => {
          const network = document.querySelector("nn-network");
          const record = globalThis.chalkRecord;
          const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
          const before = network.repaints;
          Object.assign(record, { on: true, lines: [], discs: [], texts: [], images: [] });
          document.documentElement.classList.toggle("drawn-anew");
          while (network.repaints === before) await frame();
          record.on = false;
          const plane = network.querySelector(".nn-plane").getBoundingClientRect();
          const buttons = [...network.querySelectorAll(".nn-neuron")].map((button) => {
            const box = button.getBoundingClientRect();
            const [left, top] = [box.left - plane.left, box.top - plane.top];
            return { name: button.getAttribute("aria-label"), left, top, size: box.width };
          });
          return { ...record, buttons, widest: network.geometry.widest };
        }"""
    )
    shown = playground.network.locator(".nn-legend").inner_text()
    most = number(shown.split("+")[1].split()[0])
    positive, negative = (written(colour) for colour in colours(playground, "positive", "negative"))
    hues = {positive: 1.0, negative: -1.0}
    parts = {part: found[part] for part in ("lines", "discs", "texts", "images")}
    return Drawing(tiles=_seated(found["buttons"]), most=most, widest=found["widest"], hues=hues, **parts)


def colours(playground: Playground, *names: str) -> list[Colours]:
    """What tokens of the theme are as red, green and blue."""
    read = """names => names.map((name) => {
      const probe = document.querySelector("nn-network").appendChild(document.createElement("i"));
      probe.style.color = `var(--${name})`;
      const { color } = getComputedStyle(probe);
      probe.remove();
      return color.match(/[0-9.]+/g).slice(0, 3).map(Number);
    })"""
    return [np.array(colour) for colour in playground.page.evaluate(read, list(names))]


def written(colour: Colours) -> str:
    """A colour as a canvas writes it."""
    return "#{:02x}{:02x}{:02x}".format(*colour.astype(int))


def shaded(values: NDArray[Any], middle: float, reach: float, palette: list[Colours]) -> Colours:
    """The colours (…, 3) of numbers on a palette of negative, neutral and positive."""
    negative, neutral, positive = palette
    share = np.clip((values - middle) / reach, -1, 1)[..., None]
    return neutral + np.abs(share) * (np.where(share < 0, negative, positive) - neutral)


def _seated(buttons: list[dict[str, Any]]) -> list[Tile]:
    """Columns from left to right, in each the tiles from top to bottom."""
    tiles: list[Tile] = []
    layer, before, place = -2, -np.inf, 0
    for button in sorted(buttons, key=lambda each: (round(each["left"] + each["size"] / 2, -1), each["top"])):
        middle = button["left"] + button["size"] / 2
        layer, place = (layer + 1, 0) if middle > before + SLACK else (layer, place + 1)
        before = middle
        tiles.append(Tile((layer, place), button["name"], button["left"], button["top"], button["size"]))
    return tiles
