"""A file is named for what it is about; a name that says nothing gathers what belongs elsewhere."""

import pytest

from tests.architecture.source import ROOT, name_of, own_files

EMPTY = {"base_utils", "common", "helper", "helpers", "manager", "managers", "misc", "util", "utilities", "utils"}


def says_nothing(path: str) -> bool:
    """Whether a folder or the file of a path has an empty name, alone or as one of its words."""
    words = {word for part in path.lower().split("/") for word in (part.split(".")[0], *part.split(".")[0].split("_"))}
    return bool(words & EMPTY)


def test_no_file_or_folder_has_a_name_that_says_nothing() -> None:
    paths = [name_of(path) for suffix in (".py", ".js", ".css", ".html") for path in own_files(suffix)]
    assert [path for path in paths if says_nothing(path)] == []
    assert len(paths) > 10


@pytest.mark.parametrize(
    "path", ["app/utils.py", "engine/common/x.py", "static/js/socket_manager.js", "app/Helpers.py"]
)
def test_a_name_that_says_nothing_is_noticed(path: str) -> None:
    assert says_nothing(path)


@pytest.mark.parametrize("path", ["engine/network.py", "static/js/lib/colour.js", "app/commons.py"])
def test_a_plain_noun_passes(path: str) -> None:
    assert not says_nothing(path)


@pytest.mark.parametrize("path", own_files(".py", "app", "engine"), ids=name_of)
def test_every_module_opens_by_saying_what_it_is(path) -> None:
    text = path.read_text().strip()
    assert text == "" or text.startswith(('"""', 'r"""')), f"{path.relative_to(ROOT)} has no docstring"
