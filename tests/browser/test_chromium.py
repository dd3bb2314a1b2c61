"""Which browser is driven, and what is said when there is none."""

import os
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.browser import chromium


@pytest.fixture
def bare_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    """A Playwright without a browser of its own, on a machine without any."""
    monkeypatch.delenv("CHALKNET_CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(chromium, "PLACES", ())
    return SimpleNamespace(chromium=SimpleNamespace(executable_path=str(tmp_path / "own-chromium")))


def put_program(path: Path) -> Path:
    path.touch()
    path.chmod(0o755)
    return path


def test_a_machine_without_a_browser_is_told_what_to_do(bare_machine: Any) -> None:
    assert chromium.find_chromium(bare_machine) is None
    with pytest.raises(FileNotFoundError, match="CHALKNET_CHROMIUM"):
        chromium.launch_chromium(bare_machine)


def test_the_browser_of_the_system_is_found(bare_machine: Any, tmp_path: Path) -> None:
    edge = put_program(tmp_path / ("msedge.exe" if os.name == "nt" else "msedge"))
    assert chromium.find_chromium(bare_machine) == edge


def test_the_browser_of_playwright_comes_before_that_of_the_system(bare_machine: Any, tmp_path: Path) -> None:
    put_program(tmp_path / "chromium")
    own = put_program(tmp_path / "own-chromium")
    assert chromium.find_chromium(bare_machine) == own


def test_the_named_browser_comes_before_all_others(bare_machine: Any, tmp_path: Path, monkeypatch: Any) -> None:
    put_program(tmp_path / "own-chromium")
    named = put_program(tmp_path / "mine")
    monkeypatch.setenv("CHALKNET_CHROMIUM", str(named))
    assert chromium.find_chromium(bare_machine) == named


def test_a_named_browser_that_is_not_there_is_an_error(bare_machine: Any, monkeypatch: Any) -> None:
    monkeypatch.setenv("CHALKNET_CHROMIUM", "/nowhere/chromium")
    with pytest.raises(FileNotFoundError, match="/nowhere/chromium"):
        chromium.find_chromium(bare_machine)
