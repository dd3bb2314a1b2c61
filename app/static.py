"""The page's own files: scripts and styles go out without comments, text gzipped, and a browser asks each time whether
its copy is still the newest."""

import mimetypes
import os
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from rcssmin import cssmin
from rjsmin import jsmin
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.staticfiles import NotModifiedResponse, StaticFiles
from starlette.types import Scope

for suffix in (".js", ".mjs"):
    mimetypes.add_type("text/javascript", suffix)  # Windows takes what its registry says
mimetypes.add_type("image/svg+xml", ".svg")
mimetypes.add_type("application/manifest+json", ".webmanifest")


_SMALLER = {".js": (jsmin, "text/javascript"), ".css": (cssmin, "text/css")}


@lru_cache(maxsize=256)
def _smaller(path: Path, modified: float) -> Response:
    """A file without comments and indentation, half of what would be sent; `modified` tells a changed one."""
    shorten, media_type = _SMALLER[path.suffix]
    response = Response(shorten(path.read_text(encoding="utf-8")), media_type=media_type)
    response.headers["etag"] = f'"{sha256(response.body).hexdigest()[:24]}"'
    return response


class PageFiles(StaticFiles):
    """Static files that are revalidated by their ETag, so that a new version is never mixed with an old one."""

    def __init__(self, directory: Path) -> None:
        super().__init__(directory=directory)

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file, or 304."""
        response = await super().get_response(path, scope)
        response.headers["cache-control"] = "no-cache"
        return response

    def file_response(
        self, full_path: "os.PathLike[str] | str", stat_result: os.stat_result, scope: Scope, status_code: int = 200
    ) -> Response:
        """What we wrote is made smaller; what others wrote is sent as they made it."""
        path = Path(full_path)
        if path.suffix not in _SMALLER or "vendor" in path.parts:
            return super().file_response(full_path, stat_result, scope, status_code)
        response = _smaller(path, stat_result.st_mtime)
        if self.is_not_modified(response.headers, Headers(scope=scope)):
            return NotModifiedResponse(response.headers)
        return Response(response.body, headers=dict(response.headers))

    def is_not_modified(self, response_headers: Headers, request_headers: Headers) -> bool:
        """Whether the browser's copy is this very file; a weak ETag says the same."""
        known = request_headers.get("if-none-match", "")
        return response_headers["etag"] in [tag.strip().removeprefix("W/") for tag in known.split(",")]
