"""S1, S2, S7, S9, S10: who may speak is decided before anything runs, and hostile input is refused in words."""

import json
import time
from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute, APIWebSocketRoute
from starlette.routing import BaseRoute, Mount, Route, WebSocketRoute
from starlette.testclient import TestClient, WebSocketDenialResponse
from starlette.websockets import WebSocketDisconnect

from app.live.backends.inline import InlineBackend
from app.live.session import LiveSession
from app.main import create_app
from app.security import SECURITY_HEADERS
from app.settings import Settings
from tests.live.world import small_design, tell

HOST = "127.0.0.1:8000"
ORIGIN, SOCKETS = f"http://{HOST}", f"ws://{HOST}"
EVIL_ORIGINS = [
    "null", "", "http://evil.example", "https://127.0.0.1:8000", "http://127.0.0.1:8001", "http://127.0.0.1",
    "http://127.0.0.1:8000.evil.example", "http://evil-127.0.0.1:8000", "http://127.0.0.1:8000/", "http://127.0.0.1:80000",
    "http://x@127.0.0.1:8000", "HTTP://127.0.0.1:8000", "http://127.0.0.1:8000 http://evil.example", "file://",
    "http://2130706433:8000", "http://[::ffff:127.0.0.1]:8000", "http://localhost.evil.example:8000",
]  # fmt: skip
EVIL_HOSTS = [
    "evil.example",
    "127.0.0.1",
    "127.0.0.1:80",
    "127.0.0.1:8000.evil.example",
    "localhost:8001",
    "",
    "[::2]:8000",
]


@pytest.fixture(scope="module")
def app(tmp_path_factory) -> FastAPI:
    return create_app(Settings(port=8000, CHALKNET_DATA=tmp_path_factory.mktemp("data")), InlineBackend())


@pytest.fixture(scope="module")
def client(app: FastAPI) -> Iterator[TestClient]:
    """Speaks as a page of ours that has been introduced."""
    with TestClient(app, base_url=ORIGIN, headers={"origin": ORIGIN}, raise_server_exceptions=False) as client:
        client.get("/")
        yield client


def another(client: TestClient, **more) -> TestClient:
    """Somebody else who speaks to the same running server."""
    other = TestClient(client.app, base_url=ORIGIN, raise_server_exceptions=False, **more)
    other.portal = client.portal
    return other


def routes(app: FastAPI) -> Iterator[BaseRoute]:
    """Every route, whatever it lies in."""

    def walk(found: list[BaseRoute]) -> Iterator[BaseRoute]:
        for route in found:
            yield route
            inner = getattr(route, "routes", None) or getattr(getattr(route, "original_router", None), "routes", None)
            if inner and not isinstance(route, Mount):
                yield from walk(inner)

    return walk(app.routes)


def socket_paths(app: FastAPI) -> list[str]:
    return [route.path for route in routes(app) if isinstance(route, APIWebSocketRoute | WebSocketRoute)]


def refused(client: TestClient, path: str, **headers: str) -> bool:
    """Whether the socket was refused before it was accepted."""
    try:
        with client.websocket_connect(SOCKETS + path, headers=headers) as socket:
            socket.receive_text()
    except (WebSocketDenialResponse, WebSocketDisconnect) as error:
        return isinstance(error, WebSocketDenialResponse) or error.code == 1008
    return False


def test_the_sockets_are_found(app: FastAPI) -> None:
    assert socket_paths(app) == ["/live", "/rooms/{room}/live/{role}", "/rooms/{room}/watch/{member}/live"]


def test_a_page_of_ours_is_let_in(client: TestClient) -> None:
    session = client.post("/sessions").json()["session"]
    with client.websocket_connect(f"{SOCKETS}/live?session={session}", headers={"origin": ORIGIN}) as socket:
        assert json.loads(socket.receive_text())["type"] == "opened"


