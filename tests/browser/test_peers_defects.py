"""What went wrong in programs like this one, and must not here."""

import re

import numpy as np
import pytest

from app.playground.presets import FIRST, PRESETS
from app.protocol.link import write_link
from engine import Trainer
from engine.datasets.catalogue import load
from tests.browser.comparing import tensors_of
from tests.browser.playground import OpenPlayground, Playground

DIGITS = write_link(next(preset.design for preset in PRESETS if preset.name == "digits"))


def test_restart_gives_the_same_weights_each_time_and_reseeding_others(playground: Playground) -> None:
    beginning = Trainer(FIRST.design).parameters
    playground.step_after(20)
    playground.pause()
    for _ in range(2):
        playground.press("Restart")
        playground.until("state.step === 0 && state.frame?.step === 0")
        tensors = tensors_of(playground)
        assert all(np.array_equal(tensors[name], array) for name, array in beginning.items())
        playground.press("One step")
        playground.until("state.step === 1")
    playground.press("Other initial weights")
    playground.until("state.step === 0 && state.frame !== null")
    assert not np.array_equal(tensors_of(playground)["layers/0/weight"], beginning["layers/0/weight"])


@pytest.mark.parametrize("name", ["Two clouds", "Moons"])
def test_a_thumbnail_stands_the_right_way_up(playground: Playground, name: str) -> None:
    button = playground.page.locator(".datasets").get_by_role("button", name=name)
    paths = {
        tone.group(1): tone.group(2) for tone in re.finditer(r'class="tone-(\d)" d="([^"]+)"', button.inner_html())
    }
    button.click()
    playground.until("state.design.data.kind !== 'circle' && state.frame !== null")
    dataset = load(playground.design().data)
    drawn = {tone: np.array(re.findall(r"M([\d.]+) ([\d.]+)", path), float).mean(0) for tone, path in paths.items()}
    meant = {str(label): dataset.inputs[dataset.targets == label].mean(0) for label in (0, 1)}
    across = (drawn["1"] - drawn["0"])[0] * (meant["1"] - meant["0"])[0]
    up = -(drawn["1"] - drawn["0"])[1] * (meant["1"] - meant["0"])[1]  # a screen counts downwards
    assert across > 0
    assert up > 0


def test_images_to_pick_stand_the_right_way_up(open_playground: OpenPlayground) -> None:
    playground = open_playground(DIGITS)
    playground.pause()
    dataset = load(playground.design().data)
    samples = playground.state("data.images.indices")[:10]
    shown = playground.page.evaluate(
        """() => [...document.querySelectorAll(".nn-thumbnail canvas")].slice(0, 10).map((canvas) => {
          const copy = Object.assign(document.createElement("canvas"), { width: 8, height: 8 });
          const context = copy.getContext("2d", { willReadFrequently: true });
          context.drawImage(canvas, 0, 0);
          return [...context.getImageData(0, 0, 8, 8).data].filter((_, k) => k % 4 === 0);
        })"""
    )
    for sample, pixels in zip(samples, shown, strict=True):
        ink = 255 - np.array(pixels, float)
        assert np.corrcoef(ink, dataset.inputs[sample])[0, 1] > 0.99


def test_icons_are_drawings_and_no_font_is_loaded(playground: Playground) -> None:
    assert playground.page.evaluate("document.fonts.size") == 0
    for button in playground.toolbar.get_by_role("button").all():
        assert button.locator("svg use").count() == 1
        assert button.inner_text().strip() == ""
    used = "[...document.querySelectorAll('svg use')].map((use) => use.getAttribute('href'))"
    assert playground.page.evaluate(f"{used}.filter((icon) => !document.querySelector(icon))") == []


def test_a_long_run_does_not_make_the_page_slower(playground: Playground) -> None:
    """The loss curve holds no more points after 20,000 steps than after 1,000, and costs no more to draw."""
    playground.choose_pace("full speed")
    playground.step_after(1000)
    playground.pause()
    playground.command(type="step", count=20_000)
    playground.until("state.step > 20000 && !state.playing && state.evaluation?.step === state.step", seconds=30)
    assert 500 <= playground.state("curve.train_min.length") <= 1000
    assert playground.state("curve.bucket") >= 16
    assert playground.state("curve.bucket") * playground.state("curve.train_min.length") >= 20_000
    assert len(playground.state("notices")) <= 5


def test_a_second_example_begins_at_step_nought_with_nothing_of_the_first(playground: Playground) -> None:
    """No batch half done, no loss, no score is left over."""
    playground.choose_pace("1 steps/s")
    playground.press("One step")
    playground.wait_for_rest()
    playground.open_example("One neuron")
    playground.pause()
    playground.press("Restart")
    playground.until("state.step === 0 && state.frame?.step === 0")
    assert playground.figure("train loss") == "—"
    assert playground.state("curve.train_min") == []
    playground.press("One step")
    playground.until("state.step === 1")
    playground.wait_for_rest()
    trainer = Trainer(playground.design())
    trainer.step()
    tensors = tensors_of(playground)
    assert all(np.array_equal(tensors[name], array) for name, array in trainer.parameters.items())


def test_the_page_works_when_nothing_but_its_own_server_answers(open_playground: OpenPlayground) -> None:
    playground = open_playground()
    asked = playground.page.evaluate("performance.getEntriesByType('resource').map(({ name }) => new URL(name).host)")
    assert set(asked) == {playground.page.evaluate("location.host")}
