"""Who gets no further is seen after ninety seconds, who diverged at once; who has arrived is not taken for it."""

from app.classrooms.stuck import PATIENCE_SECONDS, Progress, stuck


def tile(step: int, best: float | None = 0.5, **more) -> dict:
    told = {"generation": 1, "step": step, "best": best, "playing": True, "diverged": False}
    return {**told, "accuracy": 0.8, "r2": None, **more}


def after(*seen: tuple[float, dict]) -> str | None:
    """What is said at the last of these moments."""
    (first, beginning), *others = seen
    progress, last = Progress.begin(beginning, first), beginning
    for now, last in others:
        progress = progress.follow(last, now)
    return stuck(progress, last)


def test_ninety_seconds_without_a_better_loss_are_no_progress() -> None:
    assert after((0, tile(0)), (PATIENCE_SECONDS - 1, tile(900))) is None
    assert after((0, tile(0)), (PATIENCE_SECONDS, tile(900))) == "no_progress"


def test_a_better_loss_is_progress_and_a_thousandth_is_not() -> None:
    assert after((0, tile(0)), (60, tile(600, 0.49)), (120, tile(1200, 0.49))) is None
    assert after((0, tile(0)), (60, tile(600, 0.4999)), (120, tile(1200, 0.4999))) == "no_progress"


def test_a_worse_loss_after_a_better_one_is_none() -> None:
    assert (
        after((0, tile(0, 0.5)), (50, tile(500, 0.3)), (100, tile(1000, 0.4)), (140, tile(1400, 0.4))) == "no_progress"
    )


def test_a_first_loss_is_progress() -> None:
    assert after((0, tile(0, None)), (80, tile(1, 0.7)), (100, tile(2, 0.7))) is None


def test_time_without_training_is_no_time_without_progress() -> None:
    still = tile(500, playing=False)
    assert after((0, tile(0)), (50, tile(500)), (52, still), (100, still), (110, tile(600))) is None


def test_who_does_not_train_is_idle_after_ninety_seconds() -> None:
    still = tile(500, playing=False)
    assert after((0, still), (89, still)) is None
    assert after((0, still), (90, still)) == "idle"
    assert after((0, still), (90, still), (91, tile(510))) is None


def test_who_diverged_is_stuck_at_once() -> None:
    assert after((0, tile(0, diverged=True, playing=False))) == "diverged"


def test_who_has_arrived_is_not_stuck() -> None:
    assert after((0, tile(0)), (200, tile(900, accuracy=1.0))) is None
    assert after((0, tile(0)), (200, tile(900, accuracy=None, r2=0.995))) is None


def test_another_run_begins_anew() -> None:
    other = tile(0, 0.9, generation=2)
    assert after((0, tile(0)), (100, tile(900)), (101, other), (150, {**other, "step": 50})) is None
