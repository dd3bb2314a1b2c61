"""A walk may suppose another input or target of a sample: everything it shows follows, and the run knows nothing."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import Trainer
from engine.inspection.formula import leaves
from engine.inspection.nudge import Twin
from engine.inspection.walk import Walk
from tests.engine.worlds import bits, moving_world, one_neuron


def standing(**fields: Any) -> Trainer:
    trainer = Trainer(moving_world(**fields))
    trainer.step(3)
    return trainer


def at_the_end(walk: Walk) -> dict[str, Any]:
    walk.seek(len(walk.events))
    return {name: array.copy() for name, array in walk.program.arrays.items()}


def test_everything_after_a_supposed_input_is_computed_from_it() -> None:
    walk = Walk(Trainer(one_neuron()))  # ŷ = 3·2 + 1, t = 9
    walk.suppose("inputs", (0, 0), 5.0)
    arrays = at_the_end(walk)
    assert arrays["layers/0/z"][0, 0] == 16.0
    assert float(arrays["layers/0/loss"]) == 49.0
    assert arrays["gradient/layers/0/weight"][0, 0] == 2 * 7 * 5
    assert arrays["layers/0/weight"][0, 0] == 3 - 0.05 * 70


def test_everything_after_a_supposed_target_is_computed_from_it() -> None:
    walk = Walk(Trainer(one_neuron()))
    walk.suppose("targets", (0, 0), 7.0)
    arrays = at_the_end(walk)
    assert float(arrays["layers/0/loss"]) == 0.0
    assert arrays["layers/0/weight"][0, 0] == 3.0


def test_the_loss_after_the_step_is_that_of_the_supposed_batch() -> None:
    walk = Walk(Trainer(one_neuron()))
    walk.suppose("inputs", (0, 0), 1.0)  # ŷ = 4, δ = −10; then w = 3.5, b = 1.5, and ŷ = 5
    walk.seek(len(walk.events))
    assert walk.loss_again() == pytest.approx(16.0)


def test_a_supposed_sample_is_one_column_of_the_batch() -> None:
    trainer = standing()
    walk = Walk(trainer)
    before = at_the_end(walk)["layers/0/z"]
    walk.suppose("inputs", (1, 2), 0.125)
    after = at_the_end(walk)["layers/0/z"]
    assert [column for column in range(8) if (before[:, column] != after[:, column]).any()] == [2]


def test_formulas_and_nudges_speak_of_the_supposed_numbers() -> None:
    trainer = standing()
    walk = Walk(trainer)
    walk.suppose("inputs", (0, 1), 0.375)
    expression, value = walk.formula(0, "layers/0/z", (2, 1))
    assert expression.value == pytest.approx(value, rel=1e-12)
    assert 0.375 in [leaf.value for leaf in leaves(expression) if leaf.name == "inputs"]
    nudge = Twin(trainer, walk).nudge("layers/0/weight", (2, 0))
    assert nudge.derivative == pytest.approx(at_the_end(walk)["gradient/layers/0/weight"][2, 0], rel=1e-6)


def test_a_supposition_is_told_with_what_the_batch_has() -> None:
    walk = Walk(Trainer(one_neuron()))
    walk.suppose("inputs", (0, 0), 5.0)
    walk.suppose("targets", (0, 0), 1.0)
    assert walk.suppositions == {("inputs", (0, 0)): (2.0, 5.0), ("targets", (0, 0)): (9.0, 1.0)}
    walk.suppose("inputs", (0, 0), 2.0)
    assert walk.suppositions == {("targets", (0, 0)): (9.0, 1.0)}


def test_a_step_that_is_taken_is_the_batchs_own_whatever_was_supposed() -> None:
    trainer, straight = standing(), standing()
    walk = Walk(trainer)
    walk.suppose("targets", (0, 0), 0.0)
    walk.suppose("inputs", (0, 0), 99.0)
    walk.seek(len(walk.events))
    walk.finish()
    straight.step()
    assert bits(trainer) == bits(straight)


MOVES = st.lists(
    st.one_of(
        st.tuples(st.just("seek"), st.integers(0, 60)),
        st.tuples(st.just("suppose"), st.tuples(st.integers(0, 1), st.integers(0, 7), st.floats(-4, 4))),
        st.tuples(st.just("target"), st.tuples(st.integers(0, 7), st.sampled_from([0.0, 1.0]))),
        st.tuples(st.just("formula"), st.integers(0, 30)),
        st.tuples(st.just("again"), st.none()),
        st.tuples(st.just("nothing"), st.none()),
        st.tuples(st.just("leave"), st.none()),
    ),
    max_size=12,
)


def go(walk: Walk, kind: str, what: Any) -> None:
    match kind:
        case "seek":
            walk.seek(what)
        case "suppose":
            unit, column, value = what
            walk.suppose("inputs", (unit, column), value)
        case "target":
            column, value = what
            walk.suppose("targets", (0, column), value)
        case "formula":
            event = walk.events[what % len(walk.events)]
            if event.outputs:
                name = event.outputs[0]
                walk.formula(what % len(walk.events), name, (0,) * walk.program.arrays[name].ndim)
        case "again":
            walk.loss_again()
        case "nothing":
            walk.suppose_nothing()
        case "leave":
            walk.leave()


@settings(max_examples=60, deadline=None)
@given(MOVES)
def test_walked_any_way_with_anything_supposed_and_put_back_the_step_is_the_same_bit_for_bit(moves: Any) -> None:
    trainer, straight = standing(), standing()
    walk, plain = Walk(trainer), Walk(straight)
    for kind, what in moves:
        go(walk, kind, what)
    walk.suppose_nothing()
    assert walk.suppositions == {}
    shown, untouched = at_the_end(walk), at_the_end(plain)
    for event in walk.events:
        for name in event.outputs:
            if name in shown:
                np.testing.assert_array_equal(shown[name], untouched[name])
    walk.leave()
    plain.leave()
    assert bits(trainer) == bits(straight)
    walk.finish()
    plain.finish()
    assert bits(trainer) == bits(straight)
    straight.step(2)
    trainer.step(2)
    assert bits(trainer) == bits(straight)
