"""The output: samples to click, bars, scores, the confusion matrix, the loss curve."""

import numpy as np
import pytest
from playwright.sync_api import expect

from app.playground.presets import PRESETS
from app.protocol.link import write_link
from engine import Trainer
from tests.browser import arithmetic
from tests.browser.comparing import compare, numbers, tensors_of
from tests.browser.playground import OpenPlayground, Playground, number

LINKS = {preset.name: write_link(preset.design) for preset in PRESETS}


def test_a_clicked_sample_is_followed_through_the_network(playground: Playground) -> None:
    playground.step_after(10)
    playground.pause()
    trainer = Trainer(playground.design())
    (left, right), (low, high) = trainer.dataset.domain
    picture = playground.output.locator(".nn-picture")
    box = picture.bounding_box()
    assert box is not None
    for sample in (*trainer.splits.train[[3, 40]], trainer.splits.validation[7]):
        x1, x2 = trainer.dataset.inputs[sample]
        place = {
            "x": (x1 - left) / (right - left) * box["width"],
            "y": (high - x2) / (high - low) * box["height"],  # the largest x₂ is on top
        }
        picture.click(position=place)  # type: ignore[arg-type]
        playground.until(f"state.probe.sample === {sample} && state.frame?.layoutId === state.layout.id")
        compare(playground, numbers)


def test_samples_are_walked_through_with_buttons_and_by_number_but_not_those_of_the_test(
    playground: Playground,
) -> None:
    playground.pause()
    tested = set(Trainer(playground.design()).splits.test.tolist())
    field = playground.output.get_by_label("Number of the sample")
    for _ in range(3):
        playground.output.get_by_role("button", name="Next sample").click()
    playground.until("state.probe.sample > 2")
    expect(field).to_have_value("4")
    field.fill("320")
    field.press("Enter")
    playground.until("state.probe.sample > 300")
    assert playground.state("probe.sample") not in tested
    playground.output.get_by_role("button", name="Next sample").click()
    expect(field).to_have_value("1")


@pytest.mark.parametrize("name", ["first", "iris"])
def test_the_confusion_matrix_and_the_accuracy_are_those_of_the_network(
    open_playground: OpenPlayground, name: str
) -> None:
    playground = open_playground(LINKS[name])
    playground.step_after(40)
    playground.pause()
    playground.output.get_by_text("Confusion matrix").click()
    rows = playground.output.locator("table tbody tr")
    expect(rows.first).to_be_visible()
    shown = [[int(number(cell)) for cell in row.locator("td").all_inner_texts()] for row in rows.all()]

    design, trainer = playground.design(), Trainer(playground.design())
    part = trainer.splits.validation
    features = trainer.examples.preprocessing.transform(trainer.dataset.inputs[part])
    outputs = arithmetic.outputs_of_layers(design, tensors_of(playground), features)[-1]
    answers = outputs.argmax(0) if len(outputs) > 1 else (outputs[0] > 0.5).astype(int)
    labels = trainer.dataset.targets[part]
    expected = np.zeros((len(shown), len(shown)), int)
    np.add.at(expected, (labels, answers), 1)
    assert shown == expected.tolist()
    accuracy = 100 * np.trace(expected) / expected.sum()
    assert number(playground.figure("accuracy")) == pytest.approx(accuracy, abs=0.051)


def test_the_test_part_is_looked_at_only_when_asked(playground: Playground) -> None:
    playground.step_after(20)
    playground.pause()
    assert playground.state("test") is None
    playground.output.get_by_role("button", name="Try the test part").click()
    playground.until("state.test !== null")
    assert playground.state("test.samples") == 80
    expect(playground.output.locator(".nn-score").nth(1)).to_contain_text("%")
    playground.press("One step")
    expect(playground.output.get_by_role("button", name="Try the test part")).to_be_visible()
    assert playground.state("test") is None


def test_the_bars_say_what_the_network_says_about_the_sample(open_playground: OpenPlayground) -> None:
    playground = open_playground(LINKS["three_arm_spiral"])
    playground.step_after(20)
    playground.pause()
    playground.page.wait_for_timeout(120)
    design = playground.design()
    features = arithmetic.features_of_sample(design, playground.state("probe.sample"))
    answers = arithmetic.outputs_of_layers(design, tensors_of(playground), features)[-1][:, 0]
    shown = [number(text) for text in playground.output.locator(".nn-bars .nn-figures").all_inner_texts()]
    assert shown == pytest.approx(answers.tolist(), rel=5.1e-4)
    assert sum(shown) == pytest.approx(1, abs=1e-3)


def test_the_loss_curve_reads_out_what_was_trained(playground: Playground) -> None:
    playground.step_after(40)
    playground.pause()
    trainer = Trainer(playground.design())
    losses = []
    for _ in range(playground.state("step")):
        trainer.step()
        losses.append(trainer.loss)
    playground.page.wait_for_timeout(200)
    chart = playground.page.locator(".nn-chart")
    chart.focus()
    for _ in range(5):
        playground.page.keyboard.press("ArrowLeft")
    reading = playground.page.locator("nn-loss-curve .nn-reading").inner_text()
    step, train, _ = reading.split(" · ")
    assert number(train.removeprefix("train ")) == pytest.approx(
        losses[int(number(step.removeprefix("step "))) - 1], rel=5.1e-4
    )
    assert playground.state("curve.train_min") == pytest.approx(losses, rel=1e-9)
