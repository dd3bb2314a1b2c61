"""S9: JSON that could hurt is refused with a code, never with a crash."""

import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.protocol.strict_json import DEEPEST, WireError, loads

TEXTS = st.text(st.characters(codec="utf-8"))
NUMBERS = st.integers(-(10**15), 10**15) | st.floats(allow_nan=False, allow_infinity=False)
VALUES = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=12,
)


def code_of(text: str | bytes, largest: int = 1_000_000) -> str:
    with pytest.raises(WireError) as refused:
        loads(text, largest)
    return refused.value.problems[0].code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("[" * 100_000, "json_too_deep"),
        ("[" * 100_000 + "]" * 100_000, "json_too_deep"),
        ('{"a":' * 100_000 + "1" + "}" * 100_000, "json_too_deep"),
        ("[" * (DEEPEST + 1) + "]" * (DEEPEST + 1), "json_too_deep"),
        ("9" * 5_000, "json_number_too_long"),
        ("-" + "9" * 19, "json_number_too_long"),
        ("1e999", "json_not_finite"),
        ("-1e999", "json_not_finite"),
        ("NaN", "json_not_finite"),
        ('{"a": -Infinity}', "json_not_finite"),
        ('{"a": 1, "a": 2}', "json_duplicate_key"),
        ('[{"b": {"a": 1, "\\u0061": 2}}]', "json_duplicate_key"),
        ('"\\ud800"', "json_not_unicode"),
        ('{"title": "\\uDFFF"}', "json_not_unicode"),
        (b'"\xff"', "json_not_unicode"),
        (b"\xff\xfe{}", "json_not_unicode"),
        ("", "json_invalid"),
        ("{} {}", "json_invalid"),
        ("1_0", "json_invalid"),
        ("nan", "json_invalid"),
        ("'a'", "json_invalid"),
        ("\ufeff{}", "json_invalid"),
    ],
    ids=lambda value: ascii(value[:20]),
)
def test_what_could_hurt_is_refused_by_a_code(text: str | bytes, code: str) -> None:
    assert code_of(text) == code


def test_a_text_that_is_too_long_is_not_even_parsed() -> None:
    assert code_of("[" * 11, largest=10) == "json_too_large"


def test_the_deepest_allowed_is_read() -> None:
    assert loads("[" * DEEPEST + "1" + "]" * DEEPEST) is not None


def test_a_pair_of_surrogates_is_a_character() -> None:
    assert loads('"\\ud83d\\ude00"') == "\U0001f600"


@given(VALUES)
def test_every_other_value_comes_through_unchanged(value: object) -> None:
    assert loads(json.dumps(value)) == value


@given(st.text() | st.binary())
def test_no_text_at_all_makes_it_crash(text: str | bytes) -> None:
    with contextlib.suppress(WireError):
        loads(text)
