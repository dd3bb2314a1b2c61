"""What a page is told of a run: its data, its probe, its curve, how well it does."""

import base64
from typing import Any

import numpy as np

from app.protocol.events import CurveExtended, Evaluated, ProbeChanged
from engine import Trainer
from engine.training.curve import Curve
from engine.training.judge import Part

_DIGITS = 4
_IMAGES = 60


def describe_data(trainer: Trainer) -> dict[str, Any]:
    """The samples and their names; images only the first of the validation part, each pixel a byte."""
    dataset = trainer.dataset
    described: dict[str, Any] = {
        "name": dataset.name,
        "task": dataset.task,
        "shape": dataset.shape,
        "domain": dataset.domain,
        "input_names": dataset.input_names,
        "feature_names": trainer.examples.preprocessing.feature_names,
        "class_names": dataset.class_names,
        "target_names": dataset.target_names,
        "image_size": dataset.image_size,
        "samples": dataset.samples,
        "parts": _parts(trainer),
    }
    if dataset.task == "regression":
        described["targets"] = dataset.targets.round(_DIGITS).tolist()
    else:
        described["labels"] = dataset.targets.tolist()
    if dataset.shape == "plane":
        described["points"] = dataset.inputs.round(_DIGITS).tolist()
    elif dataset.shape == "line":
        described["points"] = np.hstack((dataset.inputs, dataset.targets)).round(_DIGITS).tolist()
    elif dataset.shape == "image":
        described["images"] = _images(trainer)
    return described


def describe_probe(trainer: Trainer, sample: int) -> ProbeChanged:
    """The sample of that index: raw inputs, and its target in the units of the data."""
    dataset = trainer.dataset
    regression = dataset.task == "regression"
    label = None if regression else int(dataset.targets[sample])
    return ProbeChanged(
        sample=sample,
        inputs=dataset.inputs[sample].tolist(),
        target=dataset.targets[sample].tolist() if regression else [label],
        label=label,
        part=part_of(trainer, sample),
    )


def describe_curve(curve: Curve, start: int, bucket: int) -> CurveExtended:
    """What a page lacks of the curve that has `start` whole buckets of `bucket` steps."""
    return CurveExtended.model_validate(curve.since(start, bucket)._asdict())


def describe_evaluation(trainer: Trainer, part: Part) -> Evaluated:
    """How well one part of the data is predicted now."""
    found = trainer.evaluate(part)
    return Evaluated(
        step=trainer.step_count,
        part=found.part,
        samples=found.samples,
        loss=found.loss,
        accuracy=found.accuracy,
        r2=found.r2,
        confusion=found.confusion,
    )


def count_parameters(trainer: Trainer) -> int:
    """How many numbers are learned."""
    return sum(array.size for array in trainer.parameters.values())


def part_of(trainer: Trainer, sample: int) -> Part:
    """Which part of the data a sample belongs to."""
    if sample in trainer.splits.train:
        return "train"
    return "validation" if sample in trainer.splits.validation else "test"


def _parts(trainer: Trainer) -> str:
    letters = np.full(trainer.dataset.samples, "t")
    letters[trainer.splits.validation] = "v"
    letters[trainer.splits.test] = "s"
    return "".join(letters)


def _images(trainer: Trainer) -> dict[str, Any]:
    chosen = trainer.splits.validation[:_IMAGES]
    pixels = (trainer.dataset.inputs[chosen].clip(0, 1) * 255).round().astype(np.uint8)
    return {"indices": chosen.tolist(), "pixels": base64.b64encode(pixels.tobytes()).decode()}
