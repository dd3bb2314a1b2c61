"""Layers are rebuilt with one's hands while the network trains, by pointer and by keyboard, and it goes on learning."""

import numpy as np
from playwright.sync_api import expect

from tests.browser.canvas import draw
from tests.browser.comparing import compare, discs, heatmaps, lines, numbers, tensors_of
from tests.browser.playground import Playground


def kinds(playground: Playground) -> list[str]:
    return [layer["kind"] for layer in playground.state("design.layers")]


def wait_for_layers(playground: Playground, count: int) -> None:
    playground.until(f"state.design.layers.length === {count} && state.frame !== null")


def goes_on(playground: Playground) -> None:
    """It trains, and did not begin anew."""
    assert playground.state("playing")
    playground.step_after(playground.state("step") + 3)


def test_layers_are_changed_with_the_pointer_and_training_goes_on(playground: Playground) -> None:
    network, editor = playground.network, playground.editor
    playground.step_after(10)

    network.get_by_role("button", name="One unit more in layer 1").click()
    playground.until("state.design.layers[0].units === 5")
    network.get_by_role("button", name="One unit fewer in layer 2").click()
    playground.until("state.design.layers[1].units === 1")

    network.get_by_role("button", name="Add a layer in place 2").click()
    editor.get_by_role("button", name="Dense").click()
    wait_for_layers(playground, 4)
    editor.get_by_role("radio", name="ReLU", exact=True).check()
    playground.until("state.design.layers[1].activation === 'relu'")
    editor.get_by_label("Units").fill("3")
    editor.get_by_label("Units").press("Enter")
    playground.until("state.design.layers[1].units === 3")

    editor.get_by_role("button", name="Duplicate").click()
    wait_for_layers(playground, 5)
    assert [layer["units"] for layer in playground.state("design.layers")] == [5, 3, 3, 1, 1]
    editor.get_by_role("button", name="Move towards the input").click()
    editor.get_by_role("button", name="Move towards the input").click()
    playground.until("state.design.layers[0].units === 3 && state.design.layers[1].units === 5")
    editor.get_by_role("button", name="Remove").click()
    wait_for_layers(playground, 4)
    expect(editor).to_be_hidden()

    goes_on(playground)
    playground.pause()
    compare(playground, lines, discs, numbers, heatmaps)


def test_dropout_and_batch_normalisation_go_between_layers_while_it_trains(playground: Playground) -> None:
    network, editor = playground.network, playground.editor
    playground.step_after(10)
    network.get_by_role("button", name="Add a layer in place 2").click()
    editor.get_by_role("button", name="Dropout").click()
    wait_for_layers(playground, 4)
    editor.get_by_label("Rate").fill("0.3")
    editor.get_by_label("Rate").press("Enter")
    playground.until("state.design.layers[1].rate === 0.3")
    editor.get_by_role("button", name="Close").click()
    network.get_by_role("button", name="Add a layer in place 4").click()
    editor.get_by_role("button", name="Batch normalisation").click()
    wait_for_layers(playground, 5)
    playground.page.keyboard.press("Escape")
    expect(editor).to_be_hidden()
    assert kinds(playground) == ["dense", "dropout", "dense", "batch_norm", "dense"]
    goes_on(playground)
    playground.pause()
    compare(playground, lines, discs)


def test_layers_are_changed_with_the_keyboard_alone(playground: Playground) -> None:
    page, editor = playground.page, playground.editor
    playground.step_after(10)

    playground.tab_to("One unit more in layer 1")
    page.keyboard.press("Enter")
    playground.until("state.design.layers[0].units === 5")
    page.keyboard.press("Enter")  # the focus is still there, though the heads were made anew
    playground.until("state.design.layers[0].units === 6")

    playground.tab_to("Add a layer in place 2")
    page.keyboard.press("Enter")
    expect(editor).to_be_visible()
    playground.tab_to("Dense", within="[role=dialog]")
    page.keyboard.press("Enter")
    wait_for_layers(playground, 4)
    playground.tab_to("Tanh", within="[role=dialog]")
    page.keyboard.press("ArrowRight")
    playground.until("state.design.layers[1].activation !== 'tanh'")
    playground.tab_to("Duplicate", within="[role=dialog]")
    page.keyboard.press("Enter")
    wait_for_layers(playground, 5)
    playground.tab_to("Remove", within="[role=dialog]")
    page.keyboard.press("Enter")
    wait_for_layers(playground, 4)
    expect(editor).to_be_hidden()

    page.keyboard.press("Control+z")
    wait_for_layers(playground, 5)
    page.keyboard.press("Control+Shift+z")
    wait_for_layers(playground, 4)
    goes_on(playground)


