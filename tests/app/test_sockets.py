"""The live socket over a real network: it resumes, survives its dead and its slow readers, and takes no nonsense."""

import asyncio
import base64
import contextlib
import json
import os
import random
import socket
import statistics
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import WebSocket, WebSocketDisconnect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from app.protocol import close_codes
from app.protocol.commands import LARGEST_COMMAND
from app.protocol.events import HEARTBEAT_SECONDS
from app.sockets import write
from tests.app.world import Served, SocketPage, page_of, serving

pytestmark = pytest.mark.clock


@pytest.fixture(scope="module")
def served(tmp_path_factory) -> Iterator[Served]:
    environment = {"CHALKNET_SESSIONS_PER_VISITOR": "200"}
    with serving(tmp_path_factory.mktemp("server"), **environment) as served:
        yield served
        assert "Traceback" not in served.log.read_text()


def test_the_first_picture_is_there_soon_after_play(served: Served) -> None:
    async def main() -> None:
        async with page_of(served, served.new_session()) as page:
            await page.send("play")
            start = time.monotonic()
            while not page.frames:
                await asyncio.sleep(0.001)
            assert time.monotonic() - start < 0.3

    asyncio.run(main())


def test_a_tab_is_told_whether_a_page_is_in_its_session(served: Served) -> None:
    def watched(session: str) -> bool:
        given = json.loads(served.request("POST", "/sessions", json.dumps({"session": session}))[2])
        assert given["session"] == session
        return bool(given["watched"])

    async def main() -> None:
        session = served.new_session()
        assert not watched(session)
        async with page_of(served, session):
            assert await asyncio.to_thread(watched, session)
        end = time.monotonic() + 5
        while await asyncio.to_thread(watched, session):
            assert time.monotonic() < end
            await asyncio.sleep(0.02)

    asyncio.run(main())


def test_a_page_that_was_cut_off_resumes_without_a_gap_or_a_duplicate(served: Served) -> None:
    """R1 over the network: ten cuts while it trains, some in the middle of a message."""

    async def main() -> None:
        session, numbers, position = served.new_session(), [], None
        for turn in range(10):
            async with page_of(served, session, position) as page:
                first = page.events[0]
                assert (first["type"], first["recovered"]) == (("opened", False) if turn == 0 else ("resumed", True))
                await page.send("play" if turn == 0 else "pace", **({} if turn == 0 else {"steps_per_second": turn}))
                await page.until("progressed")
                page.socket.transport.abort() if turn % 2 else None
                position = page.position
                numbers += [event["number"] for event in page.events[1:] if "number" in event]
            await asyncio.sleep(random.uniform(0, 0.1))
        assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))

    asyncio.run(main())


def test_a_page_that_died_late_leaves_its_successor_alone(served: Served) -> None:
    """R5"""

    async def main() -> None:
        session = served.new_session()
        async with page_of(served, session) as new:
            async with page_of(served, session) as old:
                await old.send("play")
                await new.until("progressed", 2)
                old.socket.transport.abort()
            await new.until("progressed", len(new.of("progressed")) + 5)
            frames = len(new.frames)
            await new.until("progressed", len(new.of("progressed")) + 3)
            assert len(new.frames) > frames

    asyncio.run(main())


def test_pause_lands_within_fifty_milliseconds_and_no_later_step_is_shown(served: Served) -> None:
    async def main() -> None:
        async with page_of(served, served.new_session()) as page:
            await page.send("pace", steps_per_second=None)
            took = []
            for turn in range(10):
                await page.send("play")
                await page.until("progressed", len(page.of("progressed")) + 2)
                start = time.monotonic()
                await page.send("pause")
                paused = await page.until("paused", turn + 1)
                took.append(time.monotonic() - start)
                await asyncio.sleep(0.1)
                shown = [int.from_bytes(frame[8:16], "little") for frame in page.frames]
                assert max(shown) <= paused["step"]
                assert shown[-1] == paused["step"]
            assert statistics.median(took) < 0.05

    asyncio.run(main())