@pytest.mark.parametrize("origin", EVIL_ORIGINS)
def test_no_socket_is_accepted_from_another_origin(app: FastAPI, client: TestClient, origin: str) -> None:
    session = client.post("/sessions", json={}).json().get("session", "none")
    for path in socket_paths(app):
        assert refused(client, f"{path}?session={session}", origin=origin)


def test_no_socket_is_accepted_without_an_origin(app: FastAPI, client: TestClient) -> None:
    session = client.post("/sessions").json()["session"]
    nobody = another(client, cookies=dict(client.cookies))
    for path in socket_paths(app):
        assert refused(nobody, f"{path}?session={session}")


@pytest.mark.parametrize("host", EVIL_HOSTS)
def test_no_socket_is_accepted_under_another_host(app: FastAPI, client: TestClient, host: str) -> None:
    for path in socket_paths(app):
        assert refused(client, path, origin=ORIGIN, host=host)


@pytest.mark.parametrize("cookie", [None, "", "short", "a" * 43, "a" * 44, "ü" * 43, "a" * 42 + ";"])
def test_no_socket_is_accepted_from_somebody_else(app: FastAPI, client: TestClient, cookie: str | None) -> None:
    """S1: nobody, a made-up visitor, a malformed one: each is refused for a session that exists."""
    session = client.post("/sessions").json()["session"]
    headers = {"origin": ORIGIN} | ({} if cookie is None else {"cookie": f"chalknet_visitor={cookie}".encode()})
    other = another(client)
    for path in socket_paths(app):
        assert refused(other, f"{path}?session={session}", **headers)


@pytest.mark.parametrize("session", ["", "unknown", "a" * 5000, "..%2F..", "%00", "'; DROP TABLE sessions; --"])
def test_no_socket_is_accepted_for_a_session_that_does_not_exist(client: TestClient, session: str) -> None:
    assert refused(client, f"/live?session={session}", origin=ORIGIN)


def test_another_visitor_cannot_have_ones_session(app: FastAPI, client: TestClient) -> None:
    session = client.post("/sessions").json()["session"]
    other = another(client, headers={"origin": ORIGIN})
    other.get("/")
    assert refused(other, f"/live?session={session}", origin=ORIGIN)
    assert other.post("/sessions", json={"session": session}).json()["known"] is False


@pytest.mark.parametrize("origin", EVIL_ORIGINS)
def test_nothing_is_changed_for_another_origin(client: TestClient, origin: str) -> None:
    answer = client.post("/sessions", headers={"origin": origin})
    assert (answer.status_code, answer.json()["problems"][0]["code"]) == (403, "origin_unknown")


@pytest.mark.parametrize("host", EVIL_HOSTS)
def test_nothing_is_answered_under_another_host(client: TestClient, host: str) -> None:
    answer = client.get("/", headers={"host": host})
    assert (answer.status_code, answer.json()["problems"][0]["code"]) == (400, "host_unknown")


