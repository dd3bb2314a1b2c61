"""What is drawn is what trained: lines, discs, tiles and numbers are read back from the canvas, as it was told to draw
them, and compared with the tensors of the session, which are asked over another socket."""

import numpy as np
import pytest

from app.playground.presets import PRESETS
from app.protocol.link import write_link
from tests.browser import arithmetic
from tests.browser.canvas import draw
from tests.browser.comparing import HALF, compare, discs, heatmaps, lines, numbers, tensors_of
from tests.browser.playground import OpenPlayground, Playground

LINKS = {preset.name: write_link(preset.design) for preset in PRESETS}


@pytest.mark.parametrize("name", ["first", "three_arm_spiral", "checkerboard"])
def test_every_line_disc_number_and_pixel_is_what_the_session_has(open_playground: OpenPlayground, name: str) -> None:
    playground = open_playground(LINKS[name])
    playground.step_after(30)
    playground.pause()
    compare(playground, lines, discs, numbers, heatmaps)


@pytest.mark.parametrize("name", ["sine", "wine"])
def test_so_is_every_line_disc_and_number_where_data_is_no_plane(open_playground: OpenPlayground, name: str) -> None:
    playground = open_playground(LINKS[name])
    playground.step_after(10)
    playground.pause()
    compare(playground, lines, discs, numbers)


def test_it_is_so_at_every_step_that_is_walked_one_by_one(playground: Playground) -> None:
    step = playground.pause()
    for further in range(1, 4):
        playground.press("One step")
        playground.until(f"state.step === {step + further}")
        playground.wait_for_rest()
        compare(playground, lines, discs, numbers, heatmaps)


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
