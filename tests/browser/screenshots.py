"""Photographs the page in three sizes and both themes into `screenshots/`, to be looked at by people."""

import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser.chromium import launch_chromium
from tests.server import serving

SIZES = ((1440, 900), (1024, 768), (390, 844))
LEARNING = 4000  # milliseconds until a network has something to show


def main() -> None:
    album = Path("screenshots")
    album.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder)) as server, sync_playwright() as playwright:
        browser = launch_chromium(playwright)
        for width, height in SIZES:
            for theme in ("light", "dark"):
                page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=theme)
                page.goto(server.url)
                page.wait_for_timeout(LEARNING)
                path = album / f"{width}x{height}-{theme}.png"
                page.screenshot(path=path)
                page.close()
                print(path)
        browser.close()


if __name__ == "__main__":
    main()
