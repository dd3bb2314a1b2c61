"""A live session answers every command by what happened or by a refusal, and is the same run wherever it goes on."""

import json

import numpy as np
import pytest

from app.live.session import LiveSession
from app.live.view import LARGEST_PICTURE
from app.protocol.events import DesignChanged, Evaluated, Inspected, Refused, State
from app.protocol.frames import HEADER, read_header
from app.protocol.link import read_link, write_link
from engine.design import Design
from tests.live.world import DIVERGING, SMALL, small_design, tell

GROWN = [
    {"kind": "dense", "units": 3, "activation": "tanh"},
    {"kind": "dense", "units": 5, "activation": "relu"},
    {"kind": "dense", "units": 1, "activation": "sigmoid"},
]


def started(steps: int = 20, **changes: object) -> LiveSession:
    session = LiveSession(small_design(**changes))
    session.advance(steps)
    return session


def types(events: list) -> list[str]:
    return [event.type for event in events]


def weights(session: LiveSession) -> dict[str, list]:
    found = {}
    for layer in range(len(session.describe().design["layers"])):
        (table,) = tell(session, "table", layer=layer)
        found |= table.arrays
    return found


def array(session: LiveSession, name: str) -> np.ndarray:
    return session.describe().layout.arrays[name].view(session.picture()[HEADER.size :])


def test_a_new_session_stands_at_step_zero_and_says_all_of_itself() -> None:
    state = LiveSession(small_design(), pace=30.0).describe()
    assert (state.step, state.playing, state.pace) == (0, False, 30.0)
    assert Design.model_validate(state.design) == small_design() == read_link(state.link)
    assert state.data["samples"] == len(state.data["points"]) == len(state.data["parts"]) == 60
    text = state.model_dump_json()
    assert State.model_validate_json(text).model_dump_json() == text


def test_play_and_pause() -> None:
    session = started(0)
    assert types(tell(session, "play")) == ["played"]
    assert session.running
    events = tell(session, "pause")
    assert types(events) == ["paused", "progressed", "curve_extended", "evaluated"]
    assert not session.running


def test_a_number_of_steps_ends_in_a_pause_at_that_very_step() -> None:
    session = started(5)
    tell(session, "step", count=3)
    assert session.hurried
    events = session.advance(1000)
    assert (session.step, events[0].type, events[0].step) == (8, "paused", 8)


def test_one_epoch_ends_where_the_epoch_ends() -> None:
    session = started(7)  # 36 training samples in batches of 8: an epoch is 5 steps
    tell(session, "step_epoch")
    session.advance(1000)
    assert session.step == 10
    tell(session, "step_epoch")
    session.advance(1000)
    assert session.step == 15


def test_restart_gives_the_same_initial_weights_and_reseed_others() -> None:
    session = started(0)
    initial = weights(session)
    session.advance(10)
    (changed, *_) = tell(session, "restart")
    assert changed.restarted
    assert session.step == 0
    assert weights(session) == initial
    tell(session, "reseed")
    assert weights(session) != initial


def test_a_hyperparameter_acts_at_once_and_keeps_the_weights() -> None:
    session = started(20)
    before = weights(session)
    (changed, *_) = tell(session, "edit", set={"optimizer": {"kind": "sgd", "learning_rate": 0.5}})
    assert not changed.restarted
    assert changed.seeded == ()
    assert session.step == 20
    assert weights(session) == before


def test_an_edit_voids_every_derived_number() -> None:
    session = started(20)
    generation = session.describe().generation
    events = tell(session, "edit", set={"layers": GROWN}, carry=[0, None, 1])
    assert events[0].generation == generation + 1
    assert types(events)[1:] == ["layout_changed", "probe_changed", "progressed", "curve_extended", "evaluated"]
    assert read_header(session.picture()).layout == events[1].id


def test_a_structural_edit_keeps_what_fits_and_names_what_does_not() -> None:
    session = started(20)
    before = weights(session)
    (changed, *_) = tell(session, "edit", set={"layers": GROWN}, carry=[0, None, 1])
    assert changed.kept == ("layers/0/weight", "layers/0/bias", "layers/2/bias")
    assert changed.seeded == ("layers/1/weight", "layers/1/bias", "layers/2/weight")
    assert weights(session)["layers/0/weight"] == before["layers/0/weight"]


def test_undo_brings_the_removed_arrays_back() -> None:
    session = started(20)
    before = weights(session)
    tell(session, "edit", set={"layers": GROWN[-1:]}, carry=[None])
    (changed, *_) = tell(session, "undo")
    assert weights(session) == before
    assert changed.seeded == ()
    assert (changed.can_undo, changed.can_redo) == (False, True)


def test_undo_keeps_what_was_learned_meanwhile() -> None:
    session = started(20)
    tell(session, "edit", set={"layers": GROWN}, carry=[0, None, 1])
    session.advance(20)
    learned = weights(session)["layers/0/weight"]
    tell(session, "undo")
    assert weights(session)["layers/0/weight"] == learned


