"""The page on the engine is true: its examples give what it says, and its table names every kind there is."""

import doctest
import re
from pathlib import Path
from typing import get_args

import pytest

import engine
from engine.activations import ACTIVATIONS
from engine.datasets.catalogue import DataSpec
from engine.design import Design
from engine.initializers import InitializerSpec
from engine.layers.catalogue import LAYERS
from engine.losses import LossSpec
from engine.optimizers import OptimizerSpec
from engine.regularizers import ClippingSpec, RegularizerSpec
from engine.schedules import ScheduleSpec

PAGE = Path(__file__).parents[2] / "docs" / "engine.md"
TEXT = PAGE.read_text(encoding="utf-8")


def examples():
    """The python blocks of the page as one doctest, each example at its own line."""
    parser, found = doctest.DocTestParser(), []
    for block in re.finditer(r"^```python\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL):
        line = TEXT.count("\n", 0, block.start(1))
        for example in parser.get_examples(block[1]):
            example.lineno += line
            found.append(example)
    return doctest.DocTest(found, {}, "engine.md", str(PAGE), 0, TEXT)


def test_every_example_gives_what_the_page_says():
    test, failures = examples(), []
    assert len(test.examples) > 30
    doctest.DocTestRunner(verbose=False).run(test, out=failures.append)
    assert not failures, "\n".join(failures)


def kinds(spec):
    return [kind.model_fields["kind"].default for kind in get_args(get_args(spec)[0])]


@pytest.mark.parametrize(
    ("field", "names"),
    [
        ("`data`", kinds(DataSpec)),
        ("`layers`", list(LAYERS)),
        ("activation", list(ACTIVATIONS)),
        ("`initializer` of `dense`", kinds(InitializerSpec)),
        ("`loss`", kinds(LossSpec)),
        ("`optimizer`", kinds(OptimizerSpec)),
        ("`schedule`", kinds(ScheduleSpec)),
        ("`regularizer`", kinds(RegularizerSpec)),
        ("`clipping`", kinds(ClippingSpec)),
    ],
)
def test_the_table_names_every_kind_and_no_other(field, names):
    (row,) = [line for line in TEXT.splitlines() if line.startswith(f"| {field} |")]
    assert sorted(re.findall(r"`(\w+)`", row.split("|")[2])) == sorted(names)


@pytest.mark.parametrize(
    "name", sorted(set(engine.__all__) - {"ChalknetError", "DataError", "ParameterError", "Problem"})
)
def test_every_public_name_is_on_the_page(name):
    assert f"`{name}`" in TEXT or f"import {name}" in TEXT or f", {name}" in TEXT


def test_every_public_name_says_what_it_is():
    assert [name for name in engine.__all__ if not getattr(engine, name).__doc__] == []
    public = [getattr(engine.Trainer, name) for name in dir(engine.Trainer) if not name.startswith("_")]
    assert [member for member in public if not member.__doc__] == []


def test_every_field_of_a_design_is_named_on_the_page():
    words = {"regularizer": "regularisation", "dtype": "precision", "batch_size": "batch size"}
    hidden = {"version", "title"}
    assert [f for f in Design.model_fields if f not in hidden and words.get(f, f) not in TEXT] == []
