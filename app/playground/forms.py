"""Forms made of Specs: a Spec's own schema says its fields, their limits, their choices and their defaults."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, get_args

from pydantic import TypeAdapter, ValidationError

from app.playground.curves import CURVES
from app.playground.fields import ADVANCED, Choice, Control, Field, field_text, slider_of
from app.texts import text
from engine.layers.base import LayerSpec
from engine.spec import Spec

Json = dict[str, Any]
Kinds = Mapping[str, type[Spec]]

UNSHOWN = frozenset(  # the kind has a control of its own; rows and arrays are no business of a form
    {"kind", "initial", "trainable", "inputs", "targets", "input_names", "target_names", "class_names", "task"}
)
PICTURED = {"activation", "function"}  # fields that name a function which can be drawn
FIRST = ("units", "activation", "initializer", "arms", "classes", "samples", "noise", "features")
LAST = ("standardize", "seed", "frozen")
_JSON = TypeAdapter(dict[str, Any])


@dataclass(frozen=True)
class Form:
    """The fields of one Spec as filled. `choices` are the kinds it could be, where a person may pick one.

    `prefix` is the path of the Spec within the form it is part of, with a dot at its end.
    """

    id: str
    prefix: str
    kind: str
    label: str
    help: str
    choices: tuple[Choice, ...]
    parts: tuple["Field | Form", ...]
    control: str = "group"
    is_advanced: bool = False

    @property
    def plain(self) -> tuple["Field | Form", ...]:
        return tuple(part for part in self.parts if not part.is_advanced)

    @property
    def advanced(self) -> tuple["Field | Form", ...]:
        return tuple(part for part in self.parts if part.is_advanced)


def kinds_of(annotation: Any) -> Kinds:
    """The Specs of a discriminated union, by kind."""
    union = get_args(annotation)[0] if hasattr(annotation, "__metadata__") else annotation
    return {spec.model_fields["kind"].default: spec for spec in get_args(union)}


def adopted(spec: type[Spec], values: Mapping[str, Any]) -> Json:
    """The values of a Spec in JSON: of those given the ones that fit it, for the others its defaults.

    What is required and was not given, or did not fit, is left out.
    """
    given = {name: value for name, value in values.items() if name in spec.model_fields and name != "kind"}
    try:
        spec.model_validate(given)
    except ValidationError as error:
        unfit = {detail["loc"][0] for detail in error.errors() if detail["loc"]}
        given = {name: value for name, value in given.items() if name not in unfit}
    fields = spec.model_fields.items()
    defaults = {name: field.get_default(call_default_factory=True) for name, field in fields if not field.is_required()}
    return {**_JSON.dump_python(defaults, mode="json"), **given}


def form_of(
    noun: str,
    spec: type[Spec],
    values: Mapping[str, Any],
    kinds: Kinds | None = None,
    prefix: str = "",
    only: Sequence[str] | None = None,
) -> Form:
    """The form of a Spec filled with `values`, of all its fields or `only` some.

    With `kinds` its kind may be changed; `noun` says what it is a kind of.
    """
    kind = spec.model_fields["kind"].default if "kind" in spec.model_fields else ""
    return Form(
        id=noun,
        prefix=prefix,
        kind=kind,
        label=text(f"label.{noun}") if kinds else "",
        help=text(f"about.{noun}.{kind}") if kinds else "",
        choices=tuple(Choice(each, text(f"{noun}.{each}")) for each in kinds or ()),
        parts=tuple(_parts(noun, kind or noun, spec, adopted(spec, values), prefix, only)),
    )


def _parts(
    noun: str, kind: str, spec: type[Spec], values: Json, prefix: str, only: Sequence[str] | None
) -> Iterator[Field | Form]:
    properties = spec.model_json_schema()["properties"]
    for name in only or sorted(properties, key=_place):
        schema = properties[name]
        if name in UNSHOWN:
            continue
        if "discriminator" in schema:
            inner = values[name]
            kinds = kinds_of(spec.model_fields[name].annotation)
            yield form_of(name, kinds[inner["kind"]], inner, kinds, f"{prefix}{name}.")
            continue
        if name == "frozen":
            schema = schema | {"items": {"enum": parameters_of(spec)}}
            if not schema["items"]["enum"]:
                continue
        yield _field(f"{noun}-{name}", kind, name, schema, values.get(name), f"{prefix}{name}")


def _place(name: str) -> int:
    return FIRST.index(name) - len(FIRST) if name in FIRST else LAST.index(name) + 1 if name in LAST else 0


def parameters_of(spec: type[Spec]) -> tuple[str, ...]:
    """The names of the parameters that a kind of layer has."""
    layer = spec()
    return tuple(layer.shapes(1)) if isinstance(layer, LayerSpec) else ()


def _field(identity: str, kind: str, name: str, schema: Json, value: Any, path: str) -> Field:
    control = _control(name, schema)
    return Field(
        id=identity,
        path=path,
        control=control,
        label=field_text(kind, name, "label"),
        help=field_text(kind, name, "help"),
        value=value,
        low=schema.get("minimum", schema.get("exclusiveMinimum")),
        high=schema.get("maximum", schema.get("exclusiveMaximum")),
        choices=tuple(_choices("activation" if name in PICTURED else name, schema)),
        slider=slider_of(kind, name),
        is_seed=name == "seed",
        is_advanced=not ADVANCED.isdisjoint({name, f"{kind}.{name}"}),
    )


def _control(name: str, schema: Json) -> Control:
    if name in PICTURED:
        return "functions"
    if "enum" in schema:
        return "choice"
    controls: dict[str, Control] = {"array": "chips", "boolean": "switch", "integer": "integer", "number": "number"}
    return controls[schema["type"]]


def _choices(noun: str, schema: Json) -> Iterator[Choice]:
    for value in schema.get("enum") or schema.get("items", {}).get("enum", ()):
        yield Choice(value, text(f"{noun}.{value}"), CURVES.get(value, "") if noun == "activation" else "")
