"""Pictures: every number drawn is the tensor's own, on the plane, a line, a table, images, and in large networks."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import Design, Trainer, adapt
from engine.datasets.catalogue import CATALOGUE
from engine.inspection.frame_layout import FrameLayout
from engine.inspection.snapshot import Look, Snapshot
from engine.layers.activation import ActivationSpec
from engine.layers.batch_norm import BatchNorm
from engine.layers.dense import Dense
from engine.layers.dropout import Dropout
from tests.engine.worlds import ALL_TRAINING, bits, changed, moving_world, neuron, one_neuron, rows

BUDGET = 256 * 1024
MIXED = (
    Dense(units=6),
    BatchNorm(),
    Dropout(rate=0.2),
    Dense(units=5, activation="softplus"),
    ActivationSpec(activation="sine"),
    Dense(units=1, activation="sigmoid"),
)
WORLDS = {
    "plane": Design(layers=MIXED),
    "plane with classes": adapt(Design(data={"kind": "spiral", "arms": 3, "features": ["x1", "x2", "sin_x1"]})),
    "plane with numbers": adapt(Design(data={"kind": "several_gaussians"}, layers=MIXED)),
    "line": adapt(Design(data={"kind": "sine"}, layers=MIXED)),
    "table": adapt(Design(data={"kind": "wine"}, layers=MIXED)),
    "table with numbers": adapt(Design(data={"kind": "diabetes"}, layers=MIXED)),
    "image": adapt(Design(data={"kind": "digits"}, layers=(Dense(units=20), *MIXED), dtype="float32")),
    "large": adapt(Design(data={"kind": "digits"}, layers=(Dense(units=300), Dense(units=200, activation="relu")))),
}


@pytest.fixture(scope="module", params=WORLDS)
def world(request):
    """A trained run; tests only look at it."""
    trainer = Trainer(WORLDS[request.param])
    trainer.step(20)
    return trainer


def arrays_of(snapshot):
    """Every array of a picture by name, read as a reader does: from the bytes and the layout that travelled as JSON."""
    picture = bytes(snapshot.take())
    layout = FrameLayout.model_validate_json(snapshot.layout.model_dump_json())
    return {name: array.view(picture) for name, array in layout.arrays.items()}


def picture_of(trainer, **look):
    return arrays_of(Snapshot(trainer, Look(**look)))


def said(trainer, raw):
    """What every layer says of raw rows in the design's own precision: a list of (units, n)."""
    program = trainer.network.compile(len(raw))
    program.inputs[...] = trainer.examples.preprocessing.transform(raw)
    program.run()
    return [tensor.array for tensor in program.outputs]


def plane_grid(trainer, side):
    """Raw points row by row from the top left, written out point by point."""
    (left, right), (bottom, top) = trainer.dataset.domain
    return np.array(
        [
            (left + (right - left) * column / (side - 1), top - (top - bottom) * row / (side - 1))
            for row in range(side)
            for column in range(side)
        ]
    )


def close(drawn, true, tolerance):
    scale = max(1.0, float(np.abs(true).max()))
    return np.abs(drawn.astype(float) - true).max() <= tolerance * scale


# parameters and the probe


def test_every_parameter_that_is_drawn_is_the_tensor(world):
    snapshot = Snapshot(world, Look())
    drawn = arrays_of(snapshot)
    for name, array in world.parameters.items():
        layout = snapshot.layout.arrays[name]
        expected = array
        if layout.units is not None:
            expected = expected[list(layout.units)]
        if layout.inputs is not None:
            expected = expected[:, list(layout.inputs)]
        assert drawn[name].dtype == np.float32
        assert np.array_equal(drawn[name], expected.astype(np.float32)), name


def test_up_to_twenty_thousand_parameters_all_of_them_are_drawn(world):
    snapshot = Snapshot(world, Look())
    partly = [name for name in world.parameters if snapshot.layout.arrays[name].units is not None]
    assert bool(partly) == (world.network.flat.size > 20_000)


