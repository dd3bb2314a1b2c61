"""What holds for every dataset there is."""

import subprocess
import sys
from typing import get_args

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from engine.datasets.catalogue import CATALOGUE, DataSpec, check_data, load, samples_and_features
from engine.datasets.classification import Circle, Spiral
from engine.datasets.inline import Inline
from engine.datasets.source import Synthetic, folded
from engine.datasets.splitting import SplitSpec
from engine.errors import DataError

ADAPTER = TypeAdapter(DataSpec)
ENTRIES = [pytest.param(entry, id=entry.name) for entry in CATALOGUE]
SYNTHETIC = [pytest.param(entry.spec, id=entry.name) for entry in CATALOGUE if isinstance(entry.spec, Synthetic)]
KINDS = {spec.model_fields["kind"].default: spec for spec in get_args(get_args(DataSpec)[0])}


@pytest.mark.parametrize("entry", ENTRIES)
def test_the_size_told_beforehand_is_the_size_loaded(entry):
    dataset, facts = load(entry.spec), samples_and_features(entry.spec)
    assert facts.samples == dataset.samples == len(dataset.inputs) == len(dataset.targets)
    assert facts.features == len(getattr(entry.spec, "features", dataset.input_names))
    assert (facts.task, facts.outputs) == (dataset.task, dataset.outputs)
    assert facts.classes == len(dataset.class_names)


@pytest.mark.parametrize("entry", ENTRIES)
def test_names_and_arrays_fit_each_other(entry):
    dataset = load(entry.spec)
    assert dataset.inputs.dtype == np.float64
    assert np.isfinite(dataset.inputs).all()
    assert dataset.inputs.shape[1] == len(dataset.input_names)
    if dataset.task == "regression":
        low, high = dataset.target_range
        assert dataset.targets.shape == (dataset.samples, len(dataset.target_names))
        assert low <= dataset.targets.min() <= dataset.targets.max() <= high
    else:
        assert dataset.targets.dtype == np.int64
        assert sorted(set(dataset.targets)) == list(range(len(dataset.class_names)))


@pytest.mark.parametrize("spec", SYNTHETIC)
def test_a_spec_gives_the_same_bits_each_time(spec):
    first, second = load(spec), load(spec.model_copy())
    assert first.inputs.tobytes() == second.inputs.tobytes()
    assert first.targets.tobytes() == second.targets.tobytes()


@pytest.mark.parametrize("spec", SYNTHETIC)
def test_another_seed_gives_other_samples(spec):
    assert not np.array_equal(load(spec).inputs, load(spec.model_copy(update={"seed": 1})).inputs)


@pytest.mark.parametrize("spec", SYNTHETIC)
def test_more_samples_keep_those_that_were_there(spec):
    few, many = (load(spec.model_copy(update={"samples": count})) for count in (50, 333))
    assert np.array_equal(few.inputs, many.inputs[:50])
    assert np.array_equal(few.targets, many.targets[:50])


def test_more_noise_moves_every_point_further_the_same_way():
    still, little, more = (load(Circle(noise=noise)).inputs for noise in (0.0, 0.01, 0.02))
    assert np.allclose(more - still, 2 * (little - still))
    assert np.abs(little - still).max() > 0.01


@pytest.mark.parametrize("spec", SYNTHETIC)
@pytest.mark.parametrize("noise", [0.0, 0.5, 1.0])
def test_every_point_lies_in_the_fixed_domain(spec, noise):
    dataset = load(spec.model_copy(update={"noise": noise, "samples": 5000}))
    assert dataset.domain == ((-6.0, 6.0),) * len(dataset.input_names)
    assert np.abs(dataset.inputs).max() <= 6.0


@given(st.floats(-100, 100), st.floats(0.5, 10))
def test_folding_reflects_at_the_edge_and_leaves_the_inside_alone(value, edge):
    result = float(folded(np.array([value]), edge)[0])
    assert abs(result) <= edge
    assert result == value or abs(value) > edge
    if edge < abs(value) <= 3 * edge:
        assert result == pytest.approx(np.sign(value) * (2 * edge - abs(value)), abs=1e-9)


