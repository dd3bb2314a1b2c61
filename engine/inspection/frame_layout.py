"""A frame layout says where each named array lies in a picture's bytes: a reader knows no array by heart."""

from typing import Literal

import numpy as np

from engine.spec import Spec
from engine.types import Array

PictureDType = Literal["float32", "float16", "uint8"]


class ArrayLayout(Spec):
    """One array: `offset` in bytes from the first array's, `strides` in elements.

    `units` and `inputs` list the rows and columns that are there, where a matrix is sent in part.
    """

    dtype: PictureDType
    shape: tuple[int, ...]
    strides: tuple[int, ...]
    offset: int
    units: tuple[int, ...] | None = None
    inputs: tuple[int, ...] | None = None

    def view(self, frame: bytearray | memoryview | bytes) -> Array:
        """The array in a frame's bytes."""
        size = np.dtype(self.dtype).itemsize
        strides = tuple(stride * size for stride in self.strides)
        return np.ndarray(self.shape, self.dtype, frame, self.offset, strides)


class FrameLayout(Spec):
    """Every array of a picture by name, and the picture's size in bytes."""

    arrays: dict[str, ArrayLayout]
    size: int


class Frame:
    """A layout under construction: blocks are appended, then named."""

    def __init__(self) -> None:
        self.arrays: dict[str, ArrayLayout] = {}
        self.size = 0

    def block(self, count: int, dtype: PictureDType) -> int:
        """Room for `count` elements; its offset in bytes."""
        offset = self.size
        self.size = offset + -(-count * np.dtype(dtype).itemsize // 8) * 8
        return offset

    def add(
        self,
        name: str,
        shape: tuple[int, ...],
        dtype: PictureDType = "float32",
        units: tuple[int, ...] | None = None,
        inputs: tuple[int, ...] | None = None,
    ) -> ArrayLayout:
        """An array of its own, C-contiguous."""
        offset = self.block(int(np.prod(shape)), dtype)
        strides = tuple(int(np.prod(shape[k + 1 :])) for k in range(len(shape)))
        layout = ArrayLayout(dtype=dtype, shape=shape, strides=strides, offset=offset, units=units, inputs=inputs)
        self.arrays[name] = layout
        return layout

    def place(self, name: str, array: Array, start: int, element: int) -> None:
        """A view into a float32 block that is a cast copy of a flat array: `element` is where it begins there."""
        strides = tuple(stride // array.itemsize for stride in array.strides)
        self.arrays[name] = ArrayLayout(dtype="float32", shape=array.shape, strides=strides, offset=start + 4 * element)

    def layout(self) -> FrameLayout:
        return FrameLayout(arrays=self.arrays, size=self.size)
