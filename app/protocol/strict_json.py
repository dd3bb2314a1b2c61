"""JSON as strangers may send it: bounded in size and depth, no duplicate keys, no NaN, no number beyond float64."""

import json
from collections.abc import Iterable
from typing import Any, NoReturn

from engine.errors import ChalknetError, Problem

LARGEST_TEXT = 262_144  # characters
DEEPEST = 32
_DIGITS = 18  # an integer of more digits fits no field of ours, and no float64 exactly


class WireError(ChalknetError):
    """Something that came over the wire and cannot be taken."""


def refuse(code: str, where: str = "", expected: str = "", received: str = "", **values: Any) -> NoReturn:
    """Raise a WireError of one problem."""
    raise WireError(Problem(code=code, where=where, expected=expected, received=received[:80], values=values))


def loads(text: str | bytes, largest: int = LARGEST_TEXT) -> Any:
    """The value of a JSON text; WireError says by code why it is none."""
    if len(text) > largest:
        refuse("json_too_large", expected=f"at most {largest} characters", received=str(len(text)))
    try:
        value = json.loads(
            text.decode("utf-8") if isinstance(text, bytes) else text,
            object_pairs_hook=_object,
            parse_constant=_constant,
            parse_int=_integer,
            parse_float=_decimal,
        )
        _check_depth(value)
        _check_text(text, value)
    except RecursionError:
        refuse("json_too_deep", expected=f"at most {DEEPEST} levels")
    except UnicodeError:
        refuse("json_not_unicode", expected="text in UTF-8")
    except ValueError as error:
        refuse("json_invalid", expected="one JSON value", received=str(error))
    return value


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        refuse("json_duplicate_key", received=next(name for name in names if names.count(name) > 1))
    return found


def _constant(text: str) -> NoReturn:
    refuse("json_not_finite", expected="a finite number", received=text)


def _integer(text: str) -> int:
    if len(text) > _DIGITS + text.startswith("-"):
        refuse("json_number_too_long", expected=f"at most {_DIGITS} digits", received=text)
    return int(text)


def _decimal(text: str) -> float:
    value = float(text)
    if value - value != 0:
        refuse("json_not_finite", expected="a finite number", received=text)
    return value


def _check_depth(value: Any) -> None:
    level = _containers([value])
    for _ in range(DEEPEST):
        if not level:
            return
        level = [
            inner for outer in level for inner in _containers(outer.values() if isinstance(outer, dict) else outer)
        ]
    if level:
        refuse("json_too_deep", expected=f"at most {DEEPEST} levels")


def _containers(values: Iterable[Any]) -> list[Any]:
    return [value for value in values if isinstance(value, dict | list)]


def _check_text(text: str | bytes, value: Any) -> None:
    """An escaped half of a surrogate pair parses, and could never be sent out again."""
    lone = b"\\ud" in text.lower() if isinstance(text, bytes) else "\\ud" in text.lower()
    if lone:
        json.dumps(value, ensure_ascii=False).encode()
