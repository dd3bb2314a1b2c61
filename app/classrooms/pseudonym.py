"""A pseudonym: what a member is called in the room. It is drawn, never typed, so that it says nothing about anybody."""

from collections.abc import Container
from random import Random

from app.texts.pseudonyms_en import ADJECTIVES, ANIMALS

_TRIES = 200


def draw_pseudonym(taken: Container[str], dice: Random) -> str:
    """One that nobody in the room has. In a room that has nearly all of them a number tells two apart."""
    for _ in range(_TRIES):
        if (drawn := _draw(dice)) not in taken:
            return drawn
    number = 2
    while f"{drawn} {number}" in taken:
        number += 1
    return f"{drawn} {number}"


def _draw(dice: Random) -> str:
    animal = dice.choice(ANIMALS)
    return f"{dice.choice([word for word in ADJECTIVES if word != animal])} {animal}"
