"""A twin is the same network in PyTorch: the same numbers at first, the same batches, PyTorch's own way of learning.

Everything is float64 and on one thread. What PyTorch lacks (a sum of squares over the outputs, say) is composed from
what it has. Data are taken as they are: the designs that have twins do not standardise.
"""

from collections.abc import Callable, Iterator
from math import cos, pi

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as f

from engine import Design, Trainer
from engine.layers.activation import ActivationSpec
from engine.layers.batch_norm import BatchNorm
from engine.layers.dense import Dense
from engine.layers.dropout import Dropout

torch.set_num_threads(1)


class Elementwise(nn.Module):
    """A function of PyTorch's as a module."""

    def __init__(self, function: Callable[[Tensor], Tensor]) -> None:
        super().__init__()
        self.function = function

    def forward(self, z: Tensor) -> Tensor:
        return self.function(z)


ACTIVATIONS: dict[str, Callable[[], nn.Module]] = {
    "linear": nn.Identity,
    "sigmoid": nn.Sigmoid,
    "tanh": nn.Tanh,
    "relu": nn.ReLU,
    "leaky_relu": lambda: nn.LeakyReLU(0.01),
    "elu": nn.ELU,
    "selu": nn.SELU,
    "gelu": nn.GELU,
    "gelu_tanh": lambda: nn.GELU(approximate="tanh"),
    "silu": nn.SiLU,
    "mish": nn.Mish,
    "softplus": nn.Softplus,
    "softsign": nn.Softsign,
    # the derivative of nn.Hardsigmoid is 1/6 in single precision, whatever its input's is
    "hard_sigmoid": lambda: Elementwise(lambda z: torch.clamp(z / 6 + 0.5, 0.0, 1.0)),
    "sine": lambda: Elementwise(torch.sin),
    "gaussian": lambda: Elementwise(lambda z: torch.exp(-z.square())),
    "step": lambda: Elementwise(lambda z: (z >= 0).to(z.dtype) + 0.0 * z),  # the last term: a path for a gradient of 0
    "softmax": lambda: nn.Softmax(dim=1),
}


def loss_of(design: Design) -> tuple[Callable[[Tensor, Tensor], Tensor], bool]:
    """The loss of (n, outputs) and targets of that shape, and whether it wants the logits."""
    loss = design.loss
    match loss.kind:
        case "squared_error":
            return nn.MSELoss(), False
        case "sum_squared_error":
            return lambda a, t: nn.MSELoss(reduction="sum")(a, t) / len(a), False
        case "half_squared_error":
            return lambda a, t: nn.MSELoss(reduction="sum")(a, t) / (2 * len(a)), False
        case "absolute_error":
            return nn.L1Loss(), False
        case "huber":
            return nn.HuberLoss(delta=loss.delta), False
        case "binary_cross_entropy":
            return nn.BCEWithLogitsLoss(), True
        case "cross_entropy":
            return lambda z, t: nn.CrossEntropyLoss()(z, t.argmax(1)), True
        case "hinge":
            return lambda a, t: f.margin_ranking_loss(a, torch.zeros_like(a), t, margin=1.0), False
    raise AssertionError(loss.kind)


