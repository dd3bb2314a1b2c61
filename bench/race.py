"""A race times things side by side: a slice of each in turn, round after round, so that a busy moment meets them all.

What is timed is this process's own time on a core, so that others who use the machine are not counted in.
"""

from collections.abc import Callable, Mapping
from statistics import median
from time import process_time

SLICE = 0.02  # seconds, about, that each has in a round

Runner = Callable[[int], object]


def race(runners: Mapping[str, Runner], rounds: int) -> dict[str, float]:
    """Seconds a repetition, the median over the rounds. A runner is told how often to repeat."""
    counts = {name: _count(run) for name, run in runners.items()}
    times: dict[str, list[float]] = {name: [] for name in runners}
    for _ in range(rounds):
        for name, run in runners.items():
            times[name].append(_time(run, counts[name]) / counts[name])
    return {name: median(found) for name, found in times.items()}


def repeated(do: Callable[[], object]) -> Runner:
    """Something that is done once, as a runner."""

    def run(count: int) -> None:
        for _ in range(count):
            do()

    return run


def _time(run: Runner, count: int) -> float:
    start = process_time()
    run(count)
    return process_time() - start


def _count(run: Runner) -> int:
    """How many repetitions fill a slice; finding out warms up."""
    count = 1
    while (taken := _time(run, count)) < SLICE / 2:
        count *= 2
    return max(1, round(count * SLICE / taken))
