"""Pictures compared with tensors: each comparison takes a page at rest, how it was drawn, and what the session has."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from tests.browser import arithmetic
from tests.browser.canvas import Drawing, Seat, colours, draw, read, shaded, written
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


def compare_run(playground: Playground, *comparisons: Comparison) -> None:
    """The same, with the moments of batch normalisation, which the session does not tell: they are those of the same
    run trained once more, and its parameters are those of the session, bit for bit."""
    tensors, drawing = tensors_of(playground), draw(playground)
    again = arithmetic.trained(playground.design(), playground.state("step"))
    for name, values in tensors.items():
        assert np.array_equal(again[name], values), name
    for comparison in comparisons:
        comparison(playground, drawing, again)


def units_of(playground: Playground) -> list[list[int]]:
    """Which units each column shows, from top to bottom; the inputs first."""
    found: list[list[int]] = playground.page.evaluate(
        "document.querySelector('nn-network').geometry.columns.map(({ slots }) => slots.map(({ unit }) => unit))"
    )
    return found


def lines(playground: Playground, drawing: Drawing, tensors: Tensors) -> None:
    """Every pair of drawn neurons in neighbouring layers has one line, as wide and of the sign as its weight; a unit of
    batch normalisation has one, for its scale. Where a line has no number, there is a plain one."""
    columns = units_of(playground)
    numbered: dict[tuple[Seat, Seat], float] = {}
    plain: list[tuple[Seat, Seat]] = []
    for index, layer in enumerate(playground.design().layers):
        for end, row in enumerate(columns[index + 1]):
            if layer.kind == "batch_norm":
                numbered[(index - 1, end), (index, end)] = tensors[f"layers/{index}/scale"][row]
            elif layer.kind != "dense":
                plain.append(((index - 1, end), (index, end)))
            elif index == 0 and shows_images(playground):
                plain.append(((-1, 0), (0, end)))
            else:
                for start, column in enumerate(columns[index]):
                    numbered[(index - 1, start), (index, end)] = tensors[f"layers/{index}/weight"][row, column]
    drawn = drawing.weights()
    assert drawn.keys() == numbered.keys()
    assert sorted(drawing.links()) == sorted(plain)
    for place, value in numbered.items():
        assert drawn[place] == pytest.approx(value, abs=2e-6 * drawing.most), place


def shows_images(playground: Playground) -> bool:
    """Whether the inputs are drawn as one picture."""
    return bool(playground.state("data.shape") == "image")


def discs(playground: Playground, drawing: Drawing, tensors: Tensors) -> None:
    """Every neuron has a disc, as large and of the sign as its bias; a unit of batch normalisation, as its shift."""
    role = {"dense": "bias", "batch_norm": "shift"}
    expected = {
        (index, place): tensors[f"layers/{index}/{role[layer.kind]}"][unit]
        for index, layer in enumerate(playground.design().layers)
        if layer.kind in role
        for place, unit in enumerate(units_of(playground)[index + 1])
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
    assert len(drawn) == sum(map(len, units)) - shows_images(playground)
    for (layer, place), figure in drawn.items():
        expected = values[layer + 1][units[layer + 1][place], 0]
        assert figure == pytest.approx(expected, rel=5.1e-4, abs=1e-9), (layer, place)


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


def responses(playground: Playground, drawing: Drawing, tensors: Tensors) -> None:
    """Every tile over one input is the curve of what its neuron says from the smallest to the largest."""
    design, units, drawn = playground.design(), units_of(playground), drawing.responses()
    features = arithmetic.features_over_line(design, 64)
    said = [features, *arithmetic.outputs_of_layers(design, tensors, features)]
    assert len(drawn) == sum(map(len, units))
    for (layer, place), heights in drawn.items():
        reach = float(np.abs(features).max())
        if layer >= 0:
            _, reach = shade_of(design.layers[layer], said[layer + 1], last=False)
        expected = np.clip(said[layer + 1][units[layer + 1][place]] / reach, -1.05, 1.05)
        assert heights == pytest.approx(expected, abs=1e-4), (layer, place)


def distributions(playground: Playground, drawing: Drawing, tensors: Tensors) -> None:
    """Every bar of every tile counts the samples at which its neuron says so much: how many, in which hue, and where
    zero is. What reads pixels is drawn as its weights instead."""
    design, units, drawn = playground.design(), units_of(playground), drawing.bars()
    said = arithmetic.outputs_of_layers(design, tensors, arithmetic.judged_features(design))
    first = 1 if shows_images(playground) else 0
    assert len(drawn) == sum(map(len, units[first + 1 :]))
    hues = [written(colour) for colour in colours(playground, "negative-muted", "positive-muted")]
    for (layer, place), tile in drawn.items():
        shown = said[layer][units[layer + 1]]
        low, high, samples = shown.min(), shown.max(), shown.shape[1]
        count = len(tile.heights)
        assert count == 24
        shares = tile.heights**2 / (tile.heights**2).sum() * samples
        assert shares == pytest.approx(np.round(shares), abs=0.01), "a part of a sample"
        # in single precision a sample that is nearly between two bins may fall into either
        where = (shown[place] - low) / (high - low) * count
        before, after = (np.clip(where + shift, 0, count - 1).astype(int) for shift in (-1e-3, 1e-3))
        sure = np.bincount(before[before == after], minlength=count)
        either = np.bincount(before, minlength=count) + np.bincount(after[before != after], minlength=count)
        assert ((sure <= np.round(shares)) & (np.round(shares) <= either)).all(), (layer, place)
        centres = low + (high - low) * (np.arange(count) + 0.5) / count
        assert tile.colours == [hues[int(centre >= 0)] for centre in centres]
        zero = -low / (high - low) if low < 0 < high else None
        assert tile.zero == (None if zero is None else pytest.approx(zero, abs=1e-5))


def inputs_as_colours(playground: Playground, drawing: Drawing, tensors: Tensors) -> None:
    """Each input of a table has the colour of its value in the sample that is followed."""
    features = arithmetic.features_of_sample(playground.design(), playground.state("probe.sample"))[:, 0]
    palette = colours(playground, "negative-muted", "neutral", "positive-muted")
    drawn = {place: colour for (layer, place), colour in drawing.swatches().items() if layer == -1}
    units = units_of(playground)[0]
    assert len(drawn) == len(units)
    reach = max(1.0, float(np.abs(features).max()))
    for place, colour in drawn.items():
        expected = shaded(features[units[place]], 0.0, reach, palette)
        assert np.abs(read(colour) - expected).max() < COLOUR, place


def weights_as_images(playground: Playground, drawing: Drawing, tensors: Tensors) -> None:
    """A neuron that sees pixels is drawn as its weights, right way up."""
    palette = colours(playground, "negative-muted", "neutral", "positive-muted")
    weights = np.float32(tensors["layers/0/weight"])
    reach = 0.75 * float(np.abs(weights).max())
    maps = drawing.heatmaps()
    for place, unit in enumerate(units_of(playground)[1]):
        expected = shaded(weights[unit].reshape(8, 8), 0.0, reach, palette)
        assert np.abs(maps[0, place] - expected).max() < COLOUR, unit


def shade_of(layer: Any, values: Any, last: bool) -> tuple[float, float]:
    """Which value has a column's middle colour, and how far from it the full colour is."""
    activation = getattr(layer, "activation", None)
    if last and activation == "sigmoid":
        return 0.5, 0.5
    return 0.0, 1.0 if activation in ("tanh", "sigmoid", "softmax") else float(np.abs(values).max())
