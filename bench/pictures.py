"""What pictures cost: the surfaces of every neuron, the cast copy of a step, and whole pictures for a page."""

from collections.abc import Iterator
from typing import get_args

import numpy as np

from bench.engine_step import EngineStep
from bench.race import Runner, race, repeated
from bench.report import Figure
from bench.workload import W1, W2, W3, OptimizerName, Workload
from engine import Design, Trainer
from engine.inspection.response import Response, SinglePrecision, grid
from engine.inspection.snapshot import Look, Snapshot

SIDE = 100
SURFACE_CEILINGS = {W1: 0.2, W2: 1.5}  # milliseconds
COPY_CEILING = 10.0  # per cent of a step
RATE = 60  # pictures a second, at most, while someone looks
PICTURE_CEILING = 15.0  # per cent of a worker's time


def figures(rounds: int) -> Iterator[Figure]:
    for workload, most in SURFACE_CEILINGS.items():
        yield _surfaces(workload, most, rounds)
    for workload in (W1, W2, W3):
        for optimizer in get_args(OptimizerName):
            yield from _copies(workload, optimizer, rounds)
    yield _whole(rounds)


def _surfaces(workload: Workload, most: float, rounds: int) -> Figure:
    """Every unit over 100 × 100 points, from the present weights."""
    single = SinglePrecision(EngineStep(workload, "sgd").network)
    points = grid(((-1.0, 1.0), (-1.0, 1.0)), SIDE)
    inputs = np.stack([np.cos(k * points[:, 0] + points[:, 1]) for k in range(workload.widths[0])])
    response = Response(single, inputs)

    def surface() -> None:
        single.refresh()
        response.run()

    taken = race({"surface": repeated(surface)}, rounds)["surface"]
    return Figure(f"{workload.code}: {SIDE} × {SIDE} float32 surface of every neuron", taken * 1e3, "ms", most=most)


def _copies(workload: Workload, optimizer: OptimizerName, rounds: int) -> Iterator[Figure]:
    """The arena of the step as one cast copy; and, told beside it, with the flat blocks, one copy each."""
    engine = EngineStep(workload, optimizer)
    arena = engine.program.arena.flat
    assert arena is not None
    scratch = [engine.program.arrays[name] for name in ("change", "m_hat", "v_hat") if name in engine.program.arrays]
    sources = (arena, engine.network.flat, engine.network.gradients, *scratch)
    pairs = [(np.empty(source.shape, np.float32), source) for source in sources]

    def copying(count: int) -> Runner:
        def copy() -> None:
            for into, source in pairs[:count]:
                np.copyto(into, source)

        return repeated(copy)

    copied = {
        "arena": (1, COPY_CEILING),
        "arena, parameters, gradients": (3, None),
        "all of these and what the update computed": (len(pairs), None),
    }
    times = race({what: copying(count) for what, (count, _) in copied.items()} | {"step": engine.run}, rounds)
    for what, (_, most) in copied.items():
        yield Figure(
            f"{workload.code}, {optimizer}: copying {what}, of a step",
            100.0 * times[what] / times["step"],
            "%",
            most=most,
            detail=f"{times[what] * 1e6:.2f} µs of {times['step'] * 1e6:.1f} µs",
        )


def _whole(rounds: int) -> Figure:
    """Everything a page with the default network is shown: tiles, output, an enlarged tile, the probe."""
    trainer = Trainer(Design())
    trainer.step(10)
    snapshot = Snapshot(trainer, Look(enlarged=(0, 0)))
    taken = race({"picture": repeated(snapshot.take)}, rounds)["picture"]
    return Figure(
        f"2-4-2-1: all of a picture, {RATE} times a second, of a worker's time",
        100.0 * taken * RATE,
        "%",
        most=PICTURE_CEILING,
        detail=f"{taken * 1e6:.0f} µs a picture, {snapshot.size:,} bytes",
    )
