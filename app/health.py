"""Whether the server is well: it answers, and it has workers."""

from fastapi import APIRouter, Response
from pydantic import BaseModel

from app.dependencies import TheHub

router = APIRouter()


class Health(BaseModel):
    """`ok` as long as there are workers to train; `saving` whether the last run got to the disk."""

    ok: bool
    workers: int
    sessions: int
    saving: bool


@router.get("/healthz")
async def healthz(hub: TheHub, response: Response) -> Health:
    """How the server is; 503 when it cannot train."""
    health = Health(ok=hub.workers > 0, workers=hub.workers, sessions=hub.sessions, saving=hub.saving)
    response.status_code = 200 if health.ok else 503
    return health
