"""Unplugged: the page says so, comes back by itself, and has missed nothing."""

import json
import socket
from collections.abc import Iterator
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.playground import OpenPlayground, Playground
from tests.browser.proxy import Proxy, proxying
from tests.browser.witness import witnessing
from tests.server import Server, serving


class Line(NamedTuple):
    """A proxy, the server as a page sees it through the proxy, and the server's own address."""

    proxy: Proxy
    server: Server
    far: str


@pytest.fixture(scope="module")
def line(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Line]:
    """A server that takes pages from the address of the proxy before it."""
    listener = socket.create_server(("127.0.0.1", 0))
    address = f"http://127.0.0.1:{listener.getsockname()[1]}"
    origins = {"CHALKNET_ORIGINS": json.dumps([address])}
    with serving(tmp_path_factory.mktemp("far"), origins) as far:
        port = urlsplit(far.url).port
        assert port is not None
        with proxying(listener, port) as proxy:
            yield Line(proxy, Server(address, far.process, far.log), far.url)


@pytest.fixture(scope="module")
def server(line: Line) -> Server:
    """Where the pages of this file go."""
    return line.server


@pytest.fixture(scope="module")
def far(line: Line) -> str:
    return line.far


@pytest.fixture
def proxy(line: Line) -> Iterator[Proxy]:
    yield line.proxy
    line.proxy.heal()


class Numbers:
    """The numbers of the events that came over the page's sockets, in order."""

    def __init__(self, page: Page) -> None:
        self.heard: list[int] = []
        page.on("websocket", lambda socket: socket.on("framereceived", self._hear))

    def _hear(self, payload: Any) -> None:
        if isinstance(payload, str):
            event = json.loads(payload)
            if "number" in event and event["type"] not in ("opened", "resumed"):
                self.heard.append(event["number"])


def unplugged(playground: Playground) -> None:
    expect(playground.notices.get_by_text("The connection is lost")).to_be_visible()
    assert playground.state("connection") == "reconnecting"


def back_again(playground: Playground) -> None:
    playground.until("state.connection === 'open'")
    expect(playground.notices.get_by_text("The connection is lost")).to_be_hidden()


def only_of_the_cut(complaints: list[str]) -> None:
    """A browser says by itself on its console that it cannot connect; nothing else may stand there."""
    assert all("ERR_" in each or "WebSocket" in each for each in complaints), complaints
    complaints.clear()


def test_a_cut_line_is_said_and_the_run_is_found_again_with_nothing_missed(
    open_playground: OpenPlayground, proxy: Proxy, complaints: list[str]
) -> None:
    playground = open_playground()
    numbers = Numbers(playground.page)
    playground.page.reload()  # so that the new listener hears every socket
    playground.until("state.step > 5 && state.curve.train_min.length > 5")
    session, step = playground.state("session"), playground.state("step")
    for _ in range(2):
        proxy.cut()
        unplugged(playground)
        playground.page.wait_for_timeout(300)
        proxy.heal()
        back_again(playground)
    playground.step_after(step + 20)
    playground.pause()
    assert playground.state("session") == session
    with witnessing(playground.page) as witness:
        curve = witness.state["curve"]
    assert playground.state("curve.train_min") == curve["train_min"]
    assert playground.state("curve.validation") == curve["validation"]
    assert numbers.heard == list(range(numbers.heard[0], numbers.heard[-1] + 1))
    only_of_the_cut(complaints)


def test_what_was_changed_meanwhile_is_there_when_the_page_is_back(
    open_playground: OpenPlayground, proxy: Proxy, far: str, complaints: list[str]
) -> None:
    playground = open_playground()
    with witnessing(playground.page, far) as witness:
        proxy.cut()
        unplugged(playground)
        witness.ask("edit", set={"batch_size": 8})
        witness.wait("design_changed")
        witness.ask("pause")
        step = witness.wait("paused")["step"]
    assert playground.state("design.batch_size") == 16
    proxy.heal()
    back_again(playground)
    playground.until(f"state.design.batch_size === 8 && !state.playing && state.step === {step}")
    expect(playground.page.get_by_label("Batch size")).to_have_value("8")
    only_of_the_cut(complaints)


def test_a_socket_that_breaks_again_and_again_comes_back_each_time(
    open_playground: OpenPlayground, proxy: Proxy, complaints: list[str]
) -> None:
    playground = open_playground()
    for _ in range(5):
        proxy.reset()
        playground.until("state.connection === 'reconnecting'")
        back_again(playground)
    playground.step_after(playground.state("step") + 5)
    only_of_the_cut(complaints)


@pytest.mark.slow
def test_a_half_open_line_is_noticed_within_ten_seconds(
    open_playground: OpenPlayground, proxy: Proxy, complaints: list[str]
) -> None:
    playground = open_playground()
    step = playground.state("step")
    proxy.blackhole()
    playground.until("state.connection === 'reconnecting'", seconds=10)
    unplugged(playground)
    proxy.heal()
    back_again(playground)
    playground.step_after(step + 10)
    only_of_the_cut(complaints)