def test_loading_leaves_the_global_random_state_alone():
    before = np.random.get_state()[1].tobytes()
    for entry in CATALOGUE:
        load(entry.spec)
    assert np.random.get_state()[1].tobytes() == before


def test_sizes_and_drawn_sets_need_no_scikit_learn():
    program = (
        "import sys\n"
        "from engine.datasets.catalogue import CATALOGUE, load, samples_and_features\n"
        "[samples_and_features(entry.spec) for entry in CATALOGUE]\n"
        "[load(entry.spec) for entry in CATALOGUE if entry.group != 'real']\n"
        "sys.exit('sklearn' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


@pytest.mark.parametrize("entry", ENTRIES)
def test_arrays_are_read_only_since_sets_may_be_shared(entry):
    dataset = load(entry.spec)
    with pytest.raises(ValueError, match="read-only"):
        dataset.inputs[0, 0] = 1.0
    with pytest.raises(ValueError, match="read-only"):
        dataset.targets[0] = 1


@pytest.mark.parametrize("entry", ENTRIES)
def test_a_spec_travels_as_json(entry):
    assert ADAPTER.validate_json(entry.spec.model_dump_json(), strict=True) == entry.spec


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_can_be_shown_in_a_form(kind):
    fields = {name: field for name, field in KINDS[kind].model_fields.items() if name != "kind"}
    assert {"seed", "standardize"} <= set(fields)
    assert [name for name, field in fields.items() if not (field.title and field.description)] == []


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "circus"},
        {"kind": "circle", "radius": 5},
        {"kind": "circle", "samples": 9},
        {"kind": "circle", "samples": 5001},
        {"kind": "circle", "noise": -0.1},
        {"kind": "circle", "noise": 1.1},
        {"kind": "circle", "noise": float("nan")},
        {"kind": "circle", "seed": -1},
        {"kind": "circle", "features": []},
        {"kind": "circle", "features": ["x3"]},
        {"kind": "spiral", "arms": 1},
        {"kind": "spiral", "arms": 8},
        {"kind": "blobs", "classes": 7},
        {"kind": "sine", "features": ["x1"]},
        {"kind": "iris", "samples": 100},
    ],
    ids=str,
)
def test_what_no_set_has_is_refused(fields):
    with pytest.raises(ValidationError):
        ADAPTER.validate_python(fields)


def test_a_feature_named_twice_is_a_problem():
    spec = Spiral(features=("x1", "x2", "x1"))
    (problem,) = check_data(spec, SplitSpec())
    assert (problem.code, problem.where, problem.received) == ("feature_repeated", "data/features", "x1")
    with pytest.raises(DataError):
        load(spec)


def test_checking_tells_of_data_and_split_together():
    problems = check_data(Inline(inputs=((1,), (2,)), targets=(1,)), SplitSpec(train=0.5))
    assert [problem.code for problem in problems] == ["rows_unmatched", "split_sum"]


@pytest.mark.parametrize("entry", ENTRIES)
def test_what_is_offered_has_no_problem(entry):
    assert check_data(entry.spec, SplitSpec()) == []


def test_every_kind_but_inline_is_offered_under_a_name_of_its_own():
    assert {entry.kind for entry in CATALOGUE} == set(KINDS) - {"inline"}
    assert len({entry.name for entry in CATALOGUE}) == len(CATALOGUE)


def test_a_thumbnail_is_the_same_set_with_fewer_samples():
    for entry in CATALOGUE:
        drawn, offered = entry.thumbnail, entry.spec
        if isinstance(offered, Synthetic):
            assert drawn.samples < offered.samples
            assert drawn.model_copy(update={"samples": offered.samples}) == offered
        else:
            assert drawn == offered
