"""A witness: a second reader of a page's session, over a socket of its own. It asks the session for its tensors, and
the page's scripts have no part in it."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import numpy as np
from numpy.typing import NDArray
from playwright.sync_api import Page
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

PATIENCE = 5.0

Tensors = dict[str, NDArray[np.float64]]


class Witness:
    """Hears every event of the session from the moment it came."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket
        self.events: list[dict[str, Any]] = []
        self._lock = threading.Condition()
        self._commands = 0
        threading.Thread(target=self._hear, daemon=True).start()
        self.state: dict[str, Any] = self.wait("opened")["state"]

    def ask(self, type: str, **fields: Any) -> None:
        self._commands += 1
        self._socket.send(json.dumps({"type": type, "id": self._commands, **fields}))

    def wait(self, type: str, since: int = 0) -> dict[str, Any]:
        """The first event of that type after so many events."""
        with self._lock:
            assert self._lock.wait_for(lambda: self._find(type, since) is not None, PATIENCE), f"no {type} came"
            found = self._find(type, since)
        assert found is not None
        return found

    def tensors(self) -> Tensors:
        """Every parameter of the session by name, in all its digits, at one step (asked for while nothing trains)."""
        found: Tensors = {}
        steps = set()
        for layer in range(len(self.state["design"]["layers"])):
            since = len(self.events)
            self.ask("table", layer=layer)
            table = self.wait("table", since)
            steps.add(table["step"])
            found |= {name: np.array(values) for name, values in table["arrays"].items()}
        assert len(steps) == 1, "the session trained on while it was asked"
        return found

    def answer_time(self) -> float:
        """Seconds until the session has answered a question that is as small as can be."""
        since, asked = len(self.events), time.perf_counter()
        self.ask("inspect", name="layers/0/bias", index=[0])
        self.wait("inspected", since)
        return time.perf_counter() - asked

    def _find(self, type: str, since: int) -> dict[str, Any] | None:
        return next((event for event in self.events[since:] if event["type"] == type), None)

    def _hear(self) -> None:
        with suppress(ConnectionClosed):
            for message in self._socket:
                with self._lock:
                    if isinstance(message, str):
                        self.events.append(json.loads(message))
                    self._lock.notify_all()


@contextmanager
def witnessing(page: Page, server: str | None = None) -> Iterator[Witness]:
    """A witness of the session that this page shows, with the page's own cookie; `server` where the page's own address
    leads through something else."""
    origin = server or page.evaluate("location.origin")
    session = page.evaluate("document.querySelector('nn-network').store.state.session")
    cookie = "; ".join(f"{each['name']}={each['value']}" for each in page.context.cookies())
    address = f"{origin.replace('http', 'ws')}/live?session={session}"
    with connect(address, origin=origin, additional_headers={"Cookie": cookie}, max_size=2**22, proxy=None) as socket:
        yield Witness(socket)
