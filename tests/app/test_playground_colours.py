"""The tokens of both themes: readable against what they stand on, and told apart by those who see fewer colours."""

import re
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

TOKENS = (Path(__file__).resolve().parents[2] / "static/css/tokens.css").read_text()
THEMES = ("light", "dark")
GROUNDS = ("stage", "surface", "raised")
WORDS = (
    "ink",
    "quiet",
    "accent",
    "danger",
    "positive",
    "negative",
    "forward",
    "backward",
    "update",
    "train",
    "validation",
)
CLASSES = tuple(f"class-{number}" for number in range(8))

# Machado, Oliveira and Fernandes 2009, severity 1, on linear RGB
SIGHT = {
    "everyone": np.eye(3),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
}


def _value(name: str, theme: str) -> str:
    """The hexadecimal colour that a token comes to in a theme."""
    found = re.search(rf"^  --{name}: (.*);", TOKENS, re.MULTILINE)
    assert found, name
    text = found[1]
    if pair := re.fullmatch(r"light-dark\((#\w{6}), (#\w{6})\)", text):
        return pair[1 + THEMES.index(theme)]
    inner = re.fullmatch(r"var\(--([\w-]+)\)", text)
    assert inner, text
    return _value(inner[1], theme)


def _linear(name: str, theme: str) -> np.ndarray:
    parts = np.array([int(_value(name, theme)[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def _contrast(one: str, other: str, theme: str) -> float:
    weights = np.array([0.2126, 0.7152, 0.0722])
    dark, light = sorted(float(weights @ _linear(name, theme)) for name in (one, other))
    return (light + 0.05) / (dark + 0.05)


def _lab(linear: np.ndarray) -> np.ndarray:
    xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]) @ linear.clip(0, 1)
    ratio = xyz / np.array([0.9505, 1.0, 1.089])
    f = np.where(ratio > 0.008856, np.cbrt(ratio), 7.787 * ratio + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def _difference(one: str, other: str, theme: str, sight: str) -> float:
    seen = [_lab(SIGHT[sight] @ _linear(name, theme)) for name in (one, other)]
    return float(np.linalg.norm(seen[0] - seen[1]))


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("word", WORDS)
def test_words_can_be_read_on_every_ground(word: str, theme: str) -> None:
    assert min(_contrast(word, ground, theme) for ground in GROUNDS) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("mark", [*CLASSES, "focus", "line-strong", "test"])
def test_marks_stand_out_from_every_ground(mark: str, theme: str) -> None:
    assert min(_contrast(mark, ground, theme) for ground in GROUNDS) >= 3.0


@pytest.mark.parametrize("theme", THEMES)
def test_words_can_be_read_on_the_accent(theme: str) -> None:
    assert _contrast("on-accent", "accent", theme) >= 4.5


@pytest.mark.parametrize("sight", SIGHT)
@pytest.mark.parametrize("theme", THEMES)
def test_the_colours_of_classes_are_told_apart(theme: str, sight: str) -> None:
    close = {pair: _difference(*pair, theme, sight) for pair in combinations(CLASSES, 2)}
    assert {pair: round(apart, 1) for pair, apart in close.items() if apart < 12} == {}


@pytest.mark.parametrize("sight", SIGHT)
@pytest.mark.parametrize("theme", THEMES)
def test_signs_and_phases_are_told_apart(theme: str, sight: str) -> None:
    assert _difference("positive", "negative", theme, sight) >= 60
    assert _difference("positive-muted", "negative-muted", theme, sight) >= 40
    assert _difference("forward", "backward", theme, sight) >= 20
