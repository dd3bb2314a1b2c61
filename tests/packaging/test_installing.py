"""`pip install .` gives a program that works away from the checkout, and an sdist needs no npm to become one."""

import os
import subprocess
import sys
import tarfile
import urllib.request
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.architecture.source import ROOT, own_files
from tests.server import serving

pytestmark = pytest.mark.slow


def build(kind: str, source: Path, target: Path, environment: Mapping[str, str] | None = None) -> Path:
    """Build an "sdist" or a "wheel" of the project in `source` into the empty folder `target`."""
    command = [sys.executable, "-m", "hatchling", "build", "--target", kind, "--directory", str(target)]
    subprocess.run(command, cwd=source, env=environment, check=True, capture_output=True)
    (built,) = target.iterdir()
    return built


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel built from the sdist, where no npm can be found."""
    folder = tmp_path_factory.mktemp("packaging")
    with tarfile.open(build("sdist", ROOT, folder / "sdist")) as archive:
        archive.extractall(folder / "unpacked", filter="data")
    (source,) = (folder / "unpacked").iterdir()
    return build("wheel", source, folder / "wheel", {**os.environ, "PATH": str(folder)})


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that the wheel, without what it depends on, is installed in."""
    folder = tmp_path_factory.mktemp("installed")
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--target", str(folder)]
    subprocess.run([*command, str(wheel)], check=True)
    return folder


def test_a_wheel_from_the_sdist_holds_all_of_the_page(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    page = [path for folder in ("static", "templates") for path in own_files("", folder) if path.is_file()]
    assert {f"app/{path.relative_to(ROOT).as_posix()}" for path in page} - names == set()
    assert {"app/migrations/env.py", "app/migrations/versions/v0001_rooms.py"} <= names
    assert {f"app/static/vendor/{library}/LICENSE" for library in ("htmx", "uplot")} <= names
    assert {name.split("/")[0] for name in names if ".dist-info" not in name} == {"app", "engine"}


def test_an_installed_wheel_finds_its_own_files(installed: Path, tmp_path: Path) -> None:
    program = "from app.assets import asset_folder as find; print(find('static'), find('templates'), sep='\\n')"
    environment = {**os.environ, "PYTHONPATH": str(installed)}
    answer = subprocess.check_output([sys.executable, "-c", program], cwd=tmp_path, env=environment, text=True)
    assert answer.splitlines() == [str(installed / "app" / name) for name in ("static", "templates")]


def test_an_installed_wheel_serves_the_page(installed: Path, tmp_path: Path) -> None:
    with serving(tmp_path, {"PYTHONPATH": str(installed)}, cwd=tmp_path) as server:
        for path in ("/", "/classroom", "/static/vendor/htmx/htmx.min.js", "/static/vendor/uplot/uPlot.esm.min.js"):
            with urllib.request.urlopen(server.url + path, timeout=10) as answer:
                assert answer.status == 200
                assert len(answer.read()) > 1000
