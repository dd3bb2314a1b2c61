"""A placement is what somebody puts into a parameter, once it is known to fit: where, and which numbers."""

from typing import Any, NamedTuple, Self

import numpy as np
from numpy.typing import ArrayLike

from engine.errors import ParameterError, Problem
from engine.training.divergence import finite
from engine.types import Array


class Placement(NamedTuple):
    """`place` is () for the whole parameter; `values` are 0-d, or of the shape that is replaced."""

    place: tuple[int, ...]
    values: Array

    @classmethod
    def of(cls, name: str, parameter: Array, value: ArrayLike, index: tuple[int, ...] | int | None) -> Self:
        """Raises ParameterError for a place that is not there, or what is not a finite number or of another shape."""
        place = () if index is None else (index,) if isinstance(index, int) else tuple(index)
        if place and not _within(place, parameter.shape):
            raise ParameterError(
                Problem(code="parameter_index", where=name, expected=f"within {parameter.shape}", received=str(place))
            )
        values = _numbers(value, parameter.dtype)
        if values is None:
            raise ParameterError(
                Problem(code="parameter_not_finite", where=name, expected="a finite number", received=str(value)[:40])
            )
        shape = parameter[place].shape
        if values.shape not in ((), shape):
            raise ParameterError(
                Problem(
                    code="parameter_shape", where=name, expected=f"shape {shape}", received=f"shape {values.shape}"
                )
            )  # fmt: skip
        return cls(place, values)


def _within(place: tuple[Any, ...], shape: tuple[int, ...]) -> bool:
    return len(place) == len(shape) and all(
        isinstance(i, int) and 0 <= i < n for i, n in zip(place, shape, strict=True)
    )


def _numbers(value: ArrayLike, dtype: np.dtype[Any]) -> Array | None:
    try:
        given = np.asarray(value)
    except ValueError:  # rows of different lengths
        return None
    if given.dtype.kind not in "iuf" or not finite(given):
        return None
    return given.astype(dtype)