def test_running_moments_are_drawn_too(world):
    drawn = picture_of(world)
    moments = {n: a for n, a in world.network.moments_layout.items() if not n.endswith("_column")}
    for name, array in moments.items():
        assert np.array_equal(drawn[name], array.astype(np.float32))


@pytest.mark.parametrize("sample", [0, 7, 100])
def test_the_probe_is_that_sample_walked_forward_and_back_in_inference(world, sample):
    drawn = picture_of(world, probe=sample)
    program = world.network.compile(1, loss=world.design.loss, backward=True, lasting=None)
    program.inputs[:, 0] = world.examples.inputs[:, sample]
    program.targets[:, 0] = world.targets[:, sample]
    gradients = world.network.gradients.copy()
    program.run()
    world.network.gradients[...] = gradients
    single = {name: array.astype(np.float32) for name, array in program.arrays.items()}
    assert np.array_equal(drawn["probe/inputs"], single["inputs"][:, 0])
    assert np.array_equal(drawn["probe/target"], single["targets"][:, 0])
    assert drawn["probe/loss"] == np.float32(program.loss)
    for i, layer in enumerate(world.network.layers):
        output = program.outputs[i].array[:, 0].astype(np.float32)
        assert np.array_equal(drawn[f"probe/layers/{i}/a"], output)
        own = layer.spec.kind in ("dense", "activation")
        assert (f"probe/layers/{i}/z" in drawn) == own
        if own:
            assert np.array_equal(drawn[f"probe/layers/{i}/z"], single[f"layers/{i}/z"][:, 0])
        delta = single[f"layers/{i}/{'delta' if own else 'da'}"][:, 0]
        assert np.array_equal(drawn[f"probe/layers/{i}/delta"], delta)


def test_the_delta_of_the_probe_is_the_derivative_of_its_loss_by_z():
    trainer = Trainer(one_neuron(x=2.0, w=0.3, b=0.1, t=1.0, activation="tanh"))
    drawn = picture_of(trainer)
    z = 2.0 * 0.3 + 0.1
    assert drawn["probe/layers/0/z"].item() == pytest.approx(z, rel=1e-6)
    assert drawn["probe/layers/0/delta"].item() == pytest.approx(2 * (np.tanh(z) - 1) * (1 - np.tanh(z) ** 2), rel=1e-6)
    assert drawn["probe/loss"].item() == pytest.approx((np.tanh(z) - 1) ** 2, rel=1e-6)


def test_a_probe_beyond_the_last_sample_is_the_last_one(world):
    last = picture_of(world, probe=world.dataset.samples - 1)["probe/inputs"]
    assert np.array_equal(picture_of(world, probe=10**6)["probe/inputs"], last)


# surfaces


def planes():
    return [name for name in WORLDS if name.startswith("plane")]


@pytest.fixture(scope="module", params=planes())
def plane(request):
    trainer = Trainer(WORLDS[request.param])
    trainer.step(20)
    return trainer


HALF = 2e-3  # float16 has 11 bits


def test_every_tile_is_what_its_unit_says_over_the_plane(plane):
    drawn = picture_of(plane)
    true = said(plane, plane_grid(plane, 32))
    for i, values in enumerate(true):
        assert drawn[f"surfaces/layers/{i}"].shape == (min(len(values), 12), 32, 32)
        assert close(drawn[f"surfaces/layers/{i}"], values[:12].reshape(-1, 32, 32), HALF)
    features = plane.examples.preprocessing.transform(plane_grid(plane, 32))
    assert close(drawn["surfaces/inputs"], features.reshape(-1, 32, 32), HALF)


def test_the_output_is_what_the_network_predicts_over_the_plane(plane):
    drawn = picture_of(plane)
    predicted = plane.predict(plane_grid(plane, 100))
    if predicted.shape[1] == 1:
        assert close(drawn["surfaces/output"], predicted.T.reshape(1, 100, 100), HALF)
        assert "surfaces/class" not in drawn
    else:
        confidence = predicted.max(axis=1).reshape(100, 100)
        assert close(drawn["surfaces/confidence"], confidence, HALF)
        runner_up = np.sort(predicted, axis=1)[:, -2].reshape(100, 100)
        clear = confidence - runner_up > 1e-5
        assert np.array_equal(drawn["surfaces/class"][clear], predicted.argmax(axis=1).reshape(100, 100)[clear])
        assert "surfaces/output" not in drawn


