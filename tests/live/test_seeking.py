"""A long run can be looked back on: any of 100,000 steps in under a second, with the bits it had."""

import random
from time import process_time

import pytest

from app.live.session import LiveSession
from engine import Design
from engine.training.timeline import MOST, MOST_BYTES
from tests.live.world import small_design, tell

LENGTH, LOOKS = 100_000, 20
SLICE = 200  # steps: about what a worker trains at a time
MOVING = small_design(
    layers=[
        {"kind": "dense", "units": 4, "activation": "tanh"},
        {"kind": "batch_norm"},
        {"kind": "dropout", "rate": 0.2},
        {"kind": "dense", "units": 1, "activation": "sigmoid"},
    ]
)


def train(session: LiveSession, step: int) -> None:
    while session.step < step:
        session.advance(min(SLICE, step - session.step))


def bits(session: LiveSession) -> bytes:
    """All that the run stands on and has recorded."""
    return session._run.trainer.keyframe().to_bytes()


def look_back(session: LiveSession, step: int) -> float:
    """Seconds of a core that it takes to stand at a step."""
    start = process_time()
    tell(session, "seek", step=step)
    while session.running:
        session.advance(SLICE)
    session.picture()
    return process_time() - start


@pytest.mark.slow
@pytest.mark.parametrize("design", [Design(), MOVING], ids=["the first network", "dropout and batch normalisation"])
def test_any_step_of_a_long_run_is_reached_in_under_a_second_with_the_bits_it_had(design: Design) -> None:
    session, seen = LiveSession(design), {}
    steps = random.Random(7).sample(range(LENGTH), LOOKS)
    changes = {20_000: {"batch_size": 12}, 70_000: {"optimizer": {"kind": "momentum", "learning_rate": 0.001}}}
    for step in sorted({*steps, *changes}):
        train(session, step)
        seen[step] = bits(session)
        if step in changes:
            tell(session, "edit", set=changes[step])
    train(session, LENGTH)
    end = bits(session)

    assert max(look_back(session, step) for step in steps) < 1.0
    for step in steps:
        look_back(session, step)
        assert bits(session) == seen[step]
    timeline = session._run.past._timeline
    assert len(timeline._kept) <= MOST
    assert timeline.kept_bytes <= MOST_BYTES

    look_back(session, steps[0])
    again = LiveSession.restore(session.save())
    look_back(again, LENGTH)
    assert bits(again) == end
    for step in steps[:5]:
        look_back(again, step)
        assert bits(again) == seen[step]
    assert max(look_back(again, step) for step in steps[:5]) < 1.0
