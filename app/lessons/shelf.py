"""The shelf: the lessons that ship, in the order in which they build on one another."""

from functools import cache
from pathlib import Path

from app.lessons.lesson import Lesson
from app.lessons.reading import read_lesson

FOLDER = Path(__file__).with_name("en")
NAMES = (
    "neuron",
    "layers-and-activations",
    "forward-pass",
    "loss",
    "backward-pass",
    "updates",
    "starting-simple",
    "enough-data",
    "train-validation-test",
    "overfitting",
    "batch-normalisation",
)


def lesson_file(name: str) -> str:
    """The file of a lesson that ships: one of NAMES, so that no path is made of what a stranger sends."""
    return (FOLDER / f"{name}.md").read_text(encoding="utf-8")


@cache
def lesson_named(name: str) -> Lesson:
    """A lesson that ships, by one of NAMES."""
    return read_lesson(lesson_file(name))
