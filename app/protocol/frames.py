"""A frame is one picture in bytes: a 16-byte little-endian header, then the arrays where their FrameLayout says."""

from struct import Struct
from typing import NamedTuple

HEADER = Struct("<IIQ")
FIELDS = (("layout", 0, "u32"), ("frame", 4, "u32"), ("step", 8, "u64"))  # name, offset in bytes, type


class Header(NamedTuple):
    """Which layout decodes the arrays, the frame's own number, and the step it shows."""

    layout: int
    frame: int
    step: int


def write_header(buffer: bytearray | memoryview, header: Header) -> None:
    """Put the header into the first 16 bytes."""
    HEADER.pack_into(buffer, 0, *header)


def read_header(frame: bytes | bytearray | memoryview) -> Header:
    """The header of a frame."""
    return Header(*HEADER.unpack_from(frame, 0))
