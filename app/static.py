"""The page's own files: text is sent gzipped, and a browser asks each time whether its copy is still the newest."""

import mimetypes
from pathlib import Path

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

for suffix in (".js", ".mjs"):
    mimetypes.add_type("text/javascript", suffix)  # Windows takes what its registry says
mimetypes.add_type("image/svg+xml", ".svg")
mimetypes.add_type("application/manifest+json", ".webmanifest")


class PageFiles(StaticFiles):
    """Static files that are revalidated by their ETag, so that a new version is never mixed with an old one."""

    def __init__(self, directory: Path) -> None:
        super().__init__(directory=directory)

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file, or 304."""
        response = await super().get_response(path, scope)
        response.headers["cache-control"] = "no-cache"
        return response

    def is_not_modified(self, response_headers: Headers, request_headers: Headers) -> bool:
        """Whether the browser's copy is this very file; a weak ETag says the same."""
        known = request_headers.get("if-none-match", "")
        return response_headers["etag"] in [tag.strip().removeprefix("W/") for tag in known.split(",")]
