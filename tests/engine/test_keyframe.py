"""Keyframes: a moment of a run as bytes, whole or refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import DataError, Trainer
from engine.training.keyframe import Keyframe
from tests.engine.worlds import bits, moving_world


def test_a_keyframe_is_not_touched_by_the_run_that_goes_on():
    trainer = Trainer(moving_world())
    trainer.step(3)
    keyframe = trainer.keyframe()
    before = keyframe.to_bytes()
    trainer.step(10)
    trainer.restore(keyframe)
    trainer.step(10)
    assert keyframe.to_bytes() == before


def test_restoring_goes_back_in_time_on_the_same_trainer():
    trainer = Trainer(moving_world())
    trainer.step(7)
    keyframe = trainer.keyframe()
    trainer.step(30)
    late = bits(trainer)
    trainer.restore(keyframe)
    trainer.step(30)
    assert bits(trainer) == late


@pytest.mark.parametrize("cut", [0, 1, 19, 20, 21, 100, -1])
def test_a_keyframe_cut_short_is_refused(cut):
    data = bits(Trainer(moving_world()))[: cut or None] if cut else b""
    with pytest.raises(DataError):
        Keyframe.from_bytes(data)


@given(st.binary(max_size=80))
def test_bytes_that_are_no_keyframe_are_refused(tail):
    with pytest.raises(DataError):
        Keyframe.from_bytes(b"chalknet keyframe 1\n" + tail)
    with pytest.raises(DataError):
        Keyframe.from_bytes(tail)


@pytest.mark.parametrize(
    "head",
    [
        "[]", "{}", '{"place": {}, "arrays": []}', '{"place": {}, "arrays": {"a": 3}}', "[" * 100_000, "null",
        '{"place": {}, "arrays": {"a": ["|O", 1]}}', '{"place": {}, "arrays": {"a": ["<f8", -1]}}',
        '{"place": {}, "arrays": {"a": ["<f8", 1e9]}}', '{"place": 5, "arrays": {}}',
    ],
    ids=lambda head: head[:50],
)  # fmt: skip
def test_a_keyframe_with_a_strange_head_is_refused(head):
    with pytest.raises(DataError):
        Keyframe.from_bytes(b"chalknet keyframe 1\n" + head.encode() + b"\n" + bytes(12))