def test_row_0_is_the_largest_x2_and_column_0_the_smallest_x1():
    data = {"kind": "gaussians", "standardize": False}
    layers = (neuron([[1, 0], [0, 1]], [0, 0]), neuron([[0, 1]], [0], "sigmoid"))
    drawn = picture_of(Trainer(Design(data=data, layers=layers)), enlarged=(0, 0))
    of_x1, of_x2 = drawn["surfaces/layers/0"].astype(float)
    assert np.allclose(of_x1[:, 0], -6) and np.allclose(of_x1[:, -1], 6)
    assert np.allclose(of_x2[0], 6) and np.allclose(of_x2[-1], -6)
    output = drawn["surfaces/output"][0].astype(float)
    assert output[0, 50] > 0.99 and output[-1, 50] < 0.01
    enlarged = drawn["surfaces/enlarged"].astype(float)
    assert (np.diff(enlarged, axis=1) > 0).all() and (np.diff(enlarged, axis=0) == 0).all()


@pytest.mark.parametrize("layer", [-1, 0, 3])
def test_an_enlarged_unit_is_its_tile_at_a_hundred_points_a_side(layer):
    trainer = Trainer(WORLDS["plane"])
    trainer.step(10)
    points = plane_grid(trainer, 100)
    true = trainer.examples.preprocessing.transform(points)[1] if layer < 0 else said(trainer, points)[layer][1]
    assert close(picture_of(trainer, enlarged=(layer, 1))["surfaces/enlarged"], true.reshape(100, 100), HALF)


@pytest.mark.parametrize("enlarged", [(0, 99), (99, 0), (0, -1)])
def test_what_is_not_there_is_not_enlarged(enlarged):
    assert "surfaces/enlarged" not in picture_of(Trainer(Design()), enlarged=enlarged)


def test_only_the_units_that_are_looked_at_are_drawn():
    trainer = Trainer(Design(layers=(Dense(units=30), Dense(units=20), Dense(units=1, activation="sigmoid"))))
    look = Look(units=((28, 3, 3, 99), (), (0,)))
    snapshot = Snapshot(trainer, look)
    drawn = arrays_of(snapshot)
    assert snapshot.layout.arrays["surfaces/layers/0"].units == (3, 28)
    assert "surfaces/layers/1" not in drawn
    assert close(
        drawn["surfaces/layers/0"], said(trainer, plane_grid(trainer, 32))[0][[3, 28]].reshape(2, 32, 32), HALF
    )


# lines


def test_curves_are_what_units_and_output_say_along_the_line():
    trainer = Trainer(WORLDS["line"])
    trainer.step(20)
    drawn = picture_of(trainer, enlarged=(3, 2))
    tiles = said(trainer, np.linspace(-6, 6, 64)[:, None])
    for i, values in enumerate(tiles):
        assert close(drawn[f"curves/layers/{i}"], values[:12], 1e-5)
    fine = np.linspace(-6, 6, 200)[:, None]
    assert close(drawn["curves/output"], said(trainer, fine)[-1], 1e-5)
    assert close(drawn["curves/enlarged"], said(trainer, fine)[3][2], 1e-5)
    assert drawn["curves/inputs"].shape == (1, 64)


# tables and images


@pytest.mark.parametrize("name", ["table", "table with numbers", "image", "large"])
def test_a_distribution_is_the_share_of_samples_in_each_bin(name):
    trainer = Trainer(WORLDS[name])
    trainer.step(20)
    drawn = picture_of(trainer)
    judged = trainer.dataset.inputs[trainer.splits.validation[:256]]
    for i, values in enumerate(said(trainer, judged)):
        values = values[:12]
        shares, (low, high) = drawn[f"distributions/layers/{i}"], drawn[f"distributions/layers/{i}/range"]
        assert shares.shape == (len(values), 24)
        assert np.allclose(shares.sum(axis=1), 1, atol=1e-5)
        assert low == pytest.approx(values.min(), rel=1e-4, abs=1e-5)
        assert high == pytest.approx(values.max(), rel=1e-4, abs=1e-5)
        for row, unit in zip(shares, values, strict=True):
            counts = np.histogram(unit, bins=24, range=(float(low), float(high)))[0] / len(unit)
            assert np.abs(row - counts).sum() <= 4.1 / len(unit)  # two samples may lie on an edge in float32


