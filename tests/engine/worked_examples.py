"""Worked examples of textbooks and lectures, as designs: their rows, their first weights, and what is frozen."""

from engine import Design
from engine.losses import BinaryCrossEntropy, CrossEntropy, HalfSquaredError, SumSquaredError
from engine.optimizers import SGD, Adam, Momentum
from tests.engine.worlds import ALL_TRAINING, neuron, one_neuron, rows


def example(data, layers, loss, rate=0.1):
    return Design(
        data=data, split=ALL_TRAINING, layers=tuple(layers), loss=loss, optimizer=SGD(learning_rate=rate), batch_size=1
    )


LINEAR_NEURON = one_neuron()

LOGISTIC_NEURON = example(
    rows([[1, -2]], [1], task="binary"), [neuron([[0.5, 0.25]], [0.1], "sigmoid")], BinaryCrossEntropy(), rate=0.5
)

FORK = example(
    rows([[1]], [[1, 1]]),
    [neuron([[1]], [0]), neuron([[2], [-3]], [0, 0])],
    SumSquaredError(),
)

SOFTMAX = example(
    rows([[1]], [1], task="classes", class_names=("first", "second", "third")),
    [neuron([[2], [1], [0]], [0, 0, 0], "softmax")],
    CrossEntropy(),
)

DEAD_RELU = one_neuron(x=2, w=-1, b=-1, t=1, activation="relu")

VANISHING = example(rows([[1]], [0]), [neuron([[1]], [0], "sigmoid")] * 6, SumSquaredError())

# L = w² from w = 1; the bias stays 0
MOMENTUM_WEIGHT = one_neuron(x=1, w=1, b=0, t=0, frozen=("bias",), optimizer=Momentum(learning_rate=0.1))
ADAM_WEIGHT = one_neuron(x=1, w=1, b=0, t=0, frozen=("bias",), optimizer=Adam(learning_rate=0.1))


def mazur(*frozen):
    """Matt Mazur's "A Step by Step Backpropagation Example": 2-2-2, sigmoid, ½·Σ e², rate 0.5."""
    return example(
        rows([[0.05, 0.10]], [[0.01, 0.99]]),
        [
            neuron([[0.15, 0.20], [0.25, 0.30]], [0.35, 0.35], "sigmoid", frozen),
            neuron([[0.40, 0.45], [0.50, 0.55]], [0.60, 0.60], "sigmoid", frozen),
        ],
        HalfSquaredError(),
        rate=0.5,
    )


MAZUR = mazur("bias")
MAZUR_WITH_BIASES = mazur()

ALL = {
    "linear neuron": LINEAR_NEURON,
    "logistic neuron": LOGISTIC_NEURON,
    "fork": FORK,
    "softmax": SOFTMAX,
    "dead relu": DEAD_RELU,
    "vanishing": VANISHING,
    "momentum on one weight": MOMENTUM_WEIGHT,
    "adam on one weight": ADAM_WEIGHT,
    "mazur": MAZUR,
    "mazur with biases": MAZUR_WITH_BIASES,
}
