"""The server says whether it is well."""

from starlette.testclient import TestClient

from app.live.backends.inline import InlineBackend
from app.main import create_app
from app.settings import Settings


class NoWorkers(InlineBackend):
    async def start(self, receive, died) -> None:
        await super().start(receive, died)
        await self.stop()


def health(tmp_path, backend: InlineBackend) -> tuple[int, dict]:
    app = create_app(Settings(port=8000, CHALKNET_DATA=tmp_path), backend)
    with TestClient(app, base_url="http://127.0.0.1:8000") as client:
        answer = client.get("/healthz")
        return answer.status_code, answer.json()


def test_a_server_with_workers_is_well(tmp_path) -> None:
    assert health(tmp_path, InlineBackend()) == (200, {"ok": True, "workers": 1, "sessions": 0, "saving": True})


def test_a_server_that_cannot_train_says_so(tmp_path) -> None:
    status, body = health(tmp_path, NoWorkers())
    assert status == 503
    assert body["ok"] is False


def test_a_server_that_cannot_save_says_so_and_is_well(tmp_path) -> None:
    (tmp_path / "file").write_text("in the way")
    status, body = health(tmp_path / "file", InlineBackend())
    assert status == 200
    assert body["ok"] is True
