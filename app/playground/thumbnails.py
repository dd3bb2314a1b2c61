"""Pictures of the datasets, drawn from real samples: dots of each tone as one SVG path.

They are generated into thumbnails.json (`python -m app.playground.thumbnails`): no page has to load the real sets.
"""

import json
from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

import numpy as np

from engine.datasets.catalogue import CATALOGUE, DataSpec, load
from engine.datasets.dataset import Dataset

FILE = Path(__file__).with_name("thumbnails.json")
SIDE, MARGIN = 80, 6  # of the picture and of its empty edge, in its own pixels
MOST_DOTS = 44
TONES = ("low", "lowish", "middle", "highish", "high")  # of a number, from the least to the greatest
COLUMNS = {"iris": (2, 3), "wine": (0, 6), "breast_cancer": (0, 7), "diabetes": (2, -1)}  # what is drawn of a table
PIXEL = 4


class Dots(NamedTuple):
    """All dots of one tone: a class's number, or one of TONES."""

    tone: str
    path: str


def draw(spec: DataSpec) -> tuple[Dots, ...]:
    """The thumbnail of a dataset, the largest second coordinate at the top."""
    dataset = load(spec)
    if dataset.shape == "image":
        return (Dots("ink", _four_images(dataset)),)
    x, y = _coordinates(dataset)
    chosen = np.unique(np.linspace(0, dataset.samples - 1, min(MOST_DOTS, dataset.samples)).astype(int))
    paths: defaultdict[str, list[str]] = defaultdict(list)
    for sample in chosen:
        paths[_tone(dataset, int(sample))].append(f"M{x[sample]} {y[sample]}h0")
    return tuple(Dots(tone, "".join(dots)) for tone, dots in sorted(paths.items()))


def _coordinates(dataset: Dataset) -> tuple[np.ndarray, np.ndarray]:
    """Whole pixels from the left and from the top, each (n,)."""
    columns = np.hstack([dataset.inputs, dataset.targets.reshape(dataset.samples, -1)])
    first, second = COLUMNS.get(dataset.name, (0, 1))
    span = SIDE - 2 * MARGIN
    across, up = (
        (column - column.min()) / max(float(np.ptp(column)), 1e-12)
        for column in (columns[:, first], columns[:, second])
    )
    return np.rint(MARGIN + span * across).astype(int), np.rint(MARGIN + span * (1 - up)).astype(int)


def _tone(dataset: Dataset, sample: int) -> str:
    if dataset.task != "regression":
        return str(dataset.targets[sample])
    if dataset.shape != "plane":
        return "high"
    low, high = dataset.targets.min(), dataset.targets.max()
    share = (float(dataset.targets[sample, 0]) - low) / (high - low)
    return TONES[min(int(share * len(TONES)), len(TONES) - 1)]


def _four_images(dataset: Dataset) -> str:
    """The pixels with ink of the first four images of different classes, two by two."""
    assert dataset.image_size is not None
    height, width = dataset.image_size
    left, path = (SIDE - (2 * width + 1) * PIXEL) // 2, []
    for place, label in enumerate((0, 2, 3, 8)):
        image = dataset.inputs[np.flatnonzero(dataset.targets == label)[0]].reshape(height, width)
        for row, column in np.argwhere(image > 0.45):
            x = left + PIXEL * (int(column) + (place % 2) * (width + 1))
            y = left + PIXEL * (int(row) + (place // 2) * (height + 1)) + PIXEL // 2
            path.append(f"M{x} {y}h{PIXEL}")
    return "".join(path)


def read() -> dict[str, tuple[Dots, ...]]:
    """The generated thumbnails, by the catalogue's names."""
    return {name: tuple(Dots(*dots) for dots in drawn) for name, drawn in json.loads(FILE.read_text()).items()}


def generated() -> dict[str, tuple[Dots, ...]]:
    """The thumbnails as they are drawn now."""
    return {entry.name: draw(entry.thumbnail) for entry in CATALOGUE}


if __name__ == "__main__":
    FILE.write_text(json.dumps(generated(), indent=1) + "\n")
