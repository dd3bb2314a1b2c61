"""Commands are read strictly: a known type, its own fields, values within their limits."""

import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.protocol.commands import COMMANDS, LARGEST_COMMAND, Edit, Play, SetParameter, read_command
from app.protocol.strict_json import WireError


def problem_of(text: str) -> tuple[str, str]:
    with pytest.raises(WireError) as refused:
        read_command(text)
    problem = refused.value.problems[0]
    return problem.code, problem.where


def test_a_command_is_told_by_its_type() -> None:
    assert read_command('{"type": "play", "id": 7}') == Play(id=7)


def test_a_whole_edit_is_read() -> None:
    command = read_command('{"type": "edit", "id": 1, "set": {"batch_size": 8}, "carry": [0, null]}')
    assert command == Edit(id=1, set={"batch_size": 8}, carry=(0, None))


def test_a_number_is_set_at_an_index() -> None:
    command = read_command('{"type": "set_parameter", "name": "layers/0/weight", "index": [0, 1], "value": 0.1}')
    assert isinstance(command, SetParameter)
    assert command.value == 0.1


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('{"type": "explode"}', "field_union_tag_invalid"),
        ('{"id": 1}', "field_union_tag_not_found"),
        ("[]", "field_dict_type"),
        ('{"type": "play", "extra": 1}', "field_extra_forbidden"),
        ('{"type": "play", "id": -1}', "field_greater_than_equal"),
        ('{"type": "play", "id": "1"}', "field_int_type"),
        ('{"type": "play", "id": true}', "field_int_type"),
        ('{"type": "step", "count": 0}', "field_greater_than_equal"),
        ('{"type": "step", "count": 1.5}', "field_int_type"),
        ('{"type": "pace"}', "field_missing"),
        ('{"type": "pace", "steps_per_second": 0}', "field_greater_than_equal"),
        ('{"type": "pace", "steps_per_second": 1e999}', "json_not_finite"),
        ('{"type": "set_parameter", "name": "a", "value": "nan"}', "field_float_type"),
        ('{"type": "look", "look": {"nothing": 1}}', "field_extra_forbidden"),
        ('{"type": "open_link", "link": ["a"]}', "field_string_type"),
    ],
)
def test_anything_else_is_refused_with_a_code(text: str, code: str) -> None:
    assert problem_of(text)[0] == code


def test_a_command_that_the_socket_would_not_take_is_not_read() -> None:
    assert problem_of('{"type": "open_link", "link": "' + "a" * LARGEST_COMMAND + '"}')[0] == "json_too_large"


def test_a_refusal_says_which_field() -> None:
    assert problem_of('{"type": "edit", "set": {}, "carry": [0, "a"]}')[1] == "edit/carry/1"


def test_every_command_has_its_own_type() -> None:
    types = [command.model_fields["type"].default for command in COMMANDS]
    assert len(set(types)) == len(types)
    assert "acknowledge" in types


@given(st.sampled_from([command.model_fields["type"].default for command in COMMANDS]), st.dictionaries(
    st.sampled_from(["id", "set", "carry", "design", "link", "name", "index", "value", "look", "layer", "count"]),
    st.none() | st.booleans() | st.integers(-5, 10**6) | st.floats(-1e9, 1e9) | st.text(max_size=5)
    | st.lists(st.integers(-3, 3), max_size=3) | st.dictionaries(st.text(max_size=3), st.integers(), max_size=2),
    max_size=5,
))  # fmt: skip
def test_no_fields_at_all_make_it_crash(kind: str, fields: dict[str, object]) -> None:
    with contextlib.suppress(WireError):
        assert read_command(json.dumps({"type": kind, **fields})).type == kind
