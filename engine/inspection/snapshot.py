"""A snapshot is a picture of a run for one look at it: cast copies of its arenas under their own names, and what its
units say over the plane, a line, or samples. What is not looked at is neither computed nor copied."""

from collections.abc import Callable

import numpy as np
from pydantic import Field

from engine.inspection.frame_layout import Frame, FrameLayout
from engine.inspection.probe import Probe
from engine.inspection.response import Response, SinglePrecision, grid
from engine.spec import Spec
from engine.training.trainer import Trainer
from engine.types import Array

WHOLE = 20_000  # parameters: up to here a picture carries all of them
TILES, SURFACE = (32, 16, 8), 100  # sides of a tile, which are smaller where there are many, and of the output
TILE_BYTES = 160_000  # what tiles may weigh
PICTURE_BYTES = 256 * 1024  # what a picture may weigh, unless somebody asks for more units than are drawn by themselves
LINE_TILE, LINE = 64, 200
BINS = 24
PROBED = 8_192  # numbers of a probe's arena: up to here a picture carries all of them
JUDGED = 256  # samples at most behind a distribution
FEW = 8  # samples: fewer are no distribution, and a unit is shown by what it says about the probe
_LARGEST = {np.dtype(name): float(np.finfo(name).max) for name in ("float16", "float32")}
DRAWN = 12  # units of a layer that are drawn where nobody says which


class Look(Spec):
    """What somebody is looking at. `units` lists the units of each layer that are drawn (None: the first 12 of each);
    `enlarged` is (layer, unit), layer −1 the input; `probe` is a sample's index."""

    tiles: bool = True
    output: bool = True
    units: tuple[tuple[int, ...], ...] | None = Field(None, max_length=64)
    enlarged: tuple[int, int] | None = None
    probe: int = Field(0, ge=0)


