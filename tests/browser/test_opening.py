"""The page opens, whole and quiet; and the fixtures of these tests do notice a page that is not."""

from collections.abc import Callable

from playwright.sync_api import Page, expect


def test_the_page_opens_with_its_name_and_nothing_on_the_console(page: Page) -> None:
    page.goto("/")
    assert "Chalknet" in page.title()
    expect(page.locator("nn-network")).to_be_visible()


def test_a_page_that_complains_is_noticed(page: Page, complaints: list[str]) -> None:
    page.goto("/")
    page.evaluate("console.warn('too warm')")
    page.evaluate("console.error('too late')")
    page.evaluate("setTimeout(() => { throw new Error('thrown') })")
    page.wait_for_event("pageerror")
    assert complaints[:2] == ["warning: too warm", "error: too late"]
    assert "thrown" in complaints[2]
    complaints.clear()


def test_a_request_to_another_host_is_noticed(page: Page, complaints: list[str]) -> None:
    page.goto("/")
    page.route("http://elsewhere.test/*", lambda route: route.abort())
    page.evaluate("fetch('http://elsewhere.test/spy').catch(() => null)")
    assert any("http://elsewhere.test/spy" in complaint for complaint in complaints)
    complaints.clear()


def test_each_page_is_a_visitor_of_its_own(new_page: Callable[..., Page]) -> None:
    first, second = new_page(), new_page(theme="dark", width=390, height=844)
    assert first.context is not second.context
    assert second.evaluate("[innerWidth, matchMedia('(prefers-color-scheme: dark)').matches]") == [390, True]
