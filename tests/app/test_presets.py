"""Every example can be trained as it stands, and its words and picture are there."""

import numpy as np
import pytest

from app.playground import thumbnails
from app.playground.presets import FIRST, PRESETS, Preset
from app.texts import text
from engine import Trainer
from engine.datasets.catalogue import CATALOGUE, load
from engine.design import check, read_design

REQUIRED = {"first", "exclusive_or", "spiral", "three_arm_spiral", "sine", "iris", "digits"}
WORKED_NUMBERS = [
    ("linear_neuron", "layers/0/weight", [[-8.0]]),
    ("linear_neuron", "layers/0/bias", [-4.0]),
    ("logistic_neuron", "layers/0/weight", [[-0.475021, 0.950042]]),
    ("fork", "layers/0/weight", [[28.0]]),
    ("softmax_pair", "layers/0/bias", [0.6652, -0.7553, 0.0900]),
    ("dead_relu", "layers/0/weight", [[0.0]]),
    ("vanishing_chain", "layers/0/weight", [[1.44e-4]]),
    ("vanishing_chain", "layers/5/weight", [[1.95e-1]]),
    ("momentum_weight", "layers/0/weight", [[2.0]]),
    ("adam_weight", "layers/0/weight", [[2.0]]),
]
each_preset = pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.name)


def test_the_promised_presets_are_there_and_the_first_comes_first() -> None:
    names = [preset.name for preset in PRESETS]
    assert set(names) >= REQUIRED
    assert names[0] == FIRST.name == "first"


@each_preset
def test_a_preset_can_run(preset: Preset) -> None:
    assert check(preset.design) == []


@each_preset
def test_a_preset_survives_its_own_json(preset: Preset) -> None:
    assert read_design(preset.json) == preset.design


@each_preset
def test_a_preset_has_a_title_a_sentence_and_nothing_else_of_its_name(preset: Preset) -> None:
    assert text(f"preset.{preset.name}")
    assert text(f"preset.{preset.name}.sentence").endswith(".")


@pytest.mark.parametrize("preset", [p for p in PRESETS if p.name != "dead_relu"], ids=lambda preset: preset.name)
def test_training_lowers_the_loss_of_a_preset(preset: Preset) -> None:
    trainer = Trainer(preset.design)
    before = trainer.evaluate("train").loss
    trainer.run(steps=60)
    after = trainer.evaluate("train").loss
    assert before is not None
    assert after is not None
    assert after < before


def test_a_dead_relu_learns_nothing() -> None:
    trainer = Trainer(next(preset.design for preset in PRESETS if preset.name == "dead_relu"))
    trainer.run(steps=10)
    assert trainer.loss == 1.0


@pytest.mark.parametrize(("name", "array", "numbers"), WORKED_NUMBERS)
def test_a_worked_example_has_the_gradient_that_is_known_by_hand(name: str, array: str, numbers: object) -> None:
    trainer = Trainer(next(preset.design for preset in PRESETS if preset.name == name))
    assert trainer.gradients()[array] == pytest.approx(np.array(numbers), rel=5e-3)


def test_the_textbook_comes_to_the_number_in_its_sentence() -> None:
    trainer = Trainer(next(preset.design for preset in PRESETS if preset.name == "textbook"))
    before = trainer.evaluate("train").loss
    trainer.step()
    after = trainer.evaluate("train").loss
    assert (before, after) == (pytest.approx(0.298371109, abs=5e-10), pytest.approx(0.291027774, abs=5e-10))
    assert f"{before:.4f}" in text("preset.textbook.sentence")
    assert f"{after:.4f}" in text("preset.textbook.sentence")


@pytest.mark.parametrize(("name", "steps"), [("momentum_weight", (0.2, 0.34, 0.398)), ("adam_weight", (0.1, 0.1, 0.1))])
def test_the_steps_on_one_weight_are_those_in_its_sentence(name: str, steps: tuple[float, ...]) -> None:
    trainer = Trainer(next(preset.design for preset in PRESETS if preset.name == name))
    weight = trainer.parameters["layers/0/weight"]
    places = [weight.item()]
    for _ in steps:
        trainer.step()
        places.append(weight.item())
    assert -np.diff(places) == pytest.approx(steps, rel=0.02)
    for step in steps:
        assert f"{step:g}" in text(f"preset.{name}.sentence")


def test_momentum_and_adam_go_down_the_same_slope_and_lie_side_by_side() -> None:
    names = [preset.name for preset in PRESETS]
    momentum, adam = (next(p.design for p in PRESETS if p.name == name) for name in ("momentum_weight", "adam_weight"))
    assert names.index("adam_weight") == names.index("momentum_weight") + 1
    assert adam.model_copy(update={"optimizer": momentum.optimizer}) == momentum


def test_thumbnails_are_those_that_are_drawn_now() -> None:
    assert thumbnails.read() == thumbnails.generated()


def test_thumbnails_are_the_right_way_up() -> None:
    moons = next(entry for entry in CATALOGUE if entry.name == "moons")
    data = load(moons.thumbnail)
    upper = max((0, 1), key=lambda label: np.mean(data.inputs[data.targets == label, 1]))
    heights = {dots.tone: _mean_height(dots.path) for dots in thumbnails.read()["moons"]}
    assert heights[str(upper)] < heights[str(1 - upper)], "an SVG's y grows downwards"


def _mean_height(path: str) -> float:
    return float(np.mean([int(dot.split()[1].removesuffix("h0")) for dot in path.split("M")[1:]]))