def test_redo_makes_the_edit_again() -> None:
    session = started(20)
    tell(session, "edit", set={"layers": GROWN}, carry=[0, None, 1])
    grown = weights(session)
    tell(session, "undo")
    (changed, *_) = tell(session, "redo")
    assert weights(session) == grown
    assert (changed.can_undo, changed.can_redo) == (True, False)


@pytest.mark.parametrize("command", [{"kind": "reseed"}, {"kind": "open", "design": SMALL | {"batch_size": 4}}])
def test_undo_of_a_fresh_start_brings_the_whole_run_back(command: dict) -> None:
    session = started(20)
    before, curve = weights(session), session.describe().curve
    tell(session, **command)
    assert session.step == 0
    tell(session, "undo")
    assert (session.step, session.describe().curve) == (20, curve)
    assert weights(session) == before


def test_there_is_nothing_to_undo_at_first() -> None:
    (refused,) = tell(started(0), "undo")
    assert isinstance(refused, Refused)
    assert (refused.command_id, refused.problems[0].code) == (1, "nothing_to_undo")


def test_other_data_bring_what_must_follow_them() -> None:
    session = started(20)
    events = tell(session, "edit", set={"data": {"kind": "iris"}})
    assert types(events)[:2] == ["design_changed", "data_loaded"]
    assert events[0].design["layers"][-1]["units"] == 3
    assert events[1].data["class_names"] == ("setosa", "versicolor", "virginica")


@pytest.mark.parametrize(
    ("command", "code"),
    [
        ({"kind": "edit", "set": {"batch_size": 0}}, "field_greater_than_equal"),
        ({"kind": "edit", "set": {"nonsense": 1}}, "field_extra_forbidden"),
        ({"kind": "edit", "set": {"layers": GROWN[:1]}}, "output_units"),
        ({"kind": "edit", "set": {"batch_size": 4}, "carry": [0]}, "carry_length"),
        ({"kind": "open", "design": {"layers": []}}, "field_too_short"),
        ({"kind": "open_link", "link": "nonsense!"}, "link_invalid"),
        ({"kind": "set_parameter", "name": "layers/9/weight", "index": [0, 0], "value": 1.0}, "parameter_unknown"),
        ({"kind": "set_parameter", "name": "layers/0/weight", "index": [9, 9], "value": 1.0}, "parameter_index"),
        ({"kind": "set_parameter", "name": "layers/0/weight", "value": [[1.0], [1.0, 2.0]]}, "parameter_shape"),
        ({"kind": "set_parameter", "name": "layers/0/weight", "value": [1.0]}, "parameter_shape"),
        ({"kind": "inspect", "name": "layers/0/weight", "index": [0]}, "parameter_index"),
        ({"kind": "inspect", "name": "layers/0/weight", "index": [-1, 0]}, "parameter_index"),
        ({"kind": "table", "layer": 9}, "layer_unknown"),
        ({"kind": "redo"}, "nothing_to_redo"),
    ],
)
def test_a_refused_command_says_why_and_changes_nothing(command: dict, code: str) -> None:
    session = started(20)
    before, step = session.describe(), session.step
    (refused,) = tell(session, **command)
    assert refused.problems[0].code == code
    assert session.describe() == before
    session.advance(5)
    assert session.step == step + 5


def test_a_link_opens_and_can_keep_the_weights() -> None:
    session = started(20)
    before = weights(session)
    link = write_link(small_design(batch_size=4))
    tell(session, "open_link", link=link, restart=False)
    assert (session.step, weights(session)) == (20, before)
    tell(session, "open_link", link=link)
    assert session.step == 0


def test_a_weight_that_is_set_is_that_number_everywhere() -> None:
    session = started(20)
    before = weights(session)
    changed, evaluated = tell(session, "set_parameter", name="layers/0/weight", index=[1, 0], value=0.1)
    assert (changed.value, changed.step) == (0.1, 20)
    assert isinstance(evaluated, Evaluated)
    (inspected,) = tell(session, "inspect", name="layers/0/weight", index=[1, 0])
    assert isinstance(inspected, Inspected)
    assert inspected.value == 0.1
    assert array(session, "layers/0/weight")[1, 0] == np.float32(0.1)
    before["layers/0/weight"][1][0] = 0.1
    assert weights(session) == before


def test_a_float32_weight_is_told_as_it_is_kept() -> None:
    session = started(5, dtype="float32")
    changed, _ = tell(session, "set_parameter", name="layers/0/bias", index=[0], value=0.1)
    assert changed.value == float(np.float32(0.1))


def test_a_picture_shows_the_numbers_of_its_step() -> None:
    session = started(20)
    header = read_header(session.picture())
    assert (header.step, header.layout) == (20, session.describe().layout_id)
    for name, values in weights(session).items():
        assert (array(session, name) == np.array(values, np.float32)).all()


def test_a_picture_that_would_be_the_same_is_known_to_be() -> None:
    session = started(20)
    before = session.shown
    assert session.shown == before
    session.advance(1)
    assert session.shown != before


