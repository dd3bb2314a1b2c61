"""The engine's side: the program of a training step, with a batch in it."""

import numpy as np

from bench.workload import LEARNING_RATE, OptimizerName, Workload
from engine.network import Network
from engine.optimizers import SGD, Adam
from engine.regularizers import NoClipping, NoRegularizer
from engine.schedules import ConstantRate
from engine.training.update import Update
from engine.types import Array


class EngineStep:
    """Compiled as a Trainer compiles it. `run` trains; the weights are those of seed 0."""

    def __init__(self, workload: Workload, optimizer: OptimizerName, rate: float = LEARNING_RATE) -> None:
        self.network = Network(workload.layers, workload.widths[0], workload.dtype, seed=0)
        spec = (SGD if optimizer == "sgd" else Adam)(learning_rate=rate)
        self.update = Update(self.network, spec, ConstantRate(), NoRegularizer(), NoClipping(), steps_in_epoch=1)
        self.program = self.network.compile(
            workload.batch, loss=workload.loss, training=True, backward=True, update=self.update.emit
        )
        assert self.program.targets is not None and self.program.loss is not None
        self.program.inputs[...] = workload.inputs().T
        self.program.targets[...] = workload.targets().T
        self.loss = self.program.loss

    def weights(self) -> list[tuple[Array, Array]]:
        """Weight (units, fan_in) and bias (units,) of every layer, as they are now."""
        named = self.network.parameters
        count = len(self.network.layers)
        return [(named[f"layers/{i}/weight"].copy(), named[f"layers/{i}/bias"].copy()) for i in range(count)]

    def run(self, steps: int) -> float:
        """Train; the loss of the last step, which every step computes and reads."""
        loss = 0.0
        judging, learning, total = self.program.judging, self.program.learning, self.loss
        with np.errstate(all="ignore"):
            for _ in range(steps):
                for call, arguments in judging:
                    call(*arguments)
                loss = total.item()
                for call, arguments in learning:
                    call(*arguments)
        return loss
