"""A token: the secret word by which a browser is known to hold a seat. The server keeps its hash alone."""

import base64
import hashlib
import hmac
from collections.abc import Iterable
from random import Random
from typing import Protocol, TypeVar

_BYTES = 32


class Keeping(Protocol):
    """Whatever keeps the hash of a token."""

    @property
    def token(self) -> str:
        """The hash."""


T = TypeVar("T", bound=Keeping)


def draw_token(dice: Random) -> str:
    """A new token of 256 bits; the dice must be ones that nobody can foretell."""
    return base64.urlsafe_b64encode(dice.randbytes(_BYTES)).decode().rstrip("=")


def draw_id(dice: Random) -> str:
    """A name for a seat or a room: unique, and no secret."""
    return dice.randbytes(8).hex()


def hash_of(token: str) -> str:
    """What is kept of a token. It is random enough to need no salt."""
    return hashlib.sha256(token.encode()).hexdigest()


def found(token: str, kept: Iterable[T]) -> T | None:
    """The one of these whose token this is; each is compared in a time that tells nothing."""
    own = hash_of(token)
    return next((each for each in kept if hmac.compare_digest(own, each.token)), None)
