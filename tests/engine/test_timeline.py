"""Any step that was trained can be reached again, with the same bits."""

import numpy as np
import pytest

from engine import Trainer
from engine.optimizers import SGD
from engine.training import timeline as module
from engine.training.timeline import Timeline
from tests.engine.worlds import changed, moving_world


def trained(steps: int, edit_at: int | None = None) -> tuple[Trainer, Timeline, dict[int, bytes]]:
    """A run with its timeline, and the bits of its parameters after each step."""
    trainer = Trainer(moving_world())
    timeline = Timeline.of(trainer)
    seen = {0: trainer.network.flat.tobytes()}
    for step in range(1, steps + 1):
        if step - 1 == edit_at:
            trainer.revise(changed(trainer.design, optimizer=SGD(learning_rate=0.01)))
            trainer.set_parameter("layers/0/bias", 0.25, 1)
            timeline.note(trainer)
        trainer.step()
        timeline.note(trainer)
        seen[step] = trainer.network.flat.tobytes()
    return trainer, timeline, seen


@pytest.mark.parametrize("step", [0, 1, 63, 64, 65, 150, 199, 200])
def test_a_past_step_has_the_bits_it_had(step: int) -> None:
    _, timeline, seen = trained(200)
    assert timeline.seek(step).network.flat.tobytes() == seen[step]


@pytest.mark.parametrize("step", [69, 71, 100, 140])
def test_edits_on_the_way_are_made_again(step: int) -> None:
    _, timeline, seen = trained(140, edit_at=70)
    assert timeline.seek(step).network.flat.tobytes() == seen[step]


def test_running_on_from_a_past_step_is_the_same_run() -> None:
    trainer, timeline, _ = trained(200)
    again = timeline.seek(37)
    again.step(200 - 37)
    assert again.keyframe().to_bytes() == trainer.keyframe().to_bytes()


def test_a_look_back_moves_nothing() -> None:
    _, timeline, _ = trained(150)
    timeline.note(timeline.seek(20))
    assert timeline.head == 150


def test_keyframes_stay_few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST", 5)
    _, timeline, seen = trained(700)
    assert len(timeline._kept) <= 5
    assert timeline.seek(650).network.flat.tobytes() == seen[650]


def test_keyframes_stay_light(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_BYTES", 200_000)
    _, timeline, _ = trained(700)
    assert timeline.kept_bytes <= 200_000
    assert len(timeline._kept) > 2


def test_two_keyframes_are_kept_however_heavy_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_BYTES", 1)
    _, timeline, seen = trained(300)
    assert len(timeline._kept) == 2
    assert timeline.seek(290).network.flat.tobytes() == seen[290]


def test_the_curve_is_counted_too() -> None:
    trainer, _, _ = trained(300)
    arrays = sum(array.nbytes for array in trainer.keyframe().arrays.values())
    assert trainer.keyframe().nbytes >= arrays + 3 * 300 * 8


def test_where_only_journal_and_head_are_known_every_step_is_reached_and_keyframes_are_kept_on_the_way() -> None:
    trainer, timeline, seen = trained(1000, edit_at=70)
    known = Timeline(timeline.origin, timeline.head, timeline.journal)
    assert (known.head, known.curve) == (1000, None)
    again, entries = known.near(800)
    assert again.step_count == 0
    for step in range(50, 1001, 50):
        again.catch_up([entry for entry in entries if entry.step >= again.step_count], step)
        entries = tuple(entry for entry in entries if entry.step > step)
        known.note(again)
        assert again.network.flat.tobytes() == seen[step]
    assert again.keyframe().to_bytes() == trainer.keyframe().to_bytes()
    assert known.curve is again.curve
    assert 990 - known.near(990)[0].step_count <= 100
    for step in (69, 71, 333, 999):
        assert known.seek(step).network.flat.tobytes() == seen[step]


def test_a_branch_is_a_run_of_its_own() -> None:
    _, timeline, seen = trained(150)
    other = timeline.seek(90)
    other.set_parameter("layers/0/bias", 0.5, 0)
    branch = timeline.branch(other)
    other.step(40)
    branch.note(other)
    assert (branch.head, timeline.head) == (130, 150)
    assert branch.seek(130).network.flat.tobytes() == other.network.flat.tobytes() != seen[130]
    assert branch.seek(80).network.flat.tobytes() == seen[80]
    assert timeline.seek(130).network.flat.tobytes() == seen[130]


def test_a_step_beyond_the_head_is_the_head() -> None:
    trainer, timeline, _ = trained(30)
    assert np.array_equal(timeline.seek(1_000).network.flat, trainer.network.flat)
