"""The web server: uvicorn, with sockets that are cut when they are stuck and told when the server goes away."""

import asyncio
import socket
from asyncio.transports import BaseTransport
from collections.abc import Callable

import uvicorn
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.protocol import State

from app.protocol import close_codes
from app.protocol.commands import LARGEST_COMMAND

_SEND_BUFFER = 65_536  # bytes in the kernel for one reader: what waits there is old when it arrives
_PING_SECONDS, _PONG_SECONDS = 4.0, 5.0  # so a dead or stalled reader is gone within ten seconds
_FLUSH_SECONDS = 2.0
_FAREWELL_SECONDS = 1.5


class SocketProtocol(WebSocketsSansIOProtocol):
    """A WebSocket whose dead peer costs nothing: where closing would wait for it to read, the connection is cut."""

    def connection_made(self, transport: BaseTransport) -> None:
        """Bound what the kernel holds back for this reader."""
        super().connection_made(transport)
        peer = transport.get_extra_info("socket")
        if peer is not None:
            peer.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _SEND_BUFFER)

    def keepalive_timeout(self) -> None:
        """No pong: the peer reads too slowly, which it is told, or is gone, so nothing more can be flushed to it."""
        if self.conn.state is State.OPEN:
            self.conn.fail(close_codes.SLOW, "slow")
        super().keepalive_timeout()
        self.transport.abort()

    def send_receive_event_to_app(self) -> None:
        """Bad UTF-8 is the peer's mistake: it gets its close code, and the log no traceback."""
        if self.curr_msg_data_type == "text" and not _is_utf8(b"".join(self.frames)):
            self.frames = []
            if self.conn.state is State.OPEN:
                self.conn.send_close(1007)
                self.handle_parser_exception()
            return
        super().send_receive_event_to_app()

    async def run_asgi(self) -> None:
        """Once the application is done with it, the connection has a moment to end by itself."""
        await super().run_asgi()
        self.loop.call_later(_FLUSH_SECONDS, self.transport.abort)


def _is_utf8(text: bytes) -> bool:
    try:
        text.decode()
    except UnicodeDecodeError:
        return False
    return True


class Server(uvicorn.Server):
    """A server that says goodbye to its readers before it closes their sockets."""

    def __init__(self, config: uvicorn.Config, farewell: Callable[[], bool]) -> None:
        """`farewell` has every reader told to go, and says whether all are gone."""
        super().__init__(config)
        self._farewell = farewell

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Close with 1001, wait a moment for that to arrive, and end."""
        loop = asyncio.get_running_loop()
        latest = loop.time() + _FAREWELL_SECONDS
        while not self._farewell() and loop.time() < latest:
            await asyncio.sleep(0.02)
        await super().shutdown(sockets)


def configure(app: object) -> uvicorn.Config:
    """How uvicorn serves us: malformed frames get their close code, nothing is deflated, little is taken at once."""
    return uvicorn.Config(
        app,  # type: ignore[arg-type]
        ws=SocketProtocol,
        ws_per_message_deflate=False,
        ws_max_size=LARGEST_COMMAND,
        ws_ping_interval=_PING_SECONDS,
        ws_ping_timeout=_PONG_SECONDS,
        timeout_graceful_shutdown=2,
        log_level="warning",
        access_log=False,
        server_header=False,
    )
