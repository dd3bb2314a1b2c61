"""A join code: what a class reads off the wall and types. Eight characters that cannot be taken for one another."""

import unicodedata
from random import Random

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # without 0, 1, I, L and O
LENGTH = 8
_GROUP = 4
LONGEST_TYPED = 64  # characters of what somebody may type


def draw_code(dice: Random) -> str:
    """A new code; the dice must be ones that nobody can foretell."""
    return "".join(dice.choice(ALPHABET) for _ in range(LENGTH))


def spell(code: str) -> str:
    """The code as it is shown, in two groups.

    >>> spell("K7QM2XWP")
    'K7QM-2XWP'
    """
    return f"{code[:_GROUP]}-{code[_GROUP:]}"


def read_code(text: str) -> str | None:
    """The code that somebody meant who typed this: case, spaces and dashes do not matter. None: it can be none.

    >>> read_code(" k7qm 2xwp")
    'K7QM2XWP'
    >>> read_code("K7QM-2XW")
    """
    plain = unicodedata.normalize("NFKC", text[:LONGEST_TYPED]).upper()
    code = "".join(letter for letter in plain if letter.isalnum())
    return code if len(code) == LENGTH and set(code) <= set(ALPHABET) else None
