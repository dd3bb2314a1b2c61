"""Where a tab gets its session: a new one, or the one that it had, if that still exists."""

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from app.dependencies import TheHub, TheVisitor
from app.playground.presets import FIRST
from app.protocol.strict_json import WireError, loads
from engine.spec import problems_of

router = APIRouter()

PACE = 50.0  # steps a second of a new session: slow enough to see it learn


class Wanted(BaseModel):
    """What the tab asks for: `session` is the one that it had before."""

    model_config = ConfigDict(extra="forbid")

    session: str | None = Field(default=None, max_length=64)


class Given(BaseModel):
    """The session to connect to; `known`: it is the one asked for; `watched`: a page is in it now."""

    session: str
    known: bool
    watched: bool


@router.post("/sessions")
async def give_session(request: Request, hub: TheHub, visitor: TheVisitor) -> Given:
    """The visitor's session of that name, else a new one."""
    wanted = _read(await request.body())
    if wanted.session is not None and (found := await hub.find(wanted.session, visitor)) is not None:
        return Given(session=wanted.session, known=True, watched=bool(found.readers))
    channel = await hub.create(visitor, {"design": FIRST.design.model_dump(mode="json"), "pace": PACE})
    return Given(session=channel.session, known=False, watched=False)


def _read(body: bytes) -> Wanted:
    if not body:
        return Wanted()
    loads(body)
    try:
        return Wanted.model_validate_json(body, strict=True)
    except ValidationError as error:
        raise WireError(*problems_of(error)) from error
