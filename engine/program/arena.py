"""An arena is one flat array and the named views into it: the memory of a step, of the parameters, of an optimizer."""

from collections.abc import Iterator, Mapping
from math import prod

import numpy as np

from engine.types import Array, DType

_LINE = 64  # bytes: arrays begin on a cache line, so that vector instructions and BLAS meet them aligned


def zeros(count: int, dtype: DType) -> Array:
    """So many zeros that begin on a cache line."""
    found = np.zeros(count * np.dtype(dtype).itemsize + _LINE, np.uint8)
    start = -found.__array_interface__["data"][0] % _LINE
    return found[start : start + count * np.dtype(dtype).itemsize].view(dtype)


class Arena(Mapping[str, Array]):
    """Named arrays of one dtype that lie one after the other in one flat array, zero at first.

    An arena without a capacity only measures: it hands out loose arrays and counts what a real one would need.
    """

    def __init__(self, dtype: DType, capacity: int | None = None) -> None:
        self.dtype = np.dtype(dtype)
        self.flat: Array | None = None if capacity is None else zeros(capacity, self.dtype)
        self.size = 0
        self._views: dict[str, Array] = {}

    def allocate(self, name: str, shape: tuple[int, ...]) -> Array:
        """A new C-contiguous array of `shape`, known as `name`."""
        start, count = self.size, prod(shape)
        line = _LINE // self.dtype.itemsize
        self.size = start + -(-count // line) * line
        array = np.empty(shape, self.dtype) if self.flat is None else self.flat[start : start + count].reshape(shape)
        return self.name(name, array)

    def name(self, name: str, array: Array) -> Array:
        """Make a view of something allocated here known under a name of its own."""
        if name in self._views:
            raise ValueError(f"the arena already holds {name!r}")
        self._views[name] = array
        return array

    def offset(self, array: Array) -> int:
        """Where an array that lies here has its first element, in elements of the flat array."""
        assert self.flat is not None
        distance = array.__array_interface__["data"][0] - self.flat.__array_interface__["data"][0]
        return int(distance) // self.dtype.itemsize

    def view_of(self, flat: Array, name: str) -> Array:
        """What `name` names here, in another flat array that is laid out as this arena but perhaps of another dtype."""
        array = self[name]
        start = self.offset(array)
        strides = tuple(stride // array.itemsize * flat.itemsize for stride in array.strides)
        return np.ndarray(array.shape, flat.dtype, flat.data, start * flat.itemsize, strides)

    def __getitem__(self, name: str) -> Array:
        return self._views[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._views)

    def __len__(self) -> int:
        return len(self._views)
