"""The wire is written once, in Python; what the browser is told of it is generated."""

from app.classrooms.javascript import javascript as room_javascript
from app.protocol.javascript import javascript
from tests.architecture.source import ROOT


def test_the_browser_has_the_wire_as_it_is_now() -> None:
    written = (ROOT / "static" / "js" / "protocol" / "schema.js").read_text()
    assert written == javascript(), "write it anew: python -m app.protocol.javascript"


def test_the_browser_has_the_wire_of_a_room_as_it_is_now() -> None:
    written = (ROOT / "static" / "js" / "protocol" / "room_schema.js").read_text()
    assert written == room_javascript(), "write it anew: python -m app.classrooms.javascript"
