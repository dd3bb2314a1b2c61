"""One page's socket into its room; whose it is, is decided before it is accepted."""

from typing import get_args

from fastapi import APIRouter, WebSocket

from app.classrooms.doors import Role, seated
from app.dependencies import hub_of
from app.sockets import position_of, serve

router = APIRouter()

_COMMANDS_PER_SECOND = 10  # of one page; those beyond wait in its own connection


@router.websocket("/rooms/{room}/live/{role}")
async def live(websocket: WebSocket) -> None:
    """Speak with one page of a seat."""
    role: Role = websocket.path_params["role"]
    found = await seated(websocket, role) if role in get_args(Role) else None
    if found is None:
        await websocket.close(1008)
        return
    classroom, seat = found
    reader = classroom.attach(seat, position_of(websocket))
    try:
        await serve(websocket, reader, lambda text: classroom.command(seat, text, reader), _COMMANDS_PER_SECOND)
    finally:
        classroom.detach(seat, reader)


@router.websocket("/rooms/{room}/watch/{member}/live")
async def watch(websocket: WebSocket) -> None:
    """Show a teacher's page the network of a member of their room."""
    found = await seated(websocket, "teacher")
    member = websocket.path_params["member"]
    channel = found.classroom.work_of(member) if found is not None else None
    if found is None or channel is None:
        await websocket.close(1008)
        return
    classroom, seat = found
    reader = channel.attach(position_of(websocket))
    classroom.watch(seat, member, channel, reader)
    try:
        await serve(websocket, reader, lambda text: classroom.steer(member, channel, reader, text))
    finally:
        classroom.unwatch(reader)
        hub_of(websocket).leave(channel, reader)
