"""A link brings back the very Design, and a bad one says what is wrong with it."""

import base64
import contextlib
import re
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.playground.presets import PRESETS
from app.protocol.link import LARGEST_DESIGN, LONGEST_LINK, read_link, write_link
from engine.design import Design, read_design
from engine.errors import DesignError


def link_of(text: bytes) -> str:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return base64.urlsafe_b64encode(packer.compress(text) + packer.flush()).decode().rstrip("=")


def reason_of(link: str) -> str:
    with pytest.raises(DesignError) as refused:
        read_link(link)
    assert refused.value.problems[0].code == "link_invalid"
    return str(refused.value.problems[0].values["reason"])


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.name)
def test_a_design_comes_back_from_its_link(preset) -> None:
    assert read_link(write_link(preset.design)) == preset.design


def test_a_link_needs_no_escaping_in_an_address() -> None:
    assert re.fullmatch(r"[A-Za-z0-9_-]+", write_link(Design(title="ünïcode? &#/ \U0001f600")))


def test_a_link_of_defaults_is_short() -> None:
    assert len(write_link(Design())) < 40


def test_initial_values_travel_with_every_digit() -> None:
    layer = {"kind": "dense", "units": 1, "activation": "sigmoid", "initial": {"weight": [[0.1 + 0.2, 1 / 3]]}}
    design = read_design({"layers": [layer]})
    assert read_link(write_link(design)) == design


@pytest.mark.parametrize(
    ("link", "reason"),
    [
        ("", "cut_off"),
        ("not a link!", "damaged"),
        ("ünïcode", "damaged"),
        ("____", "damaged"),
        ("A" * (LONGEST_LINK + 1), "too_long"),
        (link_of(b" " * (LARGEST_DESIGN + 1)), "too_large"),
        (link_of(b"{}") + "AAAA", "damaged"),
    ],
    ids=lambda value: value[:12],
)
def test_a_bad_link_says_what_is_wrong(link: str, reason: str) -> None:
    assert reason_of(link) == reason


def test_a_link_that_was_cut_off_says_so() -> None:
    assert reason_of(write_link(PRESETS[0].design)[:-8]) == "cut_off"


def test_a_link_that_would_inflate_to_gigabytes_is_refused_at_the_limit() -> None:
    bomb = link_of(b"0" * 30_000_000)
    assert len(bomb) < LONGEST_LINK
    assert reason_of(bomb) == "too_large"


def test_a_link_with_a_wrong_design_tells_the_design_apart_from_the_link() -> None:
    with pytest.raises(DesignError) as refused:
        read_link(link_of(b'{"layers": []}'))
    assert refused.value.problems[0].where == "layers"


@given(st.text(max_size=60) | st.binary(max_size=60).map(link_of))
def test_no_link_at_all_makes_it_crash(link: str) -> None:
    with contextlib.suppress(DesignError):
        read_link(link)
