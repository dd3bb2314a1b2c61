"""A token: the secret word by which a browser is known to hold a seat. The server keeps its hash alone."""

import base64
import hashlib
import hmac
from random import Random

_BYTES = 32


def draw_token(dice: Random) -> str:
    """A new token of 256 bits; the dice must be ones that nobody can foretell."""
    return base64.urlsafe_b64encode(dice.randbytes(_BYTES)).decode().rstrip("=")


def draw_id(dice: Random) -> str:
    """A name for a seat or a room: unique, and no secret."""
    return dice.randbytes(8).hex()


def hash_of(token: str) -> str:
    """What is kept of a token. It is random enough to need no salt."""
    return hashlib.sha256(token.encode()).hexdigest()


def fits(token: str, kept: str) -> bool:
    """Whether this is the token of that hash, in a time that tells nothing."""
    return hmac.compare_digest(hash_of(token), kept)
