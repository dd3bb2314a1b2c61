"""Every code that can reach a reader has its sentence, and every sentence has something that says it."""

import re
from pathlib import Path

import pytest

from app.playground.spec_forms import KINDS
from app.texts import TEXTS, page_texts, text
from app.texts.en import TEXTS as EN

ROOT = Path(__file__).resolve().parents[2]
PYTHON = "\n".join(
    path.read_text()
    for folder in ("engine", "app")
    for path in (ROOT / folder).rglob("*.py")
    if "texts" not in path.parts
)
SPOKEN = "\n".join(
    [PYTHON]
    + [path.read_text() for path in (ROOT / "templates").rglob("*.html")]
    + [path.read_text() for path in (ROOT / "static" / "js").rglob("*.js")]
)


def _found(pattern: str) -> set[str]:
    return set(re.findall(pattern, PYTHON))


def _problem_codes() -> set[str]:
    return (
        _found(r'\bcode="([a-z_]+)"')
        | _found(r'\brefuse\(\s*"([a-z_]+)"')
        | _found(r'"(nothing_to_[a-z]+|too_many_[mp][a-z_]+)"')
    )


def test_every_problem_of_engine_and_app_has_a_sentence() -> None:
    said = {code.split(".")[1] for code in TEXTS if code.startswith(("notice.", "island."))}
    said |= {code.split(".")[2] for code in TEXTS if code.startswith("room.problem.")}
    http_only = _found(r'4\d\d, "([a-z_]+)"')
    assert _problem_codes() - said - http_only == set()


def test_no_notice_is_unused() -> None:
    states = {"connecting", "reconnecting", "closed"}
    events = set(re.findall(r'code: "([a-z_]+)"', SPOKEN)) | set(re.findall(r'"notice\.([a-z_]+)"', SPOKEN))
    codes = {code.split(".")[1] for code in EN if code.startswith("notice.") and not code.startswith("notice.field_")}
    assert codes - _found(r'"([a-z_]+)"') - events - states == set()


def test_every_mend_cause_and_remedy_has_a_sentence() -> None:
    mends = _found(r'"mend": "([a-z_]+)"')
    diverged = re.findall(r'(?:Finding|Diverged)\([^)"]*"([a-z_]+)", "([a-z_]+)"\)', PYTHON)
    wanted = {f"mend.{mend}" for mend in mends}
    wanted |= {f"cause.{cause}" for cause, _ in diverged} | {f"remedy.{remedy}" for _, remedy in diverged}
    assert diverged
    assert wanted - TEXTS.keys() == set()
    assert {code for code in EN if code.startswith(("mend.", "cause.", "remedy."))} == wanted


def test_every_reason_against_a_link_has_a_sentence() -> None:
    refusals = re.findall(r"_refuse\(.*", (ROOT / "app/protocol/link.py").read_text())
    reasons = set(re.findall(r'"([a-z_]+)"', " ".join(refusals)))
    assert {f"notice.link_invalid.{reason}" for reason in reasons} == {c for c in TEXTS if "link_invalid." in c}


@pytest.mark.parametrize("noun", KINDS)
def test_every_kind_has_a_name_and_a_sentence(noun: str) -> None:
    for kind in KINDS[noun]:
        assert text(f"{noun}.{kind}")
        assert text(f"about.{noun}.{kind}").endswith(".")


def test_no_sentence_is_unused() -> None:
    built = ("label.", "help.", "about.", "notice.", "mend.", "cause.", "remedy.", "preset.", "theme.", "part.")
    nouns = tuple(f"{noun}." for noun in (*KINDS, "activation", "initializer", "features", "frozen", "dtype"))
    rest = [code for code in EN if not code.startswith(built + nouns)]
    assert [code for code in rest if f'"{code}"' not in SPOKEN and code not in _with_a_variable()] == []


def _with_a_variable() -> set[str]:
    return {f"editor.{act}" for act in ("move_left", "move_right", "duplicate")}


def test_help_fits_its_slot() -> None:
    long = {code: len(said) for code, said in EN.items() if code.startswith(("help.", "about.")) and len(said) > 110}
    assert long == {}


def test_the_page_carries_no_sentence_that_only_templates_say() -> None:
    assert not [code for code in page_texts() if code.startswith(("help.", "page.", "preset."))]


def test_an_unknown_code_is_an_error() -> None:
    with pytest.raises(KeyError):
        text("no.such.code")
