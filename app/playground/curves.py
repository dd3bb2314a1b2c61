"""The little picture of every activation function: an SVG path, computed by a network of that one function."""

from collections.abc import Mapping
from typing import get_args

import numpy as np

from engine.activations import ActivationName
from engine.layers.activation import ActivationSpec
from engine.network import Network

WIDTH, HEIGHT = 40.0, 24.0
ACROSS, UP = 5.0, 8.0  # pixels for one of z, for one of a: curves are stretched upwards, and leave the picture
POINTS = 41


def curve_path(name: ActivationName) -> str:
    """The curve of a function around z = 0, the middle of the picture. Softmax is drawn against a z of 0."""
    program = Network([ActivationSpec(activation=name)], 2, "float64", seed=0).compile(POINTS)
    z = np.linspace(-WIDTH / 2 / ACROSS, WIDTH / 2 / ACROSS, POINTS)
    program.inputs[...] = z, np.zeros(POINTS)
    program.run()
    x, y = WIDTH / 2 + ACROSS * z, HEIGHT / 2 - UP * program.output[0]
    return "M" + "L".join(f"{across:g} {round(down, 1):g}" for across, down in zip(x, y, strict=True))


CURVES: Mapping[str, str] = {name: curve_path(name) for name in get_args(ActivationName)}
