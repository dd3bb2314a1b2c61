"""A session can stand at any step that its run has been at, go on from there, branch off, and come back."""

import pytest

from app.live import run
from app.live.session import LiveSession
from app.protocol.events import Progressed, Refused
from app.protocol.past_events import TimelineRead
from engine.design import read_design
from tests.live.world import DIVERGING, small_design, tell

MOVING = [
    {"kind": "dense", "units": 4, "activation": "tanh"},
    {"kind": "batch_norm"},
    {"kind": "dropout", "rate": 0.3},
    {"kind": "dense", "units": 1, "activation": "sigmoid"},
]


def trained(steps: int) -> LiveSession:
    session = LiveSession(small_design())
    session.advance(steps)
    return session


def go(session: LiveSession) -> None:
    """Let it train until it pauses by itself."""
    while session.running:
        session.advance(17)


def sought(session: LiveSession, step: int) -> LiveSession:
    tell(session, "seek", step=step)
    go(session)
    return session


def drawn(session: LiveSession) -> bytes:
    return session.picture()[16:]


def heads(session: LiveSession) -> tuple[int, int | None]:
    progressed = next(event for event in session.report() if isinstance(event, Progressed))
    return progressed.head, progressed.trunk


def test_a_past_step_is_drawn_as_it_was() -> None:
    assert drawn(sought(trained(200), 77)) == drawn(trained(77))


def test_one_step_back() -> None:
    session = sought(trained(50), 49)
    assert session.step == 49
    assert not session.running
    assert heads(session) == (50, None)


def test_the_whole_curve_stays_while_the_past_is_looked_at() -> None:
    session = trained(200)
    whole = session.describe().curve
    assert sought(session, 20).describe().curve == whole


def test_going_on_from_the_past_is_the_same_run() -> None:
    session = sought(trained(200), 60)
    session.advance(140)
    assert drawn(session) == drawn(trained(200))
    assert heads(session) == (200, None)


def test_edits_of_the_past_are_made_again_on_the_way() -> None:
    session = trained(30)
    tell(session, "set_parameter", name="layers/0/weight", index=[0, 0], value=2.0)
    session.advance(10)
    tell(session, "edit", set={"batch_size": 4})
    session.advance(40)
    now = drawn(session)
    sought(session, 5)
    assert sought(session, 80).describe().design["batch_size"] == 4
    assert drawn(session) == now


def test_an_edit_in_the_past_begins_a_branch_and_the_trunk_can_be_returned_to() -> None:
    session = trained(100)
    now = drawn(session)
    sought(session, 40)
    tell(session, "set_parameter", name="layers/0/weight", index=[0, 0], value=2.0)
    assert heads(session) == (40, 100)
    session.advance(10)
    assert heads(session) == (50, 100)
    tell(session, "return_to_trunk")
    go(session)
    assert (session.step, heads(session)) == (100, (100, None))
    assert drawn(session) == now


def edited_run() -> LiveSession:
    """110 steps with a weight set at 30, another design at 60 and a weight set at 100; Adam, shuffling, dropout."""
    session = LiveSession(small_design(layers=MOVING))
    session.advance(30)
    tell(session, "set_parameter", name="layers/0/weight", index=[0, 0], value=2.0)
    session.advance(30)
    tell(session, "edit", set={"batch_size": 4})
    session.advance(40)
    tell(session, "set_parameter", name="layers/0/bias", index=[1], value=-0.5)
    session.advance(10)
    return session


def restored(session: LiveSession) -> LiveSession:
    """The session as another worker has it, from what was kept."""
    return LiveSession.restore(session.save())


def run_of(session: LiveSession) -> bytes:
    """All that the run stands on and has recorded."""
    return session._run.trainer.keyframe().to_bytes()


STEPS = (0, 29, 30, 31, 59, 60, 61, 99, 100, 105, 110)


def test_a_restored_session_reaches_every_step_of_its_past_with_the_same_bits() -> None:
    session = edited_run()
    first = [run_of(sought(session, step)) for step in STEPS]
    again = restored(session)
    for step, bits in zip(reversed(STEPS), reversed(first), strict=True):
        assert run_of(sought(again, step)) == bits


@pytest.mark.parametrize("step", STEPS)
def test_a_session_that_is_restored_at_a_past_step_stands_there_in_the_same_run(step: int) -> None:
    straight, session = edited_run(), sought(edited_run(), step)
    again = restored(session)
    assert (again.step, heads(again)) == (step, (110, None))
    assert run_of(again) == run_of(session)
    assert again.describe().curve == session.describe().curve == straight.describe().curve
    assert run_of(sought(again, 110)) == run_of(straight)
    straight.advance(20)
    again.advance(20)
    assert run_of(again) == run_of(straight)
    assert heads(again) == (130, None)


