"""A moment of a run that is pinned: its exact numbers are kept, so that where the run stands is compared with it."""

import base64
from dataclasses import dataclass
from typing import Any

import numpy as np

from app.live.past import Past
from app.protocol.event import Event
from app.protocol.past_events import Answers, Changed, Moment, MomentCompared, MomentPinned, MomentUnpinned
from app.protocol.strict_json import refuse
from engine import Trainer
from engine.inspection.response import Response, SinglePrecision, grid
from engine.types import Array

MOST_ROWS = 200  # numbers that a comparison tells, those that differ most
_SIDE, _LINE = 48, 120  # of what the network says over the plane, over a line
_FARTHEST = 20_000  # steps that are trained again at most to pin a moment from afar
_MOST_WORK = 4e9  # and multiply-adds


@dataclass(frozen=True)
class _Kept:
    """What a moment was: who it is told as, its parameters, and what the network said then."""

    told: Moment
    parameters: dict[str, Array]
    answers: Array | None


class Moments:
    """Keeps one moment. It asks trainers, and changes nothing of them."""

    def __init__(self) -> None:
        self._kept: _Kept | None = None

    @property
    def pinned(self) -> Moment | None:
        """The moment that is pinned."""
        return None if self._kept is None else self._kept.told

    @property
    def parameters(self) -> dict[str, Array]:
        """The parameters of the pinned moment."""
        return self._held().parameters

    def pin(self, past: Past, trainer: Trainer, step: int | None, trunk: bool) -> list[Event]:
        """Keep the run at a step, or its trunk; where it stands without being trained again."""
        if trunk or step not in (None, trainer.step_count):
            trainer = _aside(past, trainer, step, trunk)
        parameters = {name: array.copy() for name, array in trainer.parameters.items()}
        self._kept = _Kept(_told(trainer, trunk), parameters, _answers(trainer))
        return [MomentPinned(moment=self._kept.told)]

    def unpin(self) -> list[Event]:
        self._kept = None
        return [MomentUnpinned()]

    def compare(self, trainer: Trainer, layer: int | None) -> list[Event]:
        """How far the present is from the pinned moment, the parameters that differ most first."""
        kept, now = self._held(), trainer.parameters
        if layer is not None and layer >= len(trainer.design.layers):
            refuse("layer_unknown", f"layers/{layer}", f"a layer below {len(trainer.design.layers)}")
        start = "" if layer is None else f"layers/{layer}/"
        common = [n for n, a in kept.parameters.items() if n.startswith(start) and n in now and now[n].shape == a.shape]
        apart = [(now[name] - kept.parameters[name]).ravel() for name in common]
        flat = np.abs(np.concatenate(apart)) if apart else np.zeros(0)
        largest = np.argsort(-flat, kind="stable")[:MOST_ROWS]
        starts = np.cumsum([0, *(part.size for part in apart)])
        return [
            MomentCompared(
                then=kept.told,
                now=_told(trainer, trunk=False),
                layer=layer,
                rows=tuple(self._row(kept, now, common, starts, int(at)) for at in largest),
                count=int(flat.size),
                differing=int(np.count_nonzero(flat)),
                distance=float(np.sqrt(np.square(flat).sum())),
                answers=_compared(kept.answers, _answers(trainer), trainer),
            )
        ]

    def _held(self) -> _Kept:
        if self._kept is None:
            refuse("no_moment")
        return self._kept

    @staticmethod
    def _row(kept: _Kept, now: Any, names: list[str], starts: Array, at: int) -> Changed:
        which = int(np.searchsorted(starts, at, "right")) - 1
        name = names[which]
        index = tuple(int(i) for i in np.unravel_index(at - int(starts[which]), now[name].shape))
        return Changed(name=name, index=index, then=float(kept.parameters[name][index]), now=float(now[name][index]))


def _aside(past: Past, trainer: Trainer, step: int | None, trunk: bool) -> Trainer:
    """Another trainer of the run, or of its trunk, at a step; without one at the end."""
    timeline = past.timeline(trunk)
    if timeline is None:
        refuse("no_trunk")
    at = timeline.head if step is None else step
    if at > timeline.head:
        refuse("step_unknown", "step", f"at most {timeline.head}", str(at))
    way = timeline.way(at)
    if way > _FARTHEST or way * trainer.design.batch_size * trainer.network.flat.size * 6.0 > _MOST_WORK:
        refuse("moment_far", "step", f"within {_FARTHEST} steps of a keyframe", str(way))
    return timeline.seek(at)


def _told(trainer: Trainer, trunk: bool) -> Moment:
    train, validation = trainer.evaluate("train"), trainer.evaluate("validation")
    return Moment(
        step=trainer.step_count,
        epoch=trainer.epoch_count,
        trunk=trunk,
        train=train.loss,
        validation=validation.loss,
        score=validation.r2 if trainer.dataset.task == "regression" else validation.accuracy,
    )


def _answers(trainer: Trainer) -> Array | None:
    """What the network says over the plane or over a line, (outputs, points)."""
    dataset = trainer.dataset
    if dataset.shape not in ("plane", "line"):
        return None
    single = SinglePrecision(trainer.network)
    rows = grid(dataset.domain, _SIDE if dataset.shape == "plane" else _LINE)
    response = Response(single, trainer.examples.preprocessing.transform(rows))
    response.run()
    return np.nan_to_num(response.output).astype(np.float32)


def _compared(then: Array | None, now: Array | None, trainer: Trainer) -> Answers | None:
    if then is None or now is None or then.shape != now.shape:
        return None
    shape = (_SIDE, _SIDE) if trainer.dataset.shape == "plane" else (_LINE,)
    if trainer.dataset.task != "regression" and len(now) > 1:
        apart = (
            np.abs(now - then).sum(0) / 2
        )  # the total variation: 0 where they say the same, 1 where they agree on nothing
        sure, classes = (then.max(0), now.max(0)), (then.argmax(0), now.argmax(0))
        named = [_base64(each.astype(np.uint8)) for each in classes]
        return Answers(
            shape=shape,
            then=_base64(sure[0]),
            now=_base64(sure[1]),
            apart=_base64(apart),
            most=float(apart.max()),
            then_class=named[0],
            now_class=named[1],
        )
    apart = now[0] - then[0]
    return Answers(
        shape=shape,
        then=_base64(then[0]),
        now=_base64(now[0]),
        apart=_base64(apart),
        most=float(np.abs(apart).max()),
    )


def _base64(array: Array) -> str:
    return base64.b64encode(np.ascontiguousarray(array).tobytes()).decode()
