"""A class comes in at once, and comes back at once when the server was restarted: over a real network."""

import asyncio
import json
import random
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import WebSocketException

from tests.app.world import Served, serving
from tests.server import free_port

pytestmark = pytest.mark.slow

Seat = tuple[str, str]  # the room, and the cookies of somebody in it


def post(served: Served, path: str, cookie: str, body: dict) -> tuple[dict, str]:
    """What was answered, and the cookie that came with it."""
    status, headers, answer = served.request("POST", path, json.dumps(body), Cookie=cookie)
    assert status == 200, answer
    return json.loads(answer), headers.get("set-cookie", "").split(";")[0]


def open_room(served: Served) -> tuple[str, str]:
    """A room, and its code."""
    served.cookie = ""
    served.introduce()
    room, teacher = post(served, "/rooms", served.cookie, {})

    async def read() -> str:
        async with page(served, "teacher", (room["room"], teacher)) as socket:
            return str(json.loads(await socket.recv())["state"]["terms"]["code"])

    return room["room"], asyncio.run(read())


def join(served: Served, code: str) -> Seat:
    """A student who opens the join page in a browser of their own."""
    _, headers, _ = served.request("GET", "/join", Cookie="")
    cookie = headers["set-cookie"].split(";")[0]
    found, _ = post(served, "/rooms/find", cookie, {"code": code})
    _, seat = post(served, f"/rooms/{found['room']}/seats", cookie, {"code": code})
    return found["room"], seat


def page(served: Served, role: str, seat: Seat) -> connect:
    address = f"ws://127.0.0.1:{served.port}/rooms/{seat[0]}/live/{role}"
    headers = {"Cookie": seat[1]}
    return connect(
        address, origin=served.origin, additional_headers=headers, compression=None, proxy=None, open_timeout=30
    )


def test_three_hundred_join_within_a_minute(tmp_path: Path) -> None:
    with serving(tmp_path) as served:
        room, code = open_room(served)
        start = time.monotonic()
        with ThreadPoolExecutor(16) as threads:
            seats = list(threads.map(lambda _: join(served, code), range(300)))
        taken = time.monotonic() - start
        assert len(set(seats)) == 300
        assert {each for each, _ in seats} == {room}
        assert taken < 60
        print(f"300 joined in {taken:.1f} s")


def test_five_hundred_who_were_dropped_at_once_are_all_back_within_five_seconds(tmp_path: Path) -> None:
    """R6"""
    port = str(free_port())
    seats: list[Seat] = []
    with serving(tmp_path, PORT=port) as served:
        for _ in range(2):
            _, code = open_room(served)
            with ThreadPoolExecutor(16) as threads:
                seats += threads.map(lambda _, code=code: join(served, code), range(250))

        async def come() -> None:
            inside = asyncio.Semaphore(0)

            async def one(seat: Seat) -> None:
                async with page(served, "member", seat) as socket:
                    await socket.recv()
                    inside.release()
                    await socket.wait_closed()

            tasks = [asyncio.create_task(one(seat)) for seat in seats]
            for _ in seats:
                await inside.acquire()
            served.process.send_signal(signal.SIGTERM)
            await asyncio.gather(*tasks)

        asyncio.run(come())
        served.process.wait(10)

    with serving(tmp_path, PORT=port) as served:

        async def come_back(seat: Seat) -> float:
            for attempt in range(20):
                wait = min(5.0, 0.25 * 2**attempt)  # as the page waits: half of it at random
                await asyncio.sleep(wait / 2 + wait / 2 * random.random())
                try:
                    async with page(served, "member", seat) as socket:
                        assert json.loads(await socket.recv())["type"] == "opened"
                        return time.monotonic()
                except (OSError, WebSocketException):
                    continue
            raise AssertionError("one never came back")

        async def storm() -> float:
            start = time.monotonic()
            return max(await asyncio.gather(*(come_back(seat) for seat in seats))) - start

        assert asyncio.run(storm()) < 5.0
        assert "Traceback" not in served.log.read_text()
