"""What is drawn is what trained: lines, discs, tiles and numbers are read back from the canvas, as it was told to draw them,
and compared with the tensors of the session, which are asked over another socket."""

from typing import Any

import numpy as np
import pytest

from app.playground.presets import PRESETS
from app.protocol.link import write_link
from tests.browser import arithmetic
from tests.browser.canvas import Drawing, Seat, colours, draw, shaded
from tests.browser.playground import OpenPlayground, Playground
from tests.browser.witness import Tensors, witnessing

LINKS = {preset.name: write_link(preset.design) for preset in PRESETS}
HALF = 2e-3  # tiles are of half precision
COLOUR = 2.5  # of 255: a palette has 511 colours


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


def compare_lines(playground: Playground, drawing: Drawing, tensors: Tensors) -> None:
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


def compare_discs(playground: Playground, drawing: Drawing, tensors: Tensors) -> None:
    """Every neuron has a disc, as large and of the sign as its bias."""
    (ground,) = colours(playground, "stage")
    expected = {
        (layer, place): tensors[f"layers/{layer}/bias"][unit]
        for layer, units in enumerate(units_of(playground)[1:])
        for place, unit in enumerate(units)
    }
    drawn = drawing.biases(hollow="#{:02x}{:02x}{:02x}".format(*ground.astype(int)))
    assert drawn.keys() == expected.keys()
    for place, value in expected.items():
        assert drawn[place] == pytest.approx(value, abs=2e-5 * drawing.most), place


def compare_numbers(playground: Playground, drawing: Drawing, tensors: Tensors) -> None:
    """Below every tile stands what its neuron says about the sample."""
    design = playground.design()
    features = arithmetic.features_of_sample(design, playground.state("probe.sample"))
    values = [features, *arithmetic.outputs_of_layers(design, tensors, features)]
    drawn, units = drawing.labels(), units_of(playground)
    assert len(drawn) == sum(map(len, units))
    for (layer, place), written in drawn.items():
        expected = values[layer + 1][units[layer + 1][place], 0]
        assert written == pytest.approx(expected, rel=5.1e-4, abs=1e-9), (layer, place)


def compare_tiles(playground: Playground, drawing: Drawing, tensors: Tensors) -> None:
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


@pytest.mark.parametrize("name", ["first", "three_arm_spiral", "checkerboard"])
def test_every_line_disc_number_and_pixel_is_what_the_session_has(open_playground: OpenPlayground, name: str) -> None:
    playground = open_playground(LINKS[name])
    playground.step_after(30)
    playground.pause()
    tensors, drawing = tensors_of(playground), draw(playground)
    for compare in (compare_lines, compare_discs, compare_numbers, compare_tiles):
        compare(playground, drawing, tensors)


@pytest.mark.parametrize("name", ["sine", "wine"])
def test_so_is_every_line_disc_and_number_where_data_is_no_plane(open_playground: OpenPlayground, name: str) -> None:
    playground = open_playground(LINKS[name])
    playground.step_after(10)
    playground.pause()
    tensors, drawing = tensors_of(playground), draw(playground)
    for compare in (compare_lines, compare_discs, compare_numbers):
        compare(playground, drawing, tensors)


def test_it_is_so_at_every_step_that_is_walked_one_by_one(playground: Playground) -> None:
    step = playground.pause()
    for further in range(1, 4):
        playground.press("One step")
        playground.until(f"state.step === {step + further}")
        playground.wait_for_rest()
        tensors, drawing = tensors_of(playground), draw(playground)
        for compare in (compare_lines, compare_discs, compare_numbers, compare_tiles):
            compare(playground, drawing, tensors)


def test_the_numbers_that_the_page_itself_recorded_are_those_of_the_session(playground: Playground) -> None:
    playground.page.evaluate("document.querySelector('nn-network').recording = true")
    playground.step_after(30)
    step = playground.pause()
    draw(playground)
    tensors = tensors_of(playground)
    kept = playground.page.evaluate("({...document.querySelector('nn-network').drawn})")
    assert kept["step"] == step
    numbers = kept["edges"] + kept["biases"]
    assert len(numbers) == sum(array.size for array in tensors.values())
    for each in numbers:
        assert each["value"] == np.float32(tensors[each["name"]][tuple(each["index"])]), each
    design = playground.design()
    said = arithmetic.outputs_of_layers(design, tensors, arithmetic.features_over_plane(design, 32))
    tiles = [tile for tile in kept["tiles"] if tile["layer"] >= 0]
    assert len(tiles) == sum(map(len, said))
    for tile in tiles:
        expected = said[tile["layer"]][tile["unit"]]
        assert np.array(tile["values"]) == pytest.approx(expected, rel=HALF, abs=1e-4), (tile["layer"], tile["unit"])
