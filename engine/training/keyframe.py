"""A keyframe is all that a run needs to go on from a step, bit for bit: its place, its arrays, its curve."""

import json
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from engine.errors import DataError, Problem
from engine.types import Array

_MAGIC = b"chalknet keyframe 1\n"


@dataclass(frozen=True, eq=False)
class Keyframe:
    """`place` is a JSON value (step, epoch, index, updates, draws, loss, curve); `arrays` are flat."""

    place: dict[str, Any]
    arrays: dict[str, Array] = field(default_factory=dict)

    @property
    def step(self) -> int:
        return int(self.place["step"])

    @property
    def nbytes(self) -> int:
        """What it takes in memory, about: the arrays, and the curve's numbers as Python holds them in lists."""
        numbers = 3 * len(self.place.get("curve", {}).get("train_min", ()))
        return sum(array.nbytes for array in self.arrays.values()) + 32 * numbers

    def to_bytes(self) -> bytes:
        """Magic line, a line of JSON, then the arrays' raw bytes in the order that the JSON lists."""
        listing = {name: (array.dtype.str, array.size) for name, array in self.arrays.items()}
        head = json.dumps({"place": self.place, "arrays": listing}, allow_nan=False).encode()
        return b"".join((_MAGIC, head, b"\n", *(array.tobytes() for array in self.arrays.values())))

    @classmethod
    def from_bytes(cls, value: bytes) -> "Keyframe":
        """Raises DataError if the bytes are not a whole keyframe."""
        try:
            if not value.startswith(_MAGIC):
                raise ValueError("no keyframe begins like this")
            end = value.index(b"\n", len(_MAGIC))
            head = json.loads(value[len(_MAGIC) : end])
            arrays, start = {}, end + 1
            for name, (dtype, size) in head["arrays"].items():
                if dtype not in ("<f4", "<f8"):
                    raise ValueError(f"no keyframe holds {dtype}")
                arrays[name] = np.frombuffer(value, dtype, size, start)
                start += arrays[name].nbytes
            if start != len(value) or not isinstance(head["place"], dict):
                raise ValueError("there is more or less than the beginning lists")
            return cls(head["place"], arrays)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise DataError(
                Problem(code="keyframe_damaged", expected="a whole keyframe", received=str(error))
            ) from None
