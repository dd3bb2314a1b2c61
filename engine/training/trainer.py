"""A trainer is one run: a Design, trained step by step, with the journal of what was changed on the way."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import MappingProxyType
from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike

from engine.datasets.dataset import Dataset
from engine.datasets.splitting import Split
from engine.design import Design, check
from engine.errors import DesignError, Diverged
from engine.layers.dropout import DropoutLayer
from engine.network import Network
from engine.program.program import Program
from engine.regularizers import penalty
from engine.training.batches import Batches
from engine.training.curve import Curve
from engine.training.divergence import LARGEST, Finding, divergence, finite, lost, sound
from engine.training.evaluation import Evaluation
from engine.training.examples import Examples
from engine.training.footholds import Foothold, Footholds
from engine.training.journal import JournalEntry, ParameterSet, Revised
from engine.training.judge import Judge, Part
from engine.training.keyframe import Keyframe
from engine.training.placement import Placement
from engine.training.revision import Revision, carried, fitting
from engine.training.update import Update
from engine.types import Array

_DROPOUT = 3  # what a stream of random numbers is for: the last part of its seed


class Trainer:
    """Trains a Design. Raises DesignError if it cannot run.

    `origin` is the Design that the run began with, `design` the present one; `origin` and `journal` make the run again.
    """

    def __init__(self, design: Design) -> None:
        self._start(design)

    def _start(self, design: Design) -> None:
        if problems := check(design):
            raise DesignError(*problems)
        self.origin = self.design = design
        self.journal: tuple[JournalEntry, ...] = ()
        self.curve = Curve()
        self.loss: float | None = None
        self.examples = Examples(design)
        self._build(Network(design.layers, self.examples.features, design.dtype, design.seed))
        self._begin(0, 0)

    # what a run is made of

    def _build(self, network: Network) -> None:
        """Programs over a network, for the design as it stands."""
        design, examples, last = self.design, self.examples, network.layers[-1]
        self.network = network
        self.no_yes = design.loss.targets(last.activation)
        self.targets = examples.targets(last.units, *self.no_yes)
        train = examples.splits.train
        normalised = any(layer.kind == "batch_norm" for layer in design.layers)
        self.batches = Batches(
            examples.inputs[:, train], self.targets[:, train], design.batch_size, design.seed, normalised
        )
        self.update = Update(
            network, design.optimizer, design.schedule, design.regularizer, design.clipping, len(self.batches)
        )
        self.judge = Judge(network, design.loss, examples, self.targets, self.no_yes)
        # a look at the validation part costs about a third of training on it: keep it to a quarter of the work
        self._judge_every = 1 + 4 * len(examples.splits.validation) // (3 * self.batches.sizes[0])
        self._programs: dict[int, Program] = {}
        self._dropouts = [(i, x) for i, x in enumerate(network.layers) if isinstance(x, DropoutLayer)]
        self._hold()

    @property
    def dataset(self) -> Dataset:
        """What is learned, before preprocessing."""
        return self.examples.dataset

    @property
    def splits(self) -> Split:
        """Which samples are in which part."""
        return self.examples.splits

    # where the run stands

    @property
    def step_count(self) -> int:
        """Steps trained."""
        return self.update.step_count

    @property
    def epoch_count(self) -> int:
        """The epoch that the next step belongs to, from 0."""
        return self.batches.epoch + (self.batches.index == len(self.batches))

    @property
    def steps_in_epoch(self) -> int:
        """How many batches the training part is cut into."""
        return len(self.batches)

    @property
    def parameters(self) -> Mapping[str, Array]:
        """Every parameter by name, as live views; change them through `set_parameter`, which the journal sees."""
        return MappingProxyType(self.network.parameters)

    @property
    def penalty(self) -> float:
        """What the regularizer adds to the objective, at the present weights."""
        named = [
            self.network.parameters[f"layers/{i}/{name}"]
            for i, layer in enumerate(self.network.layers)
            for name in layer.weights
        ]
        return penalty(self.design.regularizer, named)

    @property
    def program(self) -> Program:
        """The program of the next step: its instructions and its arrays."""
        if self.batches.index == len(self.batches):
            self._begin(self.batches.epoch + 1, 0)
        return self._program(self.batches.size)

    def _program(self, size: int) -> Program:
        if size not in self._programs:
            self._programs[size] = self.network.compile(
                size, loss=self.design.loss, training=True, backward=True, update=self.update.emit
            )
        return self._programs[size]

    def _begin(self, epoch: int, index: int) -> None:
        """Stand at a batch of an epoch, with the order and the dropouts of that epoch."""
        self._seek(epoch, index)
        for i, layer in self._dropouts:
            seed = np.random.SeedSequence((self.design.seed, i, epoch, _DROPOUT))
            layer.generator.bit_generator.state = np.random.PCG64(seed).state
        if self._footholds.due(self.step_count, self.network.flat):
            self._footholds.keep(self._foothold())

    def _seek(self, epoch: int, index: int) -> None:
        self.batches.seek(epoch, index)
        self.update.epoch_began = epoch, self.step_count - index

    # training

    def step(self, count: int = 1) -> None:
        """Train `count` steps. Raises Diverged, and then stands at the last step before the numbers ran away."""
        with np.errstate(all="ignore"):
            found = self._train(count) or lost(self.network)
            if found is not None:
                self._retreat()
                raise Diverged(self.step_count + 1, *found)

    def _train(self, count: int) -> Finding | None:
        """Train `count` steps, or until a loss comes out not finite; then say why."""
        for _ in range(count):
            program = self.program
            self.batches.load(program)
            for call, arguments in program.judging:
                call(*arguments)
            assert program.loss is not None
            loss = program.loss.item()
            if not -LARGEST < loss < LARGEST:
                return divergence(program, self.network.flat)
            for call, arguments in program.learning:
                call(*arguments)
            self.loss = loss
            if self.curve.add(loss):
                due = self.curve.steps % self._judge_every < self.curve.bucket
                self.curve.close(self.judge.loss_of("validation") if due else None)
        return None

    def epoch(self) -> None:
        """Train to the end of the epoch."""
        program = self.program  # begins the next epoch where this one is over
        assert program.batch == self.batches.size
        self.step(len(self.batches) - self.batches.index)

    def run(self, *, steps: int | None = None, epochs: int | None = None) -> None:
        """Train a number of steps, or of epochs."""
        if steps is not None:
            self.step(steps)
        for _ in range(epochs or 0):
            self.epoch()

    def gradients(self) -> dict[str, Array]:
        """∂L/∂θ of the next batch for every parameter, by name; nothing is updated, the run stands where it stood."""
        held = self.stand()
        program = self.program
        self.batches.load(program)
        with np.errstate(all="ignore"):
            program.judge()
            for instruction in program.instructions:
                if instruction.phase == "backward":
                    instruction.call(*instruction.arguments)
        found = {name: program.arrays[f"gradient/{name}"].copy() for name in self.network.parameters}
        self.stand_at(held)
        return found

    # judging

    def evaluate(self, part: Part = "validation") -> Evaluation:
        """Loss, accuracy or R², and confusion matrix on a part of the data."""
        return self.judge.evaluate(part)

    def predict(self, rows: ArrayLike) -> Array:
        """What the network says of raw rows (n, raw inputs): (n, outputs), regression in the targets' own units."""
        return self.judge.predict(rows)

    # changing

    def set_parameter(self, name: str, value: ArrayLike, index: tuple[int, ...] | int | None = None) -> None:
        """Set one number of a parameter, or all of it (a number, or an array of its shape). Raises ParameterError."""
        array = self.network.parameter(name)
        place, values = Placement.of(name, array, value, index)
        array[place] = values
        entries = [
            ParameterSet(step=self.step_count, name=name, index=(*place, *at), value=float(values[at]))
            for at in np.ndindex(values.shape)
        ]
        self.journal += tuple(entries)
        self._hold()

    def revise(
        self,
        design: Design,
        carry: Sequence[int | None] | None = None,
        values: Mapping[str, Any] | None = None,
    ) -> Revision:
        """Go on with another design, keeping every array that still has its place and shape.

        `carry[i]` is the old layer that new layer i descends from (by position where left out); `values` gives numbers
        to parameters that would begin anew. Another seed begins the run anew, with values of its own. Raises
        DesignError, or ParameterError for values that fit no parameter, and then nothing changed.
        """
        if problems := check(design):
            raise DesignError(*problems)
        placed = fitting(values or {}, design)
        if design.seed != self.design.seed:
            self.restart(design)
            return Revision((), tuple(self.network.parameters), True)
        entry = Revised(
            step=self.step_count,
            design=design,
            carry=None if carry is None else tuple(carry),
            values=placed,
        )
        revision = self._revise(entry)
        self.journal += (entry,)
        return revision

    def _revise(self, entry: Revised) -> Revision:
        before, network, update, batches = self.design, self.network, self.update, self.batches
        self.design = entry.design
        if (entry.design.data, entry.design.split, entry.design.dtype) != (before.data, before.split, before.dtype):
            self.examples = Examples(entry.design)
        fresh = Network(entry.design.layers, self.examples.features, entry.design.dtype, entry.design.seed)
        revision = carried(network, fresh, entry.carry)
        for name, value in entry.values.items():
            fresh.parameters[name][...] = value
        self._build(fresh)
        self.update.step_count = update.step_count
        if entry.design.optimizer.kind == before.optimizer.kind:
            self.update.updates = update.updates
            revision.remember(network, update.memory, fresh, self.update.memory)
        moved = batches.epoch + (batches.index > 0)
        same = batches.sizes == self.batches.sizes and before.data == entry.design.data
        self._begin(*((batches.epoch, batches.index) if same else (moved, 0)))
        if same:
            for (_, old), (_, new) in zip(_dropouts(network), _dropouts(fresh), strict=False):
                new.generator.bit_generator.state = old.generator.bit_generator.state
        self._hold()
        return revision

    def restart(self, design: Design | int | None = None) -> None:
        """Begin anew from the present design, or another; a number is another seed. The journal is empty again."""
        if isinstance(design, int):
            design = self.design.model_copy(update={"seed": design})
        self._start(design or self.design)

    # going back and forth

    def keyframe(self) -> Keyframe:
        """All that this run needs to go on from here, bit for bit."""
        held = self.stand()
        return Keyframe({**held.place, "loss": self.loss, "curve": self.curve.to_json()}, held.arrays)

    def restore(self, keyframe: Keyframe) -> None:
        """Stand where a keyframe of this run was taken."""
        self.stand_at(keyframe)
        self.loss = keyframe.place["loss"]
        self.curve = Curve.from_json(keyframe.place["curve"])
        self._hold()

    def stand(self) -> Keyframe:
        """Where the run stands: place and arrays, without its past."""
        place = {
            "step": self.step_count,
            "updates": self.update.updates,
            "epoch": self.batches.epoch,
            "index": self.batches.index,
            "draws": [layer.generator.bit_generator.state for _, layer in self._dropouts],
        }
        arrays = {"parameters": self.network.flat.copy(), "moments": self.network.moments.copy()}
        return Keyframe(place, arrays | {name: array.copy() for name, array in self.update.memory.items()})

    def _foothold(self) -> Foothold:
        return Foothold(self.stand(), self.loss, self.curve.mark())

    def _hold(self) -> None:
        """Nothing goes back behind this moment: the run begins here, or was edited."""
        self._footholds = Footholds(self._foothold())

    def stand_at(self, held: Keyframe) -> None:
        """Go back to where `stand` was asked."""
        self.update.step_count, self.update.updates = held.place["step"], held.place["updates"]
        self.network.flat[...] = held.arrays["parameters"]
        self.network.moments[...] = held.arrays["moments"]
        for name, array in self.update.memory.items():
            array[...] = held.arrays[name]
        self._seek(held.place["epoch"], held.place["index"])
        self._set_draws(held.place["draws"])

    @contextmanager
    def draws_of(self, held: Keyframe) -> Iterator[None]:
        """Inside, dropout draws again what it drew from there on; after it, it goes on as before."""
        before = [layer.generator.bit_generator.state for _, layer in self._dropouts]
        self._set_draws(held.place["draws"])
        yield
        self._set_draws(before)

    def _set_draws(self, states: Sequence[Any]) -> None:
        for (_, layer), state in zip(self._dropouts, states, strict=True):
            layer.generator.bit_generator.state = state

    def _retreat(self) -> None:
        """Go back to the last step whose loss was finite and whose parameters had not run away."""
        last = self.step_count
        foothold = self._footholds.before(last)
        self._go_back(foothold)
        well = sound if sound(self.network.flat) else finite
        while self.step_count < last - 1:
            self._train(1)
            if not well(self.network.flat):
                steps = self.step_count - 1 - foothold.step
                self._go_back(foothold)
                self._train(steps)
                return

    def _go_back(self, foothold: Foothold) -> None:
        self.stand_at(foothold.keyframe)
        self.loss = foothold.loss
        self.curve.back_to(foothold.mark)
        self._footholds = Footholds(foothold)

    @classmethod
    def replay(cls, origin: Design, journal: Sequence[JournalEntry], step: int) -> Self:
        """The run of a Design and a journal, trained to a step: the same bits as the first time."""
        trainer = cls(origin)
        trainer.catch_up(journal, step)
        return trainer

    def catch_up(self, journal: Sequence[JournalEntry], step: int) -> None:
        """Train to a step, and do on the way what these entries say, as far as they lie before it."""
        for entry in journal:
            if entry.step > step:
                break
            self.step(entry.step - self.step_count)
            self.apply(entry)
        self.step(step - self.step_count)

    def apply(self, entry: JournalEntry) -> None:
        """Do again what a journal entry says."""
        if isinstance(entry, ParameterSet):
            self.set_parameter(entry.name, entry.value, entry.index)
        else:
            self.revise(entry.design, entry.carry, entry.values)

    @classmethod
    def resume(cls, origin: Design, journal: Sequence[JournalEntry], keyframe: Keyframe) -> Self:
        """The run of a Design and a journal, going on from a keyframe that was taken after the journal's last entry."""
        designs = [entry.design for entry in journal if isinstance(entry, Revised)]
        trainer = cls(designs[-1] if designs else origin)
        trainer.origin, trainer.journal = origin, tuple(journal)
        trainer.restore(keyframe)
        return trainer


def _dropouts(network: Network) -> list[tuple[int, DropoutLayer]]:
    return [(i, layer) for i, layer in enumerate(network.layers) if isinstance(layer, DropoutLayer)]
