"""With the microscope closed, the program that trains is, instruction for instruction, what it was."""

from collections.abc import Iterator
from functools import partial
from typing import Any

import numpy as np
import pytest

from app.live.session import LiveSession
from app.protocol.events import Refused
from app.protocol.walk_events import WalkOpened
from engine import Trainer
from engine.program.instruction import Instruction
from engine.program.program import Program
from tests.live.world import small_design, tell

MOVING = {
    "layers": [
        {"kind": "dense", "units": 5, "activation": "gelu"},
        {"kind": "batch_norm"},
        {"kind": "dropout", "rate": 0.3},
        {"kind": "dense", "units": 1, "activation": "sigmoid"},
    ],
    "regularizer": {"kind": "elastic"},
    "clipping": {"kind": "norm"},
    "schedule": {"kind": "cosine"},
}
DESIGNS = [{}, MOVING, {"optimizer": {"kind": "nesterov"}, "dtype": "float32"}]


def session_at(step: int, **changes: Any) -> LiveSession:
    session = LiveSession(small_design(**changes))
    session.advance(step)
    return session


def trainer_of(session: LiveSession) -> Trainer:
    return session._run.trainer


def arrays_of(instruction: Instruction) -> Iterator[np.ndarray]:
    """Every array that the call of an instruction reads or writes, in a fixed order."""
    call = instruction.call
    bound = getattr(call, "__self__", None)
    held = (bound, *instruction.arguments, *(call.keywords.values() if isinstance(call, partial) else ()))
    yield from (value for value in held if isinstance(value, np.ndarray))


def block_of(array: np.ndarray) -> np.ndarray:
    """The memory that an array is a view of."""
    return array if not isinstance(array.base, np.ndarray) else block_of(array.base)


def address(array: np.ndarray) -> int:
    return int(array.__array_interface__["data"][0])


def function_of(instruction: Instruction) -> str:
    call = instruction.call.func if isinstance(instruction.call, partial) else instruction.call
    return str(getattr(call, "__name__", type(call).__name__))


def told(program: Program, place: Any) -> list[tuple]:
    """Each instruction with its function, and what it reads and writes: where it lies, how, and constants by value."""
    return [
        (
            (i.phase, i.layer, i.operation, i.rule, i.inputs, i.outputs, function_of(i)),
            [(place(a), a.shape, a.strides, a.dtype.str, float(a) if _constant(program, a) else None) for a in arrays],
        )
        for i in program.instructions
        for arrays in [list(arrays_of(i))]
    ]


def _constant(program: Program, array: np.ndarray) -> bool:
    return array.ndim == 0 and not any(array is known for known in program.arrays.values())


def here(program: Program) -> list[tuple]:
    """The program with its very addresses, and the very calls that a step makes."""
    calls = [(id(call), tuple(map(id, arguments))) for call, arguments in (*program.judging, *program.learning)]
    return [*told(program, address), *calls]


def anywhere(program: Program) -> list[tuple]:
    """The program with places told as: which block in order of appearance, and how far into it."""
    views = [array for i in program.instructions for array in arrays_of(i)]
    first = {id(block_of(array)): min(address(a) for a in views if block_of(a) is block_of(array)) for array in views}
    number = {block: k for k, block in enumerate(first)}
    return told(program, lambda array: (number[id(block_of(array))], address(array) - first[id(block_of(array))]))


def look_everywhere(session: LiveSession) -> None:
    """Ask the microscope all that can be asked of it, forwards and backwards."""
    walk = next(event for event in tell(session, "open_walk") if isinstance(event, WalkOpened))
    for cursor in (len(walk.events), 3, 0, 7, 1):
        answers = tell(session, "move_cursor", cursor=cursor, column=cursor % 4)
        for number, event in enumerate(walk.events[::3]):
            name, shape = event.outputs[0], event.shapes[0]
            if event.layer is not None:
                answers += tell(session, "explain", event=3 * number, name=name, index=[0] * len(shape))
        answers += tell(session, "tabulate_walk", layer=0)
    answers += tell(session, "check_gradients")
    assert not any(isinstance(event, Refused) for event in answers)


@pytest.mark.parametrize("changes", DESIGNS)
def test_a_walk_leaves_the_program_that_trains_as_it_was(changes: dict[str, Any]) -> None:
    session = session_at(12, **changes)
    program = trainer_of(session).program
    before = here(program)
    look_everywhere(session)
    assert trainer_of(session).program is program
    assert here(program) == before
    tell(session, "close_walk")
    assert trainer_of(session).program is program
    assert here(program) == before


@pytest.mark.parametrize("changes", DESIGNS)
def test_the_program_after_a_walk_is_that_of_a_run_that_never_walked(changes: dict[str, Any]) -> None:
    session = session_at(12, **changes)
    look_everywhere(session)
    tell(session, "close_walk")
    fresh = Trainer(small_design(**changes))
    fresh.step(12)
    assert anywhere(trainer_of(session).program) == anywhere(fresh.program)


@pytest.mark.parametrize("changes", DESIGNS)
def test_the_steps_after_a_walk_are_those_of_a_run_that_never_walked(changes: dict[str, Any]) -> None:
    session = session_at(12, **changes)
    look_everywhere(session)
    tell(session, "close_walk")
    session.advance(30)
    fresh = Trainer(small_design(**changes))
    fresh.step(42)
    assert trainer_of(session).keyframe().to_bytes() == fresh.keyframe().to_bytes()


def test_a_program_that_computes_otherwise_is_told_apart() -> None:
    tanh = Trainer(small_design()).program
    assert anywhere(tanh) == anywhere(Trainer(small_design(seed=6)).program)
    for changes in (MOVING, {"batch_size": 9}, {"optimizer": {"kind": "adam", "beta1": 0.8}}):
        assert anywhere(tanh) != anywhere(Trainer(small_design(**changes)).program)
