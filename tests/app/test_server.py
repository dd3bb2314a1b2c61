"""R9, R10 and the command itself: how the server begins and how it ends, politely or not."""

import asyncio
import contextlib
import json
import os
import signal
import socket
import sqlite3
import time

import pytest
from websockets.exceptions import ConnectionClosed

from app.cli import bind
from tests.app.world import Served, page_of, serving

pytestmark = pytest.mark.clock


def test_it_prints_its_address_and_is_there_in_under_two_seconds(tmp_path) -> None:
    start = time.monotonic()
    with serving(tmp_path) as served:
        # On a machine that is busy with something else, the processor's seconds are what it takes.
        assert min(time.monotonic() - start, served.processor_seconds()) < 2.0
        status, _, body = served.request("GET", "/healthz")
        assert status == 200
        assert json.loads(body)["ok"] is True


def test_an_address_that_is_taken_is_said_in_one_line(tmp_path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with (
            pytest.raises(AssertionError, match="Cannot serve on"),
            serving(tmp_path, PORT=str(taken.getsockname()[1])),
        ):
            pass
    assert (tmp_path / "log.txt").read_text().count("\n") == 1


def test_a_small_message_is_not_held_back_until_the_one_before_is_confirmed() -> None:
    held_back: list[bool] = []

    class Accepting(asyncio.Protocol):
        def connection_made(self, transport) -> None:
            peer = transport.get_extra_info("socket")
            held_back.append(not peer.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
            transport.close()

    async def main() -> None:
        listener = bind("127.0.0.1", 0)
        async with await asyncio.get_running_loop().create_server(Accepting, sock=listener):
            reader, writer = await asyncio.open_connection(*listener.getsockname())
            await reader.read()
            writer.close()

    asyncio.run(main())
    assert held_back == [False]


def test_a_setting_that_is_wrong_is_said_in_one_line(tmp_path) -> None:
    with pytest.raises(AssertionError, match="PORT"), serving(tmp_path, PORT="many"):
        pass
    assert (tmp_path / "log.txt").read_text().count("\n") == 1


def test_ctrl_c_ends_it_cleanly_and_without_a_traceback(tmp_path) -> None:
    with serving(tmp_path) as served:
        served.new_session()
        assert len(served.children()) >= 2
        assert served.end(signal.SIGINT) in (0, 130)
        assert served.children() == set()
        assert served.log.read_text() == ""


def test_ctrl_c_in_the_first_moment_prints_no_traceback(tmp_path) -> None:
    import subprocess
    import sys

    from app.assets import APP

    for delay in (0.05, 0.2, 0.5):
        process = subprocess.Popen(
            [sys.executable, "-c", "from app.cli import main; print('begun', flush=True); main()"],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
            env={**os.environ, "PYTHONPATH": str(APP.parent), "PORT": "0", "CHALKNET_DATA": str(tmp_path)},
        )  # fmt: skip
        with process:
            assert process.stdout is not None
            assert process.stderr is not None
            process.stdout.readline()
            time.sleep(delay)
            os.killpg(process.pid, signal.SIGINT)
            assert process.wait(10) == 130
            assert process.stderr.read() == ""


def state_after(served: Served, session: str) -> dict:
    async def main() -> dict:
        async with page_of(served, session) as page:
            return (await page.until("opened"))["state"]

    return asyncio.run(main())


def check_polite_stop(tmp_path, runs: int) -> None:
    """R10: sockets closed with 1001, every run kept, and all gone in five seconds."""

    async def main(served: Served) -> dict[str, int]:
        sessions = [served.new_session() for _ in range(runs)]
        reached, codes = {}, []
        async with contextlib.AsyncExitStack() as stack:
            pages = [await stack.enter_async_context(page_of(served, session)) for session in sessions]
            for page in pages:
                await page.send("play")
            for page in pages:
                await page.until("progressed", 2, seconds=30)
            served.children()
            start = time.monotonic()
            served.process.send_signal(signal.SIGTERM)
            for session, page in zip(sessions, pages, strict=True):
                with contextlib.suppress(ConnectionClosed):
                    await page.task
                codes.append(page.socket.close_code)
                reached[session] = page.of("progressed")[-1]["step"]
            while served.process.poll() is None:
                await asyncio.sleep(0.01)
            assert time.monotonic() - start < 5.0
        assert codes == [1001] * runs
        assert served.children() == set()
        return reached

    environment = {"CHALKNET_SESSIONS_PER_VISITOR": "40"}
    with serving(tmp_path, **environment) as served:
        reached = asyncio.run(main(served))
        cookie = served.cookie
        assert "Traceback" not in served.log.read_text()
    with serving(tmp_path, **environment) as served:
        served.cookie = cookie
        for session, step in list(reached.items())[:10]:
            assert state_after(served, session)["step"] >= step


def test_a_polite_stop_keeps_every_run(tmp_path) -> None:
    check_polite_stop(tmp_path, runs=3)


@pytest.mark.slow
def test_a_polite_stop_during_thirty_runs(tmp_path) -> None:
    check_polite_stop(tmp_path, runs=30)


def check_kill(tmp_path, turns: int) -> None:
    """R9: no acknowledged save is lost, the database is whole, and no worker outlives the server by two seconds."""

    async def saved_step(served: Served, session: str, saves: int) -> int:
        async with page_of(served, session) as page:
            await page.send("pace", steps_per_second=None)
            await page.send("play")
            return int((await page.until("saved", saves, seconds=30))["step"])

    session, cookie, acknowledged = "", "", 0
    for turn in range(turns):
        with serving(tmp_path) as served:
            served.cookie = cookie or served.cookie
            session, cookie = session or served.new_session(), served.cookie
            assert state_after(served, session)["step"] >= acknowledged
            acknowledged = asyncio.run(saved_step(served, session, 1 + turn % 2))
            served.end(signal.SIGKILL)
            start = time.monotonic()
            while served.children():
                assert time.monotonic() - start < 2.0
                time.sleep(0.02)
        connection = sqlite3.connect(tmp_path / "data" / "chalknet.sqlite3")
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        (step,) = connection.execute("SELECT step FROM sessions WHERE id = ?", (session,)).fetchone()
        connection.close()
        assert step >= acknowledged


def test_a_killed_server_loses_no_acknowledged_save_and_leaves_no_worker(tmp_path) -> None:
    check_kill(tmp_path, turns=1)


@pytest.mark.slow
def test_a_server_may_be_killed_again_and_again(tmp_path) -> None:
    check_kill(tmp_path, turns=8)


def test_a_second_server_on_the_same_folder_serves_but_says_that_it_cannot_save(tmp_path) -> None:
    data = str(tmp_path / "data")
    with serving(tmp_path / "1", CHALKNET_DATA=data), serving(tmp_path / "2", CHALKNET_DATA=data) as second:
        assert second.request("GET", "/healthz")[0] == 200
        time.sleep(2.0)
        assert second.request("GET", "/healthz")[0] == 200
        first, other = sorted(second.log.read_text().splitlines())
        assert "runs cannot be saved" in other
        assert "rooms cannot be kept" in first
