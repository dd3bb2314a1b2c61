"""The examples of a run: its data, loaded, split, and preprocessed by what the training part alone says."""

import numpy as np

from engine.datasets.catalogue import load
from engine.datasets.preprocessing import Preprocessing
from engine.datasets.splitting import split
from engine.design import Design
from engine.types import Array


class Examples:
    """`inputs` are (features, n) of all samples, in the design's dtype; `splits` says which sample is in which part."""

    def __init__(self, design: Design) -> None:
        self.dataset = load(design.data)
        self.splits = split(self.dataset, design.split, design.data.seed)
        self.preprocessing = Preprocessing.fit(design.data, self.dataset, self.splits.train)
        self.inputs: Array = self.preprocessing.transform(self.dataset.inputs).astype(design.dtype)

    @property
    def features(self) -> int:
        """How many numbers a network is given of each sample."""
        return len(self.preprocessing.feature_names)

    def targets(self, outputs: int, no: float, yes: float) -> Array:
        """What the outputs are to say of each sample, (outputs, n): numbers, or `no` and `yes` for classes."""
        labels = self.dataset.targets
        if self.dataset.task == "regression":
            return self.preprocessing.transform_targets(labels).astype(self.inputs.dtype)
        said = np.arange(outputs)[:, None] == labels if outputs > 1 else labels[None] == 1
        return np.where(said, yes, no).astype(self.inputs.dtype)
