"""A pinned moment keeps the exact numbers of its step, and where the run stands is compared with them."""

import base64

import numpy as np
import pytest

from app.live import moments as module
from app.live.session import LiveSession
from app.protocol.event import Event
from app.protocol.events import Refused
from app.protocol.past_events import MomentCompared, MomentPinned
from engine import Trainer
from engine.design import Design
from tests.live.world import small_design, tell


def trained(steps: int, design: Design | None = None) -> LiveSession:
    session = LiveSession(design or small_design())
    session.advance(steps)
    return session


def go(session: LiveSession) -> None:
    while session.running:
        session.advance(17)


def parameters_at(step: int) -> dict[str, np.ndarray]:
    trainer = Trainer(small_design())
    trainer.step(step)
    return {name: array.copy() for name, array in trainer.parameters.items()}


def compared(session: LiveSession, layer: int | None = None) -> MomentCompared:
    (event,) = tell(session, "compare_moment", layer=layer)
    assert isinstance(event, MomentCompared)
    return event


def refused(events: list[Event]) -> str:
    (event,) = events
    assert isinstance(event, Refused)
    return event.problems[0].code


def test_the_numbers_of_a_comparison_are_the_tensors_of_both_steps() -> None:
    session = trained(20)
    tell(session, "pin_moment")
    session.advance(30)
    then, now = parameters_at(20), parameters_at(50)
    found = compared(session)
    assert found.count == len(found.rows) == sum(array.size for array in now.values())
    for row in found.rows:
        assert (row.then, row.now) == (then[row.name][row.index], now[row.name][row.index])
    assert found.distance == pytest.approx(np.sqrt(sum(np.square(now[n] - then[n]).sum() for n in now)), rel=1e-12)


def test_what_differs_most_comes_first_and_of_a_wide_network_no_more_than_that(monkeypatch) -> None:
    monkeypatch.setattr(module, "MOST_ROWS", 5)
    session = trained(20)
    tell(session, "pin_moment", step=3)
    found = compared(session)
    apart = [abs(row.now - row.then) for row in found.rows]
    assert apart == sorted(apart, reverse=True)
    assert len(apart) == 5 < found.count
    then, now = parameters_at(3), parameters_at(20)
    assert apart[0] == max(np.abs(now[name] - then[name]).max() for name in now)


def test_a_step_of_the_past_is_pinned_without_going_there() -> None:
    session = trained(150)
    (pinned,) = tell(session, "pin_moment", step=33)
    assert isinstance(pinned, MomentPinned)
    assert pinned.moment.step == 33
    assert session.step == 150
    then = parameters_at(33)
    assert all(row.then == then[row.name][row.index] for row in compared(session).rows)


def test_the_losses_are_those_of_the_whole_parts_at_each_step() -> None:
    session = trained(40)
    tell(session, "pin_moment", step=10)
    found = compared(session)
    trainer = Trainer(small_design())
    trainer.step(10)
    assert found.then.validation == trainer.evaluate("validation").loss
    trainer.step(30)
    assert found.now.train == trainer.evaluate("train").loss
    assert found.now.validation == trainer.evaluate("validation").loss


def test_a_branch_is_compared_with_the_trunk_it_left() -> None:
    session = trained(60)
    tell(session, "seek", step=30)
    go(session)
    tell(session, "set_parameter", name="layers/0/weight", index=[0, 0], value=2.0)
    session.advance(30)
    tell(session, "pin_moment", trunk=True)
    found = compared(session)
    trunk = parameters_at(60)
    assert (found.then.step, found.then.trunk, found.now.step) == (60, True, 60)
    assert all(row.then == trunk[row.name][row.index] for row in found.rows)


def test_what_the_network_says_is_told_of_both_and_how_far_apart() -> None:
    session = trained(20)
    tell(session, "pin_moment", step=5)
    answers = compared(session).answers
    assert answers is not None
    then, now, apart = (
        np.frombuffer(base64.b64decode(text), np.float32) for text in (answers.then, answers.now, answers.apart)
    )
    trainer = Trainer(small_design())
    trainer.step(20)
    (low, high), (bottom, top) = trainer.dataset.domain
    assert now[0] == pytest.approx(trainer.predict([[low, top]])[0, 0], abs=1e-6)
    assert now[-1] == pytest.approx(trainer.predict([[high, bottom]])[0, 0], abs=1e-6)
    assert np.array_equal(apart, now - then)
    assert answers.most == np.abs(apart).max()


def test_of_several_classes_the_answers_say_which_and_how_surely() -> None:
    data = {"kind": "blobs", "samples": 60, "classes": 3}
    layers = [{"kind": "dense", "units": 3, "activation": "softmax"}]
    session = trained(20, small_design(data=data, layers=layers, loss={"kind": "cross_entropy"}))
    tell(session, "pin_moment", step=0)
    answers = compared(session).answers
    assert answers is not None
    assert answers.now_class is not None
    classes = np.frombuffer(base64.b64decode(answers.now_class), np.uint8)
    assert classes.shape == (answers.shape[0] * answers.shape[1],)
    assert set(classes) <= {0, 1, 2}
    assert 0 < (answers.most or 0) <= 1


def test_only_one_layer_is_told_where_one_is_asked_for() -> None:
    session = trained(20)
    tell(session, "pin_moment", step=0)
    assert {row.name for row in compared(session, layer=1).rows} == {"layers/1/weight", "layers/1/bias"}
    assert refused(tell(session, "compare_moment", layer=9)) == "layer_unknown"


def test_the_weights_of_a_moment_are_put_back_exactly() -> None:
    session = trained(80)
    tell(session, "pin_moment", step=21)
    tell(session, "put_moment_back")
    found = compared(session)
    assert (found.differing, found.distance) == (0, 0.0)
    assert session.step == 80


def test_after_an_edit_of_the_layers_what_both_have_is_compared_and_nothing_put_back() -> None:
    session = trained(20)
    tell(session, "pin_moment")
    layers = [
        {"kind": "dense", "units": 5, "activation": "tanh"},
        {"kind": "dense", "units": 1, "activation": "sigmoid"},
    ]
    tell(session, "edit", set={"layers": layers})
    assert {row.name for row in compared(session).rows} <= {"layers/1/bias"}
    assert refused(tell(session, "put_moment_back")) == "moment_other"


def test_without_a_pinned_moment_there_is_nothing_to_compare_with() -> None:
    session = trained(5)
    assert refused(tell(session, "compare_moment")) == "no_moment"
    tell(session, "pin_moment")
    assert session.describe().moment is not None
    tell(session, "unpin_moment")
    assert session.describe().moment is None
    assert refused(tell(session, "put_moment_back")) == "no_moment"


def test_a_moment_that_would_take_long_to_reach_is_refused(monkeypatch) -> None:
    monkeypatch.setattr(module, "_FARTHEST", 5)
    session = trained(40)
    assert refused(tell(session, "pin_moment", step=20)) == "moment_far"
    assert refused(tell(session, "pin_moment", step=99)) == "step_unknown"
    assert refused(tell(session, "pin_moment", trunk=True)) == "no_trunk"
