"""What every event is: a frozen value that JSON can carry."""

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict

Json = dict[str, Any]


def _finite(value: Any) -> Any:
    """JSON has no NaN and no infinity: what is not finite is not known."""
    return None if isinstance(value, float) and value - value != 0 else value


Number = Annotated[float | None, BeforeValidator(_finite)]


class Event(BaseModel):
    """Base of every event. Its number and the name of its stream are added when it is published."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)
