"""The project's own files, and what their syntax trees import and call."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("app", "bench", "engine", "static", "templates", "tests")


class Import(NamedTuple):
    """One imported module, by its full dotted name, and whether it is imported only when a function is called."""

    module: str
    lazy: bool
    line: int


def own_files(suffix: str, *folders: str) -> list[Path]:
    """The project's own files of a kind, without what was installed; of the whole project if no folder is named."""
    found = [path for folder in folders or FOLDERS for path in (ROOT / folder).rglob(f"*{suffix}")]
    if not folders:
        found += ROOT.glob(f"*{suffix}")
    return sorted(path for path in found if "vendor" not in path.parts and "__pycache__" not in path.parts)


def name_of(path: Path) -> str:
    """The path as it is written in the project, with forward slashes."""
    return path.relative_to(ROOT).as_posix()


def imports(text: str, path: str) -> list[Import]:
    """Every import of a Python source, relative ones resolved against its path in the project."""
    return list(_imports(ast.parse(text), path, lazy=False))


def _imports(node: ast.AST, path: str, lazy: bool) -> Iterator[Import]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import):
            yield from (Import(alias.name, lazy, child.lineno) for alias in child.names)
        elif isinstance(child, ast.ImportFrom):
            start = _start(child, path)
            yield from (Import(f"{start}.{alias.name}".strip("."), lazy, child.lineno) for alias in child.names)
        else:
            yield from _imports(child, path, lazy or isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef))


def _start(node: ast.ImportFrom, path: str) -> str:
    package = list(Path(path).parent.parts)
    above = package[: len(package) - node.level + 1] if node.level else []
    return ".".join([*above, *([node.module] if node.module else [])])


def dotted(node: ast.expr) -> str:
    """`a.b.c` for such an expression, else an empty text."""
    match node:
        case ast.Name(id=name):
            return name
        case ast.Attribute(value=value, attr=name) if start := dotted(value):
            return f"{start}.{name}"
    return ""
