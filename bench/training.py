"""How quick a training step is: the engine's program beside PyTorch and beside plain NumPy, on the same numbers."""

from collections.abc import Iterator
from math import isclose
from typing import get_args

from bench.engine_step import EngineStep
from bench.peer import PeerStep
from bench.plain import PlainStep
from bench.race import race
from bench.report import Figure
from bench.workload import LEARNING_RATE, W1, W2, W3, W4, OptimizerName, Workload
from engine import Design, Trainer
from engine.datasets.catalogue import DataSpec
from engine.datasets.classification import Circle
from engine.datasets.images import Digits

FLOORS = {W1: 20.0, W2: 15.0, W3: 5.0, W4: 1.1}  # times as fast as PyTorch
PLAIN_FLOORS = {W1: 3.5, W2: 3.5}  # times as fast as plain NumPy

PLANE = ("x1", "x2", "x1_squared", "x2_squared", "x1_x2", "sin_x1", "sin_x2")
RUNS: dict[Workload, DataSpec] = {  # on what a whole run of that shape trains
    W1: Circle(samples=500, features=PLANE[:2]),
    W2: Circle(samples=500, features=PLANE),
    W3: Digits(),
}


def figures(rounds: int) -> Iterator[Figure]:
    """Every workload with every optimizer."""
    for workload, floor in FLOORS.items():
        for optimizer in get_args(OptimizerName):
            yield from _figures(workload, optimizer, floor, rounds)
    for workload, data in RUNS.items():
        for optimizer in get_args(OptimizerName):
            yield _run(workload, optimizer, data, rounds)


def _figures(workload: Workload, optimizer: OptimizerName, floor: float, rounds: int) -> Iterator[Figure]:
    learn_the_same(workload, optimizer)
    engine = EngineStep(workload, optimizer)
    weights = engine.weights()
    peer, plain = PeerStep(workload, optimizer, weights), PlainStep(workload, optimizer, weights)
    times = race({"engine": engine.run, "PyTorch": peer.run, "plain": plain.run}, rounds)
    ours = times["engine"]
    for name, least in (("PyTorch", floor), ("plain", PLAIN_FLOORS.get(workload))):
        beside = "plain NumPy" if name == "plain" else name
        yield Figure(
            f"{workload}, {optimizer}: beside {beside}",
            times[name] / ours,
            "×",
            least=least,
            detail=f"{times[name] * 1e6:.1f} µs / {ours * 1e6:.1f} µs",
        )


def _run(workload: Workload, optimizer: OptimizerName, data: DataSpec, rounds: int) -> Figure:
    """A Trainer with all that it does: shuffled batches, the curve, looks at the validation part."""
    trainer = Trainer(
        Design(
            data=data,
            layers=workload.layers,
            loss=workload.loss,
            optimizer={"kind": optimizer, "learning_rate": LEARNING_RATE},
            batch_size=workload.batch,
            dtype=workload.dtype,
        )
    )
    trainer.step(5000)  # by then the curve has settled into longer buckets
    taken = race({"step": trainer.step}, rounds)["step"]
    return Figure(
        f"{workload.code}, {optimizer}: a run on {data.kind}, {workload.dtype}",
        workload.batch / taken / 1000,
        "k/s",
        detail=f"thousand samples a second; {taken * 1e6:.1f} µs a step",
    )


def learn_the_same(workload: Workload, optimizer: OptimizerName, *, plain: OptimizerName | None = None) -> None:
    """A race is fair between those who do the same: from one start they come to the same loss, or AssertionError.

    `plain` lets plain NumPy learn by another optimizer.
    """
    rate, close = 0.01, 1e-9 if workload.dtype == "float64" else 1e-3
    engine = EngineStep(workload, optimizer, rate)
    weights = engine.weights()
    others = PeerStep(workload, optimizer, weights, rate), PlainStep(workload, plain or optimizer, weights, rate)
    for steps in (1, 10):
        expected = engine.run(steps)
        for other in others:
            found = other.run(steps)
            assert isclose(found, expected, rel_tol=close), f"{type(other).__name__}: {found}, not {expected}"
