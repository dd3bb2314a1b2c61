"""A tile shows a session from afar: the real network's numbers, in few bytes, for little work."""

import json
import time
from base64 import b64decode

import numpy as np
import pytest

from app.live.session import LiveSession
from app.live.tile import CLASSES, CURVE, LINE, SAMPLES, SIDE
from engine.design import read_design
from engine.inspection.response import grid
from tests.live.world import DIVERGING, small_design, tell


def trained(steps: int = 60, **changes) -> LiveSession:
    session = LiveSession(small_design(**changes))
    session.advance(steps)
    return session


def numbers(text: str) -> np.ndarray:
    return np.frombuffer(b64decode(text), np.uint8)


def dense(units: int, activation: str) -> dict:
    return {"kind": "dense", "units": units, "activation": activation}


def test_a_tile_says_where_the_run_stands() -> None:
    session = trained()
    tile, state = session.tile(picture=True), session.describe()
    assert (tile["step"], tile["epoch"], tile["parameters"]) == (60, state.epoch, state.parameters_count)
    assert tile["validation"] == pytest.approx(state.evaluation.loss, rel=1e-3)
    assert tile["accuracy"] == state.evaluation.accuracy
    assert (tile["playing"], tile["diverged"]) == (False, False)


def test_the_surface_is_what_the_network_says_at_those_points() -> None:
    session = trained(300)
    tile = session.tile(picture=True)["picture"]
    trainer = session._run.trainer
    said = trainer.judge.predict(grid(trainer.dataset.domain, SIDE))[:, 0]
    assert tile["kind"] == "surface"
    assert numbers(tile["values"]) / 254 == pytest.approx(said, abs=0.003)
    assert np.ptp(said) > 0.5


def test_the_surface_is_another_once_the_network_is() -> None:
    session = trained()
    before = session.tile(picture=True)["picture"]
    session.advance(100)
    assert session.tile(picture=True)["picture"] != before
    tell(session, "edit", set={"layers": [dense(4, "relu"), dense(1, "sigmoid")]})
    tile, trainer = session.tile(picture=True), session._run.trainer
    said = trainer.judge.predict(grid(trainer.dataset.domain, SIDE))[:, 0]
    assert numbers(tile["picture"]["values"]) / 254 == pytest.approx(said, abs=0.003)


def test_of_several_classes_it_says_which_and_how_sure() -> None:
    data = {"kind": "blobs", "classes": 3, "samples": 90, "seed": 1}
    session = trained(200, data=data, layers=[dense(4, "tanh"), dense(3, "softmax")], loss={"kind": "cross_entropy"})
    tile = session.tile(picture=True)["picture"]
    trainer = session._run.trainer
    said = trainer.judge.predict(grid(trainer.dataset.domain, SIDE))
    assert tile["kind"] == "classes"
    assert (numbers(tile["values"]) == said.argmax(1)).all()
    assert numbers(tile["sure"]) / 255 == pytest.approx((said.max(1) - 1 / 3) / (2 / 3), abs=0.003)


def test_off_the_plane_it_shows_how_many_of_each_class_are_recognised() -> None:
    session = trained(50, data={"kind": "iris"}, layers=[dense(3, "softmax")], loss={"kind": "cross_entropy"})
    tile, confusion = session.tile(picture=True)["picture"], session.describe().evaluation.confusion
    assert tile["kind"] == "bars"
    assert tile["values"] == pytest.approx([row[at] / sum(row) for at, row in enumerate(confusion)], abs=1e-3)
    assert len(tile["values"]) <= CLASSES


def test_a_regression_on_a_line_is_a_curve_and_its_samples() -> None:
    session = trained(
        data={"kind": "sine"}, layers=[dense(4, "tanh"), dense(1, "linear")], loss={"kind": "squared_error"}
    )
    tile = session.tile(picture=True)["picture"]
    assert tile["kind"] == "curve"
    assert len(numbers(tile["values"])) == CURVE
    assert [len(numbers(axis)) <= SAMPLES for axis in tile["points"]] == [True, True]


def test_without_a_picture_it_holds_figures_alone() -> None:
    assert not {"line", "picture"} & set(trained().tile(picture=False))


def test_the_line_is_short_and_ends_where_the_run_stands() -> None:
    session = trained(3000)
    line = session.tile(picture=True)["line"]
    known = [value for value in session.describe().curve.validation if value is not None]
    assert len(line) == LINE
    assert (line[0], line[-1]) == pytest.approx((known[0], known[-1]), rel=1e-3)


def test_divergence_is_said_until_the_network_is_another() -> None:
    session = LiveSession(read_design(DIVERGING))
    tell(session, "play")
    while session.running:
        session.advance(50)
    tile = session.tile(picture=True)
    assert tile["diverged"]
    json.dumps(tile, allow_nan=False)
    tell(session, "restart")
    assert not session.tile(picture=True)["diverged"]


def test_a_tile_is_small_and_costs_less_than_a_millisecond() -> None:
    data = {"kind": "circle", "samples": 500, "noise": 0.1, "seed": 1}
    layers = [dense(8, "tanh"), dense(8, "tanh"), dense(2, "softmax")]
    session = trained(500, data=data, layers=layers, loss={"kind": "cross_entropy"})
    assert len(json.dumps(session.tile(picture=True))) < 2048
    took = []
    for _ in range(50):
        start = time.perf_counter()
        session.tile(picture=True)
        took.append(time.perf_counter() - start)
    assert min(took) < 0.001
