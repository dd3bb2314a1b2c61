"""The output: samples to click, bars, scores, the confusion matrix, the loss curve."""

from collections.abc import Callable

import numpy as np
import pytest
from playwright.sync_api import expect

from app.playground.presets import PRESETS
from app.protocol.link import write_link
from engine import Trainer
from tests.browser import arithmetic
from tests.browser.canvas import recorded
from tests.browser.comparing import compare, numbers, tensors_of
from tests.browser.playground import OpenPlayground, Playground, number

LINKS = {preset.name: write_link(preset.design) for preset in PRESETS}

PIXELS = 2  # a chart rounds every point, and where the labels of its axes are, to whole pixels


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
    playground.settle()
    design = playground.design()
    features = arithmetic.features_of_sample(design, playground.state("probe.sample"))
    answers = arithmetic.outputs_of_layers(design, tensors_of(playground), features)[-1][:, 0]
    shown = [number(text) for text in playground.output.locator(".nn-bars .nn-figures").all_inner_texts()]
    assert shown == pytest.approx(answers.tolist(), rel=5.1e-4)
    assert sum(shown) == pytest.approx(1, abs=1e-3)
    assert lengths_of_bars(playground) == pytest.approx(answers.tolist(), abs=5e-3)  # a track of some 160 pixels
    truth = playground.output.locator(".nn-bars li.truth")
    labels = Trainer(design).dataset.targets
    expect(truth.locator(".nn-name")).to_have_text(f"class {labels[playground.state('probe.sample')]}")


def lengths_of_bars(playground: Playground) -> list[float]:
    """How much of its track each bar fills."""
    found: list[float] = playground.output.locator(".nn-track").evaluate_all(
        """tracks => tracks.map((track) => {
          const [whole, bar] = [track, track.querySelector(".nn-bar")].map((part) => part.getBoundingClientRect());
          return bar.left === whole.left ? bar.width / whole.width : NaN;
        })"""
    )
    return found


def test_the_curve_of_what_has_one_input_runs_through_what_the_network_says(open_playground: OpenPlayground) -> None:
    playground = open_playground(LINKS["sine"])
    playground.step_after(60)
    playground.pause()
    design, dataset = playground.design(), Trainer(playground.design()).dataset
    drawn = recorded(playground, ".nn-points")
    (curve,) = drawn["curves"]
    points = np.array(curve["points"])
    (left, right) = dataset.domain[0]
    width = playground.output.locator(".nn-points").evaluate("canvas => canvas.clientWidth")
    features = arithmetic.features_over_line(design, len(points))
    answers = arithmetic.outputs_of_layers(design, tensors_of(playground), features)[-1][0]
    assert points[:, 0] == pytest.approx(np.linspace(0, width, len(points)), abs=0.01)
    # the samples are the scale: each is drawn where its own number is
    samples = np.array([[disc["x"], disc["y"]] for disc in drawn["discs"]])
    places = {round(float(x) / width * (right - left) + left, 3): float(y) for x, y in samples}
    rows = zip(dataset.inputs[:, 0], dataset.targets[:, 0], strict=True)
    known = [(places[round(float(x), 3)], y) for x, y in rows if round(float(x), 3) in places]
    assert len(known) > 100
    slope, start = np.polyfit(*np.array(known).T, 1)
    assert slope * points[:, 1] + start == pytest.approx(answers, abs=2e-3)


@pytest.mark.parametrize("steps", [40, 1300])
def test_the_loss_curve_is_drawn_where_the_losses_are(playground: Playground, steps: int) -> None:
    playground.pause()
    playground.press("Restart")
    playground.until("state.step === 0")
    playground.command(type="step", count=steps)
    playground.until(f"state.step === {steps} && state.curve.validation.at(-1) !== undefined")
    playground.wait_for_rest()
    playground.settle()
    curve = Trainer.replay(playground.design(), [], steps).curve
    assert curve.bucket == (1 if steps == 40 else 2)
    drawn = recorded(playground, "nn-loss-curve canvas")
    across = scale_of([(text["text"], text["x"]) for text in drawn["texts"] if text["align"] == "center"])
    up = scale_of([(text["text"], text["y"]) for text in drawn["texts"] if text["align"] == "right"])
    assert len(drawn["curves"]) == 3
    for line, losses in zip(drawn["curves"], (curve.train_min, curve.train_max, curve.validation), strict=True):
        known = [(curve.bucket * (place + 1), loss) for place, loss in enumerate(losses) if loss is not None]
        expected = [(across(step), up(loss)) for step, loss in known]
        assert np.array(line["points"]) == pytest.approx(np.array(expected), abs=PIXELS)


def scale_of(labels: list[tuple[str, float]]) -> Callable[[float], float]:
    """Where a value is drawn, by the numbers written along an axis."""
    assert len(labels) > 1
    slope, start = np.polyfit([number(text) for text, _ in labels], [place for _, place in labels], 1)
    return lambda value: float(slope * value + start)


def test_the_loss_curve_reads_out_what_was_trained(playground: Playground) -> None:
    playground.step_after(40)
    playground.pause()
    trainer = Trainer(playground.design())
    losses = []
    for _ in range(playground.state("step")):
        trainer.step()
        losses.append(trainer.loss)
    playground.settle()
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
