"""S3, the code itself: eight characters that nobody confuses, read as forgivingly as people type."""

import math
from collections import Counter
from random import Random, SystemRandom

import pytest

from app.classrooms.code import ALPHABET, LENGTH, draw_code, read_code, spell


def test_a_code_is_one_of_more_than_eight_hundred_thousand_million() -> None:
    assert len(set(ALPHABET)) == 31
    assert math.log10(len(ALPHABET) ** LENGTH) > 11.9
    assert not set("01ILO") & set(ALPHABET)


def test_every_character_is_as_likely_as_another() -> None:
    dice = Random(3)
    counted = Counter("".join(draw_code(dice) for _ in range(5000)))
    assert min(counted.values()) > 0.85 * 40_000 / 31
    assert max(counted.values()) < 1.15 * 40_000 / 31


def test_two_codes_differ() -> None:
    assert len({draw_code(SystemRandom()) for _ in range(2000)}) == 2000


@pytest.mark.parametrize(
    "typed", ["K7QM2XWP", "k7qm2xwp", "K7QM-2XWP", " k7qm 2xwp ", "K7QM–2XWP", "k7-qm-2x-wp", "Ｋ７ＱＭ２ＸＷＰ"]
)
def test_a_code_is_read_however_it_is_typed(typed: str) -> None:
    assert read_code(typed) == "K7QM2XWP"


@pytest.mark.parametrize(
    "typed", ["", "K7QM2XW", "K7QM2XWPP", "K7QM2XW0", "K7QM2XWI", "ÄÖÜÄÖÜÄÖ", "\x00" * 8, "K" * 5000]
)
def test_what_can_be_no_code_is_none(typed: str) -> None:
    assert read_code(typed) is None


def test_a_code_is_shown_as_it_can_be_read() -> None:
    code = draw_code(Random(5))
    assert read_code(spell(code)) == code
