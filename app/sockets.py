"""One page's socket: a task that sends what its reader is to have next, and a loop that always receives."""

import asyncio
import contextlib
from collections.abc import Callable

from fastapi import APIRouter, WebSocket, WebSocketDisconnect

from app.dependencies import hub_of
from app.live.broadcast import Position, Reader, TooSlow
from app.live.registry import Full
from app.live.timing import SEND_SECONDS
from app.protocol import close_codes
from app.protocol.commands import LARGEST_COMMAND
from app.protocol.events import HEARTBEAT_SECONDS, Heartbeat, Slow

router = APIRouter()

_COMMANDS_PER_SECOND, _BURST_SECONDS = 200, 1.0  # those beyond wait in the visitor's own connection
_CLOSE_SECONDS = 1.0
_HEARTBEAT = Heartbeat().model_dump_json()


@router.websocket("/live")
async def live(websocket: WebSocket) -> None:
    """Speak with one page: who may, is decided before the socket is accepted."""
    hub = hub_of(websocket)
    visitor: str | None = websocket.state.visitor
    session = websocket.query_params.get("session", "")
    if visitor is None or not 0 < len(session) <= 64:
        await websocket.close(1008)
        return
    try:
        channel = await hub.find(session, visitor)
    except Full:
        await _accept_and_close(websocket, close_codes.FULL, "no place for another session")
        return
    if channel is None:
        await websocket.close(1008)
        return
    reader = channel.attach(position_of(websocket))
    try:
        await serve(websocket, reader, lambda text: channel.command(reader, text))
    finally:
        hub.leave(channel, reader)


async def serve(
    websocket: WebSocket, reader: Reader, take: Callable[[str], None], per_second: float = _COMMANDS_PER_SECOND
) -> None:
    """Accept the socket, send what its reader is to have, and have each message of it taken, until one of both ends."""
    await websocket.accept()
    async with asyncio.TaskGroup() as tasks:
        sending = tasks.create_task(_send(websocket, reader))
        receiving = tasks.create_task(_receive(websocket, reader, take, per_second))
        await asyncio.wait((sending, receiving), return_when=asyncio.FIRST_COMPLETED)
        sending.cancel()
        receiving.cancel()
    if reader.closing is not None:
        await _close(websocket, *reader.closing)


async def _send(websocket: WebSocket, reader: Reader) -> None:
    """Send until the reader closes or is too slow; a message that does not get out in time makes it slow."""
    try:
        while True:
            try:
                message = await asyncio.wait_for(reader.next(), HEARTBEAT_SECONDS)
            except TimeoutError:
                message = _HEARTBEAT
            if message is None:
                return
            async with asyncio.timeout(SEND_SECONDS):
                await write(websocket, message)
            await asyncio.sleep(0)  # one reader that is always ready must not keep the others waiting
    except TooSlow:
        reader.close(close_codes.SLOW, "slow")
        with contextlib.suppress(TimeoutError, WebSocketDisconnect):
            async with asyncio.timeout(_CLOSE_SECONDS):
                await write(websocket, Slow().model_dump_json())
    except TimeoutError:
        reader.close(close_codes.SLOW, "slow")
    except WebSocketDisconnect:
        return


async def write(websocket: WebSocket, message: str | bytes) -> None:
    """Send one message; WebSocketDisconnect where the link is closed, by the page or by the server itself."""
    try:
        if isinstance(message, str):
            await websocket.send_text(message)
        else:
            await websocket.send_bytes(message)
    except RuntimeError as closed:  # a broken frame: the server has said goodbye before the page did
        raise WebSocketDisconnect from closed


async def _receive(websocket: WebSocket, reader: Reader, take: Callable[[str], None], per_second: float) -> None:
    """Take commands for ever: without this loop the socket's pongs would not be seen either."""
    clock = asyncio.get_running_loop().time
    allowed = clock()
    while True:
        message = await websocket.receive()
        if message["type"] == "websocket.disconnect":
            return
        text = message.get("text")
        if text is None or len(text) > LARGEST_COMMAND:
            reader.close(close_codes.BAD_MESSAGE, "commands are JSON texts")
            return
        take(text)
        allowed = max(allowed, clock() - _BURST_SECONDS) + 1 / per_second
        await asyncio.sleep(max(0.0, allowed - clock()))


async def _close(websocket: WebSocket, code: int, reason: str) -> None:
    """Say goodbye, for a moment at most: a stuck connection is cut by the server."""
    with contextlib.suppress(TimeoutError, RuntimeError, WebSocketDisconnect):
        async with asyncio.timeout(_CLOSE_SECONDS):
            await websocket.close(code, reason)


async def _accept_and_close(websocket: WebSocket, code: int, reason: str) -> None:
    await websocket.accept()
    await _close(websocket, code, reason)


def position_of(websocket: WebSocket) -> Position | None:
    """Where the page says it stands; whatever is not a position is none."""
    stream, after = websocket.query_params.get("epoch", ""), websocket.query_params.get("after", "")
    if not stream or not (after.isascii() and after.isdigit()) or len(after) > 15:
        return None
    return Position(stream, int(after))
