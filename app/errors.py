"""How an error leaves the server: a status and problems in codes, always valid JSON, never a traceback."""

from collections.abc import Iterable

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from app.live.registry import Full
from engine.errors import ChalknetError, Problem

_CODES = {404: "not_found", 405: "method_not_allowed", 413: "body_too_large"}


def problem_response(status: int, problems: Iterable[Problem]) -> Response:
    """The problems as JSON."""
    return JSONResponse({"problems": [problem.model_dump(mode="json") for problem in problems]}, status)


def add_error_handlers(app: FastAPI) -> None:
    """Answer every error that the app raises on purpose, and the framework's own."""

    @app.exception_handler(ChalknetError)
    async def refused(_: Request, error: ChalknetError) -> Response:
        return problem_response(429 if isinstance(error, Full) else 422, error.problems)

    @app.exception_handler(RequestValidationError)
    async def invalid(_: Request, error: RequestValidationError) -> Response:
        # The framework's own answer repeats the input, which may be a NaN or half of a surrogate pair.
        places = ("/".join(str(part) for part in detail["loc"]) for detail in error.errors())
        return problem_response(
            422, [Problem(code="field_invalid", where=ascii(place)[1:-1][:200]) for place in places]
        )

    @app.exception_handler(HTTPException)
    async def failed(_: Request, error: HTTPException) -> Response:
        response = problem_response(error.status_code, [Problem(code=_CODES.get(error.status_code, "refused"))])
        response.headers.update(error.headers or {})
        return response
