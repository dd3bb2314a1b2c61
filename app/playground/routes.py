"""The playground over HTTP: the front page, and the forms that htmx asks for. Neither changes a session."""

from typing import Annotated

from fastapi import APIRouter, HTTPException, Query, Request
from fastapi.responses import HTMLResponse, JSONResponse

from app.playground.page import front_page, theme_of
from app.playground.spec_forms import form_named
from app.protocol.strict_json import WireError, loads
from app.templating import render
from app.texts import late_texts

LARGEST_SPEC = 8192

router = APIRouter(default_response_class=HTMLResponse)


@router.get("/")
def playground(request: Request) -> HTMLResponse:
    """The page."""
    return HTMLResponse(front_page(theme_of(request.cookies)))


@router.get("/texts/microscope")
def microscope_texts() -> JSONResponse:
    """The microscope's sentences, by code."""
    return JSONResponse(late_texts())


@router.get("/forms/{name}")
def spec_form(name: str, spec: Annotated[str, Query(max_length=LARGEST_SPEC)]) -> HTMLResponse:
    """The form of that name for a Spec in JSON, filled with what fits of it: another kind keeps what both have."""
    try:
        values = loads(spec, LARGEST_SPEC)
        form = form_named(name, values)
    except (WireError, LookupError, TypeError) as error:
        raise HTTPException(404 if isinstance(error, LookupError) else 422) from error
    return HTMLResponse(render("playground/form.html", form=form))
