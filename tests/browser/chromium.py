"""Which Chromium the browser tests drive: the one named by CHALKNET_CHROMIUM, else Playwright's own, else the system's.

Run as a program it also installs one with apt-get where that can be done, and says what to do where it cannot.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Browser, Playwright, sync_playwright

NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
    "microsoft-edge-stable",
    "msedge",
)
PLACES = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe",
)
QUIET = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
)
MISSING = """\
No Chromium, Chrome or Edge was found for the browser tests. Do one of these:
  - install Chromium, Chrome or Edge
  - .venv/bin/python -m playwright install chromium
  - set CHALKNET_CHROMIUM to the program's path"""


def find_chromium(playwright: Playwright) -> Path | None:
    """The path of a browser to drive, or None; a CHALKNET_CHROMIUM that is no file is an error."""
    if named := os.environ.get("CHALKNET_CHROMIUM"):
        if not Path(named).is_file():
            raise FileNotFoundError(f"CHALKNET_CHROMIUM names {named}, which is no file")
        return Path(named)
    found = (shutil.which(name) for name in NAMES)
    candidates = (playwright.chromium.executable_path, *filter(None, found), *PLACES)
    return next((Path(place) for place in candidates if Path(place).is_file()), None)


def launch_chromium(playwright: Playwright) -> Browser:
    """A headless browser that is quiet on the network; FileNotFoundError says how to get one.

    Software rendering is left as it is: forcing it makes canvases many times slower.
    """
    path = find_chromium(playwright)
    if path is None:
        raise FileNotFoundError(MISSING)
    return playwright.chromium.launch(executable_path=path, args=QUIET)


def install_chromium() -> None:
    """Install Debian's or Ubuntu's Chromium; only root can."""
    quietly = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-qq"], env=quietly, check=True)
    subprocess.run(["apt-get", "install", "-qq", "-y", "chromium"], env=quietly, check=True)


def main() -> None:
    """Make sure that there is a browser, and print its path."""
    with sync_playwright() as playwright:
        path = find_chromium(playwright)
        if path is None and shutil.which("apt-get") and os.geteuid() == 0:
            install_chromium()
            path = find_chromium(playwright)
    sys.exit(MISSING) if path is None else print(f"Browser tests drive {path}")


if __name__ == "__main__":
    main()