def test_what_was_changed_ahead_is_changed_again_after_a_restart_when_it_trains_on() -> None:
    session = sought(edited_run(), 10)
    again = restored(session)
    again.advance(25)
    assert (again.step, again.describe().design["batch_size"]) == (30, 8)
    again.advance(1000)
    assert again.describe().design["batch_size"] == 4


def test_a_session_that_is_restored_on_its_way_to_a_past_step_goes_on_to_it() -> None:
    session = edited_run()
    tell(session, "seek", step=58)
    assert session.step < 58
    again = restored(session)
    go(again)
    assert run_of(again) == run_of(sought(edited_run(), 58))


def branched() -> LiveSession:
    session = sought(edited_run(), 70)
    tell(session, "set_parameter", name="layers/0/weight", index=[1, 0], value=-1.0)
    session.advance(15)
    return session


def test_a_session_that_is_restored_on_a_branch_can_return_to_the_trunk() -> None:
    straight, session = edited_run(), branched()
    again = restored(restored(session))
    assert heads(again) == (85, 110)
    assert run_of(again) == run_of(session)
    assert run_of(sought(again, 65)) == run_of(sought(session, 65))
    assert run_of(sought(again, 85)) == run_of(sought(session, 85))
    tell(again, "return_to_trunk")
    again = restored(again)  # and on the way back to it
    go(again)
    assert (again.step, heads(again)) == (110, (110, None))
    assert run_of(again) == run_of(straight)
    assert again.describe().curve == straight.describe().curve


def test_a_branch_of_a_branch_still_leads_back_to_the_trunk_after_a_restart() -> None:
    session = sought(branched(), 40)
    tell(session, "edit", set={"batch_size": 16})
    session.advance(5)
    again = restored(session)
    assert heads(again) == (45, 110)
    tell(again, "return_to_trunk")
    go(again)
    assert run_of(again) == run_of(edited_run())


def test_a_run_that_was_sought_after_a_restart_has_keyframes_again() -> None:
    session = restored(trained(3000))
    sought(session, 2900)
    sought(session, 5)
    tell(session, "seek", step=2890)
    assert 2890 - session.step < 100


def test_a_session_that_diverged_has_been_at_the_step_where_it_stands() -> None:
    session = LiveSession(read_design(DIVERGING))
    session.advance(10_000)
    assert heads(session)[0] == session.step > 0


def test_a_run_takes_so_many_changes_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    session = edited_run()
    monkeypatch.setattr(run, "_LARGEST_JOURNAL", 800)
    (refused,) = tell(session, "edit", set={"batch_size": 5})
    assert isinstance(refused, Refused)
    assert (refused.problems[0].code, refused.problems[0].values) == ("journal_full", {"most": 3})
    sought(session, 40)
    assert not isinstance(tell(session, "set_parameter", name="layers/0/bias", index=[0], value=0.0)[0], Refused)


def test_a_new_run_has_no_past() -> None:
    session = trained(100)
    tell(session, "reseed")
    (refused,) = tell(session, "seek", step=5)
    assert isinstance(refused, Refused)
    assert refused.problems[0].code == "step_unknown"


def test_where_there_is_no_branch_there_is_no_trunk_to_return_to() -> None:
    (refused,) = tell(trained(3), "return_to_trunk")
    assert isinstance(refused, Refused)
    assert refused.problems[0].code == "no_trunk"


def timeline(session: LiveSession) -> TimelineRead:
    (event,) = tell(session, "read_timeline")
    assert isinstance(event, TimelineRead)
    return event


def test_the_timeline_tells_where_keyframes_lie_and_what_they_take() -> None:
    session = trained(0)
    for _ in range(200):
        session.advance(100)
    told = timeline(session)
    assert 0 in told.keyframes
    assert 8 < len(told.keyframes) <= told.most == 64
    assert told.bytes >= len(told.keyframes) * timeline(trained(0)).bytes


def test_the_timeline_tells_where_the_run_left_its_trunk() -> None:
    session = sought(trained(100), 40)
    assert timeline(session).left is None
    tell(session, "set_parameter", name="layers/0/weight", index=[0, 0], value=2.0)
    assert timeline(session).left == 40
    tell(session, "return_to_trunk")
    assert timeline(session).left is None


def test_the_way_back_along_a_long_run_is_short_from_step_to_step() -> None:
    session = trained(3000)
    now = drawn(sought(trained(3000), 2801))
    sought(session, 2803)
    tell(session, "seek", step=2802)
    assert 2802 - session.step < 17, "where it passed on the way is remembered"
    go(session)
    assert drawn(sought(session, 2801)) == now


def test_a_network_that_stays_what_it_is_keeps_its_layout_on_the_way_back() -> None:
    session = trained(30)
    layout = session.describe().layout_id
    sought(session, 12)
    assert session.describe().layout_id == layout
