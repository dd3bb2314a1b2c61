"""Who may import whom: templates, static → (wire) → app → engine, and never the other way."""

import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import PurePosixPath

import pytest

from tests.architecture.source import ROOT, Import, imports, name_of, own_files

# The engine knows no web, no clock, no process and no dice but the generator it is handed.
WORLDLY = {
    "asyncio", "concurrent", "datetime", "http", "multiprocessing", "random", "selectors", "signal", "socket",
    "socketserver", "sqlite3", "ssl", "subprocess", "threading", "time", "urllib",
}  # fmt: skip
ENGINE = (set(sys.stdlib_module_names) - WORLDLY) | {"engine", "numpy", "pydantic", "pydantic_core"}
LAZILY = {"engine/datasets/": {"sklearn"}, "engine/export/": {"safetensors", "onnx"}, "engine/weights": {"safetensors"}}
WEB = {"fastapi", "jinja2", "starlette", "uvicorn", "websockets"}
# The storeys of app/, lowest first: each may use its own and those below.
STOREYS = {"app/protocol/": ("app.assets", "app.protocol"), "app/live/": ("app.assets", "app.protocol", "app.live")}
# A session is told what happens; the clocks and doors are in the shells around it.
WITHOUT_WORLD = {f"app/live/{name}.py": WORLDLY | {"os", "io", "pathlib"} for name in ("session", "run", "past")}
# A room is told what happens, too; its dice are handed in.
ROOM = {"room", "seats", "code", "token", "pseudonym", "guard", "commands", "events"}
ROOMS_WORLD = (WORLDLY - {"random"}) | {"os", "io", "pathlib", "secrets", "sqlalchemy", "alembic", "segno"} | WEB
# Features stand side by side: a classroom is built around the playground's page, and nothing around a classroom.
BESIDE = {"app/playground/": "app.classrooms", "app/sessions.py": "app.classrooms", "app/sockets.py": "app.classrooms"}


def breaches(text: str, path: str) -> Iterator[str]:
    """Each import that the contract forbids to the file of that path, in words."""
    for found in imports(text, path):
        if _forbidden(found, path):
            yield f"{path}:{found.line} imports {found.module}"


def _forbidden(found: Import, path: str) -> bool:
    top = found.module.split(".")[0]
    folder = PurePosixPath(path).parts[0]
    if top in {"tests", "bench"} and folder in {"app", "engine"}:
        return True
    if folder == "engine":
        allowed_lazily = set().union(*(names for start, names in LAZILY.items() if path.startswith(start)))
        return top not in ENGINE and not (found.lazy and top in allowed_lazily)
    if path.removesuffix(".py") in {f"app/classrooms/{name}" for name in ROOM}:
        return top in ROOMS_WORLD
    if any(path.startswith(start) and f"{found.module}.".startswith(f"{name}.") for start, name in BESIDE.items()):
        return True
    for storey, below in STOREYS.items():
        if path.startswith(storey):
            above = top == "app" and not any(f"{found.module}.".startswith(f"{name}.") for name in below)
            return above or top in WEB or top in WITHOUT_WORLD.get(path, ())
    return False


@pytest.mark.parametrize("path", own_files(".py", "app", "engine"), ids=name_of)
def test_every_file_imports_only_what_lies_below_it(path) -> None:
    assert list(breaches(path.read_text(), name_of(path))) == []


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("engine/network.py", "import app.main"),
        ("engine/network.py", "from app import protocol"),
        ("engine/network.py", "from ..app import protocol"),
        ("engine/network.py", "import scipy.special"),
        ("engine/network.py", "def clock():\n    import time"),
        ("engine/network.py", "import random"),
        ("engine/network.py", "def load():\n    import sklearn"),
        ("engine/datasets/tabular.py", "from sklearn import datasets"),
        ("engine/weights.py", "import safetensors"),
        ("engine/network.py", "from tests.engine import networks"),
        ("app/main.py", "import bench"),
        ("app/protocol/commands.py", "from fastapi import WebSocket"),
        ("app/protocol/commands.py", "from app.live import session"),
        ("app/protocol/commands.py", "from ..live import session"),
        ("app/live/broadcast.py", "def late():\n    import starlette.websockets"),
        ("app/live/broadcast.py", "from app.settings import Settings"),
        ("app/live/backends/process.py", "from ...playground import routes"),
        ("app/live/session.py", "from time import monotonic"),
        ("app/live/hub.py", "from app.classrooms import room"),
        ("app/playground/page.py", "from app.classrooms.school import School"),
        ("app/sockets.py", "import app.classrooms.doors"),
        ("app/classrooms/room.py", "import time"),
        ("app/classrooms/room.py", "def keep():\n    from sqlalchemy import select"),
        ("app/classrooms/guard.py", "from starlette.requests import Request"),
        ("app/classrooms/token.py", "import secrets"),
    ],
)
def test_a_breach_is_noticed(path: str, text: str) -> None:
    assert len(list(breaches(text, path))) == 1


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("engine/network.py", "import numpy as np\nfrom pydantic import BaseModel\nfrom .layers import dense"),
        ("engine/datasets/tabular.py", "def iris():\n    from sklearn.datasets import load_iris"),
        ("engine/weights.py", "def save():\n    import safetensors.numpy"),
        ("app/protocol/frames.py", "from engine.design import Design\nfrom . import events"),
        ("app/live/worker.py", "import time\nfrom app.protocol.command import Command\nfrom engine import Trainer"),
        ("app/main.py", "from fastapi import FastAPI\nfrom app.live.registry import Registry"),
        ("app/classrooms/room.py", "from random import Random\nfrom app.protocol.event import Event"),
        ("app/classrooms/classroom.py", "import asyncio\nfrom app.live.broadcast import Reader"),
        ("app/classrooms/pages.py", "from app.playground.page import front_page"),
    ],
)
def test_what_the_contract_allows_passes(path: str, text: str) -> None:
    assert list(breaches(text, path)) == []


def undeclared(text: str, path: str, declared: set[str]) -> set[str]:
    """The top-level packages that a file imports, and that are neither Python's, nor ours, nor declared."""
    tops = {found.module.split(".")[0] for found in imports(text, path)}
    return tops - set(sys.stdlib_module_names) - {"app", "engine"} - declared


def test_everything_imported_is_a_declared_dependency() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    names = {re.split(r"[^\w-]", line)[0].replace("-", "_") for line in project["dependencies"]}
    # scikit-learn's, PyYAML's and markdown-it-py's own names; FastAPI's and Jinja's own ground
    declared = names | {"sklearn", "yaml", "markdown_it", "starlette", "markupsafe"}
    for path in own_files(".py", "app", "engine"):
        assert undeclared(path.read_text(), name_of(path), declared) == set(), name_of(path)
    assert undeclared("import sqlalchemy, json\nfrom numpy import pi", "app/db.py", declared - {"sqlalchemy"}) == {
        "sqlalchemy"
    }
