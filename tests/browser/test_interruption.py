"""A worker process that dies takes nobody's run with it: the page says so, and soon it trains again."""

import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.comparing import compare, discs, heatmaps, lines, numbers
from tests.browser.playground import OpenPlayground
from tests.server import Server, serving

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="finds the workers under /proc")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One of its own, since its workers are killed."""
    with serving(tmp_path_factory.mktemp("mortal")) as running:
        yield running


def workers_of(server: Server) -> list[int]:
    """The server's child processes."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((folder / "stat").read_text().rsplit(")", 1)[1].split()[1])
        except OSError:
            continue  # it has ended meanwhile
        if parent == server.process.pid:
            found.append(int(folder.name))
    return found


def test_a_killed_worker_is_said_within_two_seconds_and_the_run_goes_on_within_five(
    open_playground: OpenPlayground, server: Server
) -> None:
    playground = open_playground()
    playground.network.get_by_role("button", name="One unit more in layer 2").click()
    playground.step_after(60)
    session, step = playground.state("session"), playground.state("step")
    workers = workers_of(server)
    assert len(workers) >= 2
    for worker in workers:
        os.kill(worker, signal.SIGKILL)
    expect(playground.notices.get_by_text("Training was interrupted").first).to_be_visible(timeout=2000)
    playground.until("state.playing && state.frame !== null && state.connection === 'open'", seconds=5)
    playground.step_after(step)
    assert playground.state("session") == session
    assert playground.state("design.layers")[1]["units"] == 3
    assert len(playground.state("curve.train_min")) > 0
    expect(playground.notices.get_by_text("Training is restored").first).to_be_visible()
    playground.pause()
    compare(playground, lines, discs, numbers, heatmaps)
