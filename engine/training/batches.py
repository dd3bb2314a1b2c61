"""Batches are the training samples in the order of a run: shuffled anew each epoch, cut into pieces of equal size."""

import numpy as np

from engine.program.program import Program
from engine.types import Array

_ORDER = 2  # what a stream of random numbers is for: the last part of its seed
_BLOCK = 64  # epochs that share one seeded generator: seeding costs more than a step


class Batches:
    """Where a run stands in its samples: `epoch`, and `index`, the next batch of that epoch.

    The order depends on the seed and the epoch alone. A short last batch of one joins the one before where
    `join_single` (batch normalisation cannot train on one sample).
    """

    def __init__(self, inputs: Array, targets: Array, batch_size: int, seed: int, join_single: bool) -> None:
        self.samples = int(inputs.shape[1])
        size = min(batch_size, self.samples)
        whole, rest = divmod(self.samples, size)
        self.sizes: list[int] = [size] * whole + ([rest] if rest else [])
        if join_single and rest == 1 and whole:
            self.sizes[-2:] = [size + 1]
        self.order: Array = np.arange(self.samples)
        self._rows = np.ascontiguousarray(inputs.T), np.ascontiguousarray(targets.T)
        self._shuffled = np.empty_like(self._rows[0]), np.empty_like(self._rows[1])
        # each batch lies together as (features, batch), so that loading one is two plain copies
        self._store = tuple([np.empty((rows.shape[1], size), rows.dtype) for size in self.sizes] for rows in self._rows)
        self._seed = seed
        self._block = -1
        self._drawn = 0
        self.seek(0, 0)

    def __len__(self) -> int:
        return len(self.sizes)

    def seek(self, epoch: int, index: int) -> None:
        """Stand before a batch of an epoch."""
        self.epoch, self.index = epoch, index
        block, place = divmod(epoch, _BLOCK)
        if block != self._block or place < self._drawn:
            seed = np.random.SeedSequence((self._seed, block, _ORDER))
            self._generator = np.random.Generator(np.random.PCG64(seed))
            self._block, self._drawn = block, 0
        while self._drawn <= place:
            self.order = self._generator.permutation(self.samples)
            self._drawn += 1
        for rows, shuffled, store in zip(self._rows, self._shuffled, self._store, strict=True):
            np.take(rows, self.order, axis=0, out=shuffled)
            start = 0
            for batch in store:
                stop = start + batch.shape[1]
                batch[...] = shuffled[start:stop].T
                start = stop

    @property
    def size(self) -> int:
        """The size of the next batch."""
        return self.sizes[self.index]

    @property
    def samples_of_next(self) -> Array:
        """Which training samples the next batch holds, as positions in the training part."""
        start = sum(self.sizes[: self.index])
        return np.asarray(self.order[start : start + self.size])

    def load(self, program: Program) -> None:
        """Copy the next batch into a program, and go on to the one after it; the caller seeks the next epoch."""
        program.inputs[...] = self._store[0][self.index]
        assert program.targets is not None
        program.targets[...] = self._store[1][self.index]
        self.index += 1
