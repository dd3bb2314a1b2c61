"""The engine: networks as designs, trained step by step, every number in the open. It knows no web and no clock."""

from engine.design import Design, adapt, check, cost, read_design
from engine.errors import ChalknetError, DataError, DesignError, Diverged, ParameterError, Problem
from engine.training.trainer import Trainer

__all__ = [
    "ChalknetError",
    "DataError",
    "Design",
    "DesignError",
    "Diverged",
    "ParameterError",
    "Problem",
    "Trainer",
    "adapt",
    "check",
    "cost",
    "read_design",
]
