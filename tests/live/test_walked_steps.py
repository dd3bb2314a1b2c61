"""The microscope goes from step to step of a run, on and back, with its cursor before the events or after them."""

import json

from app.live.session import LiveSession
from app.protocol.event import Event
from app.protocol.events import Refused
from app.protocol.walk_events import CursorMoved, WalkClosed, WalkOpened
from tests.live.world import small_design, tell


def trained(steps: int) -> LiveSession:
    session = LiveSession(small_design())
    session.advance(steps)
    tell(session, "open_walk")
    return session


def arrived(session: LiveSession, events: list[Event]) -> tuple[WalkOpened, CursorMoved]:
    """Train on until the step is walked; what was said of it. Nobody was told that the walk was over."""
    while session.running:
        events = events + session.advance(7)
    assert not any(isinstance(event, WalkClosed) for event in events)
    (opened,) = (event for event in events if isinstance(event, WalkOpened))
    (moved,) = (event for event in events if isinstance(event, CursorMoved))
    return opened, moved


def to(session: LiveSession, step: int, **more: object) -> tuple[WalkOpened, CursorMoved]:
    return arrived(session, tell(session, "walk_step", step=step, **more))


def numbers(moved: CursorMoved) -> str:
    return json.dumps(moved.model_dump(mode="json"))


def test_the_step_before_is_walked_from_its_end_with_the_numbers_it_had() -> None:
    earlier = trained(29)
    events = len(to(earlier, 29)[0].events)
    moved = next(e for e in tell(earlier, "move_cursor", cursor=events) if isinstance(e, CursorMoved))
    opened, back = to(trained(30), 29, at_end=True)
    assert (opened.step, back.cursor) == (29, events)
    assert numbers(back) == numbers(moved)


def test_a_run_is_walked_back_to_its_first_step() -> None:
    session = trained(5)
    assert [to(session, step, at_end=True)[0].step for step in (4, 3, 2, 1, 0)] == [4, 3, 2, 1, 0]
    assert session.step == 0


def test_past_the_head_a_step_is_trained_and_the_next_is_walked() -> None:
    session = trained(10)
    opened, moved = to(session, 25)
    assert (opened.step, session.step, moved.cursor) == (25, 25, 0)
    assert session.picture()[16:] == trained(25).picture()[16:]


def test_the_sample_that_is_looked_at_stays_the_same_column() -> None:
    session = trained(10)
    tell(session, "move_cursor", cursor=0, column=3)
    assert to(session, 9)[1].column == 3


def test_the_walk_says_which_batch_of_which_epoch_it_is() -> None:
    session = trained(0)
    opened, _ = to(session, 7)
    assert (opened.epoch, opened.batch) == divmod(7, opened.batches)


def test_on_the_way_nothing_is_asked_of_the_step_that_was_left() -> None:
    session = trained(10)
    tell(session, "walk_step", step=500)
    assert tell(session, "move_cursor", cursor=2) == []
    assert session.running
    tell(session, "pause")
    assert 10 <= session.step < 500


def test_whoever_trains_on_while_it_is_on_its_way_is_told_that_nothing_is_walked() -> None:
    session = trained(10)
    tell(session, "walk_step", step=500)
    events = tell(session, "play")
    assert any(isinstance(event, WalkClosed) for event in events)
    assert not any(isinstance(event, WalkOpened) for event in session.advance(3))


def test_a_step_beyond_all_reach_is_refused() -> None:
    (refused,) = tell(trained(3), "walk_step", step=5_000_000)
    assert isinstance(refused, Refused)
    assert refused.problems[0].code == "step_unknown"
