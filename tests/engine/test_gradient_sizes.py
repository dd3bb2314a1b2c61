"""The sizes of the gradients, layer by layer, are those of the arrays that train, and clipping says what it did."""

from typing import Any

import numpy as np
import pytest

from engine import Trainer, read_design
from engine.inspection.gradient_sizes import clipped, gradient_sizes
from engine.inspection.walk import Walk
from tests.engine.worlds import moving_world


def walked(cursor: int | None = None, **fields: Any) -> tuple[Trainer, Walk]:
    trainer = Trainer(read_design(moving_world().model_dump() | fields))
    trainer.step(2)
    walk = Walk(trainer)
    walk.seek(len(walk.events) if cursor is None else cursor)
    return trainer, walk


def test_a_size_is_the_root_mean_square_of_the_array_that_trains() -> None:
    trainer, walk = walked()
    sizes, arrays = gradient_sizes(trainer, walk), walk.program.arrays
    for layer in (0, 3, 4):
        gradient = arrays[f"gradient/layers/{layer}/weight"]
        assert sizes[layer].gradient == pytest.approx(float(np.sqrt(np.mean(gradient**2))), rel=1e-12)
    assert sizes[3].delta == pytest.approx(float(np.sqrt(np.mean(arrays["layers/3/delta"] ** 2))), rel=1e-12)
    assert sizes[2].gradient is None  # dropout learns nothing


def test_what_is_not_computed_yet_has_no_size() -> None:
    trainer, walk = walked(0)
    last = next(k for k, event in enumerate(walk.events) if event.quantity == "gradient")
    assert all(size.gradient is None for size in gradient_sizes(trainer, walk))
    walk.seek(last + 1)
    sizes = gradient_sizes(trainer, walk)
    assert [size.gradient is not None for size in sizes] == [False, False, False, False, True]


def test_where_the_activation_is_the_identity_delta_has_a_size_too() -> None:
    layers = [{"kind": "dense", "units": 2, "activation": "linear"}, {"kind": "dense", "units": 1}]
    trainer, walk = walked(layers=layers, loss={"kind": "squared_error"})
    delta = gradient_sizes(trainer, walk)[0].delta
    assert delta == pytest.approx(float(np.sqrt(np.mean(walk.program.arrays["layers/1/dx"] ** 2))), rel=1e-12)


def test_a_size_below_the_smallest_square_is_not_lost() -> None:
    trainer, walk = walked()
    walk.program.arrays["gradient/layers/0/weight"][...] = 1e-200
    assert gradient_sizes(trainer, walk)[0].gradient == pytest.approx(1e-200)


def test_clipping_by_norm_says_from_what_norm_and_by_what_factor() -> None:
    trainer, walk = walked(clipping={"kind": "norm", "limit": 0.001})
    found = clipped(trainer, walk)
    assert found is not None
    gradients = walk.program.arrays["gradients"]
    assert found.before == pytest.approx(float(np.sqrt(np.sum(gradients**2))), rel=1e-12)
    assert found.factor == pytest.approx(0.001 / found.before, rel=1e-3)
    assert len(found.cut) == np.count_nonzero(gradients)


def test_clipping_by_value_says_which_components_were_cut() -> None:
    trainer, walk = walked(clipping={"kind": "value", "limit": 0.01})
    found = clipped(trainer, walk)
    assert found is not None
    gradients = walk.program.arrays["gradients"]
    assert found.cut.tolist() == np.flatnonzero(np.abs(gradients) > 0.01).tolist()
    assert found.before == pytest.approx(float(np.abs(gradients).max()))
    assert found.factor is None


@pytest.mark.parametrize(
    "clipping", [{"kind": "none"}, {"kind": "norm", "limit": 1e5}, {"kind": "value", "limit": 1e5}]
)
def test_a_gradient_within_the_limit_is_not_said_to_be_clipped(clipping: dict[str, Any]) -> None:
    assert clipped(*walked(clipping=clipping)) is None


def test_nothing_is_clipped_before_its_event() -> None:
    trainer, walk = walked(clipping={"kind": "norm", "limit": 0.001})
    event = next(k for k, each in enumerate(walk.events) if each.quantity == "clipped")
    walk.seek(event)
    assert clipped(trainer, walk) is None
    walk.seek(event + 1)
    assert clipped(trainer, walk) is not None