def test_a_page_that_is_sent_nothing_else_hears_a_heartbeat(served: Served) -> None:
    async def main() -> None:
        async with page_of(served, served.new_session()) as page:
            beat = await page.until("heartbeat", seconds=HEARTBEAT_SECONDS + 2)
            assert beat == {"type": "heartbeat"}

    asyncio.run(main())


@pytest.mark.parametrize("headers", [{"Cookie": ""}, {"Cookie": "chalknet_visitor=" + "a" * 43}])
def test_somebody_elses_session_is_refused_before_the_handshake(served: Served, headers: dict[str, str]) -> None:
    async def main() -> None:
        with pytest.raises(InvalidStatus) as refused:
            await served.connect(served.new_session(), additional_headers=headers)
        assert refused.value.response.status_code == 403

    asyncio.run(main())


def test_a_binary_message_is_no_command(served: Served) -> None:
    async def main() -> None:
        async with served.connect(served.new_session()) as connection:
            await connection.send(b"play")
            with pytest.raises(ConnectionClosed):
                async for _ in connection:
                    pass
            assert connection.close_code == 4000

    asyncio.run(main())


def test_a_flood_of_commands_waits_in_the_floods_own_connection(served: Served) -> None:
    async def main() -> None:
        async with page_of(served, served.new_session()) as flood, page_of(served, served.new_session()) as page:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(1.0):
                    while True:
                        await flood.send("inspect", name="layers/0/weight", index=[0, 0])
            await page.send("play")
            await page.until("progressed", 5, seconds=3.0)
            assert 100 < len(flood.of("inspected")) < 200 * 6
            flood.socket.transport.abort()

    asyncio.run(main())


# malformed frames


class Raw:
    """A socket that has shaken hands and may then send any bytes."""

    def __init__(self, served: Served, session: str) -> None:
        self.socket = socket.create_connection(("127.0.0.1", served.port), timeout=5)
        key = base64.b64encode(os.urandom(16)).decode()
        lines = [
            f"GET /live?session={session} HTTP/1.1", f"Host: 127.0.0.1:{served.port}", f"Origin: {served.origin}",
            f"Cookie: {served.cookie}", "Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Version: 13",
            f"Sec-WebSocket-Key: {key}", "", "",
        ]  # fmt: skip
        self.socket.sendall("\r\n".join(lines).encode())
        self.file = self.socket.makefile("rb")
        assert b"101" in self.file.readline()
        while self.file.readline().strip():
            pass

    def close_code(self) -> int | None:
        """What the server closes with; None when it just ends the connection, as it may after nonsense."""
        with contextlib.suppress(OSError):
            while head := self.file.read(2):
                length = head[1] & 127
                if length > 125:
                    length = int.from_bytes(self.file.read(2 if length == 126 else 8), "big")
                payload = self.file.read(length)
                if head[0] & 15 == 8:
                    return int.from_bytes(payload[:2], "big")
        return None

    def close(self) -> None:
        self.file.close()
        self.socket.close()


def framed(opcode: int, payload: bytes = b"", *, fin: bool = True, reserved: int = 0, masked: bool = True) -> bytes:
    length = len(payload)
    if length < 126:
        size = bytes([length])
    elif length < 65_536:
        size = b"\x7e" + length.to_bytes(2, "big")
    else:
        size = b"\x7f" + length.to_bytes(8, "big")
    mask = os.urandom(4)
    body = mask + bytes(byte ^ mask[at % 4] for at, byte in enumerate(payload)) if masked else payload
    return bytes([fin << 7 | reserved << 4 | opcode, size[0] | masked << 7]) + size[1:] + body


