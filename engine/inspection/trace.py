"""A trace divides a step into events: the instructions that together compute one quantity a learner has a name for."""

from dataclasses import dataclass

from engine.program.instruction import Instruction, Phase
from engine.program.program import Program

# Quantities that end an event when they are complete. All else that is computed on the way to one belongs to it.
LANDMARKS = frozenset(
    {"z", "a", "mask", "mean", "variance", "running_mean", "running_variance", "normal", "loss", "da", "delta", "dx"}
    | {"weight", "bias", "scale", "shift"}  # their gradients, on the way back
    | {"l1_gradient", "l2_gradient", "free", "clipped", "learning_rate", "velocity", "ahead", "square", "m", "v"}
    | {"m_hat", "v_hat", "direction", "change", "parameters"}
)

# Operations that take their result from outside the arrays: a draw, a count, the rate of a schedule.
GIVEN = frozenset({"random", "count", "advance"})


@dataclass(frozen=True)
class Event:
    """`quantity` of a `layer` (None for the whole network) is computed by the instructions from `start` up to `stop`.

    `outputs` are the names of the arrays that are complete after it.
    """

    phase: Phase
    layer: int | None
    quantity: str
    start: int
    stop: int
    outputs: tuple[str, ...]


def trace(program: Program) -> tuple[Event, ...]:
    """The events of a program, in order; together they hold each instruction once."""
    last = {name: k for k, i in enumerate(program.instructions) for name in i.outputs}
    events: list[Event] = []
    start = 0
    for k, instruction in enumerate(program.instructions):
        complete = tuple(n for n in instruction.outputs if last[n] == k and _own(n) in LANDMARKS)
        given = instruction.operation in GIVEN
        following = program.instructions[k + 1] if k + 1 < len(program.instructions) else None
        if complete or given or following is None or _place(following) != _place(instruction):
            outputs = complete or instruction.outputs
            quantity = instruction.operation if given else _own(outputs[0])
            if instruction.phase == "backward" and outputs and outputs[0].startswith("gradient/"):
                quantity = "gradient"
            events.append(Event(instruction.phase, instruction.layer, quantity, start, k + 1, outputs))
            start = k + 1
    return tuple(events)


def _own(name: str) -> str:
    return name.rpartition("/")[2]


def _place(instruction: Instruction) -> tuple[Phase, int | None]:
    return instruction.phase, instruction.layer
