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


def erf(x: Array, out: Array) -> None:
    """out = erf(x), elementwise; both of one shape and dtype."""
    size = np.abs(x.astype(np.float64))
    small = np.minimum(size, 0.46875)
    middle = np.clip(size, 0.46875, 4.0)
    large = np.clip(size, 4.0, 6.0)  # erf(6) is 1 in double precision
    inverse = 1.0 / (large * large)
    tail = inverse * _ratio(_LARGE, inverse)
    value = np.where(
        size <= 0.46875,
        small * _ratio(_SMALL, small * small),
        1.0
        - np.where(
            size <= 4.0,
            np.exp(-middle * middle) * _ratio(_MIDDLE, middle),
            np.exp(-large * large) * (_ONE_OVER_SQRT_PI - tail) / large,
        ),
    )
    np.copyto(out, np.copysign(value, x), casting="same_kind")


def _ratio(polynomials: tuple[tuple[float, ...], tuple[float, ...]], x: Array) -> Array:
    above, below = (np.polyval(np.array(p), x) for p in polynomials)
    return np.asarray(above / below)