TEXT, BINARY, CLOSE, PING, MORE = 1, 2, 8, 9, 0
MALFORMED = {
    "reserved bits": (framed(TEXT, b"{}", reserved=4), 1002),
    "a reserved opcode": (framed(3, b"{}"), 1002),
    "no mask": (framed(TEXT, b"{}", masked=False), 1002),
    "bad utf-8": (framed(TEXT, b"\xff\xfe"), 1007),
    "bad utf-8 in pieces": (framed(TEXT, b"\xc3", fin=False) + framed(MORE, b"("), 1007),
    "a huge length": (b"\x81\xff" + (2**62).to_bytes(8, "big"), 1009),
    "an impossible length": (b"\x81\xff" + b"\xff" * 8, 1009),
    "one byte too many": (framed(TEXT, b" " * (LARGEST_COMMAND + 1)), 1009),
    "too many in pieces": (framed(TEXT, b" " * 40_000, fin=False) + framed(MORE, b" " * 40_000), 1009),
    "a piece of nothing": (framed(MORE, b"{}"), 1002),
    "a text within a text": (framed(TEXT, b"{", fin=False) + framed(TEXT, b"}"), 1002),
    "a ping in pieces": (framed(PING, b"a", fin=False), 1002),
    "a long ping": (framed(PING, b"a" * 126), 1002),
    "a close of one byte": (framed(CLOSE, b"a"), 1002),
    "a close with no such code": (framed(CLOSE, b"\x03\xec"), 1002),
}


@pytest.mark.parametrize("name", MALFORMED)
def test_a_malformed_frame_gets_its_close_code(served: Served, name: str) -> None:
    """S13"""
    sent, code = MALFORMED[name]
    raw = Raw(served, served.new_session())
    raw.socket.sendall(sent)
    assert raw.close_code() == code
    raw.close()
    assert "Traceback" not in served.log.read_text()


def test_what_is_still_to_be_sent_after_the_servers_goodbye_goes_nowhere() -> None:
    """After a malformed frame the server closes by itself, and refuses whatever its sender still has."""

    async def receive() -> dict[str, str]:
        return {"type": "websocket.connect"}

    async def send(message: dict[str, str]) -> None:
        if message["type"] == "websocket.send":
            raise RuntimeError("Unexpected ASGI message 'websocket.send', after sending 'websocket.close'.")

    async def main() -> None:
        websocket = WebSocket({"type": "websocket", "headers": []}, receive, send)
        await websocket.accept()
        with pytest.raises(WebSocketDisconnect):
            await write(websocket, "an answer")

    asyncio.run(main())


