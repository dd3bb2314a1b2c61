"""Events are valid JSON whatever happened: what is not finite is not known."""

import json
import math

from app.protocol.events import EVENTS, Evaluated, Progressed


def test_every_event_has_its_own_type() -> None:
    types = [event.model_fields["type"].default for event in EVENTS]
    assert len(set(types)) == len(types)


def test_no_event_has_a_field_of_the_envelope() -> None:
    for event in EVENTS:
        assert not {"number", "stream"} & event.model_fields.keys()


def test_a_loss_that_is_no_number_is_sent_as_unknown() -> None:
    event = Progressed(step=1, epoch=0, loss=math.nan, penalty=math.inf, steps_per_second=None, head=1, trunk=None)
    assert json.loads(event.model_dump_json())["loss"] is None
    assert event.penalty is None


def test_an_evaluation_leaves_out_what_does_not_apply() -> None:
    event = Evaluated(step=0, part="validation", samples=0, loss=None)
    assert json.loads(event.model_dump_json())["confusion"] is None
