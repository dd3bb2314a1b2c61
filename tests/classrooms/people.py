"""People at a running server: a browser each, with the cookies that it was given and no others."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from fastapi import FastAPI
from starlette.testclient import TestClient, WebSocketDenialResponse, WebSocketTestSession
from starlette.websockets import WebSocketDisconnect

from app.live.backends.inline import InlineBackend
from app.main import create_app
from app.settings import Settings

HOST = "127.0.0.1:8000"
ORIGIN, SOCKETS = f"http://{HOST}", f"ws://{HOST}"


@contextmanager
def serving(folder: Any, **settings: Any) -> Iterator["Person"]:
    """A server that keeps its data there, and somebody who has opened its first page."""
    app = create_app(Settings(port=8000, CHALKNET_DATA=folder, **settings), InlineBackend())
    with TestClient(app, base_url=ORIGIN, headers={"origin": ORIGIN}, raise_server_exceptions=False) as client:
        yield Person(client)


class Person:
    """One browser."""

    def __init__(self, client: TestClient) -> None:
        self.client = client
        self.app: FastAPI = client.app  # type: ignore[assignment]
        client.get("/")

    def another(self) -> "Person":
        """Somebody else at the same server."""
        client = TestClient(self.app, base_url=ORIGIN, headers={"origin": ORIGIN}, raise_server_exceptions=False)
        client.portal = self.client.portal
        return Person(client)

    def open_room(self, **wanted: Any) -> str:
        """Open a room; its id."""
        answer = self.client.post("/rooms", json=wanted)
        assert answer.status_code == 200, answer.text
        return str(answer.json()["room"])

    def join(self, code: str) -> str:
        """Join by a code; the room's id."""
        room = self.client.post("/rooms/find", json={"code": code}).json()["room"]
        assert self.client.post(f"/rooms/{room}/seats", json={"code": code}).status_code == 200
        return str(room)

    def state(self, room: str, role: str) -> dict[str, Any]:
        """The whole state that this person's page of the room is sent."""
        with self.page(room, role) as socket:
            return json.loads(socket.receive_text())["state"]

    def page(self, room: str, role: str) -> WebSocketTestSession:
        """A page's socket."""
        return self.client.websocket_connect(f"{SOCKETS}/rooms/{room}/live/{role}", headers={"origin": ORIGIN})

    def ask(self, room: str, role: str, until: str, **command: Any) -> dict[str, Any]:
        """Ask the room for something over a socket; the first event of that type that comes after."""
        with self.page(room, role) as socket:
            socket.receive_text()
            socket.send_text(json.dumps(command))
            while (event := json.loads(socket.receive_text()))["type"] != until:
                pass
            return event

    def may_connect(self, room: str, role: str) -> bool:
        """Whether a socket of that role is accepted."""
        try:
            with self.page(room, role) as socket:
                socket.receive_text()
                return True
        except (WebSocketDenialResponse, WebSocketDisconnect):
            return False

    @property
    def cookies(self) -> dict[str, str]:
        """What the browser keeps, by name."""
        return {cookie.name: cookie.value or "" for cookie in self.client.cookies.jar}
