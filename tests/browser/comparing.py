"""Pictures compared with tensors: each comparison takes a page at rest, how it was drawn, and what the session has."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from tests.browser import arithmetic
from tests.browser.canvas import Drawing, Seat, colours, draw, shaded
from tests.browser.playground import Playground
from tests.browser.witness import Tensors, witnessing

HALF = 2e-3  # tiles are of half precision
COLOUR = 2.5  # of 255: a palette has 511 colours

Comparison = Callable[[Playground, Drawing, Tensors], None]


def compare(playground: Playground, *comparisons: Comparison) -> None:
    """Draw the network as it stands, ask the session for its tensors, and compare."""
    tensors, drawing = tensors_of(playground), draw(playground)
    for comparison in comparisons:
        comparison(playground, drawing, tensors)


def tensors_of(playground: Playground) -> Tensors:
    """The session's own, at the very step that the page shows."""
    with witnessing(playground.page) as witness:
        assert witness.state["step"] == playground.state("frame.step") == playground.state("step")
        return witness.tensors()


def units_of(playground: Playground) -> list[list[int]]:
    """Which units each column shows, from top to bottom; the inputs first."""
    found: list[list[int]] = playground.page.evaluate(
        "document.querySelector('nn-network').geometry.columns.map(({ slots }) => slots.map(({ unit }) => unit))"
    )
    return found


def lines(playground: Playground, drawing: Drawing, tensors: Tensors) -> None:
    """Every pair of drawn neurons in neighbouring layers has one line, as wide and of the sign as its weight."""
    columns = units_of(playground)
    expected: dict[tuple[Seat, Seat], float] = {
        ((layer - 1, start), (layer, end)): tensors[f"layers/{layer}/weight"][row, column]
        for layer in range(len(columns) - 1)
        for end, row in enumerate(columns[layer + 1])
        for start, column in enumerate(columns[layer])
    }
    drawn = drawing.weights()
    assert drawn.keys() == expected.keys()
    for place, value in expected.items():
        assert drawn[place] == pytest.approx(value, abs=2e-6 * drawing.most), place


def discs(playground: Playground, drawing: Drawing, tensors: Tensors) -> None:
    """Every neuron has a disc, as large and of the sign as its bias."""
    expected = {
        (layer, place): tensors[f"layers/{layer}/bias"][unit]
        for layer, units in enumerate(units_of(playground)[1:])
        for place, unit in enumerate(units)
    }
    drawn = drawing.biases()
    assert drawn.keys() == expected.keys()
    for place, value in expected.items():
        assert drawn[place] == pytest.approx(value, abs=2e-5 * drawing.most), place


def numbers(playground: Playground, drawing: Drawing, tensors: Tensors) -> None:
    """Below every tile stands what its neuron says about the sample."""
    design = playground.design()
    features = arithmetic.features_of_sample(design, playground.state("probe.sample"))
    values = [features, *arithmetic.outputs_of_layers(design, tensors, features)]
    drawn, units = drawing.labels(), units_of(playground)
    assert len(drawn) == sum(map(len, units))
    for (layer, place), written in drawn.items():
        expected = values[layer + 1][units[layer + 1][place], 0]
        assert written == pytest.approx(expected, rel=5.1e-4, abs=1e-9), (layer, place)


def heatmaps(playground: Playground, drawing: Drawing, tensors: Tensors) -> None:
    """Every pixel of every tile has the colour of what its neuron says there."""
    design = playground.design()
    palette = colours(playground, "negative-muted", "neutral", "positive-muted")
    maps = drawing.heatmaps()
    side = next(iter(maps.values())).shape[0]
    features = arithmetic.features_over_plane(design, side)
    said = arithmetic.outputs_of_layers(design, tensors, features)
    units = units_of(playground)
    columns = [(features, (0.0, np.abs(features).max()))]
    for index, (layer, values) in enumerate(zip(design.layers, said, strict=True)):
        shown = values[units[index + 1]]
        columns.append((values, shade_of(layer, shown, last=index == len(said) - 1)))
    assert len(maps) == sum(map(len, units))
    for (layer, place), drawn in maps.items():
        values, (middle, reach) = columns[layer + 1]
        shown = values[units[layer + 1][place]].reshape(side, side)
        expected = shaded(shown, middle, reach, palette)
        assert np.abs(drawn - expected).max() < COLOUR + 255 * HALF, (layer, place)


def shade_of(layer: Any, values: Any, last: bool) -> tuple[float, float]:
    """Which value has a column's middle colour, and how far from it the full colour is."""
    if last and layer.activation == "sigmoid":
        return 0.5, 0.5
    return 0.0, 1.0 if layer.activation in ("tanh", "sigmoid", "softmax") else float(np.abs(values).max())
