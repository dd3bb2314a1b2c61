"""The front page, complete before any script runs: examples, thumbnails, the first Design's forms and network."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any, NamedTuple

from app.assets import asset_folder
from app.modules import modules_of
from app.playground import thumbnails
from app.playground.presets import FIRST, PRESETS
from app.playground.spec_forms import LAYERS, form_named
from app.playground.thumbnails import Dots
from app.templating import render
from app.texts import page_texts, text
from engine.datasets.catalogue import CATALOGUE, samples_and_features
from engine.design import Design

SCRIPTS = ("js/pages/playground.js", "js/editor/index.js")
THEME_COOKIE = "chalknet_theme"


class Theme(NamedTuple):
    """How a visitor wants pages to look; no scheme means as the system has it."""

    scheme: str = ""
    projector: bool = False


def theme_of(cookies: Mapping[str, str]) -> Theme:
    """The theme in a visitor's cookie, such as "dark+projector". Whatever else stands there means nothing."""
    words = cookies.get(THEME_COOKIE, "").split("+")
    return Theme(next((word for word in words if word in ("light", "dark")), ""), "projector" in words)


@dataclass(frozen=True)
class Dataset:
    """A dataset as the panel offers it: `json` is the Spec that choosing it means."""

    name: str
    json: str
    picture: tuple[Dots, ...]


@dataclass(frozen=True)
class LayerKind:
    """A kind of layer as the editor offers it: `json` is the layer that is added."""

    name: str
    json: str


class Skeleton(NamedTuple):
    """A network as a drawing: upper left corners of its tiles, and its edges as SVG paths."""

    width: int
    height: int
    tiles: tuple[tuple[int, int], ...]
    edges: tuple[str, ...]
    label: str


TILE, APART, COLUMN = 48, 84, 200
MOST_TILES = 8


def skeleton_of(design: Design) -> Skeleton:
    """A drawing of a design's layers, input first; of a wide layer only some tiles."""
    sizes = [samples_and_features(design.data).features]
    for layer in design.layers:
        sizes.append(layer.units_out(sizes[-1]))
    shown = [min(size, MOST_TILES) for size in sizes]
    height = APART * max(*shown, 6)
    tops = [(height - APART * count + APART - TILE) // 2 for count in shown]
    columns = [
        [(40 + i * COLUMN, top + APART * unit) for unit in range(count)]
        for i, (count, top) in enumerate(zip(shown, tops, strict=True))
    ]
    edges = tuple(
        f"M{x + TILE} {y + TILE // 2}C{x + TILE + 70} {y + TILE // 2} {u - 70} {v + TILE // 2} {u} {v + TILE // 2}"
        for before, after in pairwise(columns)
        for x, y in before
        for u, v in after
    )
    tiles = tuple(tile for column in columns for tile in column)
    label = text("page.skeleton", layers=" – ".join(map(str, sizes)))
    return Skeleton(80 + COLUMN * (len(sizes) - 1) + TILE, height, tiles, edges, label)


def _datasets() -> Iterator[Dataset]:
    drawn = thumbnails.read()
    for entry in CATALOGUE:
        yield Dataset(entry.name, entry.spec.model_dump_json(), drawn[entry.name])


@cache
def _content() -> dict[str, Any]:
    """All that is the same for every visitor."""
    design = FIRST.design
    value = design.model_dump(mode="json")
    run = {name: value[name] for name in ("batch_size", "seed", "dtype")}
    names = ("data", "optimizer", "loss", "schedule", "regularizer", "clipping")
    forms = {name: form_named(name, value[name]) for name in names} | {"run": form_named("run", run)}
    return {
        "presets": PRESETS,
        "datasets": tuple(_datasets()),
        "dataset": design.data.kind,
        "forms": forms,
        "split": {part: round(100 * share) for part, share in value["split"].items()},
        "layer_kinds": tuple(LayerKind(kind, json.dumps({"kind": kind})) for kind in LAYERS),
        "skeleton": skeleton_of(design),
        "texts": page_texts(),
        "modules": modules_of(asset_folder("static"), SCRIPTS),
    }


def front_page(theme: Theme, template: str = "playground/page.html", **more: Any) -> str:
    """The HTML of the playground, or of a page that is one with more around it."""
    return render(template, theme=theme, **{**_content(), **more})
