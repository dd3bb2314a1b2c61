"""What was drawn: the strokes, discs, texts and images of one picture as the browser was told to draw them, read back
into numbers by what a person sees: the place on the page, the width on the shown scale, the colour."""

import base64
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
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
    """Where a neuron is on the page, by the outline drawn around its picture."""

    seat: Seat
    left: float
    top: float
    size: float


@dataclass(frozen=True)
class Bars:
    """A distribution as it was drawn: how tall each bar is, of at most 1, its colour, and where zero is marked."""

    heights: NDArray[np.float64]
    colours: list[str]
    zero: float | None


@dataclass(frozen=True)
class Drawing:
    """One picture of a network at rest."""

    tiles: list[Tile]
    lines: list[dict[str, Any]]
    curves: list[dict[str, Any]]
    discs: list[dict[str, Any]]
    rects: list[dict[str, Any]]
    texts: list[dict[str, Any]]
    images: list[dict[str, Any]]
    most: float  # the weight that has the full width, as the legend says
    widest: float
    hues: dict[str, float]  # the sign that a colour stands for
    plain: str  # the colour that stands for no number

    def weights(self) -> dict[tuple[Seat, Seat], float]:
        """The weight that each line stands for, by the tiles it begins and ends at."""
        found: dict[tuple[Seat, Seat], float] = {}
        for line in self.lines:
            if line["colour"] not in self.hues:
                continue  # a light behind what is selected
            assert line["dashed"] == (self.hues[line["colour"]] < 0), "the hue says one sign, the dashes another"
            key = self._between(line)
            assert key not in found, f"two lines between {key}"
            found[key] = self._size(line["width"]) * self.hues[line["colour"]]
        return found

    def links(self) -> list[tuple[Seat, Seat]]:
        """The lines that stand for no number, by the tiles they begin and end at."""
        return [self._between(line) for line in self.lines if line["colour"] == self.plain]

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

    def responses(self) -> dict[Seat, NDArray[np.float64]]:
        """Each tile that is a curve: how high it runs above the middle, 1 at the full height."""
        found = {}
        for curve in self.curves:
            points = np.array(curve["points"])
            tile = self._around(points[0, 0], points[:, 1].mean())
            assert points[:, 0] == pytest.approx(np.linspace(tile.left, tile.left + tile.size, len(points)), abs=0.01)
            found[tile.seat] = (tile.top + tile.size / 2 - points[:, 1]) / (tile.size / 2.2)
        return found

    def bars(self) -> dict[Seat, Bars]:
        """Each tile that is a distribution. The area a bar takes grows with the root of what it counts."""
        found = {}
        for tile in self.tiles:
            inside = [
                rect for rect in self.rects if tile is self._around(rect["x"], rect["y"]) and rect["width"] < tile.size
            ]
            marks = [rect for rect in inside if rect["width"] == 1 and rect["y"] == tile.top + 2]
            bars = [rect for rect in inside if rect not in marks]
            if not bars:
                continue
            side = tile.size - 6  # a margin of three pixels all around
            for place, bar in enumerate(bars):
                assert bar["x"] == pytest.approx(tile.left + 3 + side * place / len(bars), abs=0.01)
                assert bar["y"] + bar["height"] == pytest.approx(tile.top + tile.size - 1, abs=0.01)
            heights = np.array([bar["height"] / side for bar in bars])
            zero = (marks[0]["x"] - tile.left - 3) / side if marks else None
            found[tile.seat] = Bars(heights, [bar["colour"] for bar in bars], zero)
        return found

    def swatches(self) -> dict[Seat, str]:
        """The colour of each tile that is of one colour."""
        whole = ((self._around(rect["x"], rect["y"]), rect) for rect in self.rects)
        return {tile.seat: rect["colour"] for tile, rect in whole if rect["width"] == rect["height"] == tile.size}

    def _size(self, width: float) -> float:
        return (width - THINNEST) / (self.widest - THINNEST) * self.most

    def _between(self, line: dict[str, Any]) -> tuple[Seat, Seat]:
        return self._at(line["start"], right=True), self._at(line["end"], right=False)

    def _at(self, point: list[float], right: bool) -> Seat:
        x, y = point
        for tile in self.tiles:
            edge = tile.left + (tile.size if right else 0)
            if abs(edge - x) < (SLACK if right else GAP) and tile.top - SLACK <= y <= tile.top + tile.size + SLACK:
                return tile.seat
        raise AssertionError(f"a line begins or ends at ({x}, {y}), where no tile is")

    def _around(self, x: float, y: float) -> Tile:
        """The tile that a point lies in."""
        for tile in self.tiles:
            if self._holds(tile, x, y):
                return tile
        raise AssertionError(f"something is drawn at ({x}, {y}), where no tile is")

    @staticmethod
    def _holds(tile: Tile, x: float, y: float) -> bool:
        return tile.left - 0.5 <= x <= tile.left + tile.size and tile.top - 0.5 <= y <= tile.top + tile.size


def draw(playground: Playground) -> Drawing:
    """Have the network drawn once more as it is, and keep how."""
    found = recorded(playground, ".nn-edges")
    shown = playground.network.locator(".nn-legend").inner_text()
    most = number(shown.split("+")[1].split()[0])
    names = ("positive", "negative", "line-strong")
    positive, negative, plain = (written(colour) for colour in colours(playground, *names))
    hues = {positive: 1.0, negative: -1.0}
    parts = {part: found[part] for part in ("lines", "curves", "discs", "rects", "texts", "images")}
    widest = playground.page.evaluate("document.querySelector('nn-network').geometry.widest")
    return Drawing(tiles=tiles_of(found["outlines"]), most=most, widest=widest, hues=hues, plain=plain, **parts)


def recorded(playground: Playground, canvas: str) -> dict[str, list[dict[str, Any]]]:
    """Have what is on a canvas drawn once more, and keep how. The page must have been opened with `SCRIPT`."""
    found: dict[str, list[dict[str, Any]]] = playground.page.evaluate(
        """async (canvas) => {
          const record = globalThis.chalkRecord;
          const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
          record.empty();
          record.on = canvas;
          document.documentElement.classList.toggle("drawn-anew");
          do await frame(); while (Object.values(record.kept).every((kind) => kind.length === 0));
          await frame();
          record.on = null;
          return record.kept;
        }""",
        canvas,
    )
    return found


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


def read(colour: str) -> Colours:
    """A colour that a canvas has written."""
    return np.array([int(colour[place : place + 2], 16) for place in (1, 3, 5)], float)


def shaded(values: NDArray[Any], middle: float, reach: float, palette: list[Colours]) -> Colours:
    """The colours (…, 3) of numbers on a palette of negative, neutral and positive."""
    negative, neutral, positive = palette
    share = np.clip((values - middle) / reach, -1, 1)[..., None]
    return neutral + np.abs(share) * (np.where(share < 0, negative, positive) - neutral)


def tiles_of(outlines: list[dict[str, float]]) -> list[Tile]:
    """Columns from left to right, in each the tiles from top to bottom."""
    tiles: list[Tile] = []
    layer, before, place = -2, -np.inf, 0
    for outline in sorted(outlines, key=lambda each: (round(each["left"] + each["size"] / 2, -1), each["top"])):
        middle = outline["left"] + outline["size"] / 2
        layer, place = (layer + 1, 0) if middle > before + SLACK else (layer, place + 1)
        before = middle
        tiles.append(Tile((layer, place), **outline))
    return tiles
