"""The update computes whole flat blocks, such as m of all parameters at once; here their elements have the parameters'
own names: "m/layers/0/weight" at (1, 0)."""

import numpy as np

from engine.inspection.expression import Leaf, Node, Operation
from engine.training.trainer import Trainer

Index = tuple[int, ...]


class FlatBlocks:
    """Which element of a flat block belongs to which number of which parameter, in both directions."""

    def __init__(self, trainer: Trainer) -> None:
        network = trainer.network
        self._size = network.flat.size
        positions = np.arange(self._size)
        self._places = {name: network.layout.view_of(positions, name) for name in network.parameters}
        self._names: dict[int, tuple[str, Index]] = {}

    def element(self, name: str, index: Index, outputs: tuple[str, ...]) -> tuple[str, Index]:
        """The array and index meant by a name such as "m/layers/0/weight"; any other name means itself.

        An index that is not within the parameter is left as it is, for the caller to refuse.
        """
        block, _, parameter = name.partition("/")
        places = self._places.get(parameter)
        if block not in outputs or places is None or len(index) != places.ndim:
            return name, index
        if any(not 0 <= i < n for i, n in zip(index, places.shape, strict=True)):
            return name, index
        return block, (int(places[index]),)

    def named(self, node: Node) -> Node:
        """The expression, with elements of blocks under their parameters' names."""
        if isinstance(node, Operation):
            return Operation(node.operator, tuple(self.named(operand) for operand in node.operands), node.value)
        if isinstance(node, Leaf) and "/" not in node.name and len(node.index) == 1:
            parameter = self.parameter_at(node.index[0])
            if parameter is not None:
                return Leaf(f"{node.name}/{parameter[0]}", parameter[1], node.value)
        return node

    def parameter_at(self, position: int) -> tuple[str, Index] | None:
        """The parameter, and the index in it, that lies at a position of the flat block; None between two of them."""
        if not self._names:
            for name, places in self._places.items():
                self._names |= {int(place): (name, index) for index, place in np.ndenumerate(places)}
        return self._names.get(position)