def test_the_distribution_of_a_unit_that_never_varies_is_one_bin():
    trainer = Trainer(WORLDS["table"])
    trainer.set_parameter("layers/5/weight", 0.0)
    trainer.set_parameter("layers/5/bias", 0.0)
    shares = picture_of(trainer)["distributions/layers/5"]
    assert np.array_equal(np.sort(shares, axis=1)[:, -1], np.ones(len(shares)))


def test_without_a_validation_part_distributions_are_of_the_training_part():
    data = rows(np.random.default_rng(0).normal(size=(30, 4)).tolist(), [0.5] * 30)
    layers = (Dense(units=3), Dense(units=1, activation="linear"))
    trainer = Trainer(Design(data=data, split=ALL_TRAINING, layers=layers, loss={"kind": "squared_error"}))
    assert np.allclose(picture_of(trainer)["distributions/layers/0"].sum(axis=1), 1)


# large networks


def test_of_a_large_network_the_weights_between_drawn_units_are_there():
    trainer = Trainer(WORLDS["large"])
    snapshot = Snapshot(trainer, Look(units=((299, 5), (7, 8, 9), (0,))))
    layout = snapshot.layout.arrays
    assert layout["layers/0/weight"].units == (5, 299)
    assert layout["layers/0/weight"].inputs == tuple(range(64))
    assert (layout["layers/1/weight"].units, layout["layers/1/weight"].inputs) == ((7, 8, 9), (5, 299))
    assert layout["layers/1/bias"].units == (7, 8, 9)
    drawn = arrays_of(snapshot)
    assert drawn["layers/1/weight"][2, 1] == np.float32(trainer.parameters["layers/1/weight"][9, 299])


# the budget


@pytest.mark.parametrize("entry", CATALOGUE, ids=lambda entry: entry.name)
def test_a_picture_of_every_dataset_fits_the_budget(entry):
    trainer = Trainer(adapt(Design(data=entry.spec)))
    assert Snapshot(trainer, Look(enlarged=(0, 0))).size <= BUDGET


def deep(units, count, data=None, activation="tanh"):
    layers = [{"kind": "dense", "units": units, "activation": activation}] * (count - 1)
    return adapt(Design(data=data or {"kind": "circle"}, layers=[*layers, {"kind": "dense", "units": 1}]))


EVERY_FEATURE = ["x1", "x2", "x1_squared", "x2_squared", "x1_x2", "sin_x1", "sin_x2"]


@pytest.mark.parametrize(
    "design",
    [
        deep(8, 7, {"kind": "circle", "features": EVERY_FEATURE}),
        deep(12, 32, {"kind": "circle", "features": EVERY_FEATURE}),
        deep(24, 32, {"kind": "circle", "features": EVERY_FEATURE}, "gelu_tanh"),
        deep(24, 32, {"kind": "spiral", "arms": 7}, "softmax"),
        deep(170, 32, {"kind": "circle"}, "gelu"),
        deep(512, 4, {"kind": "digits"}),
        deep(170, 32, {"kind": "sine"}),
        deep(24, 32, {"kind": "sine"}, "mish"),
    ],
    ids=["8×7", "12×32", "24×32", "24×32 classes", "170×32", "512×4 digits", "170×32 line", "24×32 line"],
)
def test_a_picture_of_the_largest_networks_fits_the_budget(design):
    snapshot = Snapshot(Trainer(design), Look(enlarged=(0, 0)))
    parts = {}
    for name, array in snapshot.layout.arrays.items():
        part = name.split("/")[0]
        parts[part] = parts.get(part, 0) + int(np.prod(array.shape)) * np.dtype(array.dtype).itemsize
    assert snapshot.size <= BUDGET, parts


