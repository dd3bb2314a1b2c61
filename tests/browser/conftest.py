"""A server and a browser for the whole run, and for each test a page that must keep the console quiet."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser import canvas
from tests.browser.chromium import launch_chromium
from tests.browser.playground import OpenPlayground, Playground
from tests.server import Server, serving

OpenPage = Callable[..., Page]


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server for all browser tests; each test is a visitor of its own."""
    with serving(tmp_path_factory.mktemp("server")) as running:
        yield running


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = launch_chromium(playwright)
        yield chromium
        chromium.close()


@pytest.fixture
def complaints() -> list[str]:
    """What the pages of this test complained about: console errors and warnings, uncaught errors, requests to other
    hosts. A test that provokes some asserts them and clears the list; what is left fails the test."""
    return []


@pytest.fixture
def new_page(server: Server, browser: Browser, complaints: list[str]) -> Iterator[OpenPage]:
    """Opens pages that are not yet anywhere: `new_page(width=390, height=844, theme="dark")`.

    Each is a visitor of its own, unless it is given the `context` of another page. `reduced_motion=True` asks for
    stillness; further arguments go to Playwright's `new_context`.
    """
    contexts: list[BrowserContext] = []

    def open_page(
        *,
        width: int = 1440,
        height: int = 900,
        theme: Literal["light", "dark"] = "light",
        reduced_motion: bool = False,
        context: BrowserContext | None = None,
        **options: Any,
    ) -> Page:
        if context is None:
            context = browser.new_context(
                base_url=server.url,
                viewport={"width": width, "height": height},
                color_scheme=theme,
                reduced_motion="reduce" if reduced_motion else "no-preference",
                **options,
            )
            contexts.append(context)
        page = context.new_page()
        _listen(page, server.url, complaints)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def page(new_page: OpenPage) -> Page:
    """A page of 1440 × 900 in the light theme; `page.goto("/")` opens the playground."""
    return new_page()


@pytest.fixture
def open_playground(new_page: OpenPage) -> Iterator[OpenPlayground]:
    """Opens playgrounds: `open_playground(link, width=390)`, with whatever `new_page` takes. Their sessions stand still
    when the test is over, so that none takes time from the next."""
    opened: list[Playground] = []

    def open_one(link: str = "", **options: Any) -> Playground:
        page = new_page(**options)
        page.add_init_script(path=canvas.SCRIPT)
        opened.append(Playground(page))
        return opened[-1].open(link)

    yield open_one
    for playground in opened:
        if not playground.page.is_closed():
            playground.command(type="pause")
            playground.page.wait_for_timeout(20)


@pytest.fixture
def playground(open_playground: OpenPlayground) -> Playground:
    """The playground of a visitor who has just come: the first example is learning."""
    return open_playground()


def _listen(page: Page, url: str, complaints: list[str]) -> None:
    own = urlsplit(url).netloc

    def note(message: Any) -> None:
        if message.type in ("error", "warning"):
            complaints.append(f"{message.type}: {message.text}")

    def note_foreign(request: Any) -> None:
        address = urlsplit(request.url)
        if address.scheme in ("http", "https", "ws", "wss") and address.netloc != own:
            complaints.append(f"foreign request: {request.url}")

    page.on("console", note)
    page.on("pageerror", lambda error: complaints.append(f"uncaught: {error}"))
    page.on("request", note_foreign)
    page.on("websocket", note_foreign)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test beside this file that is neither slow nor a journey is a browser test, whether or not it says so. They
    run last: while a browser is driven an event loop stays in this thread, and no other could start."""
    ours = [item for item in items if item.path.is_relative_to(Path(__file__).parent)]
    items[:] = [item for item in items if item not in ours] + ours
    for item in ours:
        if not any(item.get_closest_marker(name) for name in ("slow", "journey")):
            item.add_marker(pytest.mark.browser)
