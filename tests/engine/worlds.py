"""The small worlds that the engine's tests are about: designs over a few inline rows, and networks without any data."""

import numpy as np

from engine import Design, Trainer
from engine.datasets.inline import Inline
from engine.datasets.splitting import SplitSpec
from engine.layers.batch_norm import BatchNorm
from engine.layers.dense import Dense
from engine.layers.dropout import Dropout
from engine.losses import SumSquaredError
from engine.network import Network
from engine.optimizers import SGD, Adam

ALL_TRAINING = SplitSpec(train=1.0, validation=0.0, test=0.0)


def rows(inputs, targets, task="regression", **fields):
    """Inline data, given as plain lists."""
    return Inline(
        inputs=tuple(tuple(row) for row in inputs),
        targets=tuple(tuple(t) if isinstance(t, list | tuple) else t for t in targets),
        task=task,
        **fields,
    )


def neuron(weight, bias, activation="linear", frozen=()):
    """A dense layer with these initial values, `weight` row by row."""
    initial = {"weight": tuple(tuple(row) for row in weight), "bias": tuple(bias)}
    return Dense(units=len(bias), activation=activation, initial=initial, frozen=frozen)


def one_neuron(x=2.0, w=3.0, b=1.0, t=9.0, activation="linear", frozen=(), **fields):
    """One neuron that sees one sample: by default ŷ = 7, ∂L/∂w = −8, ∂L/∂b = −4."""
    settings = {"loss": SumSquaredError(), "optimizer": SGD(learning_rate=0.05)} | fields
    layers = (neuron([[w]], [b], activation, frozen),)
    return Design(data=rows([[x]], [t]), split=ALL_TRAINING, layers=layers, **settings)


def moving_world(**fields):
    """A design in which all that can move moves: dropout, batch normalisation, Adam, shuffling, a short last batch."""
    settings = {
        "data": {"kind": "circle", "samples": 60, "seed": 3},
        "layers": (
            Dense(units=6),
            BatchNorm(),
            Dropout(rate=0.3),
            Dense(units=4, activation="relu"),
            Dense(units=1, activation="sigmoid"),
        ),
        "optimizer": Adam(learning_rate=0.02),
        "batch_size": 8,
        "seed": 11,
    } | fields
    return Design(**settings)


def changed(design, **fields):
    """The same design with other values in some fields, read as JSON would be."""
    return Design.model_validate(design.model_dump() | fields)


def bits(trainer: Trainer) -> bytes:
    """All that a run stands on and has recorded, as bytes: equal bits, equal runs."""
    return trainer.keyframe().to_bytes()


def network_of(*layers, features, seed=0, dtype="float64") -> Network:
    return Network(layers, features, dtype, seed)


def draws(*shape, seed=0, deviation=1.0):
    """Reproducible numbers around 0."""
    return np.random.default_rng(seed).normal(0.0, deviation, shape)
