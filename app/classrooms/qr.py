"""The QR code of a room's address, as a picture that needs no other file."""

import io

import segno


def qr_svg(address: str) -> bytes:
    """Black on white, whatever the theme: that is what cameras read best. With the quiet border that it needs."""
    found = io.BytesIO()
    picture = segno.make(address, error="m", micro=False)
    picture.save(found, kind="svg", border=3, dark="#000", light="#fff", xmldecl=False, omitsize=True)
    return found.getvalue()
