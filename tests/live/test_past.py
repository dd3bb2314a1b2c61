"""A session can stand at any step that its run has been at, go on from there, branch off, and come back."""

from app.live.session import LiveSession
from app.protocol.events import Progressed, Refused
from tests.live.world import small_design, tell


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


def test_a_restored_session_reaches_its_past_too() -> None:
    session = LiveSession.restore(trained(150).save())
    assert drawn(sought(session, 33)) == drawn(trained(33))


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
