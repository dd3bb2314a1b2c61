"""Classrooms over HTTP: opening, joining, leaving and deleting a room, and its pages. The rest goes over its socket."""

import asyncio
import hashlib
import hmac
import math
import time
from datetime import UTC, datetime

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException

from app.classrooms import pages
from app.classrooms.code import LONGEST_TYPED, spell
from app.classrooms.commands import Hours
from app.classrooms.doors import (
    Role,
    TheMember,
    TheSchool,
    TheTeacher,
    body_of,
    give_seat,
    seated,
    take_seat_back,
)
from app.classrooms.guard import Guard
from app.classrooms.outcome import refusal
from app.classrooms.qr import qr_svg
from app.classrooms.results import results_csv
from app.dependencies import TheHub, TheVisitor
from app.errors import problem_response
from app.origins import Origins
from app.playground.page import theme_of
from engine.errors import Problem

_WRONG_SECONDS = 0.5  # a wrong answer is not given sooner, whatever is wrong with what was tried

router = APIRouter()


class _Body(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Wanted(_Body):
    """A room to be kept for so many hours."""

    hours: Hours = 24
    passphrase: str = Field(default="", max_length=200)


class Typed(_Body):
    """A join code, as somebody typed it."""

    code: str = Field(max_length=LONGEST_TYPED)


class Word(_Body):
    """An invitation."""

    invitation: str = Field(max_length=64)


class Work(_Body):
    """The session that a member's page shows."""

    session: str = Field(max_length=64)


class Found(BaseModel):
    """The room that was opened or joined."""

    room: str


@router.get("/classroom")
def classroom(request: Request) -> HTMLResponse:
    """The front door."""
    settings, origins = request.app.state.settings, request.app.state.origins
    page = pages.classroom_page(
        theme_of(request.cookies), passphrase=settings.passphrase is not None, reachable=bool(origins.shown)
    )
    return HTMLResponse(page)


@router.get("/join")
def join(request: Request) -> HTMLResponse:
    """The join page; the code of a QR code stands behind the #, so that no log ever sees it."""
    return HTMLResponse(pages.join_page(theme_of(request.cookies)))


@router.post("/rooms")
async def open_room(request: Request, school: TheSchool, visitor: TheVisitor) -> Response:
    """A new room; the browser becomes its owner's."""
    wanted = await body_of(request, Wanted)
    passphrase = request.app.state.settings.passphrase
    if passphrase is not None:
        if (answer := _too_often(school.passphrases, visitor)) is not None:
            return answer
        if not hmac.compare_digest(_digest(wanted.passphrase), _digest(passphrase.get_secret_value())):
            await _note_wrong(school.passphrases, visitor)
            raise refusal("passphrase_wrong")
    opened, word = await school.open(visitor, wanted.hours, _first_address(request))
    response = JSONResponse(Found(room=opened.room.terms.id).model_dump())
    give_seat(response, request, opened, "teacher", word)
    return response


@router.post("/rooms/find", response_model=Found)
async def find_room(request: Request, school: TheSchool, visitor: TheVisitor) -> Response:
    """Which room a code opens."""
    typed = await body_of(request, Typed)
    if (answer := _too_often(school.codes, visitor)) is not None:
        return answer
    if (found := school.find(typed.code)) is None:
        await _note_wrong(school.codes, visitor)
        raise refusal("code_unknown")
    return JSONResponse(Found(room=found.room.terms.id).model_dump())


@router.post("/rooms/{room}/seats", response_model=Found)
async def take_seat(request: Request, room: str, school: TheSchool, visitor: TheVisitor) -> Response:
    """A seat in the room that this code opens; whoever has one there keeps it."""
    typed = await body_of(request, Typed)
    response = JSONResponse(Found(room=room).model_dump())
    if await seated(request, "member") is not None:
        return response
    if (answer := _too_often(school.codes, visitor)) is not None:
        return answer
    found = school.find(typed.code)
    if found is None or found.room.terms.id != room:
        await _note_wrong(school.codes, visitor)
        raise refusal("code_unknown")
    give_seat(response, request, found, "member", await school.join(found))
    return response


@router.post("/rooms/{room}/invitation", response_model=Found)
async def accept_invitation(request: Request, room: str, school: TheSchool, _: TheVisitor) -> Response:
    """A teacher's seat for an invitation, which is used up by it."""
    word = await body_of(request, Word)
    found = school.get(room)
    if found is None:
        raise refusal("invitation_unknown")
    response = JSONResponse(Found(room=room).model_dump())
    if await seated(request, "teacher") is None:
        give_seat(response, request, found, "teacher", await school.accept(found, word.invitation))
    return response


@router.get("/rooms/{room}/teach")
async def teach(request: Request, room: str) -> HTMLResponse:
    """The teacher's page, or the one that exchanges an invitation."""
    theme = theme_of(request.cookies)
    if (found := await seated(request, "teacher")) is None:
        return HTMLResponse(pages.invitation_page(theme, room))
    return HTMLResponse(pages.teacher_page(theme, found.classroom.room.terms.id))


@router.get("/rooms/{room}/watch/{member}")
async def watch(request: Request, teacher: TheTeacher, member: str) -> HTMLResponse:
    """A member's network, as a teacher looks at it."""
    room = teacher.classroom.room
    if member not in room.members:
        raise HTTPException(404)
    return HTMLResponse(pages.watch_page(theme_of(request.cookies), room.terms.id, member))


@router.get("/rooms/{room}")
async def take_part(request: Request) -> Response:
    """The student's page; whoever has no seat here is shown where to get one."""
    if (found := await seated(request, "member")) is None:
        return RedirectResponse("/join", 303)
    return HTMLResponse(pages.student_page(theme_of(request.cookies), found.classroom.room.terms.id))


@router.get("/rooms/{room}/seat/{role}")
async def still_seated(request: Request, role: Role) -> JSONResponse:
    """Whether this browser still has its seat: what a page asks that cannot connect."""
    return JSONResponse({"seated": await seated(request, role) is not None})


@router.get("/rooms/{room}/qr")
async def qr(teacher: TheTeacher) -> Response:
    """The QR code of the join page, with the code of the room behind the #."""
    terms = teacher.classroom.room.terms
    return Response(qr_svg(f"{terms.address}/join#{spell(terms.code)}"), media_type="image/svg+xml")


@router.get("/rooms/{room}/addresses")
async def addresses(request: Request, _: TheTeacher) -> JSONResponse:
    """Under which addresses others can reach this server, as far as it can know."""
    origins: Origins = request.app.state.origins
    await asyncio.get_running_loop().run_in_executor(None, origins.look_again)
    return JSONResponse({"addresses": origins.shown})


@router.get("/rooms/{room}/results.csv")
async def results(teacher: TheTeacher, bom: bool = False) -> Response:
    """What was asked and answered, as a file; `bom`: with a byte-order mark."""
    name = datetime.now(UTC).strftime("chalknet-results-%Y-%m-%d.csv")
    return Response(
        results_csv(teacher.classroom.room, mark=bom),
        media_type="text/csv; charset=utf-8",
        headers={"content-disposition": f'attachment; filename="{name}"', "cache-control": "no-store"},
    )


@router.post("/rooms/{room}/session")
async def work_in(request: Request, member: TheMember, hub: TheHub, visitor: TheVisitor) -> Response:
    """The network that this member works on: one of their own, and none of anybody else's."""
    work = await body_of(request, Work)
    if await hub.find(work.session, visitor) is None:
        raise refusal("session_unknown")
    await member.classroom.settle(member.classroom.room.work_in(member.seat, work.session))
    return Response(status_code=204)


@router.post("/rooms/{room}/leave")
async def leave(member: TheMember) -> Response:
    """Give one's seat back."""
    await member.classroom.settle(member.classroom.room.leave(member.seat))
    response = Response(status_code=204)
    take_seat_back(response, member.classroom, "member")
    return response


@router.delete("/rooms/{room}")
async def delete(teacher: TheTeacher, school: TheSchool) -> Response:
    """End the room, and leave nothing of it."""
    await school.delete(teacher.classroom)
    response = Response(status_code=204)
    take_seat_back(response, teacher.classroom, "teacher")
    return response


def _too_often(guard: Guard, visitor: str) -> Response | None:
    if (seconds := math.ceil(guard.wait(visitor, time.monotonic()))) == 0:
        return None
    response = problem_response(429, [Problem(code="too_many_tries", values={"seconds": seconds})])
    response.headers["retry-after"] = str(seconds)
    return response


async def _note_wrong(guard: Guard, visitor: str) -> None:
    guard.note_wrong(visitor, time.monotonic())
    await asyncio.sleep(_WRONG_SECONDS)


def _digest(word: str) -> bytes:
    return hashlib.sha256(word.encode()).digest()


def _first_address(request: Request) -> str:
    """What a new room shows: the address that its teacher came by, if others can come by it, else the likeliest."""
    origins: Origins = request.app.state.origins
    own = f"{request.url.scheme}://{request.headers['host'].lower()}"
    return own if own in origins.shown or not origins.shown else origins.shown[0]
