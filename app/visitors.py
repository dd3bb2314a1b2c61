"""Who a visitor is: a random word in an HttpOnly cookie, given with the first page. The server keeps its hash alone."""

import hashlib
import re
import secrets
from http.cookies import CookieError, SimpleCookie

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

COOKIE = "chalknet_visitor"
_WORD = re.compile(r"[A-Za-z0-9_-]{43}")
_MAX_AGE = 400 * 24 * 3600  # browsers allow no more


class Visitors:
    """Puts `visitor` into the request's state (None: a stranger), and gives a stranger's page the cookie."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Recognise, or introduce."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        word = _word(Headers(scope=scope))
        scope.setdefault("state", {})["visitor"] = None if word is None else visitor_of(word)

        async def send_with_cookie(message: Message) -> None:
            if word is None and message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                if headers.get("content-type", "").startswith("text/html"):
                    headers.append("set-cookie", _cookie(secure=scope["scheme"] == "https"))
            await send(message)

        await self._app(scope, receive, send_with_cookie)


def visitor_of(word: str) -> str:
    """The name under which a visitor's sessions are kept."""
    return hashlib.sha256(word.encode()).hexdigest()[:32]


def _word(headers: Headers) -> str | None:
    """The cookie's word; nothing if it is missing, doubtful or not one of ours."""
    try:
        found = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
    except CookieError:
        return None
    return found.value if found is not None and _WORD.fullmatch(found.value) else None


def _cookie(secure: bool) -> str:
    attributes = f"Max-Age={_MAX_AGE}; Path=/; HttpOnly; SameSite=Lax" + ("; Secure" if secure else "")
    return f"{COOKIE}={secrets.token_urlsafe(32)}; {attributes}"
