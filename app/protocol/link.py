"""A link carries a Design in an address: its JSON without defaults, deflated, in base64url."""

import base64
import binascii
import json
import zlib
from typing import Any, NoReturn

from pydantic import BaseModel

from engine.design import Design, read_design
from engine.errors import DesignError, Problem

LONGEST_LINK = 49_152  # characters
LARGEST_DESIGN = 262_144  # bytes of JSON, once inflated


def write_link(design: Design) -> str:
    """The Design as one word of A-Z a-z 0-9 - _."""
    text = json.dumps(without_defaults(design), separators=(",", ":")).encode()
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return base64.urlsafe_b64encode(packer.compress(text) + packer.flush()).decode().rstrip("=")


def read_link(link: str) -> Design:
    """The Design of a link; DesignError says what is wrong with either."""
    if len(link) > LONGEST_LINK:
        _refuse("too_long")
    try:
        packed = base64.b64decode(link.encode("ascii") + b"=" * (-len(link) % 4), altchars=b"-_", validate=True)
        unpacker = zlib.decompressobj(-15)
        text = unpacker.decompress(packed, LARGEST_DESIGN)
    except (UnicodeError, binascii.Error, zlib.error):
        _refuse("damaged")
    if not unpacker.eof:
        _refuse("too_large" if unpacker.unconsumed_tail else "cut_off")
    if unpacker.unused_data:
        _refuse("damaged")
    return read_design(text)


def without_defaults(spec: BaseModel) -> dict[str, Any]:
    """The fields of a spec that differ from their defaults; a field `kind` always stays, to tell which spec it is."""
    found = {}
    for name, field in type(spec).model_fields.items():
        value = getattr(spec, name)
        if name == "kind" or value != field.get_default(call_default_factory=True):
            found[name] = _plain(value)
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, BaseModel):
        return without_defaults(value)
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return value


def _refuse(reason: str) -> NoReturn:
    raise DesignError(Problem(code="link_invalid", where="link", values={"reason": reason}))
