"""`python -m bench` measures everything and keeps it in results.md; with a group's name it measures only that."""

import argparse
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import torch
from threadpoolctl import threadpool_limits

from bench import microscope, page, pictures, seeking, training
from bench.report import Figure, line, markdown, versions

GROUPS: dict[str, tuple[str, Callable[[int], Iterator[Figure]]]] = {
    "training": ("A training step", training.figures),
    "pictures": ("Pictures", pictures.figures),
    "seeking": ("Looking back", seeking.figures),
    "page": ("The page, with its server on the same two cores", page.figures),
    "microscope": ("The microscope, with its server on the same two cores", microscope.figures),
}
RESULTS = Path(__file__).with_name("results.md")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measures speed beside its floors.")
    parser.add_argument("group", nargs="?", choices=GROUPS, help="measure only this")
    parser.add_argument("--rounds", type=int, default=41, help="slices of 20 ms that each contestant has")
    asked = parser.parse_args()
    torch.set_num_threads(1)
    measured: list[tuple[str, list[Figure]]] = []
    with threadpool_limits(1):
        for name, (title, figures) in GROUPS.items():
            if asked.group in (None, name):
                print(f"\n{title}")
                measured.append((title, [_told(figure) for figure in figures(asked.rounds)]))
    if asked.group is None:
        RESULTS.write_text(markdown(measured, versions() | {"PyTorch": torch.__version__}), encoding="utf-8")
    missed = sum(not figure.holds for _, figures in measured for figure in figures)
    print(f"\n{missed} missed" if missed else "\nall hold")
    return min(missed, 1)


def _told(figure: Figure) -> Figure:
    print(line(figure), flush=True)
    return figure


if __name__ == "__main__":
    sys.exit(main())
