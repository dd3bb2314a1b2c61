"""What routes ask for: the hub, and who is speaking."""

from typing import Annotated

from fastapi import Depends
from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection

from app.live.hub import Hub


def hub_of(connection: HTTPConnection) -> Hub:
    """The hub of this server."""
    hub = connection.app.state.hub
    assert isinstance(hub, Hub)
    return hub


def visitor_of(connection: HTTPConnection) -> str:
    """The visitor who is speaking; a stranger is refused."""
    visitor: str | None = connection.state.visitor
    if visitor is None:
        raise HTTPException(403)
    return visitor


TheHub = Annotated[Hub, Depends(hub_of)]
TheVisitor = Annotated[str, Depends(visitor_of)]
