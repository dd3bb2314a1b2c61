"""How large the gradients of a walked step are, layer by layer, and what clipping has done to them."""

from dataclasses import dataclass
from math import inf, sqrt
from typing import Literal

import numpy as np

from engine.inspection.walk import Walk
from engine.training.trainer import Trainer
from engine.types import Array

_EXACT = 1e-250  # a sum of squares below it has lost some of them, and one beyond its inverse may end


@dataclass(frozen=True)
class GradientSize:
    """Root mean squares over a layer: of ∂L/∂w of its weights, and of δ of its units and samples; None: not known."""

    gradient: float | None
    delta: float | None


def gradient_sizes(trainer: Trainer, walk: Walk) -> list[GradientSize]:
    """The sizes of every layer as far as the walk has come. A layer without weights counts by what else it learns."""
    found = []
    for i, layer in enumerate(trainer.network.layers):
        names = layer.weights or tuple(layer.shapes)
        gradients = [walk.computed(f"gradient/layers/{i}/{name}") for name in names]
        delta = walk.computed(f"layers/{i}/delta")
        found.append(GradientSize(_size(gradients), _size([delta])))
    return found


def _size(arrays: list[Array | None]) -> float | None:
    flat = [array.reshape(-1, order="A").astype(np.float64, copy=False) for array in arrays if array is not None]
    if not flat:
        return None
    numbers = flat[0] if len(flat) == 1 else np.concatenate(flat)
    with np.errstate(all="ignore"):
        squares = float(numbers.dot(numbers))
        if _EXACT < squares < 1 / _EXACT:
            return sqrt(squares / numbers.size)
        most = float(np.abs(numbers).max())
        if not 0 < most < inf:
            return most
        return most * sqrt(float(np.mean(np.square(numbers / most))))


@dataclass(frozen=True)
class Clipped:
    """What clipping did: by *norm*, `before` is the gradient's norm, and every component was taken `factor` times; by
    *value*, `before` is the largest component. `cut` are the components that were changed, as places in the flat block.
    """

    kind: Literal["norm", "value"]
    limit: float
    before: float
    factor: float | None
    cut: Array


def clipped(trainer: Trainer, walk: Walk) -> Clipped | None:
    """What clipping has done in this step by now; None where nothing was clipped."""
    clipping, arrays = trainer.design.clipping, walk.program.arrays
    after = walk.computed("clipped")
    if clipping.kind == "none" or after is None:
        return None
    cutting = next(i for i in walk.program.instructions if "clipped" in i.outputs)
    before = arrays[cutting.inputs[0]]
    cut = np.flatnonzero(after != before)
    if not cut.size:
        return None
    if clipping.kind == "norm":
        return Clipped("norm", clipping.limit, float(arrays["norm"]), float(arrays["scale"]), cut)
    return Clipped("value", clipping.limit, float(np.abs(before).max()), None, cut)
