"""The same training step in plain NumPy, clear and allocating, as a good programmer writes it first."""

import numpy as np

from bench.workload import LEARNING_RATE, OptimizerName, Workload
from engine.types import Array


class PlainStep:
    """`run` trains on rows, with one array a weight matrix and one a bias."""

    def __init__(
        self,
        workload: Workload,
        optimizer: OptimizerName,
        weights: list[tuple[Array, Array]],
        rate: float = LEARNING_RATE,
    ) -> None:
        self.rate = rate
        self.classifies = workload.classifies
        self.inputs, self.targets = workload.inputs(), workload.targets()
        self.weights = [weight.T.copy() for weight, _ in weights]
        self.biases = [bias.copy() for _, bias in weights]
        self.learn = self._sgd if optimizer == "sgd" else self._adam
        self.updates = 0
        self.means = [np.zeros_like(p) for p in self.weights + self.biases]
        self.squares = [np.zeros_like(p) for p in self.weights + self.biases]

    def run(self, steps: int) -> float:
        """Train; the loss of the last step."""
        loss = 0.0
        for _ in range(steps):
            loss = self._step()
        return loss

    def _step(self) -> float:
        activations = [self.inputs]
        for weight, bias in zip(self.weights[:-1], self.biases[:-1], strict=True):
            z = activations[-1] @ weight + bias
            activations.append(np.maximum(z, 0) if self.classifies else np.tanh(z))
        z = activations[-1] @ self.weights[-1] + self.biases[-1]
        if self.classifies:
            shifted = z - z.max(axis=1, keepdims=True)
            exponentials = np.exp(shifted)
            totals = exponentials.sum(axis=1, keepdims=True)
            loss = -np.sum(self.targets * (shifted - np.log(totals))) / len(z)
            delta = (exponentials / totals - self.targets) / len(z)
        else:
            output = np.tanh(z)
            error = output - self.targets
            loss = np.mean(error**2)
            delta = 2 * error / error.size * (1 - output**2)

        weight_gradients: list[Array] = []
        bias_gradients: list[Array] = []
        for i in reversed(range(len(self.weights))):
            weight_gradients.insert(0, activations[i].T @ delta)
            bias_gradients.insert(0, delta.sum(axis=0))
            if i:
                a = activations[i]
                delta = (delta @ self.weights[i].T) * ((a > 0) if self.classifies else (1 - a**2))
        self.learn(self.weights + self.biases, weight_gradients + bias_gradients)
        return float(loss)

    def _sgd(self, parameters: list[Array], gradients: list[Array]) -> None:
        for p, g in zip(parameters, gradients, strict=True):
            p -= self.rate * g

    def _adam(self, parameters: list[Array], gradients: list[Array]) -> None:
        self.updates += 1
        for i, (p, g) in enumerate(zip(parameters, gradients, strict=True)):
            self.means[i] = 0.9 * self.means[i] + 0.1 * g
            self.squares[i] = 0.999 * self.squares[i] + 0.001 * g**2
            mean = self.means[i] / (1 - 0.9**self.updates)
            square = self.squares[i] / (1 - 0.999**self.updates)
            p -= self.rate * mean / (np.sqrt(square) + 1e-8)
