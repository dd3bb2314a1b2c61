"""The catalogue of layers: one line a layer."""

from typing import Annotated

from pydantic import Field

from engine.layers.activation import ActivationSpec
from engine.layers.batch_norm import BatchNorm
from engine.layers.dense import Dense
from engine.layers.dropout import Dropout

AnyLayer = Annotated[Dense | ActivationSpec | Dropout | BatchNorm, Field(discriminator="kind")]
LAYERS: dict[str, type[Dense] | type[ActivationSpec] | type[Dropout] | type[BatchNorm]] = {
    "dense": Dense,
    "activation": ActivationSpec,
    "dropout": Dropout,
    "batch_norm": BatchNorm,
}
