"""Hostile designs: whatever is sent, the answer is a DesignError, quickly, before anything is allocated."""

import contextlib
import json
import re
import time
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import Design, DesignError, check, read_design

MOST_SECONDS = 0.05

TEXTS = {
    "duplicate keys": '{"seed": 1, "seed": 2}',
    "duplicate keys inside": '{"optimizer": {"kind": "sgd", "kind": "adam"}}',
    "NaN": '{"seed": NaN}',
    "NaN in a float": '{"optimizer": {"kind": "sgd", "learning_rate": NaN}}',
    "infinity": '{"optimizer": {"kind": "sgd", "learning_rate": Infinity}}',
    "beyond float64": '{"optimizer": {"kind": "sgd", "learning_rate": 1e999}}',
    "a seed beyond float64": '{"seed": 1e999}',
    "depth": "[" * 100_000 + "]" * 100_000,
    "depth in a field": '{"layers": ' + "[" * 100_000 + "]" * 100_000 + "}",
    "objects in depth": '{"data":' * 50_000 + "1" + "}" * 50_000,
    "a number of 5,000 digits": '{"seed": ' + "9" * 5000 + "}",
    "a number of 4,000 digits": '{"seed": ' + "9" * 4000 + "}",
    "a float of 5,000 digits": '{"optimizer": {"kind": "sgd", "learning_rate": ' + "9" * 5000 + ".0}}",
    "not JSON": "{'seed': 1}",
    "nothing": "",
    "a list": "[1, 2]",
    "null": "null",
    "a string": '"design"',
    "more than one value": "{} {}",
    "half a surrogate": '{"title": "\\ud800"}',
    "half a surrogate as a key": '{"\\ud800": 1}',
    "half a surrogate as a kind": '{"data": {"kind": "\\udfff"}}',
    "half a surrogate as a parameter": '{"layers": [{"kind": "dense", "initial": {"\\ud800": ["x"]}}]}',
    "a number for a text": '{"title": 5}',
    "a fraction for a whole number": '{"batch_size": 16.5}',
    "a text for a whole number": '{"batch_size": "16"}',
    "a text for a number": '{"optimizer": {"kind": "sgd", "learning_rate": "0.1"}}',
    "a text for a number of a table": '{"data": {"kind": "inline", "inputs": [["1"]], "targets": [1]}}',
    "a text for an initial value": '{"layers": [{"kind": "dense", "units": 1, "initial": {"bias": ["1"]}}]}',
    "true for a whole number": '{"seed": true}',
    "true for a number": '{"optimizer": {"kind": "sgd", "learning_rate": true}}',
    "1 for true": '{"data": {"kind": "circle", "standardize": 1}}',
    "a list for an object": '{"data": ["circle"]}',
    "an object for a list": '{"layers": {"0": {"kind": "dense"}}}',
}


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_that_is_no_design_is_a_design_error(name):
    for value in (TEXTS[name], TEXTS[name].encode()):
        with pytest.raises(DesignError) as raised:
            read_design(value)
        json.dumps([problem.model_dump() for problem in raised.value.problems], allow_nan=False).encode()
        assert all(len(problem.received) <= 200 for problem in raised.value.problems)


@pytest.mark.parametrize("name", [name for name in TEXTS if re.match("a text|a fraction|true|1 for", name)])
def test_its_value_is_a_design_error_too(name):
    value = json.loads(TEXTS[name])
    with pytest.raises(DesignError):
        read_design(value)


def test_a_text_for_a_number_is_told_by_its_place():
    with pytest.raises(DesignError) as raised:
        read_design({"batch_size": "16", "optimizer": {"kind": "sgd", "learning_rate": True}})
    found = [(problem.code, problem.where, problem.received) for problem in raised.value.problems]
    assert found == [
        ("field_float_type", "optimizer/sgd/learning_rate", "True"),
        ("field_int_type", "batch_size", "'16'"),
    ]


def test_a_whole_number_is_a_number():
    assert read_design({"optimizer": {"kind": "sgd", "learning_rate": 1}}).optimizer.learning_rate == 1.0


@pytest.mark.parametrize("value", [b"\xff\xfe", b"\x00", b'{"title": "\xc3\x28"}', b"\xef\xbb\xbf{"])
def test_bytes_that_are_no_text_are_a_design_error(value):
    with pytest.raises(DesignError):
        read_design(value)


def nested(depth):
    value = 1
    for _ in range(depth):
        value = [value]
    return value


@pytest.mark.parametrize("depth", [100, 300, 900, 950, 990, 5000, 100_000])
def test_a_value_nested_too_deep_is_a_design_error(depth):
    for fields in ({"layers": nested(depth)}, {"data": nested(depth)}, {"x": nested(depth)}):
        with pytest.raises(DesignError):
            read_design(fields)
    with pytest.raises(DesignError):
        read_design('{"seed": ' + "[" * depth + "]" * depth + "}")


