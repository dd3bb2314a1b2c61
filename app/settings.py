"""What can be set from outside: HOST, PORT, CHALKNET_DATA and a few more, from the environment."""

from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Where to serve, where to save, how much to take on."""

    model_config = SettingsConfigDict(frozen=True, extra="ignore")

    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535, description="0 takes any free port")
    data: Path = Field(default=Path.home() / ".chalknet", validation_alias="CHALKNET_DATA")
    origins: tuple[str, ...] = Field(
        default=(),
        validation_alias="CHALKNET_ORIGINS",
        description='further origins of the page, as JSON: ["https://nets.example"]',
    )
    workers: int | None = Field(default=None, ge=1, le=64, validation_alias="CHALKNET_WORKERS")
    sessions_per_visitor: int = Field(default=12, ge=1, validation_alias="CHALKNET_SESSIONS_PER_VISITOR")
    sessions: int = Field(default=256, ge=1, validation_alias="CHALKNET_SESSIONS")
    database: str | None = Field(
        default=None,
        validation_alias="CHALKNET_DATABASE",
        description="where classrooms are kept: postgresql+psycopg://name@host/database; None: in the data folder",
    )
    passphrase: SecretStr | None = Field(
        default=None,
        validation_alias="CHALKNET_CLASSROOM_PASSPHRASE",
        description="asked of whoever opens a classroom",
    )