def resident(served: Served) -> int:
    """The server's memory in bytes."""
    pages = int(Path(f"/proc/{served.process.pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def mutate(served: Served, mutations: int, seed: int) -> None:
    """Send broken frames and broken commands, a hundred a connection, and see that nothing is the worse for it."""
    dice = random.Random(seed)
    session = served.new_session()
    good = [
        {"type": "step", "count": 3, "id": 1}, {"type": "edit", "set": {"batch_size": 8}}, {"type": "undo"},
        {"type": "set_parameter", "name": "layers/0/weight", "index": [0, 0], "value": 0.5},
        {"type": "table", "layer": 0},
        {"type": "look", "look": {"probe": 3}, "visible": True}, {"type": "acknowledge", "frame": 1},
    ]  # fmt: skip
    before = resident(served)
    for _ in range(mutations // 100):
        raw = Raw(served, session)
        raw.socket.settimeout(5)
        with contextlib.suppress(OSError):
            for _ in range(100):
                text = bytearray(json.dumps(dice.choice(good)).encode())
                for _ in range(dice.randrange(4)):
                    text[dice.randrange(len(text))] = dice.randrange(256)
                frame = bytearray(framed(TEXT, bytes(text)))
                if dice.random() < 0.02:
                    frame[dice.randrange(len(frame))] ^= 1 << dice.randrange(8)
                raw.socket.sendall(frame)
            raw.socket.sendall(framed(CLOSE, b"\x03\xe8"))
            raw.close_code()  # all of them have been read
        raw.close()
    status, _, _ = served.request("GET", "/healthz")
    assert status == 200
    assert "Traceback" not in served.log.read_text()
    assert resident(served) - before < 60_000_000


def test_a_thousand_mutated_messages_are_survived(served: Served) -> None:
    mutate(served, 1000, seed=1)


@pytest.mark.slow
def test_a_hundred_thousand_mutated_messages_are_survived(served: Served) -> None:
    mutate(served, 100_000, seed=2)


# dead and slow readers


class Hole:
    """A proxy before the server that can stop passing anything on, both ways, without a word."""

    def __init__(self, port: int) -> None:
        self.target, self.open, self.passing = port, 0, True
        self._tasks: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> "Hole":
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_connection("127.0.0.1", self.target)
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        try:
            with contextlib.suppress(asyncio.CancelledError, OSError):
                await asyncio.gather(self._pass(reader, back), self._pass(there, writer))
        finally:
            writer.close()
            back.close()

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(65536):
            while not self.passing:
                await asyncio.sleep(0.05)
            writer.write(data)


def connections(served: Served) -> int:
    """How many sockets the server holds, by its open files."""
    found = 0
    for fd in Path(f"/proc/{served.process.pid}/fd").iterdir():
        with contextlib.suppress(OSError):  # one that was closed meanwhile
            found += os.readlink(fd).startswith("socket:")
    return found


def settled(served: Served) -> int:
    """The same, once those that were just closed are gone."""
    counted = [connections(served)]
    while len(counted) < 4 or len(set(counted[-4:])) > 1:
        time.sleep(0.2)
        counted.append(connections(served))
    return counted[-1]


@pytest.mark.slow
def test_a_half_open_link_is_noticed_and_freed(served: Served) -> None:
    """R4, the server's half: the connection is freed within 30 s, even with pictures on their way."""

    async def main() -> None:
        session = served.new_session()
        before = settled(served)
        async with Hole(served.port) as hole:
            through = {"host": "127.0.0.1", "port": hole.port, "close_timeout": 0.1}
            async with served.connect(session, **through) as connection:
                page = SocketPage(connection)
                await page.send("play")
                await page.until("progressed", 3)
                assert connections(served) > before
                hole.passing = False
                start = time.monotonic()
                while connections(served) > before:
                    assert time.monotonic() - start < 30
                    await asyncio.sleep(0.2)
                page.task.cancel()

    asyncio.run(main())


@pytest.mark.slow
def test_a_stalled_reader_is_gone_in_ten_seconds_and_a_hundred_others_get_everything(served: Served) -> None:
    """R7 over the network."""

    async def main() -> None:
        session = served.new_session()
        before = settled(served)
        async with contextlib.AsyncExitStack() as stack:
            pages = [await stack.enter_async_context(page_of(served, session)) for _ in range(100)]
            memory = resident(served)
            stalled = Raw(served, session)
            assert connections(served) == before + 101
            start = time.monotonic()
            await pages[0].send("play")
            while connections(served) > before + 100:
                assert time.monotonic() - start < 12
                await asyncio.sleep(0.1)
            await pages[0].send("pause")
            for page in pages:
                await page.until("paused")
            await asyncio.sleep(0.5)
            for page in pages:
                numbers = [event["number"] for event in page.events if "number" in event]
                assert numbers[1:] == list(range(numbers[0] + 1, pages[0].position[1] + 1))
            assert resident(served) - memory < 30_000_000
            stalled.close()

    asyncio.run(main())


@pytest.mark.slow
def test_a_stalled_reader_that_little_is_sent_to_is_called_slow_too(served: Served) -> None:
    """R7: what it is sent all fits into the system's buffers, but it answers no ping."""
    before = settled(served)
    stalled = Raw(served, served.new_session())
    assert connections(served) == before + 1
    start = time.monotonic()
    while connections(served) > before:
        assert time.monotonic() - start < 12
        time.sleep(0.1)
    assert stalled.close_code() == close_codes.SLOW
    stalled.close()


@pytest.mark.slow
def test_churn_leaves_nothing_behind(served: Served) -> None:
    """R14: pages come, look, and go; memory and files are back where they were."""

    async def churn(turns: int) -> None:
        for _ in range(turns):
            session = served.new_session()
            async with page_of(served, session) as page:
                await page.send("pace", steps_per_second=None)
                await page.send("play")
                await page.until("progressed", 2)
                await page.send("edit", set={"batch_size": 8})
                await page.until("design_changed")
                await page.send("pause")
                await page.until("paused")

    asyncio.run(churn(250))  # until the visitor's sessions take turns on the disk
    files, memory = settled(served), resident(served)
    asyncio.run(churn(150))
    assert settled(served) <= files
    assert resident(served) - memory < 15_000_000
