"""The example that opens with the page is seen to learn: not at once, and soon enough to be watched to the end."""

import pytest

from app.playground.presets import FIRST
from app.sessions import PACE
from engine import Trainer

pytestmark = pytest.mark.parity

GOAL = 0.95


@pytest.mark.parametrize("seed", range(10))
def test_the_first_example_reaches_its_goal_between_two_and_ten_seconds(seed: int) -> None:
    trainer = Trainer(FIRST.design.model_copy(update={"seed": seed}))
    reached = []
    while trainer.step_count < 10 * PACE:
        trainer.step(5)
        if trainer.evaluate("validation").accuracy >= GOAL:
            reached.append(trainer.step_count)
    assert reached[0] >= 2 * PACE
    assert trainer.evaluate("validation").accuracy >= GOAL
