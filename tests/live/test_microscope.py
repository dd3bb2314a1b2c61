"""The microscope walks the step that training takes next: its numbers are that step's, and it changes nothing."""

import pytest

from app.live.session import LiveSession
from app.protocol.events import Refused
from app.protocol.walk_events import CursorMoved, Explained, GradientsChecked, WalkOpened, WalkTable
from tests.live.world import small_design, tell


def opened(steps: int = 20, **changes: object) -> tuple[LiveSession, WalkOpened]:
    session = LiveSession(small_design(**changes))
    session.advance(steps)
    walk = next(e for e in tell(session, "open_walk") if isinstance(e, WalkOpened))
    return session, walk


def moved(session: LiveSession, cursor: int, column: int = 0) -> CursorMoved:
    (event,) = tell(session, "move_cursor", cursor=cursor, column=column)
    assert isinstance(event, CursorMoved)
    return event


def explained(session: LiveSession, walk: WalkOpened, name: str, index: tuple[int, ...]) -> Explained:
    number = next(k for k, event in enumerate(walk.events) if name in event.outputs)
    (event,) = tell(session, "explain", event=number, name=name, index=index)
    assert isinstance(event, Explained)
    return event


def test_a_walk_pauses_training_and_tells_the_events_of_the_next_step() -> None:
    session = LiveSession(small_design())
    tell(session, "play")
    events = tell(session, "open_walk")
    assert events[0].type == "paused"
    walk = next(e for e in events if isinstance(e, WalkOpened))
    assert walk.step == session.step
    assert [e.quantity for e in walk.events[:2]] == ["z", "a"]
    assert walk.events[-1].quantity == "parameters"


def test_what_is_not_computed_yet_is_not_there() -> None:
    session, _ = opened()
    before, after = moved(session, 0), moved(session, 1)
    assert before.layers[0] == {}
    assert set(after.layers[0]) == {"z"}
    assert before.loss is after.loss is None


def test_at_the_end_the_same_batch_is_judged_again() -> None:
    session, walk = opened()
    end = moved(session, len(walk.events))
    assert end.loss is not None
    assert end.loss_after is not None
    assert end.loss_after < end.loss


def test_a_number_is_explained_by_an_expression_that_comes_to_it() -> None:
    session, walk = opened()
    found = explained(session, walk, "layers/0/z", (0, 1))
    assert found.expression["operator"] == "sum"
    assert found.expression["value"] == pytest.approx(found.value, rel=1e-12)
    assert found.value == moved(session, 1, column=1).layers[0]["z"][0]
    assert found.nudge is None


def test_what_the_update_computes_is_addressed_by_the_parameter() -> None:
    session, walk = opened()
    end = len(walk.events) - 1
    (new,) = tell(session, "explain", event=end, name="parameters/layers/0/weight", index=(1, 0))
    assert isinstance(new, Explained)
    old, change = new.expression["operands"]
    assert (old["name"], old["index"]) == ("layers/0/weight", [1, 0])
    assert (change["name"], change["index"]) == ("change/layers/0/weight", [1, 0])
    assert new.value == old["value"] - change["value"]
    moved(session, len(walk.events))
    (table,) = tell(session, "tabulate_walk", layer=0)
    assert table.arrays["layers/0/weight"][1][0] == new.value


def test_a_parameter_of_the_update_has_bounds() -> None:
    session, walk = opened()
    (refused,) = tell(session, "explain", event=len(walk.events) - 1, name="parameters/layers/0/weight", index=(99, 0))
    assert isinstance(refused, Refused)


def test_every_event_tells_the_shapes_of_what_it_computes() -> None:
    session, walk = opened()
    assert walk.events[0].outputs == ("layers/0/z",)
    assert walk.events[0].shapes == ((session.describe().design["layers"][0]["units"], len(walk.samples)),)


@pytest.mark.parametrize("own", ["gradient/layers/0/weight", "layers/0/delta"])
def test_a_derivative_is_checked_by_nudging(own: str) -> None:
    session, walk = opened()
    found = explained(session, walk, own, (1, 1))
    assert found.nudge is not None
    assert found.nudge.derivative == pytest.approx(found.value, rel=1e-5, abs=1e-9)


def test_the_gradients_of_the_step_are_right() -> None:
    session, _ = opened()
    (found,) = tell(session, "check_gradients")
    assert isinstance(found, GradientsChecked)
    assert found.checked > 0
    assert found.worst is not None
    assert found.worst < 1e-5


def test_the_table_shows_parameters_before_and_after() -> None:
    session, walk = opened()
    moved(session, len(walk.events))
    (table,) = tell(session, "tabulate_walk", layer=0)
    assert isinstance(table, WalkTable)
    assert table.before["layers/0/weight"] != table.arrays["layers/0/weight"]
    assert "gradient/layers/0/weight" in table.arrays


def test_a_step_that_was_walked_is_the_step_that_is_trained() -> None:
    session, walk = opened()
    straight = LiveSession(small_design())
    straight.advance(21)
    moved(session, 7)
    tell(session, "check_gradients")
    moved(session, len(walk.events))
    reopened = [e for e in tell(session, "finish_walk") if isinstance(e, WalkOpened)]
    assert reopened[0].step == session.step == 21
    assert session.picture()[16:] == straight.picture()[16:]


def test_closing_a_walk_leaves_the_run_where_it_stood() -> None:
    session, walk = opened()
    moved(session, len(walk.events))
    assert [event.type for event in tell(session, "close_walk")] == ["walk_closed"]
    straight = LiveSession(small_design())
    straight.advance(20)
    assert session.step == 20
    assert session.picture()[16:] == straight.picture()[16:]


def test_a_run_that_is_kept_in_mid_walk_is_the_run_before_the_step() -> None:
    session, walk = opened()
    moved(session, len(walk.events))
    again = LiveSession.restore(session.save())
    again.advance(5)
    straight = LiveSession(small_design())
    straight.advance(25)
    assert again.picture()[16:] == straight.picture()[16:]


def test_an_edited_weight_is_walked_to_the_same_place() -> None:
    session, _ = opened()
    before = moved(session, 3, column=2)
    events = tell(session, "set_parameter", name="layers/0/weight", index=[0, 0], value=1.5)
    after = next(e for e in events if isinstance(e, CursorMoved))
    assert (after.cursor, after.column) == (3, 2)
    assert after.layers[0]["z"][0] != before.layers[0]["z"][0]
    assert after.layers[0]["z"][1] == before.layers[0]["z"][1]


def test_playing_on_closes_the_walk() -> None:
    session, _ = opened()
    assert [event.type for event in tell(session, "play")] == ["walk_closed", "played"]


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"event": 9_999, "name": "layers/0/z", "index": [0, 0]}, "event_unknown"),
        ({"event": 0, "name": "layers/9/z", "index": [0, 0]}, "event_output"),
        ({"event": 0, "name": "layers/0/z", "index": [99, 0]}, "parameter_index"),
    ],
)
def test_what_is_not_in_the_step_cannot_be_explained(fields: dict[str, object], code: str) -> None:
    session, _ = opened()
    (refused,) = tell(session, "explain", **fields)
    assert isinstance(refused, Refused)
    assert refused.problems[0].code == code
