"""Whatever a step can consist of, the microscope has a word for it, and no word too many."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.texts import TEXTS
from app.texts.microscope_en import MICROSCOPE
from engine import Trainer, read_design
from engine.inspection.examiner import OWN_RULES
from engine.inspection.mistakes import CODES
from engine.inspection.questions import KINDS
from engine.inspection.slips import CODES as SLIPS
from engine.inspection.trace import Event
from engine.inspection.walk import Walk

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = "\n".join(path.read_text() for path in (ROOT / "static" / "js").rglob("*.js"))
OPTIMIZERS = ("sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adam", "adamw")


def events(optimizer: str, **fields: Any) -> Iterator[Event]:
    layers = [
        {"kind": "dense", "units": 3, "activation": "relu", "frozen": ["bias"]},
        {"kind": "batch_norm"},
        {"kind": "dropout", "rate": 0.5},
        {"kind": "activation", "activation": "elu"},
        {"kind": "dense", "units": 1, "activation": "tanh"},
    ]
    design = {
        "data": {"kind": "circle", "samples": 30},
        "layers": layers,
        "loss": {"kind": "huber"},
        "optimizer": {"kind": optimizer},
        "regularizer": {"kind": "elastic"},
        "batch_size": 4,
    }
    yield from Walk(Trainer(read_design(design | fields))).events


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("clipping", ["norm", "value"])
def test_every_event_has_a_word_and_every_block_of_the_update_a_name(optimizer: str, clipping: str) -> None:
    for event in events(optimizer, clipping={"kind": clipping, "limit": 0.1}, schedule={"kind": "cosine"}):
        assert f"microscope.phase.{event.phase}" in TEXTS
        if not event.outputs:
            assert f"microscope.silent.{event.quantity}" in TEXTS
            continue
        own = event.outputs[0].rpartition("/")[2]
        word = "gradient" if event.quantity == "gradient" else "da" if own == "dx" else own
        assert f"microscope.word.{word}" in TEXTS, event
        if event.phase == "update" and "/" not in event.outputs[0] and own not in ("learning_rate", "scale"):
            assert f"microscope.memory.{own}" in TEXTS, event


def test_no_sentence_of_the_microscope_is_unused() -> None:
    built = {"quiz", "word", "memory", "phase", "zero", "zoom", "rung", "silent", "want", "gradients", "clipped"}
    built |= {"compare"}  # the heads of its table
    wishes = set(re.findall(r'button\("(?:[a-z-]+", ")?([a-z_]+)"', SCRIPTS))
    unused = [
        code
        for code in MICROSCOPE
        if code.startswith("microscope.")
        and code.split(".")[1] not in built
        and code.split(".")[1].removesuffix("_help") not in wishes
        and f'"{code}"' not in SCRIPTS
        and f'"{code.removesuffix("_help")}"' not in SCRIPTS
    ]
    assert unused == []


def test_a_card_has_words_for_every_kind_choice_rule_and_mistake_and_for_nothing_else() -> None:
    made = {code.removeprefix("microscope.quiz.") for code in MICROSCOPE if code.startswith("microscope.quiz.")}
    spoken = set(re.findall(r'"microscope\.quiz\.([a-z_]+)"', SCRIPTS))
    kinds = set(KINDS) - {"larger", "route"}  # they are named in the scripts, in two forms each
    choices = {f"choice.{code}" for code in ("negative", "positive", "down", "up")}
    quantities = {"z", "a", "loss", "da", "delta", "dx", "gradient", "parameters", "delta_pair"}
    rules = {f"rule.{rule}" for rule in {*quantities, *OWN_RULES}}
    wrong = {f"mistake.{code}" for code in (*CODES, *SLIPS, "no_number", "other")}
    assert made == spoken | kinds | choices | rules | wrong
