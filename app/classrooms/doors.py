"""The doors of a room: who is speaking, by a token in a cookie that reaches this room and no other."""

import re
from typing import Annotated, Literal, NamedTuple, TypeVar

from fastapi import Depends
from pydantic import BaseModel, ValidationError
from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection, Request
from starlette.responses import Response

from app.classrooms.classroom import Classroom
from app.classrooms.school import School
from app.protocol.strict_json import WireError, loads
from engine.spec import problems_of

Role = Literal["teacher", "member"]
M = TypeVar("M", bound=BaseModel)

_COOKIES: dict[Role, str] = {"teacher": "chalknet_teacher", "member": "chalknet_member"}
_WORD = re.compile(r"[A-Za-z0-9_-]{43}")
_MAX_AGE = 30 * 24 * 3600  # as long as a room can be kept


class Seated(NamedTuple):
    """Somebody who has a seat in a room."""

    classroom: Classroom
    seat: str


async def school_of(connection: HTTPConnection) -> School:
    """The school of this server, once its rooms are there."""
    school = connection.app.state.school
    assert isinstance(school, School)
    await school.ready()
    return school


async def seated(connection: HTTPConnection, role: Role) -> Seated | None:
    """Who speaks in the room that the path names. None: there is no such room, or it is not theirs; that is all one."""
    school = await school_of(connection)
    word = connection.cookies.get(_COOKIES[role], "")
    classroom = school.get(str(connection.path_params["room"]))
    if classroom is None or not _WORD.fullmatch(word):
        return None
    found = classroom.room.teacher_with(word) if role == "teacher" else classroom.room.member_with(word)
    return None if found is None else Seated(classroom, found.id)


async def teacher_of(request: Request) -> Seated:
    """The teacher who is speaking; anybody else is told that there is nothing here."""
    if (found := await seated(request, "teacher")) is None:
        raise HTTPException(404)
    return found


async def member_of(request: Request) -> Seated:
    """The member who is speaking; anybody else is told that there is nothing here."""
    if (found := await seated(request, "member")) is None:
        raise HTTPException(404)
    return found


TheSchool = Annotated[School, Depends(school_of)]
TheTeacher = Annotated[Seated, Depends(teacher_of)]
TheMember = Annotated[Seated, Depends(member_of)]


def give_seat(response: Response, request: Request, classroom: Classroom, role: Role, word: str) -> None:
    """Have the browser keep the token, out of reach of scripts and of other sites."""
    response.set_cookie(
        _COOKIES[role],
        word,
        max_age=_MAX_AGE,
        path=_path(classroom),
        secure=request.url.scheme == "https",
        httponly=True,
        samesite="strict",
    )


def take_seat_back(response: Response, classroom: Classroom, role: Role) -> None:
    """Have the browser forget the token."""
    response.delete_cookie(_COOKIES[role], path=_path(classroom), httponly=True, samesite="strict")


async def body_of(request: Request, model: type[M]) -> M:
    """What the page sends, read as strictly as all that comes over the wire."""
    body = await request.body()
    loads(body)
    try:
        return model.model_validate_json(body, strict=True)
    except ValidationError as error:
        raise WireError(*problems_of(error)) from error


def _path(classroom: Classroom) -> str:
    return f"/rooms/{classroom.room.terms.id}"
