"""A weight is edited on the page, and exactly that number changes: in the session, in the picture, in the table."""

import numpy as np
import pytest
from playwright.sync_api import Locator, expect

from tests.browser.canvas import Drawing, draw
from tests.browser.comparing import compare, discs, heatmaps, lines, numbers, tensors_of
from tests.browser.playground import Playground, number
from tests.browser.witness import Tensors

WEIGHT = "layers/1/weight"  # that from neuron 2 of layer 1 to neuron 1 of layer 2
INDEX = (0, 1)


@pytest.fixture
def resting(playground: Playground) -> Playground:
    """A network that has trained a little and stands still."""
    playground.step_after(10)
    playground.pause()
    return playground


def click_line(playground: Playground, layer: int, unit: int, source: int) -> None:
    """Click a weight's line where it is nearest to its own neuron alone, all counted from 0."""
    x, y = playground.page.evaluate(
        """([layer, unit, source]) => {
          const network = document.querySelector("nn-network");
          const group = network.geometry.groups[layer];
          const k = group.units.findIndex((each, at) => each === unit && group.inputs[at] === source);
          const box = network.querySelector(".nn-plane").getBoundingClientRect();
          const [x0, y0] = group.ends.subarray(4 * k, 4 * k + 4);
          return [box.left + x0 + 6, box.top + y0];
        }""",
        [layer, unit, source],
    )
    playground.page.mouse.click(x, y)


def set_value(playground: Playground, text: str) -> None:
    field = playground.inspector.get_by_label("New value")
    field.fill(text)
    playground.inspector.get_by_role("button", name="Set", exact=True).click()


def table_of(playground: Playground) -> list[list[str]]:
    playground.inspector.get_by_role("button", name="Layer as a table").click()
    expect(playground.inspector.locator("caption")).to_contain_text("Layer 2")  # not one that the witness asked for
    cells: Locator = playground.inspector.locator("tbody tr")
    return [row.locator("td").all_inner_texts() for row in cells.all()]


def differing(before: Tensors, after: Tensors) -> list[tuple[str, tuple[int, ...]]]:
    return [
        (name, tuple(map(int, place))) for name, array in before.items() for place in np.argwhere(array != after[name])
    ]


def redrawn(before: Drawing, after: Drawing) -> list[object]:
    """Which lines and discs stand for another number than before."""
    old, new = before.weights() | before.biases(), after.weights() | after.biases()
    return [place for place in old if old[place] != pytest.approx(new[place], abs=1e-5)]


def test_an_edited_weight_changes_alone_in_session_picture_and_table(resting: Playground) -> None:
    tensors, drawing = tensors_of(resting), draw(resting)
    click_line(resting, 1, *INDEX)
    expect(resting.inspector.get_by_role("heading")).to_have_text("Weight from Layer 1, neuron 2 to Layer 2, neuron 1")
    table = table_of(resting)
    assert [[number(cell) for cell in row] for row in table] == [
        [*weights, bias] for weights, bias in zip(tensors[WEIGHT], tensors["layers/1/bias"], strict=True)
    ]

    set_value(resting, "-0.625")
    resting.until("state.evaluation?.step === state.step && state.inspected?.value === -0.625")
    resting.until("state.frame.value('layers/1/weight', 0, 1) === -0.625")
    after = tensors_of(resting)
    assert differing(tensors, after) == [(WEIGHT, INDEX)]
    assert after[WEIGHT][INDEX] == -0.625

    assert redrawn(drawing, draw(resting)) == [((0, 1), (1, 0))]
    compare(resting, lines, discs, numbers, heatmaps)

    edited = table_of(resting)
    changed = [(i, j) for i, row in enumerate(table) for j, cell in enumerate(row) if cell != edited[i][j]]
    assert changed == [INDEX]
    assert number(edited[0][1]) == -0.625


def test_a_bias_is_edited_with_the_keyboard_alone(resting: Playground) -> None:
    page = resting.page
    before = tensors_of(resting)
    resting.neuron(1, 1).focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("b")
    page.keyboard.press("Enter")
    expect(resting.inspector.get_by_role("heading")).to_contain_text("Bias of Layer 2, neuron 1")
    resting.tab_to("New value")
    page.keyboard.press("Control+a")
    page.keyboard.type("0,75")
    page.keyboard.press("Enter")
    resting.until("state.inspected?.value === 0.75")
    after = tensors_of(resting)
    assert differing(before, after) == [("layers/1/bias", (0,))]
    assert after["layers/1/bias"][0] == 0.75


def test_what_is_no_number_is_said_to_be_none_and_changes_nothing(resting: Playground) -> None:
    before = tensors_of(resting)
    click_line(resting, 1, *INDEX)
    set_value(resting, "much")
    expect(resting.inspector.get_by_role("alert")).to_contain_text("much")
    assert differing(before, tensors_of(resting)) == []


def test_every_figure_that_hangs_on_a_weight_follows_it(resting: Playground) -> None:
    """Accuracy, loss, confusion matrix and surface are of the edited network, none is of the former."""
    accuracy = resting.figure("accuracy")
    resting.command(type="set_parameter", name="layers/2/bias", index=[0], value=50.0)
    resting.until("state.frame.value('layers/2/bias', 0) === 50 && state.evaluation?.step === state.step")
    assert resting.figure("accuracy") != accuracy
    assert resting.state("evaluation.confusion") == [[0, 40], [0, 40]]  # all are said to be of class 1
    assert number(resting.figure("accuracy")) == 50
    assert resting.state("test") is None
    compare(resting, lines, discs, numbers, heatmaps)


def test_weights_can_be_edited_while_it_trains(playground: Playground) -> None:
    playground.choose_pace("5 steps/s")
    playground.until("state.pace === 5")
    playground.command(type="set_parameter", name="layers/0/weight", index=[0, 0], value=3.0)
    playground.until("Math.abs(state.frame.value('layers/0/weight', 0, 0) - 3) < 0.2")
    assert playground.state("playing")