def test_another_look_has_another_layout() -> None:
    session = started(20)
    layout, probe = tell(session, "look", look={"tiles": False, "output": False, "probe": 7})
    assert not any(name.startswith("surfaces/") for name in layout.layout.arrays)
    assert (layout.type, probe.type, probe.sample) == ("layout_changed", "probe_changed", 7)
    assert tell(session, "look", look={"tiles": False, "output": False, "probe": 7}) == []


def test_a_probe_that_is_not_in_the_data_is_the_first_sample() -> None:
    session = started(0)
    _, probe = tell(session, "look", look={"probe": 59})
    assert probe.sample == 59
    events = tell(session, "edit", set={"data": SMALL["data"] | {"samples": 20}})
    assert next(event for event in events if event.type == "probe_changed").sample == 0


def test_a_picture_has_a_budget() -> None:
    wide = {"kind": "dense", "units": 512}
    session = LiveSession(small_design(layers=[wide, wide, SMALL["layers"][-1]]))
    (refused,) = tell(session, "look", look={"units": [list(range(512)), list(range(512)), [0]]})
    assert refused.problems[0].code == "picture_too_large"
    assert len(session.picture()) <= LARGEST_PICTURE


def test_the_test_part_is_evaluated_when_asked() -> None:
    (evaluated,) = tell(started(20), "test")
    assert (evaluated.part, evaluated.samples) == ("test", 12)


def test_the_curve_in_increments_is_the_whole_curve() -> None:
    session = started(0)
    found: dict[str, list] = {"train_min": [], "train_max": [], "validation": []}
    for steps in (1, 3, 900, 200, 1, 2000, 5):
        session.advance(steps)
        _, extended, _ = session.report()
        for name, values in found.items():
            found[name] = values[: extended.start] + getattr(extended, name)
    whole = session.describe().curve
    assert found == {name: getattr(whole, name) for name in found}
    assert whole.start == 0


def test_divergence_is_an_event_and_every_number_stays_finite() -> None:
    session = LiveSession(Design.model_validate(DIVERGING))
    tell(session, "play")
    diverged, *rest = session.advance(10_000)
    assert diverged.type == "diverged"
    assert diverged.cause
    assert diverged.remedy
    assert types(rest) == ["paused", "progressed", "curve_extended", "evaluated"]
    assert not session.running
    for event in (diverged, *rest):
        json.loads(event.model_dump_json(), parse_constant=lambda name: pytest.fail(name))
    assert np.isfinite(np.concatenate([np.ravel(values) for values in weights(session).values()])).all()


def test_activations_at_a_thousand_are_survived() -> None:
    session = started(1)
    tell(session, "set_parameter", name="layers/0/weight", value=1000.0)
    tell(session, "set_parameter", name="layers/1/weight", value=-1000.0)
    events = [*session.advance(200), *session.report()]
    for event in events:
        json.loads(event.model_dump_json(), parse_constant=lambda name: pytest.fail(name))
    session.picture()


def test_a_restored_session_goes_on_bit_for_bit() -> None:
    session = started(20)
    tell(
        session,
        "edit",
        set={"layers": [*GROWN[:2], {"kind": "dropout", "rate": 0.3}, GROWN[2]]},
        carry=[0, None, None, 1],
    )
    tell(session, "set_parameter", name="layers/0/bias", index=[0], value=0.25)
    session.advance(7)
    restored = LiveSession.restore(session.save())
    session.advance(50)
    restored.advance(50)
    assert weights(restored) == weights(session)
    assert restored.describe().curve == session.describe().curve


def test_a_restored_session_can_still_undo() -> None:
    session = started(20)
    before = weights(session)
    tell(session, "edit", set={"layers": GROWN[-1:]}, carry=[None])
    tell(session, "reseed")
    restored = LiveSession.restore(session.save())
    tell(restored, "undo")
    (changed, *_) = tell(restored, "undo")
    assert isinstance(changed, DesignChanged)
    assert weights(restored) == before


def test_a_restored_session_uses_no_layout_id_again() -> None:
    session = started(1)
    saved = session.save()
    for probe in range(5):
        tell(session, "look", look={"probe": probe})
    assert LiveSession.restore(saved).describe().layout_id > session.describe().layout_id


def test_a_session_that_was_to_train_to_a_step_still_is() -> None:
    session = started(0)
    tell(session, "step", count=100)
    session.advance(30)
    restored = LiveSession.restore(session.save())
    restored.advance(1000)
    assert restored.step == 100
    assert not LiveSession.restore(session.save(), playing=False).running


def test_a_number_of_the_sample_that_is_followed_is_told_in_every_digit() -> None:
    session = started()
    (inspected,) = tell(session, "inspect", name="probe/layers/0/a", index=[1])
    assert isinstance(inspected, Inspected)
    assert np.float32(inspected.value) == array(session, "probe/layers/0/a")[1]
    assert float(np.float32(inspected.value)) != inspected.value


def test_what_the_sample_has_no_number_of_cannot_be_inspected() -> None:
    (refused,) = tell(started(), "inspect", name="probe/layers/9/a", index=[0])
    assert isinstance(refused, Refused)
    assert refused.problems[0].code == "parameter_unknown"
