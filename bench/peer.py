"""The same training step in PyTorch: eager, with its default optimizers.

Those are called with `foreach` and `fused` left at None, which for parameters on a CPU means one plain loop over the
parameters ("single tensor"): neither the foreach nor the fused form.
"""

import torch
from torch import nn

from bench.workload import LEARNING_RATE, OptimizerName, Workload
from engine.types import Array


class PeerStep:
    """`run` trains on rows that are tensors already."""

    def __init__(
        self,
        workload: Workload,
        optimizer: OptimizerName,
        weights: list[tuple[Array, Array]],
        rate: float = LEARNING_RATE,
    ) -> None:
        self.network = nn.Sequential(*_modules(workload))
        linears = [module for module in self.network if isinstance(module, nn.Linear)]
        with torch.no_grad():
            for linear, (weight, bias) in zip(linears, weights, strict=True):
                linear.weight.copy_(torch.from_numpy(weight))
                linear.bias.copy_(torch.from_numpy(bias))
        self.inputs, targets = torch.from_numpy(workload.inputs()), torch.from_numpy(workload.targets())
        self.targets = targets.argmax(1) if workload.classifies else targets
        self.loss = nn.CrossEntropyLoss() if workload.classifies else nn.MSELoss()
        make = torch.optim.SGD if optimizer == "sgd" else torch.optim.Adam
        self.optimizer = make(self.network.parameters(), lr=rate)

    def run(self, steps: int) -> float:
        """Train; the loss of the last step, which every step computes and reads."""
        total = 0.0
        for _ in range(steps):
            self.optimizer.zero_grad()
            loss = self.loss(self.network(self.inputs), self.targets)
            loss.backward()
            self.optimizer.step()
            total = loss.item()
        return total


def _modules(workload: Workload) -> list[nn.Module]:
    dtype = getattr(torch, workload.dtype)
    modules: list[nn.Module] = []
    for fan_in, units in zip(workload.widths, workload.widths[1:], strict=False):
        modules += [nn.Linear(fan_in, units, dtype=dtype), nn.ReLU() if workload.classifies else nn.Tanh()]
    return modules[:-1] if workload.classifies else modules
