"""A tile is a session seen from afar: where it stands, a short line of its loss, and a small picture of what it says.

The picture is taken from the real network by a response program of its own, like a view's; numbers are bytes in base64.
"""

from base64 import b64encode
from collections.abc import Callable, Sequence
from math import inf, isfinite
from typing import Any

import numpy as np

from app.live.description import count_parameters, describe_evaluation
from engine import Trainer
from engine.inspection.response import Response, SinglePrecision, grid
from engine.training.curve import Curve
from engine.types import Array

LINE = 48  # points of the loss line at most
SIDE = 16  # of the small surface
CURVE = 48  # points of a regression curve
SAMPLES = 24  # of a line's or a table's regression that are shown
CLASSES = 8  # bars at most
_MIDDLE = 127  # the byte of a value in the middle of its scale; 0 and 254 are its ends

Picture = dict[str, Any]


class Tile:
    """Looks at one trainer's network; once that is another network, make another tile."""

    def __init__(self, trainer: Trainer) -> None:
        self._trainer = trainer
        self._single = SinglePrecision(trainer.network)
        self._picture = self._kind()

    def describe(self, curve: Curve, *, picture: bool) -> dict[str, Any]:
        """Where the run stands; with `picture` its loss line and what it says, too."""
        trainer = self._trainer
        found = describe_evaluation(trainer, "validation")
        told: dict[str, Any] = {
            "step": trainer.step_count,
            "epoch": trainer.epoch_count,
            "loss": _short(trainer.loss),
            "validation": _short(found.loss),
            "best": _short(best_of(curve)),
            "accuracy": found.accuracy,
            "r2": _short(found.r2),
            "parameters": count_parameters(trainer),
        }
        if picture:
            told["line"] = line_of(curve)
            self._single.refresh()
            told["picture"] = self._picture() if self._picture else _bars(found.confusion)
        return told

    def _kind(self) -> Callable[[], Picture] | None:
        dataset = self._trainer.dataset
        if dataset.shape == "plane":
            response = self._respond(self._transformed(grid(dataset.domain, SIDE)))
            if dataset.task != "regression" and len(response.output) > 1:
                return lambda: _classes(_run(response))
            return lambda: self._surface(_run(response))
        if dataset.task != "regression":
            return None
        if dataset.shape == "line":
            return self._curve()
        return self._scatter()

    def _respond(self, columns: Array) -> Response:
        return Response(self._single, columns)

    def _transformed(self, rows: Array) -> Array:
        return self._trainer.examples.preprocessing.transform(rows)

    def _surface(self, output: Array) -> Picture:
        if self._trainer.dataset.task == "regression":
            middle, reach = 0.0, max(float(np.abs(_finite(output)).max()), 1e-6)
        else:
            no, yes = self._trainer.no_yes
            middle, reach = (no + yes) / 2, (yes - no) / 2
        return {"kind": "surface", "side": SIDE, "values": _bytes(output[0], middle - reach, middle + reach)}

    def _curve(self) -> Callable[[], Picture]:
        """One line over the inputs, and some of the samples that it is to go through, on the scale of the targets."""
        trainer, domain = self._trainer, self._trainer.dataset.domain
        response = self._respond(self._transformed(grid(domain, CURVE)))
        low, high = self._range()
        chosen = _some(trainer.splits.train)
        points = _bytes(trainer.dataset.inputs[chosen, 0], *domain[0]), _bytes(trainer.targets[0, chosen], low, high)
        return lambda: {"kind": "curve", "values": _bytes(_run(response)[0], low, high), "points": points}

    def _scatter(self) -> Callable[[], Picture]:
        """What is said of some samples against what is true of them."""
        trainer = self._trainer
        splits = trainer.splits
        chosen = _some(splits.validation if len(splits.validation) else splits.train)
        response = self._respond(trainer.examples.inputs[:, chosen])
        low, high = self._range()
        truth = _bytes(trainer.targets[0, chosen], low, high)
        return lambda: {"kind": "scatter", "points": (truth, _bytes(_run(response)[0], low, high))}

    def _range(self) -> tuple[float, float]:
        targets = self._trainer.targets[0]
        low, high = float(targets.min()), float(targets.max())
        margin = 0.1 * (high - low) or 1.0
        return low - margin, high + margin


def best_of(curve: Curve) -> float | None:
    """The best validation loss of the whole run; where nothing is validated, the best training loss."""
    best = min((value for value in curve.validation if value is not None), default=inf)
    best = best if best < inf else min(curve.train_min, default=inf)
    return best if isfinite(best) else None


def line_of(curve: Curve) -> list[float | None]:
    """The validation loss, or else the training loss, at no more than 48 places from the first to the last."""
    known = [value for value in curve.validation if value is not None]
    values: Sequence[float] = known if len(known) > 1 else curve.train_max
    if len(values) > LINE:
        last = len(values) - 1
        values = [values[round(at * last / (LINE - 1))] for at in range(LINE)]
    return [_short(value) for value in values]


def _run(response: Response) -> Array:
    response.run()
    return response.output


def _classes(output: Array) -> Picture:
    """The class that is said at each point, and how sure: 255 is certain, 0 no surer than chance."""
    output = _finite(output)
    floor = 1 / len(output)
    sure = (output.max(0) - floor) / (1 - floor)
    said = output.argmax(0).astype(np.uint8)
    return {"kind": "classes", "side": SIDE, "values": _base64(said), "sure": _base64(sure.clip(0, 1) * 255)}


def _bars(confusion: Any) -> Picture:
    """Of each class the share that is recognised; null where the part has no sample of it."""
    rows = [(row[at], sum(row)) for at, row in enumerate((confusion or ())[:CLASSES])]
    return {"kind": "bars", "values": [_short(right / total) if total else None for right, total in rows]}


def _some(indices: Array) -> Array:
    """Evenly chosen ones of these, where there are many."""
    return indices[:: -(-len(indices) // SAMPLES)] if len(indices) > SAMPLES else indices


def _bytes(values: Array, low: float, high: float) -> str:
    return _base64((_finite(values) - low).clip(0, high - low) * (2 * _MIDDLE / (high - low)))


def _base64(values: Array) -> str:
    return b64encode(np.rint(values).astype(np.uint8).tobytes()).decode()


def _finite(values: Array) -> Array:
    return np.nan_to_num(values, posinf=1e30, neginf=-1e30)


def _short(value: float | None) -> float | None:
    """Four digits are enough to be looked at."""
    return None if value is None or not isfinite(value) else float(f"{value:.4g}")
