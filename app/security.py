"""The door: who may speak to this server is decided before anything else runs, and every answer carries the headers.

One ASGI layer for HTTP and WebSocket alike, so that a new route is guarded by being one.
"""

import logging
import re
from collections.abc import MutableMapping
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.errors import problem_response
from app.origins import Origins
from engine.errors import Problem

log = logging.getLogger(__name__)

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
SECURITY_HEADERS = {
    "content-security-policy": CONTENT_SECURITY_POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}
# Browsers heed these in secure pages only, and complain of them in others: an address in the local network is one.
_IN_THE_NETWORK = re.compile(r"(?!127\.)\d+\.\d+\.\d+\.\d+(:\d+)?")
_FOR_SECURE_PAGES = ("cross-origin-opener-policy",)
LARGEST_BODY = 262_144  # bytes
_SAFE = ("GET", "HEAD", "OPTIONS")


class Door:
    """Refuses strangers, adds the security headers, and turns a crash into an answer."""

    def __init__(self, app: ASGIApp, origins: Origins) -> None:
        self._app = app
        self._origins = origins

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let through what may speak."""
        if scope["type"] == "http":
            await self._http(scope, receive, send)
        elif scope["type"] == "websocket":
            await self._websocket(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        started = False
        without = () if _is_secure(scope) else _FOR_SECURE_PAGES

        async def send_with_headers(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                _add_headers(message, without)
            await send(message)

        if (status_and_code := self._refusal(scope)) is not None:
            status, code = status_and_code
            await problem_response(status, [Problem(code=code)])(scope, receive, send_with_headers)
            return
        try:
            await self._app(scope, _bounded(receive), send_with_headers)
        except Exception:
            log.exception("%s %s failed", scope["method"], ascii(scope["path"]))
            if started:
                raise
            await problem_response(500, [Problem(code="server_error")])(scope, receive, send_with_headers)

    async def _websocket(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = Headers(scope=scope)
        if self._knows_host(headers) and self._origins.allow(headers.get("origin", "")):
            await self._app(scope, receive, send)
            return
        await receive()
        await send({"type": "websocket.close", "code": 1008})  # before it is accepted: HTTP 403

    def _refusal(self, scope: Scope) -> tuple[int, str] | None:
        headers = Headers(scope=scope)
        if not self._knows_host(headers):
            return 400, "host_unknown"
        if _from_elsewhere(scope["method"], headers):
            return 403, "cross_site"
        origin = headers.get("origin")
        if scope["method"] in _SAFE:
            return None
        if origin is None and headers.get("sec-fetch-site") == "same-origin":
            return None
        if len(headers.getlist("origin")) > 1 or origin is None or not self._origins.allow(origin):
            return 403, "origin_unknown"
        return None

    def _knows_host(self, headers: Headers) -> bool:
        hosts = headers.getlist("host")
        return len(hosts) == 1 and hosts[0].lower() in self._origins.hosts


def _is_secure(scope: Scope) -> bool:
    """Whether a browser holds this page for one that nobody can have changed on its way."""
    return scope["scheme"] == "https" or not _IN_THE_NETWORK.fullmatch(Headers(scope=scope).get("host", ""))


def _bounded(receive: Receive) -> Receive:
    """A body is measured as it is read, whatever length it was said to have."""
    size = 0

    async def measured() -> Message:
        nonlocal size
        message = await receive()
        size += len(message.get("body", b""))
        if size > LARGEST_BODY:
            raise HTTPException(413)
        return message

    return measured


def _from_elsewhere(method: str, headers: Headers) -> bool:
    """Another site may link to us, and nothing else."""
    if headers.get("sec-fetch-site", "none") in ("same-origin", "none"):
        return False
    plain_link = headers.get("sec-fetch-mode") == "navigate" and headers.get("sec-fetch-dest") == "document"
    return not (plain_link and method in ("GET", "HEAD"))


def _add_headers(message: MutableMapping[str, Any], without: tuple[str, ...]) -> None:
    headers = MutableHeaders(scope=message)
    for name, value in SECURITY_HEADERS.items():
        if name not in without:
            headers.setdefault(name, value)
    headers.setdefault("cache-control", "no-store")
