"""The words for arrays and dtypes that the whole engine speaks."""

from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
DType = Literal["float64", "float32"] | np.dtype[Any]
Shape = tuple[int, ...]
