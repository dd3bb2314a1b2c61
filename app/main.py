"""The application: its doors, its routes, and the hub that lives as long as it does."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from starlette.middleware.gzip import GZipMiddleware

from app import health, sessions, sockets
from app.assets import asset_folder
from app.classrooms import routes as classrooms
from app.classrooms import sockets as classroom_sockets
from app.classrooms.school import School
from app.classrooms.storage import RoomStorage
from app.errors import add_error_handlers
from app.lessons.routes import router as lessons
from app.live.backends.base import Backend
from app.live.backends.process import ProcessBackend
from app.live.hub import Hub
from app.live.registry import Limits
from app.live.storage import Storage
from app.origins import origins_of
from app.playground.routes import router as playground
from app.security import Door
from app.settings import Settings
from app.static import PageFiles
from app.visitors import Visitors


def create_app(settings: Settings, backend: Backend | None = None) -> FastAPI:
    """The application for these settings. `settings.port` is the real one: only its own origin may speak."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        limits = Limits(settings.sessions_per_visitor, settings.sessions)
        app.state.hub = Hub(backend or ProcessBackend(settings.workers), Storage(settings.data), limits)
        app.state.school = School(RoomStorage(settings.data, settings.database), origins.allow, app.state.hub)
        await app.state.hub.start()
        app.state.school.start()
        yield
        await app.state.school.stop()
        await app.state.hub.stop()

    origins = origins_of(settings.host, settings.port, settings.origins)
    app = FastAPI(title="Chalknet", lifespan=lifespan, openapi_url=None, docs_url=None, redoc_url=None)
    add_error_handlers(app)
    app.state.settings, app.state.origins = settings, origins
    for router in (playground, lessons, sessions.router, sockets.router, health.router):
        app.include_router(router)
    for router in (classrooms.router, classroom_sockets.router):
        app.include_router(router)
    app.mount("/static", PageFiles(asset_folder("static")), "static")
    # The last one added is the outermost: nothing is reached but through the door.
    app.add_middleware(GZipMiddleware, minimum_size=600, compresslevel=9)
    app.add_middleware(Visitors)
    app.add_middleware(Door, origins=origins)
    return app
