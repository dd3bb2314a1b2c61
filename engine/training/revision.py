"""A revision is what became of a network's arrays when its design changed: which were kept and which begin anew."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from engine.design import Design, parameter_shapes
from engine.errors import ParameterError, Problem
from engine.network import Network
from engine.training.placement import Placement
from engine.types import Array


@dataclass(frozen=True)
class Revision:
    """Names in the new network. `restarted`: the run began anew. `moved` tells each kept array's old name."""

    kept: tuple[str, ...]
    seeded: tuple[str, ...]
    restarted: bool = False
    moved: dict[str, str] = field(default_factory=dict)

    def remember(self, old: Network, before: dict[str, Array], new: Network, after: dict[str, Array]) -> None:
        """Carry the optimizer's memory of the kept arrays over; that of the others begins at 0, and so does that of the
        frozen ones: what is left of a velocity would move them."""
        for quantity in before.keys() & after.keys():
            for name, former in self.moved.items():
                if new.frozen(name):
                    continue
                new.layout.view_of(after[quantity], name)[...] = old.layout.view_of(before[quantity], former)


def carried(old: Network, new: Network, carry: Sequence[int | None] | None) -> Revision:
    """Copy into `new` every array of `old` whose layer is carried on and whose shape is unchanged."""
    carry = list(range(min(len(old.layers), len(new.layers)))) if carry is None else carry
    moved: dict[str, str] = {}
    for i, source in enumerate(carry[: len(new.layers)]):
        if source is None or not 0 <= source < len(old.layers):
            continue
        if type(old.layers[source]) is not type(new.layers[i]):
            continue
        for name in new.layers[i].shapes:
            fresh, former = f"layers/{i}/{name}", f"layers/{source}/{name}"
            if new.parameters[fresh].shape == old.parameters[former].shape:
                new.parameters[fresh][...] = old.parameters[former]
                moved[fresh] = former
        for name in new.moments_layout:
            former = name.replace(f"layers/{i}/", f"layers/{source}/", 1)
            if not name.startswith(f"layers/{i}/") or former not in old.moments_layout:
                continue
            if old.moments_layout[former].shape == new.moments_layout[name].shape:
                new.moments_layout[name][...] = old.moments_layout[former]
    seeded = tuple(name for name in new.parameters if name not in moved)
    return Revision(tuple(moved), seeded, False, moved)


def fitting(values: Mapping[str, ArrayLike], design: Design) -> dict[str, Any]:
    """These values as a journal keeps them: nested tuples. Raises ParameterError where one fits no parameter."""
    shapes = parameter_shapes(design)
    for name in values:
        if name not in shapes:
            raise ParameterError(
                Problem(code="parameter_unknown", where=name, expected="one of " + ", ".join(shapes), received=name)
            )
    whole = {name: np.empty(shapes[name], design.dtype) for name in values}
    for name, value in values.items():
        whole[name][...] = Placement.of(name, whole[name], value, None).values
    return {name: _plain(array.tolist()) for name, array in whole.items()}


def _plain(value: Any) -> Any:
    return tuple(_plain(v) for v in value) if isinstance(value, list) else value
