"""A Design says everything a run is, from the data to the seed, as one JSON value.

`read_design` takes it from outside, `check` says what cannot run and how to mend it, `cost` what it will take, before
anything is allocated; `adapt` makes the output fit other data.
"""

import json
from math import prod
from typing import Any, Literal, NamedTuple

from pydantic import Field, ValidationError

from engine.activations import ACTIVATIONS, ActivationName
from engine.datasets.catalogue import DataSpec, check_data, samples_and_features
from engine.datasets.classification import Circle
from engine.datasets.splitting import SplitSpec
from engine.errors import DesignError, Problem
from engine.layers.catalogue import AnyLayer
from engine.layers.dense import Dense
from engine.losses import BinaryCrossEntropy, CrossEntropy, LossSpec, SquaredError
from engine.optimizers import Adam, OptimizerSpec
from engine.regularizers import ClippingSpec, NoClipping, NoRegularizer, RegularizerSpec
from engine.schedules import ConstantRate, ScheduleSpec
from engine.spec import Spec, problems_of

MAX_LAYERS = 32
MAX_PARAMETERS = 1_000_000
MAX_MULTIPLY_ADDS = 2_000_000_000  # a step
MAX_BYTES = 500_000_000


class Design(Spec):
    """One network and how it is trained. Layers are in order; the last one is the output."""

    version: Literal[1] = 1
    title: str = Field("", title="Title", description="What this design is called.", max_length=120)
    data: DataSpec = Field(default_factory=Circle, title="Data", description="What there is to learn.")
    split: SplitSpec = Field(default_factory=SplitSpec, title="Split", description="The shares of the three parts.")
    layers: tuple[AnyLayer, ...] = Field(
        (Dense(units=4), Dense(units=2), Dense(units=1, activation="sigmoid")),
        title="Layers",
        description="From the first hidden layer to the output.",
        min_length=1,
        max_length=MAX_LAYERS,
    )
    loss: LossSpec = Field(default_factory=BinaryCrossEntropy, title="Loss", description="How wrong an output is.")
    optimizer: OptimizerSpec = Field(default_factory=Adam, title="Optimizer", description="How gradients move weights.")
    schedule: ScheduleSpec = Field(
        default_factory=ConstantRate, title="Schedule", description="The learning rate over the epochs."
    )
    regularizer: RegularizerSpec = Field(
        default_factory=NoRegularizer, title="Regularisation", description="What keeps weights small."
    )
    clipping: ClippingSpec = Field(
        default_factory=NoClipping, title="Gradient clipping", description="What keeps steps small."
    )
    batch_size: int = Field(
        16, title="Batch size", description="Samples a step. More than there are means all of them.", ge=1, le=5000
    )
    seed: int = Field(
        0, title="Seed", description="Which initial weights, order of samples and dropouts.", ge=0, le=2**32 - 1
    )
    dtype: Literal["float64", "float32"] = Field(
        "float64", title="Precision", description="float64 for exact checks, float32 for speed on large networks."
    )


def read_design(value: str | bytes | dict[str, Any]) -> Design:
    """A Design from JSON text or its value. Raises DesignError that lists all that is wrong.

    It is read strictly: no duplicate keys, no NaN or infinity, no nesting beyond what a Design can have, and neither
    "16" nor true for a number.
    """
    try:
        if isinstance(value, str | bytes):
            value = json.loads(value, object_pairs_hook=_once, parse_constant=_no_constant)
        return Design.model_validate_json(json.dumps(value, allow_nan=False, default=_plain), strict=True)
    except ValidationError as error:
        raise DesignError(*problems_of(error)) from None
    except (ValueError, TypeError, RecursionError) as error:
        raise DesignError(
            Problem(code="design_not_json", expected="a JSON object", received=str(error)[:120])
        ) from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key stands twice")
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, Spec):
        return value.model_dump(mode="json")
    raise TypeError(f"{type(value).__name__} is not JSON")


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is not a number")


