"""The view of a session: what of its network is looked at, the layout of its pictures, and the pictures themselves."""

from typing import Any, Self

from app.live.description import describe_probe
from app.protocol.event import Event
from app.protocol.events import LayoutChanged, ProbeChanged
from app.protocol.frames import HEADER, Header, write_header
from app.protocol.strict_json import refuse
from engine import Trainer
from engine.inspection.frame_layout import FrameLayout
from engine.inspection.snapshot import Look, Snapshot
from engine.types import Array

LARGEST_PICTURE = 262_144  # bytes
_PERHAPS_USED = 65_536  # numbers that may have been used after the view was kept for the last time


class View:
    """Looks at one trainer's network; once that is another network, `show` it. Its ids and numbers only grow."""

    def __init__(self, trainer: Trainer, look: Look | None = None, layout_id: int = 0, frames: int = 0) -> None:
        self.look = look or Look()
        self.layout_id = layout_id
        self._frames = frames
        self.show(trainer)

    @property
    def layout(self) -> FrameLayout:
        """How the arrays of a picture lie."""
        return self._snapshot.layout

    def show(self, trainer: Trainer) -> list[Event]:
        """Look at the network as it is now. A probe that is not in the data any more is the first sample."""
        self._trainer = trainer
        if not 0 <= self.look.probe < trainer.dataset.samples:
            self.look = self.look.model_copy(update={"probe": 0})
        self._snapshot = Snapshot(trainer, self.look)
        self.layout_id += 1
        return [LayoutChanged(layout=self.layout, id=self.layout_id), self.probe()]

    def look_at(self, look: Look) -> list[Event]:
        """Look at something else, as long as the picture keeps its budget."""
        if look == self.look:
            return []
        size = Snapshot(self._trainer, look).size
        if size > max(LARGEST_PICTURE, self._snapshot.size):
            refuse("picture_too_large", "look", f"at most {LARGEST_PICTURE} bytes", str(size), most=LARGEST_PICTURE)
        self.look = look
        return self.show(self._trainer)

    def probe(self) -> ProbeChanged:
        """The sample that is walked forward and backward to be shown."""
        return describe_probe(self._trainer, self.look.probe)

    def probed(self, name: str) -> Array:
        """What the probe's sample comes to now, in the design's own precision; by the name it has in a picture."""
        probe = self._snapshot.probe
        named = probe.named()
        if name not in named:
            refuse("parameter_unknown", name, "a number of the picture", name)
        probe.run()
        return named[name]

    def picture(self, probe: bool = True) -> bytes:
        """The present step as a frame; with `probe` False it keeps back what the followed sample comes to."""
        self._frames = (self._frames + 1) % 2**32
        frame = bytearray(HEADER.size + self._snapshot.size)
        write_header(frame, Header(self.layout_id % 2**32, self._frames, self._trainer.step_count))
        self._snapshot.write(memoryview(frame)[HEADER.size :], probe)
        return bytes(frame)

    def to_json(self) -> dict[str, Any]:
        """What another worker needs to look on."""
        return {"look": self.look.model_dump(mode="json"), "layout_id": self.layout_id, "frames": self._frames}

    @classmethod
    def from_json(cls, trainer: Trainer, value: dict[str, Any]) -> Self:
        """The view that was kept. It uses no layout id and no frame number again."""
        look = Look.model_validate(value["look"])
        return cls(trainer, look, value["layout_id"] + _PERHAPS_USED, value["frames"] + _PERHAPS_USED)
