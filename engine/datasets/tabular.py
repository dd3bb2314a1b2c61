"""Tables of real measurements, out of the files that scikit-learn ships. It is imported on first use."""

from functools import cache
from typing import Any, Literal

import numpy as np

from engine.datasets.dataset import Dataset
from engine.datasets.source import Facts, Source

DIABETES_NAMES = (
    "age",
    "sex",
    "body mass index",
    "blood pressure",
    "total cholesterol",
    "LDL",
    "HDL",
    "cholesterol / HDL",
    "log triglycerides",
    "blood sugar",
)


class Iris(Source):
    """150 irises of three species, each by the length and width of its sepals and petals."""

    kind: Literal["iris"] = "iris"

    @property
    def facts(self) -> Facts:
        return Facts(150, 4, 3, "classes", 3)

    def load(self) -> Dataset:
        return _table(self.kind)


class Wine(Source):
    """178 Italian wines of three cultivars, each by 13 chemical measurements."""

    kind: Literal["wine"] = "wine"

    @property
    def facts(self) -> Facts:
        return Facts(178, 13, 3, "classes", 3)

    def load(self) -> Dataset:
        return _table(self.kind)


class BreastCancer(Source):
    """569 breast tumours, malignant or benign, each by 30 measurements of its cell nuclei."""

    kind: Literal["breast_cancer"] = "breast_cancer"

    @property
    def facts(self) -> Facts:
        return Facts(569, 30, 1, "binary", 2)

    def load(self) -> Dataset:
        return _table(self.kind)


class Diabetes(Source):
    """442 patients by ten measurements, and how far their diabetes had progressed a year later."""

    kind: Literal["diabetes"] = "diabetes"

    @property
    def facts(self) -> Facts:
        return Facts(442, 10, 1, "regression", 0)

    def load(self) -> Dataset:
        return _diabetes()


@cache
def _table(kind: Literal["iris", "wine", "breast_cancer"]) -> Dataset:
    from sklearn import datasets

    load = {"iris": datasets.load_iris, "wine": datasets.load_wine, "breast_cancer": datasets.load_breast_cancer}
    bunch: Any = load[kind]()
    class_names = tuple(_words(name) for name in bunch.target_names)
    return Dataset(
        name=kind,
        task="binary" if len(class_names) == 2 else "classes",
        shape="table",
        inputs=np.array(bunch.data, dtype=np.float64),
        targets=np.array(bunch.target, dtype=np.int64),
        input_names=tuple(_words(name) for name in bunch.feature_names),
        class_names=class_names,
    )


@cache
def _diabetes() -> Dataset:
    from sklearn import datasets

    bunch: Any = datasets.load_diabetes(scaled=False)  # years and mmHg, not the scaled numbers nobody can read
    targets = np.array(bunch.target, dtype=np.float64)[:, np.newaxis]
    return Dataset(
        name="diabetes",
        task="regression",
        shape="table",
        inputs=np.array(bunch.data, dtype=np.float64),
        targets=targets,
        input_names=DIABETES_NAMES,
        target_names=("progression",),
        target_range=(float(targets.min()), float(targets.max())),
    )


def _words(name: str) -> str:
    return str(name).replace("_", " ")
