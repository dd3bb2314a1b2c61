"""What is kept often is written once."""

from app.live.written import Written, array
from engine.training.journal import ParameterSet


def entry(step: int) -> ParameterSet:
    return ParameterSet(step=step, name="layers/0/bias", index=(0,), value=0.5)


def test_a_value_is_written_once_and_stays_the_same_text() -> None:
    written = Written()
    first, second = entry(1), entry(2)
    before = written.texts([first])
    after = written.texts([first, second])
    assert after[0] is before[0]
    assert after == [first.model_dump_json(), second.model_dump_json()]


def test_a_value_that_is_gone_is_forgotten() -> None:
    written = Written()
    written.texts([entry(1)])
    written.texts([])
    assert written._known == {}


def test_texts_make_an_array() -> None:
    assert array([]) == "[]"
    assert array(["1", '{"a":2}']) == '[1,{"a":2}]'
