"""The error function erf(x), which NumPy lacks, to full double precision.

Source: W. J. Cody, "Rational Chebyshev approximations for the error function", Mathematics of Computation 23 (1969).
"""

import numpy as np

from engine.types import Array

_SMALL = (
    (
        1.85777706184603153e-1,
        3.16112374387056560e0,
        1.13864154151050156e2,
        3.77485237685302021e2,
        3.20937758913846947e3,
    ),
    (1.0, 2.36012909523441209e1, 2.44024637934444173e2, 1.28261652607737228e3, 2.84423683343917062e3),
)
_MIDDLE = (
    (2.15311535474403846e-8, 5.64188496988670089e-1, 8.88314979438837594e0, 6.61191906371416295e1)
    + (2.98635138197400131e2, 8.81952221241769090e2, 1.71204761263407058e3, 2.05107837782607147e3)
    + (1.23033935479799725e3,),
    (1.0, 1.57449261107098347e1, 1.17693950891312499e2, 5.37181101862009858e2, 1.62138957456669019e3)
    + (3.29079923573345963e3, 4.36261909014324716e3, 3.43936767414372164e3, 1.23033935480374942e3),
)
_LARGE = (
    (1.63153871373020978e-2, 3.05326634961232344e-1, 3.60344899949804439e-1, 1.25781726111229246e-1)
    + (1.60837851487422766e-2, 6.58749161529837803e-4),
    (1.0, 2.56852019228982242e0, 1.87295284992346725e0, 5.27905102951428412e-1)
    + (6.05183413124413191e-2, 2.33520497626869185e-3),
)
_ONE_OVER_SQRT_PI = 5.6418958354775628695e-1


_CHUNK = 4096  # numbers at once: their intermediate results stay in the cache


class ErrorFunction:
    """`ErrorFunction(size)(x, out)`: out = erf(x), elementwise; both contiguous, of one dtype, and of `size` numbers.

    It holds the room for its intermediate results, in double precision whatever x is, so that a call allocates nothing.
    """

    def __init__(self, size: int) -> None:
        count = min(size, _CHUNK)
        self._room = np.empty((5, count))
        self._beyond = np.empty(count, np.bool_)

    def __call__(self, x: Array, out: Array) -> None:
        x, out = x.reshape(-1), out.reshape(-1)
        for start in range(0, x.size, _CHUNK):
            self._fill(x[start : start + _CHUNK], out[start : start + _CHUNK])

    def _fill(self, x: Array, out: Array) -> None:
        size, value, part, above, below = self._room[:, : x.size]
        beyond = self._beyond[: x.size]
        np.abs(x, size)
        # |x| ≤ 0.46875: |x|·R(x²)
        np.minimum(size, 0.46875, out=value)
        np.multiply(value, value, part)
        _ratio(_SMALL, part, above, below)
        np.multiply(value, above, value)
        # up to 4: 1 − exp(−x²)·R(|x|)
        np.clip(size, 0.46875, 4.0, out=part)
        _ratio(_MIDDLE, part, above, below)
        _gaussian(part, below)
        np.multiply(above, below, above)
        np.subtract(1.0, above, above)
        np.greater(size, 0.46875, beyond)
        np.copyto(value, above, where=beyond)
        # beyond: 1 − exp(−x²)·(1/√π − R(1/x²)/x²)/|x|, which is 1 in double precision from 6 on
        np.greater(size, 4.0, beyond)
        np.clip(size, 4.0, 6.0, out=size)
        np.multiply(size, size, part)
        np.reciprocal(part, part)
        _ratio(_LARGE, part, above, below)
        np.multiply(above, part, above)
        np.subtract(_ONE_OVER_SQRT_PI, above, above)
        np.divide(above, size, above)
        _gaussian(size, below)
        np.multiply(above, below, above)
        np.subtract(1.0, above, above)
        np.copyto(value, above, where=beyond)
        np.copysign(value, x, value)
        np.copyto(out, value, casting="same_kind")


def _gaussian(x: Array, out: Array) -> None:
    """out = exp(−x²)."""
    np.multiply(x, x, out)
    np.negative(out, out)
    np.exp(out, out)


def _ratio(polynomials: tuple[tuple[float, ...], tuple[float, ...]], x: Array, out: Array, room: Array) -> None:
    """out = P(x)/Q(x), by Horner's rule."""
    for coefficients, polynomial in zip(polynomials, (out, room), strict=True):
        polynomial[...] = coefficients[0]
        for coefficient in coefficients[1:]:
            np.multiply(polynomial, x, polynomial)
            np.add(polynomial, coefficient, polynomial)
    np.divide(out, room, out)
