"""What a walk has come to at its cursor, as a page is told: the numbers of one sample, the units through which nothing
passes, the sizes of the gradients, and what was clipped."""

from typing import Any

import numpy as np

from app.protocol.walk_events import ClosedUnit, GradientClipped, LayerGradient, WalkNumbers
from engine import Trainer
from engine.inspection.flat_blocks import FlatBlocks
from engine.inspection.gradient_sizes import clipped, gradient_sizes
from engine.inspection.walk import Walk
from engine.inspection.zeros import Zeros
from engine.types import Array

_MOST = 64  # clipped parameters that are named


def numbers_of(walk: Walk, column: int) -> WalkNumbers:
    """What one sample of the batch has come to by now."""
    known, arrays = walk.known(), walk.program.arrays
    layers: list[dict[str, Any]] = []
    for i, output in enumerate(walk.program.outputs):
        path = f"layers/{i}"
        shown = {
            name: _sample(arrays[f"{path}/{name}"], column)
            for name in ("z", "delta", "dx", "da", "mask")
            if f"{path}/{name}" in arrays and f"{path}/{name}" in known
        }
        if output.name in known or f"{path}/a" in known:
            shown["a"] = _sample(output.array, column)
        layers.append(shown)
    loss, over = walk.program.loss, walk.cursor == len(walk.events)
    return WalkNumbers(
        layers=tuple(layers),
        inputs=_sample(walk.program.inputs, column),
        targets=_sample(walk.targets, column),
        loss=float(loss) if loss is not None and any(name.endswith("/loss") for name in known) else None,
        loss_after=walk.loss_again() if over else None,
    )


def _sample(array: Array, column: int) -> list[float]:
    values: list[float] = np.asarray(array[:, column if array.shape[1] > 1 else 0], np.float64).tolist()
    return values


def closed_units(walk: Walk, column: int, zeros: Zeros) -> tuple[tuple[ClosedUnit, ...], ...]:
    """The units of each layer through which no gradient passes for one sample."""
    return tuple(
        tuple(
            ClosedUnit(
                unit=zero.unit,
                reason=zero.reason,
                slope=zero.slope,
                steepest=zero.steepest,
                silent_in=zero.silent_in,
            )
            for zero in zeros.of(walk, layer, column)
        )
        for layer in range(len(walk.program.outputs))
    )


def layer_gradients(trainer: Trainer, walk: Walk) -> tuple[LayerGradient, ...]:
    """How large the gradients are, layer by layer."""
    return tuple(
        LayerGradient(known=size.gradient is not None, gradient=size.gradient, delta=size.delta)
        for size in gradient_sizes(trainer, walk)
    )


def gradient_clipped(trainer: Trainer, walk: Walk, blocks: FlatBlocks) -> GradientClipped | None:
    """What clipping has done by now, with the parameters whose gradient it changed."""
    found = clipped(trainer, walk)
    if found is None:
        return None
    named = (blocks.parameter_at(int(position)) for position in found.cut[:_MOST])
    return GradientClipped(
        kind=found.kind,
        limit=found.limit,
        before=found.before,
        factor=found.factor,
        count=len(found.cut),
        parameters=tuple(parameter for parameter in named if parameter is not None),
    )
