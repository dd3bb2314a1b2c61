"""How quick a training step is: the engine's program beside PyTorch and beside plain NumPy, on the same numbers."""

from collections.abc import Iterator
from math import isclose
from typing import get_args

from bench.engine_step import EngineStep
from bench.peer import PeerStep
from bench.plain import PlainStep
from bench.race import race
from bench.report import Figure
from bench.workload import W1, W2, W3, W4, OptimizerName, Workload

FLOORS = {W1: 20.0, W2: 15.0, W3: 5.0, W4: 1.1}  # times as fast as PyTorch
PLAIN_FLOORS = {W1: 3.5, W2: 3.5}  # times as fast as plain NumPy


def figures(rounds: int) -> Iterator[Figure]:
    """Every workload with every optimizer."""
    for workload, floor in FLOORS.items():
        for optimizer in get_args(OptimizerName):
            yield from _figures(workload, optimizer, floor, rounds)


def _figures(workload: Workload, optimizer: OptimizerName, floor: float, rounds: int) -> Iterator[Figure]:
    engine = EngineStep(workload, optimizer)
    weights = engine.weights()
    peer, plain = PeerStep(workload, optimizer, weights), PlainStep(workload, optimizer, weights)
    _learn_the_same(engine, peer, plain)
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


def _learn_the_same(engine: EngineStep, *others: PeerStep | PlainStep) -> None:
    """A race is fair between those who do the same: their losses agree, before and after some learning."""
    for steps in (1, 50):
        expected = engine.run(steps)
        for other in others:
            found = other.run(steps)
            assert isclose(found, expected, rel_tol=1e-5), f"{type(other).__name__}: {found}, not {expected}"
