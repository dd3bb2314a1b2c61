"""What if: the step is walked with other numbers, told beside what it was, and put back without a trace."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.live.session import LiveSession
from app.protocol.events import Refused
from app.protocol.walk_events import CursorMoved, Explained, WalkChange, WalkOpened, WalkTable
from tests.live.world import small_design, tell

LAST = 100_000


def opened(cursor: int = LAST, **changes: object) -> LiveSession:
    session = LiveSession(small_design(**changes))
    session.advance(20)
    tell(session, "open_walk")
    tell(session, "move_cursor", cursor=cursor)
    return session


def told(events: list[Any]) -> CursorMoved:
    return next(event for event in events if isinstance(event, CursorMoved))


def suppose(session: LiveSession, part: str, value: float, index: int = 0, column: int = 0) -> CursorMoved:
    return told(tell(session, "suppose", part=part, index=index, column=column, value=value))


def numbers(event: CursorMoved) -> dict[str, Any]:
    return {name: getattr(event, name) for name in ("inputs", "targets", "loss", "loss_after")} | {
        "layers": list(event.layers)
    }


def test_a_supposed_input_is_walked_to_the_same_place_beside_what_it_was() -> None:
    session = opened()
    before = told(tell(session, "move_cursor", cursor=LAST, column=2))
    after = suppose(session, "inputs", 3.5, index=1, column=2)
    assert (after.cursor, after.column) == (before.cursor, 2)
    assert after.inputs[1] == 3.5
    assert after.loss != before.loss
    assert after.before is not None
    assert after.before.model_dump(mode="json") == numbers(before)
    assert after.changes == (WalkChange(name="inputs", index=(1, 2), before=float(before.inputs[1] or 0), now=3.5),)


def test_the_walk_as_it_was_is_told_wherever_the_cursor_goes() -> None:
    session, plain = opened(0), opened(0)
    suppose(session, "inputs", -2.0)
    for cursor in (3, 9, LAST, 1):
        there = told(tell(session, "move_cursor", cursor=cursor, column=1))
        was = told(tell(plain, "move_cursor", cursor=cursor, column=1))
        assert there.before is not None
        assert there.before.model_dump(mode="json") == numbers(was)


def test_the_class_of_a_sample_is_supposed_as_a_class() -> None:
    session = opened()
    before = told(tell(session, "move_cursor", cursor=LAST, column=0))
    other = 1.0 - float(before.targets[0] or 0)
    after = suppose(session, "class", other)
    assert after.targets == [other]
    assert after.changes == (WalkChange(name="class", index=(0,), before=1 - other, now=other),)
    assert suppose(session, "class", 1 - other).changes == ()


def test_a_class_of_several_is_supposed_for_all_outputs_at_once() -> None:
    layers = [{"kind": "dense", "units": 3, "activation": "softmax"}]
    session = opened(data={"kind": "iris"}, layers=layers, loss={"kind": "cross_entropy"})
    for label in (0, 1, 2):
        assert suppose(session, "class", label).targets == [float(label == unit) for unit in range(3)]


def test_a_supposed_target_of_a_regression_is_a_number() -> None:
    layers = [{"kind": "dense", "units": 1, "activation": "linear"}]
    session = opened(data={"kind": "plane", "samples": 40}, layers=layers, loss={"kind": "squared_error"})
    assert suppose(session, "targets", 0.75).targets == [0.75]


def test_several_changes_stand_together_and_are_put_back_one_by_one() -> None:
    session = opened()
    before = told(tell(session, "move_cursor", cursor=LAST))
    suppose(session, "inputs", 2.0)
    events = tell(session, "set_parameter", name="layers/0/weight", index=[1, 0], value=9.0)
    both = told(events)
    assert {change.name for change in both.changes} == {"inputs", "layers/0/weight"}
    assert both.before is not None
    assert both.before.model_dump(mode="json") == numbers(before)
    weight = next(change for change in both.changes if change.name == "layers/0/weight")
    events = tell(session, "set_parameter", name=weight.name, index=weight.index, value=weight.before)
    assert [change.name for change in told(events).changes] == ["inputs"]
    back = told(tell(session, "suppose_nothing"))
    assert back.changes == ()
    assert back.before is None
    assert numbers(back) == numbers(before)


def test_formulas_nudges_tables_and_the_check_speak_of_the_supposed_step() -> None:
    session = opened()
    suppose(session, "inputs", 1.25, column=1)
    walk = next(
        event
        for event in tell(session, "suppose", part="inputs", index=1, column=1, value=-0.5)
        if isinstance(event, WalkOpened)
    )
    number = next(k for k, event in enumerate(walk.events) if "gradient/layers/0/weight" in event.outputs)
    (found,) = tell(session, "explain", event=number, name="gradient/layers/0/weight", index=[0, 0], whole=True)
    assert isinstance(found, Explained)
    assert found.nudge is not None
    assert found.nudge.derivative == pytest.approx(found.value, rel=1e-5, abs=1e-9)
    (z,) = tell(session, "explain", event=0, name="layers/0/z", index=[0, 1])
    assert 1.25 in [operand.get("value") for term in z.expression["operands"] for operand in term.get("operands", [])]
    (table,) = tell(session, "tabulate_walk", layer=0)
    assert isinstance(table, WalkTable)
    assert table.arrays["layers/0/z"][0][1] == z.value
    (checked,) = tell(session, "check_gradients")
    assert checked.worst < 1e-5


def test_no_step_is_taken_on_a_supposition() -> None:
    session = opened()
    suppose(session, "inputs", 2.0)
    (refused,) = tell(session, "finish_walk")
    assert isinstance(refused, Refused)
    assert refused.problems[0].code == "supposing"
    assert session.step == 20
    tell(session, "suppose_nothing")
    tell(session, "finish_walk")
    straight = LiveSession(small_design())
    straight.advance(21)
    assert session.step == 21
    assert session.picture()[16:] == straight.picture()[16:]


@pytest.mark.parametrize("ending", ["close_walk", "open_walk"])
def test_leaving_or_opening_anew_drops_what_was_supposed_and_the_run_is_as_it_was(ending: str) -> None:
    session = opened()
    suppose(session, "inputs", 2.0)
    suppose(session, "class", 0.0, column=3)
    events = tell(session, ending)
    assert all(not event.changes for event in events if isinstance(event, CursorMoved))
    session.advance(5)
    straight = LiveSession(small_design())
    straight.advance(25)
    assert session.picture()[16:] == straight.picture()[16:]


def test_a_run_that_is_kept_while_something_is_supposed_is_the_run_before_the_step() -> None:
    session = opened()
    suppose(session, "inputs", 2.0)
    again = LiveSession.restore(session.save())
    again.advance(5)
    straight = LiveSession(small_design())
    straight.advance(25)
    assert again.picture()[16:] == straight.picture()[16:]


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"part": "inputs", "index": 99, "column": 0, "value": 1}, "parameter_index"),
        ({"part": "inputs", "index": 0, "column": 99, "value": 1}, "parameter_index"),
        ({"part": "targets", "index": 0, "column": 0, "value": 0.5}, "target_class"),
        ({"part": "class", "column": 0, "value": 2}, "class_unknown"),
    ],
)
def test_what_is_not_in_the_batch_cannot_be_supposed(fields: dict[str, object], code: str) -> None:
    session = opened()
    (refused,) = tell(session, "suppose", **fields)
    assert isinstance(refused, Refused)
    assert refused.problems[0].code == code
    assert told(tell(session, "move_cursor", cursor=1)).changes == ()


def test_units_that_let_no_gradient_pass_are_told_with_their_slope() -> None:
    layers = [
        {"kind": "dense", "units": 2, "activation": "relu", "initial": {"bias": [-90.0, 90.0]}, "frozen": ["bias"]},
        {"kind": "dense", "units": 1, "activation": "sigmoid"},
    ]
    session = opened(layers=layers)
    there = told(tell(session, "move_cursor", cursor=2))
    ((dead,), ()) = there.closed
    assert (dead.unit, dead.reason, dead.slope, dead.silent_in) == (0, "dead", 0.0, 8)


def test_the_sizes_of_the_gradients_are_told_as_they_become_known() -> None:
    session = opened(0)
    begin = told(tell(session, "move_cursor", cursor=0))
    end = told(tell(session, "move_cursor", cursor=LAST))
    assert [layer.known for layer in begin.gradients] == [False, False]
    assert [layer.known for layer in end.gradients] == [True, True]
    assert all((layer.gradient or 0) > 0 for layer in end.gradients)


def test_clipped_gradients_are_told_with_the_parameters_they_are_of() -> None:
    session = opened(clipping={"kind": "norm", "limit": 1e-6})
    found = told(tell(session, "move_cursor", cursor=LAST)).clipped
    assert found is not None
    assert found.factor is not None
    assert found.before is not None
    assert found.factor * found.before <= 1e-6
    assert found.count == len(found.parameters) == 3 * 3 + 4
    assert ("layers/0/bias", (2,)) in found.parameters


WISHES = st.lists(
    st.one_of(
        st.tuples(st.just("move_cursor"), st.fixed_dictionaries({"cursor": st.integers(0, 40)})),
        st.tuples(
            st.just("suppose"),
            st.fixed_dictionaries(
                {
                    "part": st.just("inputs"),
                    "index": st.integers(0, 1),
                    "column": st.integers(0, 7),
                    "value": st.floats(-9, 9),
                }
            ),
        ),
        st.tuples(
            st.just("suppose"),
            st.fixed_dictionaries(
                {"part": st.just("class"), "column": st.integers(0, 7), "value": st.sampled_from([0.0, 1.0])}
            ),
        ),
        st.tuples(st.just("check_gradients"), st.just({})),
        st.tuples(st.just("tabulate_walk"), st.just({"layer": 0})),
        st.tuples(st.just("finish_walk"), st.just({})),
    ),
    max_size=10,
)


@settings(max_examples=30, deadline=None)
@given(WISHES)
def test_whatever_is_supposed_and_asked_the_steps_taken_are_the_runs_own_bit_for_bit(wishes: Any) -> None:
    session = opened(0)
    for kind, fields in wishes:
        tell(session, kind, **fields)
    tell(session, "suppose_nothing")
    tell(session, "finish_walk")
    straight = LiveSession(small_design())
    straight.advance(session.step)
    assert session.step > 20
    assert session.picture()[16:] == straight.picture()[16:]
    assert LiveSession.restore(session.save()).picture()[16:] == straight.picture()[16:]
