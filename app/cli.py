"""The command `chalknet`: serve until Ctrl-C. What is large is imported late: it starts at once."""

import os
import signal
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from socket import socket

    from app.settings import Settings


def main() -> None:
    """Serve; the exit code is 130 after Ctrl-C, 1 when the address is taken or the settings are wrong."""
    # Before anything is served there is nothing to end politely; an exception would strike in the midst of an import.
    signal.signal(signal.SIGINT, lambda number, frame: os._exit(130))
    sys.exit(serve())


def serve() -> int:
    """Bind, print the address, and serve."""
    from pydantic import ValidationError

    from app.settings import Settings

    try:
        settings = Settings()
    except ValidationError as error:
        for detail in error.errors(include_url=False):
            print(f"{'/'.join(map(str, detail['loc'])).upper()}: {detail['msg']}", file=sys.stderr)
        return 1

    from app.origins import address_of

    try:
        listener = bind(settings.host, settings.port)
    except OSError as error:
        print(
            f"Cannot serve on {settings.host}:{settings.port}: {error.strerror}. PORT= takes another.", file=sys.stderr
        )
        return 1
    port = listener.getsockname()[1]
    _run(settings.model_copy(update={"port": port}), listener, address_of(settings.host, port))
    return 0


def bind(host: str, port: int) -> "socket":
    """The socket that is served on. It is said to be TCP's: else the event loop would let the system hold a small
    message back until the page has confirmed the one before, 40 ms perhaps."""
    import socket

    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError:
        listener.close()
        raise
    return listener


def _run(settings: "Settings", listener: "socket", address: str) -> None:
    import logging

    from app.main import create_app
    from app.server import Server, configure

    logging.basicConfig(format="%(levelname)s %(name)s: %(message)s", level=logging.WARNING)
    app = create_app(settings)

    def farewell() -> bool:
        return all([app.state.hub.farewell(), app.state.school.farewell()])

    server = Server(configure(app), farewell)
    print(f"Chalknet is at {address} (Ctrl-C ends it)", flush=True)
    server.run([listener])