class Twin:
    """Built from a trainer that has not begun; `step` then goes with the trainer's next batch."""

    def __init__(self, trainer: Trainer) -> None:
        self.trainer, design = trainer, trainer.design
        self.design = design
        self.loss, self.from_logits = loss_of(design)
        self.parts: list[tuple[str, nn.Module]] = []
        modules: list[nn.Module] = []
        for i, layer in enumerate(design.layers):
            built = list(self._modules(layer, trainer.network.layers[i].fan_in))
            self.parts.append((f"layers/{i}", built[0]))
            modules += built
        if self.from_logits:
            modules.pop()
        self.network = nn.Sequential(*modules).double()
        self._take_over()
        self.optimizer = self._optimizer()
        self.scheduler = self._scheduler()

    def _modules(self, layer: object, fan_in: int) -> Iterator[nn.Module]:
        match layer:
            case Dense():
                yield nn.Linear(fan_in, layer.units)
                yield ACTIVATIONS[layer.activation]()
            case ActivationSpec():
                yield ACTIVATIONS[layer.activation]()
            case BatchNorm():
                yield nn.BatchNorm1d(fan_in, eps=layer.epsilon, momentum=layer.momentum)
            case Dropout():
                yield nn.Dropout(layer.rate)

    def named(self) -> Iterator[tuple[str, Tensor]]:
        """Parameters and running moments, under the engine's names."""
        for path, module in self.parts:
            match module:
                case nn.Linear():
                    yield f"{path}/weight", module.weight
                    yield f"{path}/bias", module.bias
                case nn.BatchNorm1d():
                    yield f"{path}/scale", module.weight
                    yield f"{path}/shift", module.bias
                    yield f"{path}/running_mean", module.running_mean
                    yield f"{path}/running_variance", module.running_var

    def _take_over(self) -> None:
        for name, tensor in self.named():
            with torch.no_grad():
                tensor.copy_(torch.from_numpy(np.array(numbers(self.trainer)[name])))
            layer, what = name.split("/")[1:]
            if what in self.design.layers[int(layer)].frozen:
                tensor.requires_grad_(False)

    def _groups(self, decay: float) -> list[dict[str, object]]:
        """Weights, which decay, apart from everything else."""
        free = [(name, tensor) for name, tensor in self.named() if isinstance(tensor, nn.Parameter)]
        weights = [tensor for name, tensor in free if name.endswith("/weight") and tensor.requires_grad]
        others = [tensor for name, tensor in free if not name.endswith("/weight") and tensor.requires_grad]
        return [{"params": weights, "weight_decay": decay}, {"params": others, "weight_decay": 0.0}]

    @property
    def decays(self) -> bool:
        """Whether L2 is PyTorch's weight_decay here; otherwise it is a term of the objective, before the clipping."""
        return (
            self.design.regularizer.kind == "l2"
            and self.design.clipping.kind == "none"
            and self.design.optimizer.kind != "adamw"
        )

    def _optimizer(self) -> torch.optim.Optimizer:
        spec = self.design.optimizer
        groups = self._groups(self.design.regularizer.rates[1] if self.decays else 0.0)
        rate = spec.learning_rate
        match spec.kind:
            case "sgd":
                return torch.optim.SGD(groups, lr=rate)
            case "momentum" | "nesterov":
                return torch.optim.SGD(groups, lr=rate, momentum=spec.momentum, nesterov=spec.kind == "nesterov")
            case "adagrad":
                return torch.optim.Adagrad(groups, lr=rate, eps=spec.epsilon)
            case "rmsprop":
                return torch.optim.RMSprop(groups, lr=rate, alpha=spec.decay, eps=spec.epsilon)
            case "adam":
                return torch.optim.Adam(groups, lr=rate, betas=(spec.beta1, spec.beta2), eps=spec.epsilon)
            case "adamw":
                everything = [tensor for group in groups for tensor in group["params"]]
                return torch.optim.AdamW(
                    everything,
                    lr=rate,
                    betas=(spec.beta1, spec.beta2),
                    eps=spec.epsilon,
                    weight_decay=spec.weight_decay,
                )
        raise AssertionError(spec.kind)

    def _scheduler(self) -> torch.optim.lr_scheduler.LRScheduler | None:
        """A scheduler that is stepped once a training step."""
        schedule, a_epoch = self.design.schedule, self.trainer.steps_in_epoch
        schedulers = torch.optim.lr_scheduler
        match schedule.kind:
            case "step":
                return schedulers.StepLR(self.optimizer, schedule.every * a_epoch, schedule.drop)
            case "exponential":
                return schedulers.LambdaLR(self.optimizer, lambda k: schedule.decay ** (k // a_epoch))
            case "cosine":
                low, steps = schedule.lowest, schedule.epochs * a_epoch
                return schedulers.LambdaLR(
                    self.optimizer, lambda k: low + (1 - low) * (1 + cos(pi * min(k, steps) / steps)) / 2
                )
            case "warmup":
                return schedulers.LambdaLR(self.optimizer, lambda k: min(1.0, (k / a_epoch + 1e-3) / schedule.epochs))
        return None

    def objective(self, inputs: Tensor, targets: Tensor) -> tuple[Tensor, Tensor]:
        """The loss alone, and the loss with the penalty."""
        loss = self.loss(self.network(inputs), targets)
        l1, l2 = (0.0, 0.0) if self.decays else self.design.regularizer.rates
        weights = [tensor for name, tensor in self.named() if name.endswith("/weight")]
        penalty = sum(l1 * w.abs().sum() + l2 / 2 * w.square().sum() for w in weights) if l1 or l2 else 0.0
        return loss, loss + penalty

    def step(self) -> float:
        """Learn from the batch that the trainer is about to take; the loss before that."""
        inputs, targets = next_batch(self.trainer)
        self.network.train()
        self.optimizer.zero_grad()
        loss, objective = self.objective(inputs, targets)
        objective.backward()
        clipping = self.design.clipping
        if clipping.kind == "norm":
            nn.utils.clip_grad_norm_(self.network.parameters(), clipping.limit)
        elif clipping.kind == "value":
            nn.utils.clip_grad_value_(self.network.parameters(), clipping.limit)
        self.optimizer.step()
        if self.scheduler is not None:
            self.scheduler.step()
        return loss.item()

    def gradients(self) -> dict[str, np.ndarray]:
        """∂L/∂θ of the trainer's next batch, by the engine's names."""
        self.network.train()
        self.network.zero_grad()
        self.objective(*next_batch(self.trainer))[0].backward()
        return {name: tensor.grad.numpy() for name, tensor in self.named() if isinstance(tensor, nn.Parameter)}

    def predict(self, rows: np.ndarray) -> np.ndarray:
        """(n, outputs) of rows (n, inputs), as at inference."""
        self.network.eval()
        with torch.no_grad():
            output = self.network(torch.from_numpy(rows.copy()))
            if self.from_logits:
                output = ACTIVATIONS[self.design.layers[-1].activation]()(output)
        return output.numpy()


def next_batch(trainer: Trainer) -> tuple[Tensor, Tensor]:
    """What the trainer will learn from next, as rows."""
    program = trainer.program  # begins the next epoch where this one is over
    chosen = trainer.splits.train[trainer.batches.samples_of_next]
    assert program.batch == len(chosen)
    targets = np.ascontiguousarray(trainer.targets[:, chosen].T)
    return torch.from_numpy(trainer.dataset.inputs[chosen]), torch.from_numpy(targets)


def numbers(trainer: Trainer) -> dict[str, np.ndarray]:
    """Parameters and running moments by name."""
    moments = trainer.network.moments_layout
    return {**trainer.parameters, **{name: moments[name] for name in moments if not name.endswith("_column")}}


def differences(trainer: Trainer, twin: Twin) -> dict[str, float]:
    """The largest difference in each parameter, in each running moment, and in the predictions for all data."""
    found = {
        name: float(np.abs(numbers(trainer)[name] - tensor.detach().numpy()).max()) for name, tensor in twin.named()
    }
    rows = trainer.dataset.inputs
    found["predictions"] = float(np.abs(trainer.predict(rows) - twin.predict(rows)).max())
    return found