@pytest.mark.parametrize(
    "fields",
    [
        {"seed": 10**5000},
        {"batch_size": -(10**5000)},
        {"title": 10**5000},
        {"layers": [10**5000]},
        {1: 2},
        {None: 2},
        {"data": object()},
        {"layers": {1, 2}},
        {"optimizer": float},
        {"seed": float("nan")},
        {"seed": 1j},
    ],
    ids=range(11),
)
def test_a_value_that_json_has_not_is_a_design_error(fields):
    with pytest.raises(DesignError):
        read_design(fields)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
    | st.sampled_from(["circle", "dense", "sgd", "adam", "relu", "l2", "inline", "float64", "batch_norm"]),
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(
        st.sampled_from(
            ["kind", "data", "layers", "units", "loss", "optimizer", "learning_rate", "inputs", "targets", "initial",
             "weight", "split", "train", "batch_size", "frozen", "seed", "activation", "initializer", "features"]
        ),
        inner,
        max_size=5,
    ),
    max_leaves=25,
)  # fmt: skip


def understood(value):
    """Reads and checks it; anything but a DesignError fails the test."""
    with contextlib.suppress(DesignError):
        json.dumps([problem.model_dump() for problem in check(read_design(value))], allow_nan=False)


@given(JSON)
def test_any_json_value_is_a_design_or_a_design_error(value):
    understood(json.dumps(value))
    if isinstance(value, dict):
        understood(value)


@given(st.sampled_from(list(Design.model_fields)), JSON)
def test_any_value_in_any_field_is_a_design_or_a_design_error(field, value):
    understood({field: value})


@given(st.text(max_size=40) | st.binary(max_size=40))
def test_any_text_is_a_design_or_a_design_error(value):
    understood(value)


@given(st.data())
def test_a_design_with_one_value_replaced_is_a_design_or_a_design_error(data):
    value = json.loads(Design(layers=[{"kind": "dense", "initial": {"bias": [1, 2, 3, 4]}}]).model_dump_json())
    place, key = value, data.draw(st.sampled_from(sorted(value)))
    while isinstance(place[key], dict | list) and place[key] and data.draw(st.booleans()):
        place = place[key]
        key = data.draw(st.sampled_from(sorted(place) if isinstance(place, dict) else range(len(place))))
    place[key] = data.draw(JSON)
    understood(json.dumps(value))


WIDE = {"kind": "dense", "units": 512}
HUGE = {
    "wide and many layers": {"layers": [WIDE] * 32},
    "more layers than there may be": {"layers": [WIDE] * 7000},
    "more units than there may be": {"layers": [{"kind": "dense", "units": 10**9}]},
    "a large batch through wide layers": {
        "layers": [WIDE] * 4, "batch_size": 5000, "data": {"kind": "circle", "samples": 5000},
    },
    "a rate of 1e308": {"optimizer": {"kind": "sgd", "learning_rate": 1e308}},
    "a convolution": {"layers": [{"kind": "conv2d", "filters": 8}]},
    "initial values of a wrong shape": {
        "layers": [{"kind": "dense", "units": 1, "initial": {"weight": [[0.0] * 5000]}}],
    },
    "many initial values": {"layers": [{"kind": "dense", "units": 1, "initial": {"weight": [[0.0] * 100] * 300}}]},
    "many initial names": {"layers": [{"kind": "dense", "initial": {f"w{i}": [1.0] for i in range(3000)}}]},
    "many frozen names": {"layers": [{"kind": "dense", "frozen": ["weights"] * 20_000}]},
    "ragged rows": {"data": {"kind": "inline", "inputs": [[1.0], [1.0, 2.0]], "targets": [1.0, 2.0]}},
    "rows that are too wide": {"data": {"kind": "inline", "inputs": [[0.0] * 20_000], "targets": [1.0]}},
    "rows of texts": {"data": {"kind": "inline", "inputs": [["x", "y"]] * 5000, "targets": ["z"] * 5000}},
    "labels that are none": {
        "data": {"kind": "inline", "task": "classes", "inputs": [[0.0]] * 3000, "targets": [1e9] * 3000},
    },
    "unknown fields": {f"field{i}": i for i in range(5000)},
    "huge initial values": {"layers": [{"kind": "dense", "units": 1, "initial": {"weight": [[1e308, -1e308]]}}]},
}  # fmt: skip


def problems_with(text):
    try:
        return check(read_design(text))
    except DesignError as error:
        return error.problems


@pytest.mark.parametrize("name", HUGE)
def test_a_hostile_design_is_refused_in_time_and_before_anything_is_allocated(name):
    text = json.dumps(HUGE[name])
    assert 1 <= len(problems_with(text)) <= 100
    quickest = min(timed(text) for _ in range(5))
    assert quickest < MOST_SECONDS
    tracemalloc.start()
    try:
        problems_with(text)
        assert tracemalloc.get_traced_memory()[1] < 40 * len(text) + 2_000_000
    finally:
        tracemalloc.stop()


def timed(text):
    start = time.process_time()
    problems_with(text)
    return time.process_time() - start


def test_words_name_what_is_too_much():
    (problem,) = [p for p in check(Design(layers=[WIDE] * 5)) if p.code == "too_many_parameters"]
    assert problem.expected == "at most 1,000,000"
    assert problem.values["mend"] == "fewer_units"
    assert problem.values["received"] == 2 * 512 + 512 + 4 * (512 * 512 + 512)
