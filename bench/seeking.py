"""What a look back costs: a long run, and the way to steps of it that nobody knew beforehand, as a session goes it."""

import random
from collections.abc import Iterator
from time import process_time

from app.live.session import LiveSession
from app.protocol.commands import Seek
from bench.report import Figure
from engine import Design

LENGTH = 100_000  # steps
LOOKS = 20
SLICE = 200  # steps: about what a worker trains at a time
CEILING = 1.0  # seconds
DESIGNS = {
    "2-4-2-1": Design(),
    "dropout, batch normalisation": Design.model_validate(
        {
            "layers": [
                {"kind": "dense", "units": 4},
                {"kind": "batch_norm"},
                {"kind": "dropout", "rate": 0.2},
                {"kind": "dense", "units": 2},
                {"kind": "dense", "units": 1, "activation": "sigmoid"},
            ]
        }
    ),
}


def figures(_: int) -> Iterator[Figure]:
    for name, design in DESIGNS.items():
        yield from _looks(name, design)


def _looks(name: str, design: Design) -> Iterator[Figure]:
    """The longest of several looks back, each to the very picture of the first time; then the first after a restart."""
    session, seen = LiveSession(design), {}
    steps = random.Random(0).sample(range(LENGTH), LOOKS)
    start = process_time()
    for step in sorted(steps):
        _train(session, step)
        seen[step] = _picture(session)
    _train(session, LENGTH)
    trained = process_time() - start
    times = [_look(session, step, seen[step]) for step in steps]
    what = f"{name}: {LENGTH:,} steps, then a look back"
    yield Figure(
        f"{what}, the longest of {LOOKS}",
        max(times),
        "s",
        most=CEILING,
        detail=f"{sum(times) / LOOKS:.3f} s on average; {trained:.1f} s to train",
    )
    session.handle(Seek(step=LENGTH))
    _train(session, LENGTH)
    saved = session.save()
    again, last = LiveSession.restore(saved), max(steps)
    first = _look(again, last, seen[last])
    yield Figure(
        f"{what}, the first after a restart",
        first,
        "s",
        detail=f"{_look(again, steps[0], seen[steps[0]]):.3f} s the next; {len(saved):,} bytes saved",
    )


def _train(session: LiveSession, step: int) -> None:
    while session.step < step:
        session.advance(min(SLICE, step - session.step))


def _picture(session: LiveSession) -> bytes:
    """What is drawn, without its number."""
    return session.picture()[16:]


def _look(session: LiveSession, step: int, seen: bytes) -> float:
    """Seconds of a core to a step, with what it shows there."""
    start = process_time()
    session.handle(Seek(step=step))
    while session.running:
        session.advance(SLICE)
    picture = _picture(session)
    taken = process_time() - start
    if session.step != step or picture != seen:
        raise AssertionError(f"step {step} is not what it was")
    return taken
