"""What every command carries."""

from pydantic import BaseModel, ConfigDict, Field


class Command(BaseModel):
    """What every command carries: its own number, by which a refusal names it."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    id: int = Field(default=0, ge=0, le=2**53)