class Cost(NamedTuple):
    """What a design takes: parameters, multiply-adds a training step, and bytes of arrays."""

    parameters: int
    multiply_adds: int
    bytes: int


def cost(design: Design) -> Cost:
    """An estimate from the specs alone; nothing is loaded or allocated.

    Its bytes are those of a step, about 8 numbers a unit and sample, and of judging all samples, about 4.
    """
    samples, fan_in, *_ = samples_and_features(design.data)
    batch = min(design.batch_size, samples)
    parameters = multiplies = widest = units = 0
    for layer in design.layers:
        count = sum(prod(shape) for shape in layer.shapes(fan_in).values())
        fan_in = layer.units_out(fan_in)
        parameters, multiplies, units = parameters + count, multiplies + count, units + fan_in
        widest = max(widest, fan_in)
    copies = 3 + len(design.optimizer.remembers) * 2
    size = 8 if design.dtype == "float64" else 4
    return Cost(
        parameters, 3 * multiplies * batch, size * (copies * parameters + 8 * units * batch + 4 * units * samples)
    )


def check(design: Design) -> list[Problem]:
    """What cannot run, each with its mend. Nothing is loaded or allocated; an empty list: it can be trained."""
    problems = check_data(design.data, design.split)
    if problems:
        return problems
    needed = cost(design)
    for code, received, limit in (
        ("too_many_parameters", needed.parameters, MAX_PARAMETERS),
        ("too_many_multiply_adds", needed.multiply_adds, MAX_MULTIPLY_ADDS),
        ("too_much_memory", needed.bytes, MAX_BYTES),
    ):
        if received > limit:
            problems.append(
                Problem(
                    code=code, where="layers", expected=f"at most {limit:,}", received=f"{received:,}",
                    values={"limit": limit, "received": received, "mend": "fewer_units"},
                )
            )  # fmt: skip
    return problems + _check_parameters(design) + _check_batches(design) + _check_output(design)


def parameter_shapes(design: Design) -> dict[str, tuple[int, ...]]:
    """Every parameter that its network has, by name."""
    found: dict[str, tuple[int, ...]] = {}
    fan_in = samples_and_features(design.data).features
    for i, layer in enumerate(design.layers):
        found |= {f"layers/{i}/{name}": shape for name, shape in layer.shapes(fan_in).items()}
        fan_in = layer.units_out(fan_in)
    return found


def _check_parameters(design: Design) -> list[Problem]:
    problems: list[Problem] = []
    fan_in = samples_and_features(design.data).features
    for i, layer in enumerate(design.layers):
        shapes = layer.shapes(fan_in)
        for name in (*layer.initial, *layer.frozen):
            if name not in shapes:
                problems.append(
                    Problem(
                        code="parameter_unknown", where=f"layers/{i}/{name}",
                        expected="one of " + (", ".join(shapes) or "none: this layer has no parameters"), received=name,
                    )
                )  # fmt: skip
        for name, values in layer.initial.items():
            if name in shapes and _shape(values) != shapes[name]:
                problems.append(
                    Problem(
                        code="initial_shape", where=f"layers/{i}/{name}", expected=f"shape {shapes[name]}",
                        received=f"shape {_shape(values)}",
                    )
                )  # fmt: skip
        fan_in = layer.units_out(fan_in)
    return problems


def _shape(values: Any) -> tuple[int, ...]:
    if not isinstance(values, tuple):
        return ()
    inner = {_shape(v) for v in values}
    return (len(values), *inner.pop()) if len(inner) == 1 else (len(values), -1)


