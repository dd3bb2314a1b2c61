"""A real Chalknet server in a process of its own, as a person would start it, for the tests that need one."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

STARTING = 20  # seconds
STOPPING = 10  # seconds


@dataclass(frozen=True)
class Server:
    """Where a server answers, the process it is, and the file that holds what it printed."""

    url: str
    process: subprocess.Popen[bytes]
    log: Path


@contextmanager
def serving(folder: Path, environment: Mapping[str, str] | None = None, cwd: Path | None = None) -> Iterator[Server]:
    """Start a server that keeps its data in `folder`, yield it once it is healthy, and stop it as Ctrl-C would."""
    port = free_port()
    settings = {"HOST": "127.0.0.1", "PORT": str(port), "CHALKNET_DATA": str(folder / "data")}
    log = folder / "server.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-c", "from app.cli import main; main()"],  # what the command chalknet does
            env={**os.environ, **settings, **(environment or {})},
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    server = Server(f"http://127.0.0.1:{port}", process, log)
    try:
        _await_health(server)
        yield server
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(STOPPING)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
    return port


def _await_health(server: Server) -> None:
    deadline = time.monotonic() + STARTING
    while time.monotonic() < deadline and server.process.poll() is None:
        try:
            with urllib.request.urlopen(f"{server.url}/healthz", timeout=2) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.05)
    raise RuntimeError(f"the server did not become healthy; it printed:\n{server.log.read_text(errors='replace')}")
