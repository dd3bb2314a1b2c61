"""Central differences: what a derivative should be, from nothing but the way forward."""

import numpy as np

STEP = 1e-5


def compiled(network, batch, loss, inputs, targets, training=True):
    """A program without an update over `inputs` (features, batch) and `targets` (outputs, batch)."""
    program = network.compile(batch, loss=loss, training=training, backward=True)
    program.inputs[...] = inputs
    program.targets[...] = targets
    return program


class Rewound:
    """The loss of a program as a function: dropout draws the same mask each time, running moments stay."""

    def __init__(self, network, program):
        self.program = program
        self.generators = [layer.generator for layer in network.layers if hasattr(layer, "generator")]
        self.states = [generator.bit_generator.state for generator in self.generators]
        self.network, self.moments = network, network.moments.copy()

    def rewind(self):
        self.network.moments[...] = self.moments
        for generator, state in zip(self.generators, self.states, strict=True):
            generator.bit_generator.state = state

    def __call__(self):
        self.rewind()
        self.program.judge()
        return float(self.program.loss)


def numeric_gradient(value, array):
    """∂value()/∂array by central differences, `array` being changed in place and put back."""
    gradient = np.zeros(array.shape)
    for place in np.ndindex(array.shape):
        before = array[place]
        array[place] = before + STEP
        above = value()
        array[place] = before - STEP
        below = value()
        array[place] = before
        gradient[place] = (above - below) / (2 * STEP)
    return gradient


def disagreement(analytic, numeric):
    """‖a − n‖ / max(‖a‖ + ‖n‖, 1e-8)."""
    size = np.linalg.norm(analytic) + np.linalg.norm(numeric)
    return float(np.linalg.norm(analytic - numeric) / max(size, 1e-8))


def disagreements(network, program):
    """Of every parameter's gradient, by name, and of what layer 0 is told from above, as "inputs".

    The program must have been given its inputs and targets, and layer 0 must pass its input through unchanged.
    """
    value = Rewound(network, program)
    value.rewind()
    program.run()
    found = {name: program.arrays[f"gradient/{name}"].copy() for name in network.parameters}
    told = program.arrays["layers/0/da"].copy()
    compared = {name: disagreement(found[name], numeric_gradient(value, network.parameters[name])) for name in found}
    return compared | {"inputs": disagreement(told, numeric_gradient(value, program.inputs))}
