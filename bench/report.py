"""A report holds what was measured, each figure with its floor or ceiling, and can be printed and kept."""

import os
import platform
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np


@dataclass(frozen=True)
class Figure:
    """One measured value. `least` and `most` are what it must reach or may not pass; without either it is only told."""

    what: str
    value: float
    unit: str = ""
    least: float | None = None
    most: float | None = None
    detail: str = ""

    @property
    def holds(self) -> bool:
        return (self.least is None or self.value >= self.least) and (self.most is None or self.value <= self.most)

    @property
    def bound(self) -> str:
        if self.least is not None:
            return f"≥ {self.least:g} {self.unit}".strip()
        return "" if self.most is None else f"≤ {self.most:g} {self.unit}".strip()

    @property
    def verdict(self) -> str:
        return "" if not self.bound else "holds" if self.holds else "MISSED"

    @property
    def measured(self) -> str:
        return f"{self.value:.3g} {self.unit}".strip()


def line(figure: Figure) -> str:
    """For a terminal."""
    row = f"{figure.what:68} {figure.measured:>10}  {figure.bound:10} {figure.verdict:7} {figure.detail}"
    return row.rstrip()


def markdown(groups: Iterable[tuple[str, list[Figure]]], versions: dict[str, str]) -> str:
    """As a file: what was measured where, and a table a group."""
    lines = [
        "# What `make bench` measured last",
        "",
        f"{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores ({platform.machine()}), {platform.system()}, one thread "
        "on every side, load average at the end "
        f"{os.getloadavg()[0]:.1f}. " + ", ".join(f"{name} {version}" for name, version in versions.items()) + ".",
        "Times are of one core, medians over interleaved rounds; ratios are ratios of these medians.",
    ]
    for title, figures in groups:
        lines += ["", f"## {title}", "", "| what | measured | bound | | times |", "|---|---|---|---|---|"]
        lines += [f"| {f.what} | {f.measured} | {f.bound} | {f.verdict} | {f.detail} |" for f in figures]
    return "\n".join(lines) + "\n"


def versions() -> dict[str, str]:
    """Python's and NumPy's; who brings more libraries adds theirs."""
    return {"Python": platform.python_version(), "NumPy": np.__version__}
