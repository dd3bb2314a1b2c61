"""What is drawn is what trained: lines, discs, tiles and numbers are read back from the canvas, as it was told to draw
them, and compared with the tensors of the session, which are asked over another socket."""

import pytest

from app.playground.presets import PRESETS
from app.protocol.link import write_link
from engine import adapt, read_design
from tests.browser.comparing import (
    Comparison,
    compare,
    compare_run,
    discs,
    distributions,
    heatmaps,
    inputs_as_colours,
    lines,
    numbers,
    responses,
)
from tests.browser.playground import OpenPlayground, Playground

LINKS = {preset.name: write_link(preset.design) for preset in PRESETS}


def normalised(data: str) -> str:
    """A link to a network that has batch normalisation, dropout and plain layers."""
    layers = [
        {"kind": "dense", "units": 5, "activation": "tanh"},
        {"kind": "batch_norm"},
        {"kind": "dropout", "rate": 0.3},
        {"kind": "dense", "units": 3, "activation": "relu"},
        {"kind": "batch_norm"},
        {"kind": "dense", "units": 1, "activation": "sigmoid"},
    ]
    return write_link(adapt(read_design({"data": {"kind": data}, "layers": layers, "seed": 2})))


@pytest.mark.parametrize("name", ["first", "three_arm_spiral", "checkerboard"])
def test_every_line_disc_number_and_pixel_is_what_the_session_has(open_playground: OpenPlayground, name: str) -> None:
    playground = open_playground(LINKS[name])
    playground.step_after(30)
    playground.pause()
    compare(playground, lines, discs, numbers, heatmaps)


def test_so_are_the_curves_of_what_has_one_input(open_playground: OpenPlayground) -> None:
    playground = open_playground(LINKS["sine"])
    playground.step_after(10)
    playground.pause()
    compare(playground, lines, discs, numbers, responses)


@pytest.mark.parametrize("name", ["wine", "breast_cancer"])
def test_so_are_the_bars_of_what_is_a_table(open_playground: OpenPlayground, name: str) -> None:
    playground = open_playground(LINKS[name])
    playground.step_after(10)
    playground.pause()
    compare(playground, lines, discs, numbers, distributions, inputs_as_colours)


@pytest.mark.parametrize(("data", "tiles"), [("circle", [heatmaps]), ("iris", [distributions, inputs_as_colours])])
def test_so_are_the_scales_and_shifts_of_batch_normalisation(
    open_playground: OpenPlayground, data: str, tiles: list[Comparison]
) -> None:
    playground = open_playground(normalised(data))
    playground.step_after(20)
    playground.pause()
    compare_run(playground, lines, discs, numbers, *tiles)


def test_it_is_so_at_every_step_that_is_walked_one_by_one(playground: Playground) -> None:
    step = playground.pause()
    for further in range(1, 4):
        playground.press("One step")
        playground.until(f"state.step === {step + further}")
        playground.wait_for_rest()
        compare(playground, lines, discs, numbers, heatmaps)