@pytest.mark.parametrize(
    ("method", "headers", "status"),
    [
        ("POST", {"sec-fetch-site": "same-origin"}, 200),
        ("POST", {"sec-fetch-site": "cross-site"}, 403),
        ("POST", {"sec-fetch-site": "same-site"}, 403),
        ("POST", {"sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors"}, 403),
        ("POST", {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document"}, 403),
        ("GET", {"sec-fetch-site": "none"}, 200),
        ("GET", {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document"}, 200),
        ("GET", {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "iframe"}, 403),
        ("GET", {"sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors", "sec-fetch-dest": "image"}, 403),
        ("GET", {"sec-fetch-site": "cross-site", "sec-fetch-mode": "cors"}, 403),
        ("GET", {"sec-fetch-site": "anything"}, 403),
    ],
)
def test_a_request_of_another_site_is_at_most_a_link(client: TestClient, method, headers, status) -> None:
    assert client.request(method, "/sessions" if method == "POST" else "/", headers=headers).status_code == status


def test_a_request_without_origin_must_be_said_to_be_our_own(app: FastAPI, client: TestClient) -> None:
    bare = another(client, cookies=dict(client.cookies))
    assert bare.post("/sessions").status_code == 403
    assert bare.post("/sessions", headers={"sec-fetch-site": "same-origin"}).status_code == 200


def test_a_stranger_gets_no_session(app: FastAPI, client: TestClient) -> None:
    stranger = another(client, headers={"origin": ORIGIN})
    assert stranger.post("/sessions").status_code == 403


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(app: FastAPI, client: TestClient) -> None:
    stranger = another(client)
    cookie = stranger.get("/").headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "set-cookie" not in stranger.get("/").headers
    assert "set-cookie" not in another(client).get("/healthz").headers


def answers(app: FastAPI, client: TestClient) -> Iterator:
    """One answer of every route, and of every way to miss one."""
    for route in routes(app):
        if isinstance(route, APIRoute | Route):
            for method in route.methods or ():
                yield client.request(method, route.path.replace("{name}", "data"))
    yield client.get("/static/css/tokens.css")
    etag = client.get("/static/css/tokens.css").headers["etag"]
    yield client.get("/static/css/tokens.css", headers={"if-none-match": etag})
    for path in ("/nothing", "/static/nothing", "/static/../app/main.py", "/static/%2e%2e/pyproject.toml", "/live"):
        yield client.get(path)
    yield client.post("/")
    yield client.delete("/sessions")
    yield client.post("/sessions", content=b"x" * 1_000_000)
    yield client.post("/sessions", headers={"origin": "http://evil.example"})
    yield client.get("/", headers={"host": "evil.example"})


def test_every_answer_carries_the_security_headers(app: FastAPI, client: TestClient) -> None:
    seen = set()
    for answer in answers(app, client):
        seen.add(answer.status_code)
        for name, value in SECURITY_HEADERS.items():
            assert answer.headers.get(name) == value, (answer.request.url, name)
        assert "cache-control" in answer.headers
        assert "server" not in answer.headers
        assert "access-control-allow-origin" not in answer.headers
    assert seen >= {200, 304, 400, 403, 404, 405, 413}


def test_even_a_crash_carries_them(tmp_path, monkeypatch) -> None:
    app = create_app(Settings(port=8000, CHALKNET_DATA=tmp_path), InlineBackend())
    app.add_api_route("/crash", lambda: 1 / 0)
    with TestClient(app, base_url=ORIGIN, raise_server_exceptions=False) as client:
        answer = client.get("/crash")
    assert (answer.status_code, answer.json()["problems"][0]["code"]) == (500, "server_error")
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    ("host", "there"), [("127.0.0.1:8000", True), ("localhost:8000", True), ("192.168.1.5:8000", False)]
)
def test_what_only_secure_pages_heed_is_sent_to_them_alone(tmp_path, host: str, there: bool) -> None:
    """A browser complains, in every page of a class, of a header that it has to ignore."""
    app = create_app(
        Settings(port=8000, CHALKNET_DATA=tmp_path, CHALKNET_ORIGINS=["http://192.168.1.5:8000"]), InlineBackend()
    )
    with TestClient(app, base_url=f"http://{host}") as client:
        answer = client.get("/")
    assert answer.status_code == 200
    assert ("cross-origin-opener-policy" in answer.headers) == there
    assert "content-security-policy" in answer.headers


def test_the_policy_allows_no_inline_and_no_eval() -> None:
    policy = SECURITY_HEADERS["content-security-policy"]
    assert "unsafe" not in policy
    assert "script-src 'self';" in policy
    assert "default-src 'none'" in policy


@pytest.mark.parametrize("path", ["/docs", "/redoc", "/openapi.json"])
def test_the_api_is_not_documented_to_strangers(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 100_000, b'{"session": ' + b"9" * 5000 + b"}", b'{"session": "a", "session": "b"}', b'{"session": NaN}',
        b'{"session": 1e999}', b'{"session": "\\ud800"}', b"\xff\xfe", b"{}{}", b'{"other": 1}', b"null", b'"a"',
        b'{"session": "' + b"a" * 100 + b'"}', b"\x00",
    ],
    ids=lambda body: ascii(body[:16]),
)  # fmt: skip
def test_hostile_json_is_refused_and_never_a_crash(client: TestClient, body: bytes) -> None:
    """S9"""
    answer = client.post("/sessions", content=body, headers={"content-type": "application/json"})
    assert answer.status_code == 422
    assert answer.json()["problems"][0]["code"]


def test_a_body_is_bounded_while_it_is_read(client: TestClient) -> None:
    def chunks() -> Iterator[bytes]:
        for _ in range(100):
            yield b"x" * 65_536

    assert client.post("/sessions", content=chunks()).status_code == 413


DENSE = {"kind": "dense", "units": 512}
OUTPUT = {"kind": "dense", "units": 1, "activation": "sigmoid"}
INLINE = {"kind": "inline", "task": "regression"}
HOSTILE_DESIGNS = [
    {"layers": [DENSE] * 30 + [OUTPUT]},
    {"layers": [DENSE] * 1000},
    {"layers": [{"kind": "dense", "units": 10**9}, OUTPUT]},
    {"layers": [{"kind": "dense", "units": -1}, OUTPUT]},
    {"layers": [{"kind": "conv2d", "filters": 8, "kernel_size": 3}, OUTPUT]},
    {"layers": [OUTPUT], "batch_size": 10**9},
    {"layers": [OUTPUT], "data": {"kind": "circle", "samples": 10**12}},
    {"layers": [DENSE, DENSE, DENSE, OUTPUT], "data": {"kind": "circle", "samples": 5000}, "batch_size": 5000},
    {"layers": [OUTPUT], "optimizer": {"kind": "sgd", "learning_rate": 1e308}},
    {"layers": [OUTPUT | {"initial": {"weight": [[1e308] * 3]}}]},
    {"layers": [OUTPUT | {"initial": {"weight": [[[1.0]]]}}]},
    {"layers": [OUTPUT], "split": {"train": 0.5, "validation": 0.1, "test": 0.1}},
    {
        "layers": [OUTPUT],
        "data": {"kind": "inline", "task": "regression", "inputs": [[1, 2], [1]], "targets": [[1], [1]]},
    },
    {"layers": [OUTPUT], "data": INLINE | {"inputs": [], "targets": []}},
    {"layers": [{"kind": "dense", "units": 1, "activation": "softmax"}]},
    {"layers": [OUTPUT], "title": "x" * 60_000},
    {"layers": [[[[[[[[]]]]]]]]},
    {"layers": {"kind": "dense"}},
]


@pytest.mark.clock
@pytest.mark.parametrize("design", HOSTILE_DESIGNS, ids=lambda design: json.dumps(design)[:60])
def test_a_hostile_design_is_refused_in_fifty_milliseconds(design: dict) -> None:
    """S10: by what it would cost, before anything of it is allocated."""
    session = LiveSession(small_design())
    tell(session, "open", design={"layers": []})  # imports and caches are warm
    took = []
    for _ in range(3):
        start = time.perf_counter()
        (event,) = tell(session, "open", design=design)
        took.append(time.perf_counter() - start)
        assert event.type == "refused"
        assert event.problems[0].code
    assert min(took) < 0.05


def test_text_is_gzipped_and_scripts_are_scripts(client: TestClient) -> None:
    page = client.get("/", headers={"accept-encoding": "gzip"})
    assert page.headers["content-encoding"] == "gzip"
    script = client.get("/static/js/protocol/schema.js", headers={"accept-encoding": "gzip"})
    assert script.headers["content-type"].startswith("text/javascript")
    assert script.headers["content-encoding"] == "gzip"


def test_a_file_the_browser_has_is_not_sent_again(client: TestClient) -> None:
    first = client.get("/static/js/protocol/schema.js")
    assert first.headers["cache-control"] == "no-cache"
    again = client.get("/static/js/protocol/schema.js", headers={"if-none-match": first.headers["etag"]})
    assert again.status_code == 304
