"""The modules that a page's scripts import, and those import in turn: told of all, a browser fetches them at once."""

import re
from collections.abc import Iterable
from pathlib import Path

_IMPORT = re.compile(r"""^\s*(?:import|export)\s[^"'(]*?["'](\.[^"']+)["']""", re.MULTILINE)


def modules_of(folder: Path, entries: Iterable[str]) -> tuple[str, ...]:
    """Paths below `folder` of the scripts that these entries need from the start, themselves included."""
    found: dict[Path, None] = {}
    waiting = [folder / entry for entry in entries]
    while waiting:
        path = waiting.pop().resolve()
        if path not in found:
            found[path] = None
            waiting += [path.parent / name for name in _IMPORT.findall(path.read_text(encoding="utf-8"))]
    return tuple(sorted(path.relative_to(folder.resolve()).as_posix() for path in found))
