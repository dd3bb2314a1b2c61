"""Every Spec that a person may change has a form, and what a form says is that Spec again."""

from html.parser import HTMLParser
from typing import Any

import pytest

from app.playground.fields import Field
from app.playground.forms import Form, adopted
from app.playground.spec_forms import KINDS, form_named
from app.templating import render
from engine.datasets.classification import Circle, Spiral
from engine.layers.dense import Dense
from engine.optimizers import SGD, Adam

EVERY = [(name, kind) for name, kinds in KINDS.items() for kind in kinds]


class Controls(HTMLParser):
    """The values in a rendered form by their paths, as a browser would read them."""

    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, Any] = {}
        self._select: str | None = None
        self._group: tuple[str, str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        path, type_ = found.get("data-path"), found.get("data-type")
        if path is not None and type_ in ("list", "pick"):
            self._group = path, type_
            self.values[path] = [] if type_ == "list" else None
        elif tag == "select":
            self._select = path
        elif tag == "option" and self._select is not None and "selected" in found:
            self.values[self._select] = found["value"]
        elif tag == "input" and path is not None:
            self.values[path] = _value(found, type_)
        elif tag == "input" and self._group is not None and "checked" in found:
            name, kind = self._group
            self.values[name] = [*self.values[name], found["value"]] if kind == "list" else found["value"]


def _value(found: dict[str, str | None], type_: str | None) -> Any:
    if type_ == "switch":
        return "checked" in found
    value = found["value"] or ""
    return {"text": str, "integer": int, "number": float}[type_ or "text"](value)


def said(form: Form) -> dict[str, Any]:
    """What the rendered form says, as the JSON of a Spec."""
    controls = Controls()
    controls.feed(render("playground/form.html", form=form))
    spec: dict[str, Any] = {}
    for path, value in controls.values.items():
        *outer, name = path.split(".")
        inner = spec
        for step in outer:
            inner = inner.setdefault(step, {})
        inner[name] = value
    return spec


def fields_of(form: Form) -> dict[str, Field]:
    return {part.path: part for part in form.parts if isinstance(part, Field)}


@pytest.mark.parametrize(("name", "kind"), [(name, kind) for name, kind in EVERY if kind != "inline"])
def test_a_form_says_the_spec_that_it_was_filled_with(name: str, kind: str) -> None:
    spec = KINDS[name][kind]()
    values = spec.model_dump(mode="json")
    form = form_named(name, values)
    assert KINDS[name][kind].model_validate(said(form)) == spec


def test_other_values_than_the_defaults_come_through() -> None:
    spec = Dense.model_validate(
        {"units": 9, "activation": "mish", "frozen": ["bias"], "initializer": {"kind": "constant", "value": -0.25}}
    )
    assert Dense.model_validate(said(form_named("layer", spec.model_dump(mode="json")))) == spec


def test_the_forms_of_a_run_are_fields_of_the_design() -> None:
    form = form_named("run", {"batch_size": 24, "seed": 7, "dtype": "float32"})
    assert said(form) == {"batch_size": 24, "seed": 7, "dtype": "float32"}


def test_another_kind_keeps_what_both_have() -> None:
    values = Adam(learning_rate=0.25).model_dump(mode="json") | {"kind": "sgd"}
    assert SGD.model_validate(said(form_named("optimizer", values))) == SGD(learning_rate=0.25)


def test_a_value_that_does_not_fit_gives_way_to_the_default() -> None:
    assert adopted(Circle, {"samples": 3, "noise": 0.4, "stranger": 1}) == adopted(Circle, {"noise": 0.4})
    assert adopted(Circle, {"noise": 0.4})["noise"] == 0.4


def test_limits_are_those_of_the_spec() -> None:
    arms = fields_of(form_named("data", {"kind": "spiral"}))["arms"]
    assert (arms.low, arms.high, arms.control) == (2, 7, "integer")


def test_the_kind_of_data_is_left_to_the_thumbnails() -> None:
    assert form_named("data", {"kind": "circle"}).choices == ()
    assert len(form_named("loss", {"kind": "hinge"}).choices) == len(KINDS["loss"])


def test_a_slider_stays_within_the_limits_of_its_field() -> None:
    for name, kind in EVERY:
        for field in fields_of(form_named(name, {"kind": kind})).values():
            if field.slider is not None:
                assert field.low is None or field.slider.low >= field.low, (name, kind, field.path)
                assert field.high is None or field.slider.high <= field.high, (name, kind, field.path)


def test_rows_and_initial_values_have_no_field() -> None:
    assert "initial" not in fields_of(form_named("layer", {"kind": "dense"}))
    assert set(fields_of(form_named("data", {"kind": "inline"}))) == {"seed", "standardize"}


def test_every_field_has_an_explanation_that_its_control_refers_to() -> None:
    html = render("playground/form.html", form=form_named("data", {"kind": "spiral"}))
    for name in Spiral.model_fields:
        if name != "kind":
            assert f'aria-describedby="data-{name}-help"' in html
            assert f'id="data-{name}-help"' in html
