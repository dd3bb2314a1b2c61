"""Lessons over HTTP. Nothing that a visitor writes is kept here: their own lessons stay in their browser."""

from urllib.parse import parse_qs

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse, Response
from starlette.concurrency import run_in_threadpool

from app.lessons.page import editor_page, lesson_page, own_page, preview, shelf_page
from app.lessons.shelf import NAMES, lesson_file
from app.playground.page import theme_of

router = APIRouter(default_response_class=HTMLResponse)


@router.get("/lessons")
def shelf(request: Request) -> HTMLResponse:
    """The shelf."""
    return HTMLResponse(shelf_page(theme_of(request.cookies)))


@router.get("/lessons/own")
def own_lesson(request: Request) -> HTMLResponse:
    """A lesson of the visitor's own: the page's script brings its text, named after the #."""
    return HTMLResponse(own_page(theme_of(request.cookies)))


@router.get("/lessons/new")
def editor(request: Request) -> HTMLResponse:
    """The editor."""
    return HTMLResponse(editor_page(theme_of(request.cookies)))


@router.post("/lessons/preview")
async def previewed(request: Request) -> HTMLResponse:
    """The lesson of a form's `file`, or what is wrong with it. `panel` asks for it as the panel takes it."""
    fields = parse_qs((await request.body()).decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=4)
    file = fields.get("file", [""])[0]
    return HTMLResponse(await run_in_threadpool(preview, file, whole="panel" not in fields))


@router.get("/lessons/{name}")
def lesson(request: Request, name: str) -> HTMLResponse:
    """A lesson that ships."""
    return HTMLResponse(lesson_page(theme_of(request.cookies), _known(name)))


@router.get("/lessons/{name}/file")
def lesson_as_file(name: str) -> Response:
    """The file of a lesson that ships, to be taught from or changed."""
    disposition = {"content-disposition": f'attachment; filename="{_known(name)}.md"'}
    return Response(lesson_file(name), media_type="text/markdown; charset=utf-8", headers=disposition)


def _known(name: str) -> str:
    if name not in NAMES:
        raise HTTPException(404)
    return name
