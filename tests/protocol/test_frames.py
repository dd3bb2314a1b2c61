"""The header of a frame is 16 little-endian bytes, as the browser is told."""

from app.protocol.frames import FIELDS, HEADER, Header, read_header, write_header


def test_a_header_is_sixteen_little_endian_bytes() -> None:
    frame = bytearray(16)
    write_header(frame, Header(layout=1, frame=2, step=3))
    assert frame == bytes([1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0])


def test_a_header_comes_back_as_it_was() -> None:
    header = Header(layout=2**32 - 1, frame=2**31, step=2**53)
    frame = bytearray(20)
    write_header(frame, header)
    assert read_header(frame) == header


def test_the_browser_is_told_the_offsets_that_are_written() -> None:
    frame = bytearray(HEADER.size)
    write_header(frame, Header(layout=11, frame=22, step=33))
    sizes = {"u32": 4, "u64": 8}
    found = {name: int.from_bytes(frame[at : at + sizes[kind]], "little") for name, at, kind in FIELDS}
    assert found == {"layout": 11, "frame": 22, "step": 33}