def test_arrays_lie_within_the_picture_on_their_own_boundaries(world):
    snapshot = Snapshot(world, Look(enlarged=(0, 0)))
    for array in snapshot.layout.arrays.values():
        item = np.dtype(array.dtype).itemsize
        last = array.offset + item * sum((n - 1) * s for n, s in zip(array.shape, array.strides, strict=True))
        assert array.offset % item == 0
        assert array.offset >= 0 and last + item <= snapshot.size


def test_what_is_hidden_is_not_in_the_picture(world):
    drawn = picture_of(world, tiles=False, output=False)
    assert not [name for name in drawn if name.startswith(("surfaces", "curves", "distributions"))]
    assert Snapshot(world, Look(tiles=False, output=False)).size < Snapshot(world, Look()).size


# looking changes nothing


@pytest.mark.parametrize("name", WORLDS)
def test_taking_a_picture_changes_nothing_in_the_run(name):
    alone, drawn = Trainer(WORLDS[name]), Trainer(WORLDS[name])
    snapshot = Snapshot(drawn, Look(enlarged=(0, 0)))
    gradients = drawn.network.gradients
    for _ in range(3):
        alone.step()
        drawn.step()
        before, held = gradients.copy(), bits(drawn)
        first = bytes(snapshot.take())
        assert bytes(snapshot.take()) == first
        assert bits(drawn) == held and np.array_equal(gradients, before)
    assert bits(alone) == bits(drawn)


def test_a_picture_follows_the_run():
    trainer = Trainer(WORLDS["plane"])
    snapshot = Snapshot(trainer, Look())
    before = {name: array.copy() for name, array in arrays_of(snapshot).items()}
    trainer.step(5)
    trainer.set_parameter("layers/0/weight", 0.75, (2, 1))
    after = arrays_of(snapshot)
    assert after["layers/0/weight"][2, 1] == 0.75
    same = [name for name in before if np.array_equal(before[name], after[name])]
    assert set(same) <= {"probe/inputs", "probe/target", "surfaces/inputs"}


def test_a_picture_can_be_written_into_the_readers_own_bytes(world):
    snapshot = Snapshot(world, Look())
    room = bytearray(snapshot.size + 10)
    snapshot.write(memoryview(room))
    assert room[: snapshot.size] == snapshot.take()
    assert room[snapshot.size :] == bytes(10)


@pytest.mark.parametrize("name", ["plane", "line", "table", "plane with classes"])
@pytest.mark.parametrize("weight", [1e5, 1e29])
def test_a_picture_of_huge_numbers_is_finite_and_no_warning(name, weight):
    trainer = Trainer(WORLDS[name])
    if trainer.design.layers[-1].activation == "sigmoid":
        linear = (*trainer.design.layers[:-1], Dense(units=1, activation="linear"))
        trainer = Trainer(changed(trainer.design, layers=linear, loss={"kind": "squared_error"}))
    for parameter in trainer.parameters:
        if parameter.endswith("weight"):
            trainer.set_parameter(parameter, weight)
    drawn = picture_of(trainer, enlarged=(0, 0))
    pictures = [n for n in drawn if n.startswith(("surfaces", "curves", "distributions"))]
    assert pictures
    assert [n for n in pictures if not np.isfinite(drawn[n]).all()] == []


@settings(max_examples=20)
@given(
    st.builds(
        Look,
        tiles=st.booleans(),
        output=st.booleans(),
        units=st.none() | st.lists(st.lists(st.integers(-5, 50), max_size=5).map(tuple), max_size=8).map(tuple),
        enlarged=st.none() | st.tuples(st.integers(-5, 9), st.integers(-5, 60)),
        probe=st.integers(0, 10**9),
    )
)
def test_whatever_somebody_looks_at_there_is_a_picture(look):
    trainer = Trainer(moving_world())
    snapshot = Snapshot(trainer, look)
    assert len(snapshot.take()) == snapshot.size
    assert set(trainer.parameters) <= set(snapshot.layout.arrays)
