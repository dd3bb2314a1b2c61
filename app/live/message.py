"""What the server and a worker say to each other: a kind, a session, a JSON value, bytes. Nothing is ever unpickled.

To a worker: open, command, describe, want, watch, tile, hold, keep, close.
From a worker: events, described, picture, tile, kept, failed.
"""

import json
from dataclasses import dataclass
from struct import Struct
from typing import Any

LENGTHS = Struct("<II")  # of the header and of the body, in bytes


@dataclass(frozen=True)
class Message:
    """One message; `body` holds what is bytes already, a picture or a saved run."""

    kind: str
    session: str = ""
    value: Any = None
    body: bytes = b""


def pack(message: Message) -> bytes:
    """The message as bytes for a pipe."""
    header = json.dumps([message.kind, message.session, message.value], allow_nan=False).encode()
    return LENGTHS.pack(len(header), len(message.body)) + header + message.body


def unpack(header: bytes, body: bytes) -> Message:
    """The message of the two parts whose lengths stood before them."""
    kind, session, value = json.loads(header)
    return Message(kind, session, value, body)
