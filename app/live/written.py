"""Frozen values as JSON, written once each: what is kept again and again costs what is new, not what there is."""

from collections.abc import Sequence

from pydantic import BaseModel


class Written:
    """Remembers the texts of the values it was last asked for."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[BaseModel, str]] = {}

    def texts(self, values: Sequence[BaseModel]) -> list[str]:
        """The JSON of each value."""
        # a value that is known is held here, so that its id cannot have become another's
        self._known = {id(v): self._known.get(id(v)) or (v, v.model_dump_json()) for v in values}
        return [self._known[id(value)][1] for value in values]


def array(texts: Sequence[str]) -> str:
    """A JSON array of such texts."""
    return f"[{','.join(texts)}]"
