"""Parameters: live views, set through one door that lets in only what fits."""

import json

import numpy as np
import pytest

from engine import ParameterError, Trainer
from tests.engine.worlds import bits, moving_world


def test_one_number_is_set_and_no_other():
    trainer = Trainer(moving_world())
    before = trainer.parameters["layers/3/weight"].copy()
    trainer.set_parameter("layers/3/weight", -0.125, (2, 5))
    after = trainer.parameters["layers/3/weight"]
    assert after[2, 5] == -0.125
    assert np.count_nonzero(after != before) == 1


def test_a_whole_parameter_is_set_by_a_number_or_by_an_array():
    trainer = Trainer(moving_world())
    trainer.set_parameter("layers/0/bias", 0.5)
    assert (trainer.parameters["layers/0/bias"] == 0.5).all()
    weight = np.arange(12.0).reshape(6, 2)
    trainer.set_parameter("layers/0/weight", weight)
    assert np.array_equal(trainer.parameters["layers/0/weight"], weight)
    trainer.set_parameter("layers/1/scale", 2, 4)
    assert trainer.parameters["layers/1/scale"].tolist() == [1, 1, 1, 1, 2, 1]


@pytest.mark.parametrize(
    ("name", "value", "index", "code"),
    [
        ("layers/0/wieght", 1.0, None, "parameter_unknown"),
        ("layers/9/weight", 1.0, None, "parameter_unknown"),
        ("layers/1/running_mean", 1.0, None, "parameter_unknown"),
        ("", 1.0, None, "parameter_unknown"),
        ("layers/0/weight", 1.0, (0, 2), "parameter_index"),
        ("layers/0/weight", 1.0, (-1, 0), "parameter_index"),
        ("layers/0/weight", 1.0, (0,), "parameter_index"),
        ("layers/0/weight", 1.0, 0, "parameter_index"),
        ("layers/0/weight", 1.0, (0.5, 0), "parameter_index"),
        ("layers/0/bias", 1.0, 6, "parameter_index"),
        ("layers/0/weight", float("nan"), (0, 0), "parameter_not_finite"),
        ("layers/0/weight", float("inf"), (0, 0), "parameter_not_finite"),
        ("layers/0/weight", 10**400, (0, 0), "parameter_not_finite"),
        ("layers/0/weight", "1", (0, 0), "parameter_not_finite"),
        ("layers/0/weight", None, (0, 0), "parameter_not_finite"),
        ("layers/0/weight", 1j, (0, 0), "parameter_not_finite"),
        ("layers/0/weight", [[1.0], [1.0, 2.0]], None, "parameter_not_finite"),
        ("layers/0/weight", [1.0, 2.0], None, "parameter_shape"),
        ("layers/0/weight", [1.0, 2.0], (0, 0), "parameter_shape"),
    ],
)
@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_what_does_not_fit_a_parameter_is_an_error_and_changes_nothing(name, value, index, code, dtype):
    trainer = Trainer(moving_world(dtype=dtype))
    before = bits(trainer)
    with pytest.raises(ParameterError) as raised:
        trainer.set_parameter(name, value, index)
    assert [problem.code for problem in raised.value.problems] == [code]
    json.dumps([problem.model_dump() for problem in raised.value.problems], allow_nan=False)
    assert (bits(trainer), trainer.journal) == (before, ())


def test_parameters_are_live_views_that_cannot_be_replaced():
    trainer = Trainer(moving_world())
    weight = trainer.parameters["layers/0/weight"]
    before = weight.copy()
    trainer.step()
    assert not np.array_equal(weight, before)
    with pytest.raises(TypeError):
        trainer.parameters["layers/0/weight"] = before
