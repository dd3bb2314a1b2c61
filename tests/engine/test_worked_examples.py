"""The worked examples come out to the digit that is printed."""

import numpy as np
import pytest

from engine import Trainer, check, read_design
from tests.engine import worked_examples
from tests.engine.worked_examples import (
    ADAM_WEIGHT,
    DEAD_RELU,
    FORK,
    LINEAR_NEURON,
    LOGISTIC_NEURON,
    MAZUR,
    MAZUR_WITH_BIASES,
    MOMENTUM_WEIGHT,
    SOFTMAX,
    VANISHING,
)


def loss_of(trainer):
    return trainer.evaluate("train").loss


@pytest.mark.parametrize("name", worked_examples.ALL)
def test_every_example_is_a_design_that_travels_as_json(name):
    design = worked_examples.ALL[name]
    assert check(design) == []
    assert read_design(design.model_dump_json()) == design


def test_a_linear_neuron_learns_one_step():
    trainer = Trainer(LINEAR_NEURON)
    assert trainer.predict([[2.0]]).item() == 7
    assert loss_of(trainer) == 4
    gradients = trainer.gradients()
    assert gradients["layers/0/weight"].item() == -8
    assert gradients["layers/0/bias"].item() == -4
    trainer.step()
    assert trainer.parameters["layers/0/weight"].item() == pytest.approx(3.4, rel=1e-15)
    assert trainer.parameters["layers/0/bias"].item() == pytest.approx(1.2, rel=1e-15)
    assert loss_of(trainer) == pytest.approx(1.0, rel=1e-14)


def test_a_logistic_neuron_learns_one_step():
    trainer = Trainer(LOGISTIC_NEURON)
    assert loss_of(trainer) == pytest.approx(0.644397, abs=5e-7)
    gradients = trainer.gradients()
    assert gradients["layers/0/weight"][0] == pytest.approx([-0.475021, 0.950042], abs=5e-7)
    trainer.step()
    assert trainer.program.arrays["layers/0/delta"].item() == pytest.approx(-0.475021, abs=5e-7)
    assert loss_of(trainer) == pytest.approx(0.196888, abs=5e-7)


def test_a_fork_adds_what_both_branches_say():
    trainer = Trainer(FORK)
    trainer.gradients()
    assert trainer.program.arrays["layers/1/da"][:, 0].tolist() == [2, -8]
    assert trainer.program.arrays["layers/1/dx"].item() == 4 + 24
    assert trainer.gradients()["layers/0/bias"].item() == 28


def test_softmax_and_cross_entropy_take_one_from_the_true_class():
    trainer = Trainer(SOFTMAX)
    assert trainer.predict([[1.0]])[0] == pytest.approx([0.6652, 0.2447, 0.0900], abs=5e-5)
    assert loss_of(trainer) == pytest.approx(1.4076, abs=5e-5)
    assert trainer.gradients()["layers/0/bias"] == pytest.approx([0.6652, -0.7553, 0.0900], abs=5e-5)


def test_a_dead_relu_never_learns():
    trainer = Trainer(DEAD_RELU)
    trainer.step(10)
    assert trainer.program.arrays["layers/0/z"].item() == -3
    assert trainer.predict([[2.0]]).item() == 0
    assert trainer.loss == 1
    assert [trainer.parameters[f"layers/0/{name}"].item() for name in ("weight", "bias")] == [-1, -1]


def test_gradients_vanish_down_a_chain_of_sigmoids():
    gradients = Trainer(VANISHING).gradients()
    found = [gradients[f"layers/{i}/weight"].item() for i in range(6)]
    assert found == pytest.approx([1.44e-4, 5.35e-4, 2.25e-3, 9.90e-3, 4.39e-2, 1.95e-1], rel=5e-3)


def seen(trainer, *names):
    """What the step that was just taken has in the place of the weight, block by block."""
    place = trainer.network.layout.offset(trainer.parameters["layers/0/weight"])
    return [trainer.program.arrays[name][place].item() for name in names]


def test_momentum_gathers_speed_while_the_slope_falls():
    """v = 0.9·v + g, w = w − 0.1·v, where g = 2·w."""
    trainer = Trainer(MOMENTUM_WEIGHT)
    for gradient, velocity, change, weight in [
        (2.0, 2.0, 0.2, 0.8),  # v = 0.9·0 + 2
        (1.6, 3.4, 0.34, 0.46),  # v = 0.9·2 + 1.6
        (0.92, 3.98, 0.398, 0.062),  # v = 0.9·3.4 + 0.92
    ]:
        trainer.step()
        found = seen(trainer, "gradients", "velocity", "change", "parameters")
        assert found == pytest.approx([gradient, velocity, change, weight], rel=1e-13)
    assert trainer.parameters["layers/0/bias"].item() == 0


def test_adams_steps_are_about_the_learning_rate_however_steep_the_slope_is():
    """m = 0.9·m + 0.1·g, v = 0.999·v + 0.001·g², m̂ = m/(1 − 0.9ᵗ), v̂ = v/(1 − 0.999ᵗ), w = w − 0.1·m̂/√v̂."""
    trainer = Trainer(ADAM_WEIGHT)
    for gradient, m, v, m_hat, v_hat, change in [
        (2.0, 0.2, 0.004, 2.0, 4.0, 0.1),  # m̂ = 0.2/0.1, v̂ = 0.004/0.001
        (1.8, 0.36, 0.007236, 0.36 / 0.19, 0.007236 / 0.001999, 0.0995878),  # m = 0.18 + 0.18, v = 0.003996 + 0.00324
        (1.6008245, 0.48408245, 0.00979140, 1.7862820, 3.2670670, 0.0988260),
    ]:
        trainer.step()
        found = seen(trainer, "gradients", "m", "v", "m_hat", "v_hat", "change")
        assert found == pytest.approx([gradient, m, v, m_hat, v_hat, change], rel=1e-6)
    weight = trainer.parameters["layers/0/weight"].item()
    assert weight == pytest.approx(1 - 0.1 - 0.0995878 - 0.0988260, abs=1e-6)


def test_mazurs_network_updates_every_weight_from_the_weights_before_the_step():
    trainer = Trainer(MAZUR)
    assert loss_of(trainer) == pytest.approx(0.298371109, abs=5e-10)
    trainer.step()
    assert loss_of(trainer) == pytest.approx(0.291027774, abs=5e-10)
    assert np.array_equal(trainer.parameters["layers/0/bias"], [0.35, 0.35])
    assert np.array_equal(trainer.parameters["layers/1/bias"], [0.60, 0.60])


def test_mazurs_network_learns_faster_when_its_biases_learn_too():
    trainer = Trainer(MAZUR_WITH_BIASES)
    trainer.step()
    assert loss_of(trainer) == pytest.approx(0.280471447, abs=5e-10)