class Snapshot:
    """Pictures of one trainer for one look: `take` computes one and gives its bytes, laid out as `layout` says.

    A snapshot serves until the trainer's network is replaced (a revision, a restart); then make another.
    """

    def __init__(self, trainer: Trainer, look: Look) -> None:
        self.trainer, self.look = trainer, look
        self.network = trainer.network
        widths = [layer.units for layer in self.network.layers]
        wanted = look.units or tuple(tuple(range(DRAWN)) for _ in widths)
        self.drawn = [
            np.array(sorted({u for u in units if 0 <= u < width}), np.intp)
            for units, width in zip((*wanted, *((),) * len(widths)), widths, strict=False)
        ]
        self.probe = Probe(trainer, min(look.probe, trainer.dataset.samples - 1))
        self._frame = Frame()
        self._fillers: list[Callable[[bytearray], Callable[[], None]]] = []
        self._add_parameters()
        before = self._frame.size
        self._add_probe()
        self._probed = before, self._frame.size  # where in a picture the probe's numbers lie
        self._single = SinglePrecision(self.network)
        self._add_responses()
        self.layout: FrameLayout = self._frame.layout()
        self._bytes = bytearray(self.layout.size)
        self._fill = [filler(self._bytes) for filler in self._fillers]

    @property
    def size(self) -> int:
        """Bytes of a picture."""
        return self.layout.size

    def take(self, probe: bool = True) -> bytearray:
        """A picture of this moment, with what the probe comes to or without it; the same bytearray each time."""
        with np.errstate(all="ignore"):
            for fill in self._fill:
                fill()
        if not probe:
            start, stop = self._probed
            np.frombuffer(self._bytes, np.float32, (stop - start) // 4, start).fill(np.nan)
        return self._bytes

    def write(self, buffer: bytearray | memoryview, probe: bool = True) -> None:
        """A picture of this moment, into the reader's own bytes."""
        buffer[: self.size] = self.take(probe)

    # parts

    def _copy(self, flat: Array) -> int:
        """Room for a float32 cast copy of a flat array, made with each picture; its offset."""
        offset = self._frame.block(flat.size, "float32")

        def filler(frame: bytearray) -> Callable[[], None]:
            into = np.frombuffer(frame, np.float32, flat.size, offset)
            return lambda: np.copyto(into, flat, casting="same_kind")

        self._fillers.append(filler)
        return offset

    def _array(
        self,
        name: str,
        shape: tuple[int, ...],
        fill: Callable[[Array], object],
        dtype: str = "float32",
        units: Array | None = None,
        inputs: Array | None = None,
    ) -> None:
        """An array of its own that `fill` computes into."""
        rows = None if units is None else tuple(units.tolist())
        columns = None if inputs is None else tuple(inputs.tolist())
        layout = self._frame.add(name, shape, dtype, rows, columns)  # type: ignore[arg-type]

        def filler(frame: bytearray) -> Callable[[], None]:
            into = layout.view(frame)

            def now() -> None:
                fill(into)

            return now

        self._fillers.append(filler)

    def _add_parameters(self) -> None:
        network = self.network
        if network.flat.size <= WHOLE:
            start = self._copy(network.flat)
            for name, array in network.parameters.items():
                self._frame.place(name, array, start, network.layout.offset(array))
        else:
            for name, array in network.parameters.items():
                self._add_part(name, array)
        if network.moments.size:
            start = self._copy(network.moments)
            for name, array in network.moments_layout.items():
                if not name.endswith("_column"):
                    self._frame.place(name, array, start, network.moments_layout.offset(array))

    def _add_part(self, name: str, array: Array) -> None:
        """The rows of a parameter that belong to drawn units, and the columns that come from drawn units."""
        index = int(name.split("/")[1])
        rows = self.drawn[index]
        if array.ndim == 1:
            self._array(name, (len(rows),), lambda into: np.copyto(into, array[rows], casting="same_kind"), units=rows)
            return
        columns = self.drawn[index - 1] if index else np.arange(array.shape[1])
        if len(columns) > 256:
            columns = columns[:: -(-len(columns) // 256)]
        chosen = np.ix_(rows, columns)
        self._array(
            name,
            (len(rows), len(columns)),
            lambda into: np.copyto(into, array[chosen], casting="same_kind"),
            units=rows,
            inputs=columns,
        )

    def _add_probe(self) -> None:
        probe, arena = self.probe, self.probe.program.arena
        assert arena.flat is not None

        def filler(_: bytearray) -> Callable[[], None]:
            return probe.run

        self._fillers.append(filler)
        named = probe.named()
        if arena.flat.size > PROBED:
            for name, array in named.items():
                self._array(name, array.shape, _filling(array, None))
            return
        start = self._copy(arena.flat)
        for name, array in named.items():
            self._frame.place(name, array, start, arena.offset(array))

    def _add_responses(self) -> None:
        shape = self.trainer.dataset.shape
        if not (self.look.tiles or self.look.output or self.look.enlarged):
            return

        def filler(_: bytearray) -> Callable[[], None]:
            return self._single.refresh

        self._fillers.append(filler)
        if shape == "plane":
            self._add_surfaces()
        elif shape == "line":
            self._add_curves()
        elif self.look.tiles:
            self._add_distributions()

    def _respond(self, rows: Array) -> Response:
        response = Response(self._single, self.trainer.examples.preprocessing.transform(rows))

        def filler(_: bytearray) -> Callable[[], None]:
            return response.run

        self._fillers.append(filler)
        return response

    def _add_tiles(self, kind: str, response: Response, shape: tuple[int, ...], dtype: str) -> None:
        """One small response a drawn unit, and one an input feature."""
        inputs = response.units(-1)
        self._array(f"{kind}/inputs", (len(inputs), *shape), _filling(inputs, None), dtype)
        for i, drawn in enumerate(self.drawn):
            units = response.units(i)
            if len(drawn):
                self._array(f"{kind}/layers/{i}", (len(drawn), *shape), _filling(units, drawn), dtype, units=drawn)

    def _add_surfaces(self) -> None:
        domain = self.trainer.dataset.domain
        if self.look.tiles:
            count = len(self.trainer.examples.preprocessing.feature_names) + sum(map(len, self.drawn))
            room = min(TILE_BYTES, PICTURE_BYTES - self._frame.size - 5 * SURFACE * SURFACE)
            side = next((side for side in TILES if 2 * count * side * side <= room), TILES[-1])
            self._add_tiles("surfaces", self._respond(grid(domain, side)), (side, side), "float16")
        if not (self.look.output or self.look.enlarged):
            return
        large = self._respond(grid(domain, SURFACE))
        shape = (SURFACE, SURFACE)
        outputs = large.output
        if self.look.output and self.trainer.dataset.task != "regression" and len(outputs) > 1:

            def said(into: Array) -> None:
                np.copyto(into, outputs.argmax(0).reshape(shape), casting="unsafe")

            self._array("surfaces/class", shape, said, "uint8")
            self._array(
                "surfaces/confidence",
                shape,
                lambda into: _put(outputs.max(0), into),
                "float16",
            )
        elif self.look.output:
            self._array("surfaces/output", (len(outputs), *shape), _filling(outputs, None), "float16")
        self._add_enlarged("surfaces/enlarged", large, shape, "float16")

    def _add_enlarged(self, name: str, response: Response, shape: tuple[int, ...], dtype: str) -> None:
        if self.look.enlarged is None:
            return
        layer, unit = self.look.enlarged
        if layer >= len(self.network.layers):
            return
        units = response.units(max(layer, -1))
        if 0 <= unit < len(units):
            self._array(name, shape, _filling(units[unit], None), dtype)

    def _add_curves(self) -> None:
        domain = self.trainer.dataset.domain
        if self.look.tiles:
            self._add_tiles("curves", self._respond(grid(domain, LINE_TILE)), (LINE_TILE,), "float32")
        if self.look.output or self.look.enlarged:
            large = self._respond(grid(domain, LINE))
            if self.look.output:
                self._array("curves/output", (len(large.output), LINE), _filling(large.output, None))
            self._add_enlarged("curves/enlarged", large, (LINE,), "float32")

    def _add_distributions(self) -> None:
        splits = self.trainer.splits
        indices = (splits.validation if len(splits.validation) else splits.train)[:JUDGED]
        if len(indices) < FEW:
            return
        response = self._respond(self.trainer.dataset.inputs[indices])
        for i, drawn in enumerate(self.drawn):
            if len(drawn):
                self._add_distribution(i, drawn, response.units(i))

    def _add_distribution(self, layer: int, drawn: Array, units: Array) -> None:
        """The share of samples in each of 24 equal bins between the layer's smallest and largest activation."""
        ends = np.zeros(2, np.float32)
        rows = np.arange(len(drawn))[:, None] * BINS

        def fill(into: Array) -> None:
            values = units[drawn]
            low, high = float(values.min()), float(values.max())
            if not np.isfinite(high - low):
                into[...] = 0.0
                ends[...] = 0.0
                return
            ends[...] = low, high
            bins = ((values - low) * (BINS / max(high - low, 1e-12))).astype(np.intp)
            counts = np.bincount((np.minimum(bins, BINS - 1) + rows).ravel(), minlength=len(drawn) * BINS)
            np.divide(counts.reshape(into.shape), values.shape[1], out=into, casting="unsafe")

        self._array(f"distributions/layers/{layer}", (len(drawn), BINS), fill, units=drawn)
        self._array(f"distributions/layers/{layer}/range", (2,), lambda into: np.copyto(into, ends))


def _filling(source: Array, rows: Array | None) -> Callable[[Array], object]:
    """A copy of the chosen rows of `source`, cast and reshaped to what is asked; all rows need no gathering."""
    if rows is None or len(rows) == len(source):
        return lambda into: _put(source, into)
    return lambda into: _put(source[rows], into)


def _put(values: Array, into: Array) -> None:
    """Cast and reshape. What is beyond the picture's own dtype is drawn as its largest number, and NaN as 0."""
    largest = _LARGEST[into.dtype]
    if not (-largest <= values.min() and values.max() <= largest):
        values = np.clip(np.nan_to_num(values), -largest, largest)
    np.copyto(into, values.reshape(into.shape), casting="same_kind")