def test_undo_and_redo_go_through_every_change_and_give_the_very_weights_back(playground: Playground) -> None:
    playground.step_after(10)
    playground.pause()
    before = tensors_of(playground)
    playground.network.get_by_role("button", name="One unit fewer in layer 1").click()
    playground.until("state.design.layers[0].units === 3")
    playground.network.get_by_role("button", name="One unit fewer in layer 2").click()
    playground.until("state.design.layers[1].units === 1")
    for units in ("2", "4"):
        assert playground.toolbar.get_by_role("button", name="Undo").is_enabled()
        playground.press("Undo")
        playground.until(f"state.design.layers.some(({{ units }}) => units === {units})")
    playground.until("state.frame !== null && !state.canUndo && state.canRedo")
    after = tensors_of(playground)
    assert all(np.array_equal(after[name], array) for name, array in before.items())
    expect(playground.toolbar.get_by_role("button", name="Undo")).to_be_disabled()
    playground.press("Redo")
    playground.until("state.design.layers[0].units === 3")


def test_what_fits_is_kept_and_the_page_says_what_begins_anew(playground: Playground) -> None:
    playground.step_after(10)
    playground.pause()
    before = tensors_of(playground)
    playground.network.get_by_role("button", name="One unit more in layer 2").click()
    playground.until("state.design.layers[1].units === 3 && state.frame !== null")
    expect(playground.notices.get_by_text("What fits was kept")).to_be_visible()
    after = tensors_of(playground)
    assert np.array_equal(after["layers/0/weight"], before["layers/0/weight"])
    assert np.array_equal(after["layers/0/bias"], before["layers/0/bias"])
    assert after["layers/1/weight"].shape == (3, 4)


def test_settings_act_at_once_and_keep_every_weight(playground: Playground) -> None:
    page = playground.page
    playground.step_after(10)
    step = playground.pause()
    before = tensors_of(playground)
    page.get_by_label("Learning rate", exact=True).fill("0.03")
    page.get_by_label("Learning rate", exact=True).press("Enter")
    playground.until("state.design.optimizer.learning_rate === 0.03")
    page.get_by_label("Regularisation").select_option(label="L2")
    playground.until("state.design.regularizer.kind === 'l2'")
    page.get_by_label("Optimizer").select_option(label="RMSProp")
    playground.until("state.design.optimizer.kind === 'rmsprop'")
    assert playground.state("step") == step
    after = tensors_of(playground)
    assert all(np.array_equal(after[name], array) for name, array in before.items())


def test_a_design_that_cannot_run_is_refused_in_words_and_what_is_shown_stays_true(playground: Playground) -> None:
    playground.step_after(5)
    playground.page.get_by_label("Loss", exact=True).select_option(label="Cross-entropy")
    expect(playground.notices.locator("[data-tone=danger]")).to_be_visible()
    assert "loss" in playground.notices.inner_text().lower()
    expect(playground.page.get_by_label("Loss", exact=True)).to_have_value("binary_cross_entropy")
    goes_on(playground)


def test_a_network_without_hidden_layers_and_one_of_seven_are_drawn_whole(playground: Playground) -> None:
    playground.pause()
    output = {"kind": "dense", "units": 1, "activation": "sigmoid"}
    hidden = {"kind": "dense", "units": 8, "activation": "tanh"}
    for layers in ([output], [*[hidden] * 6, output]):
        playground.command(type="edit", set={"layers": layers})
        wait_for_layers(playground, len(layers))
        playground.until("state.frame?.step === state.step")
        tensors, drawing = tensors_of(playground), draw(playground)
        lines(playground, drawing, tensors)
        discs(playground, drawing, tensors)