def _check_batches(design: Design) -> list[Problem]:
    normalised = next((i for i, layer in enumerate(design.layers) if layer.kind == "batch_norm"), None)
    samples = samples_and_features(design.data).samples
    training = max(1, int(samples * design.split.train + 1e-9))
    if normalised is None or min(design.batch_size, training) > 1:
        return []
    return [
        Problem(
            code="batch_norm_needs_two", where=f"layers/{normalised}", expected="a batch of at least 2 samples",
            received="a batch of 1", values={"mend": "larger_batch"},
        )
    ]  # fmt: skip


def _check_output(design: Design) -> list[Problem]:
    facts = samples_and_features(design.data)
    last = len(design.layers) - 1
    layer, loss = design.layers[last], design.loss
    where = f"layers/{last}"
    if layer.kind not in ("dense", "activation"):
        return [
            Problem(
                code="output_kind", where=where, expected="a dense or an activation layer", received=layer.kind,
                values={"mend": "end_with_dense"},
            )
        ]  # fmt: skip
    problems: list[Problem] = []
    units = _widths(design)[-1]
    allowed = (1, 2) if facts.task == "binary" and design.data.kind != "inline" else (facts.outputs,)
    if units not in allowed:
        problems.append(
            Problem(
                code="output_units", where=where, expected=" or ".join(map(str, allowed)), received=str(units),
                values={"mend": "set_units", "units": facts.outputs, "task": facts.task},
            )
        )  # fmt: skip
    if facts.task not in loss.tasks:
        problems.append(
            Problem(
                code="loss_task", where="loss", expected=f"a loss for {facts.task}", received=loss.kind,
                values={"mend": "set_loss", "loss": "squared_error", "task": facts.task},
            )
        )  # fmt: skip
    elif not loss.defined_on(ACTIVATIONS[layer.function]):
        fitting = [name for name, activation in ACTIVATIONS.items() if loss.defined_on(activation)]
        problems.append(
            Problem(
                code="loss_undefined", where=where, expected=f"{loss.kind} after " + " or ".join(fitting),
                received=layer.function, values={"mend": "set_activation", "activation": fitting[0], "loss": loss.kind},
            )
        )  # fmt: skip
    if layer.function == "softmax" and units < 2:
        problems.append(
            Problem(
                code="softmax_alone", where=where, expected="softmax over at least 2 units", received="1 unit",
                values={"mend": "set_activation", "activation": "sigmoid"},
            )
        )  # fmt: skip
    return problems


def _widths(design: Design) -> list[int]:
    widths = [samples_and_features(design.data).features]
    for layer in design.layers:
        widths.append(layer.units_out(widths[-1]))
    return widths


def adapt(design: Design) -> Design:
    """The same design with what must follow its data: units and activation of the output, the loss, initial values.

    What already fits is left as it is.
    """
    facts = samples_and_features(design.data)
    layers: list[AnyLayer] = list(design.layers)
    loss: LossSpec = design.loss
    if _check_output(design):
        output = next((i for i in range(len(layers) - 1, -1, -1) if isinstance(layers[i], Dense)), None)
        activation: ActivationName
        if facts.task == "regression":
            activation, loss = "linear", SquaredError()
        elif facts.outputs == 1:
            activation, loss = "sigmoid", BinaryCrossEntropy()
        else:
            activation, loss = "softmax", CrossEntropy()
        changes = {"units": facts.outputs, "activation": activation}
        if output is None:
            layers.append(Dense(units=facts.outputs, activation=activation))
        else:
            layers[output:] = [layers[output].model_copy(update=changes)]
    fan_in = facts.features
    for i, layer in enumerate(layers):
        layers[i] = _with_fitting_values(layer, fan_in)
        fan_in = layer.units_out(fan_in)
    return design.model_copy(update={"layers": tuple(layers), "loss": loss})


def _with_fitting_values(layer: AnyLayer, fan_in: int) -> AnyLayer:
    shapes = layer.shapes(fan_in)
    fitting = {name: values for name, values in layer.initial.items() if shapes.get(name) == _shape(values)}
    return layer if fitting == layer.initial else layer.model_copy(update={"initial": fitting})
