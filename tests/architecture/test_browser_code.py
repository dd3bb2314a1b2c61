"""The page loads nothing from elsewhere, imports by relative paths, and looks elements up in one place only."""

import json
import re
from collections.abc import Iterator

import pytest

from tests.architecture.source import ROOT, name_of, own_files

# An absolute address at the start of a quoted text or of a CSS url(); an address in a comment loads nothing.
ADDRESS = re.compile(r"""["'`(]\s*((?:(?:https?|wss?):)?//[a-z0-9\[][^"'`)\s]*)""", re.IGNORECASE)
NAMESPACE = "http://www.w3.org/"
LINK = re.compile(r"<a\b[^>]*>", re.IGNORECASE)  # a link is followed by a person; nothing loads by itself
IMPORT = re.compile(
    r"""^\s*(?:import\s*|(?:import|export)\b[\w\s{},*$]*\bfrom\s*)["']([^"']+)["']|\bimport\(\s*["']([^"']+)["']""",
    re.MULTILINE,
)
LOOKUP = re.compile(r"\bdocument\.(?:querySelector|getElement)")


def foreign_addresses(text: str) -> list[str]:
    """The addresses of other hosts that a template, style sheet or script would load from."""
    found = ADDRESS.findall(LINK.sub("", text))
    return [address for address in found if not address.startswith(NAMESPACE)]


def imported(text: str) -> Iterator[str]:
    """The modules that a script imports."""
    return (match[1] or match[2] for match in IMPORT.finditer(text))


@pytest.mark.parametrize(
    "path", [*own_files("", "static"), *own_files("", "templates")], ids=lambda path: name_of(path)
)
def test_nothing_is_loaded_from_another_host(path) -> None:
    if path.is_file():
        assert foreign_addresses(path.read_text()) == []


@pytest.mark.parametrize(
    "text",
    [
        '<script src="https://cdn.example/htmx.js"></script>',
        "<link rel=stylesheet href='//fonts.example/a.css'>",
        "@import url( https://fonts.example/a.css );",
        "fetch(`https://api.example/${name}`)",
        'new WebSocket("wss://live.example/")',
        '<a href="/here"><img src="http://spy.example/1.png"></a>',
    ],
)
def test_an_address_of_another_host_is_noticed(text: str) -> None:
    assert len(foreign_addresses(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        '<svg xmlns="http://www.w3.org/2000/svg">',
        '<a class="quiet" href="https://example.org/paper">the paper</a>',
        "// after https://example.org/paper",
        "new WebSocket(`${scheme}//${location.host}/live`)",
    ],
)
def test_an_address_that_loads_nothing_passes(text: str) -> None:
    assert foreign_addresses(text) == []


def test_scripts_import_by_relative_paths_from_static_only() -> None:
    for path in own_files(".js", "static"):
        for module in imported(path.read_text()):
            assert module.startswith("."), f"{name_of(path)} imports {module}, which needs an import map"
            assert (path.parent / module).resolve().is_relative_to(ROOT / "static"), f"{name_of(path)} imports {module}"


def test_imports_of_every_form_are_seen() -> None:
    text = """
    import "./a.js";
    import b from './b.js';
    import { c,
        d } from "htmx";
    export * from "../e.js";
    const f = await import("./f.js");
    export const g = draw("svg");
    """
    assert list(imported(text)) == ["./a.js", "./b.js", "htmx", "../e.js", "./f.js"]


def test_only_pages_look_elements_up_in_the_document() -> None:
    scripts = [path for path in own_files(".js", "static/js") if path.parent.name != "pages"]
    assert [name_of(path) for path in scripts if LOOKUP.search(path.read_text())] == []


def test_the_lock_names_no_registry() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text())
    packages = {name: package for name, package in lock["packages"].items() if name}
    assert all("integrity" in package and "resolved" not in package for package in packages.values())
    assert "://" not in (ROOT / "package-lock.json").read_text()
