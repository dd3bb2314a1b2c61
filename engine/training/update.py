"""The update is a step's last phase: from gradients, by way of penalty, clipping and optimizer, to new parameters."""

import numpy as np

from engine.network import Network
from engine.optimizers import Optimizer
from engine.program.instruction import Tensor
from engine.program.step import Step
from engine.regularizers import ClippingSpec, RegularizerSpec, regularize
from engine.schedules import ConstantRate, ScheduleSpec
from engine.types import Array


class Update:
    """What lives from update to update: the optimizer's memory, how many updates it has seen, and the learning rate.

    `step_count` counts the run's steps, `updates` those since the optimizer was chosen (its bias corrections need it).
    """

    def __init__(
        self,
        network: Network,
        optimizer: Optimizer,
        schedule: ScheduleSpec,
        regularizer: RegularizerSpec,
        clipping: ClippingSpec,
        steps_in_epoch: int,
    ) -> None:
        self.network, self.optimizer, self.schedule = network, optimizer, schedule
        self.regularizer, self.clipping, self.steps_in_epoch = regularizer, clipping, steps_in_epoch
        self.step_count = 0
        self.updates = 0
        self.epoch_began = (0, 0)  # an epoch, and the steps that had been trained when it began
        self.memory: dict[str, Array] = {name: np.zeros_like(network.flat) for name in optimizer.remembers}
        dtype = network.dtype
        self._rate = Tensor("learning_rate", np.asarray(optimizer.learning_rate, dtype))
        self._corrections = tuple(Tensor(f"correction{k}", np.ones((), dtype)) for k in (1, 2))

    @property
    def learning_rate(self) -> float:
        """The rate of the next step."""
        epoch, began = self.epoch_began
        epochs, steps = divmod(self.step_count - began, self.steps_in_epoch)
        return self.optimizer.learning_rate * self.schedule.factor(epoch + epochs + steps / self.steps_in_epoch)

    def advance(self) -> None:
        """Set the rate and the bias corrections, 1/(1 − βᵗ), of the step that is about to land."""
        self._rate.array[...] = self.learning_rate
        self.updates += 1
        self.step_count += 1
        if self.optimizer.betas is not None:
            for beta, correction in zip(self.optimizer.betas, self._corrections, strict=True):
                correction.array[...] = 1.0 / (1.0 - beta**self.updates)

    def emit(self, step: Step) -> None:
        """Append the update's instructions."""
        network = self.network
        p = step.keep("parameters", Tensor("parameters", network.flat))
        g = step.keep("gradients", Tensor("gradients", network.gradients))
        g = regularize(step, self.regularizer, g, p, self._mask(step, "weights"))
        if any(layer.spec.frozen for layer in network.layers):
            g = step.apply(np.multiply, "free", g, self._mask(step, "trainable"), rule="0 where frozen")
        g = self.clipping.emit(step, g)
        for scalar in (self._rate, *self._corrections):
            step.keep(scalar.name, scalar)
        if isinstance(self.schedule, ConstantRate) and self.optimizer.betas is None:
            self._rate.array[...] = self.optimizer.learning_rate
            step.call("count", self._count, (), (), (), "t = t + 1")
        else:
            names = ("learning_rate", "correction1", "correction2")
            step.call("advance", self.advance, (), (), names, "t = t + 1, learning_rate(t), 1/(1 − β₁ᵗ), 1/(1 − β₂ᵗ)")
        self.optimizer.emit(step, p, g, self._rate, lambda name: step.keep(name, Tensor(name, self.memory[name])))

    def _count(self) -> None:
        self.updates += 1
        self.step_count += 1

    def _mask(self, step: Step, which: str) -> Tensor:
        marks = (
            self.network.marked(lambda layer, name: name in layer.weights)
            if which == "weights"
            else self.network.marked(lambda layer, name: name not in layer.spec.frozen)
        )
        return step.keep(which, Tensor(which, marks))
