"""R1, R2, R5 and R7 on the stream itself: nothing is lost, nothing comes twice, and a slow reader hurts only itself."""

import asyncio
import json
import tracemalloc

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from app.live.broadcast import BYTES_KEPT, CREDITS, EventLog, Position, Reader, TooSlow
from app.protocol.frames import HEADER, Header, write_header
from tests.live.world import run


def frame(number: int) -> bytes:
    made = bytearray(HEADER.size)
    write_header(made, Header(layout=1, frame=number, step=number))
    return bytes(made)


def ready(reader: Reader) -> list[str | bytes]:
    """All that a reader can be sent without waiting."""

    found = []
    while (message := reader.take()) is not None:
        found.append(message)
    return found


class Resuming(RuleBasedStateMachine):
    """A page that is cut, comes back, falls behind and meets restarted servers, against a list of all that happened."""

    def __init__(self) -> None:
        super().__init__()
        self.truth: list[int] = []  # the value of every event since the server began; a whole state is their sum
        self.log = EventLog(events=8, size=2000)
        self.reader: Reader | None = None
        self.position: Position | None = None
        self.applied = 0  # what the page has made of what it was sent
        self.closed_as_slow = False

    @rule(value=st.integers(1, 1000), times=st.integers(1, 5))
    def happen(self, value: int, times: int) -> None:
        for _ in range(times):
            self.truth.append(value)
            self.log.append({"type": "happened", "value": value})

    @precondition(lambda self: self.reader is None)
    @rule()
    def connect(self) -> None:
        self.reader = Reader(self.log)
        if self.position is not None and self.log.holds_after(self.position):
            self.reader.greet({"type": "resumed"}, self.position.after)
        else:
            self.reader.greet({"type": "opened", "sum": sum(self.truth)}, self.log.last)

    @precondition(lambda self: self.reader is not None)
    @rule(most=st.integers(1, 12))
    def read(self, most: int) -> None:
        assert self.reader is not None
        for _ in range(most):
            try:
                message = self.reader.take()
            except TooSlow:
                self.reader = None
                return
            if message is None:
                return
            self.apply(json.loads(message))

    def apply(self, event: dict) -> None:
        if event["type"] == "opened":
            self.applied = event["sum"]
        elif event["type"] == "resumed":
            assert self.position is not None
            assert event["stream"] == self.position.stream
            assert event["number"] == self.position.after
        else:
            assert self.position is not None
            assert event["stream"] == self.position.stream
            assert event["number"] == self.position.after + 1, "a gap or a duplicate"
            self.applied += event["value"]
        self.position = Position(event["stream"], event["number"])

    @rule()
    def cut(self) -> None:
        self.reader = None

    @rule(lost=st.integers(0, 3))
    def restart_server(self, lost: int) -> None:
        """The server comes back with the state that it had, or a little before."""
        self.truth = self.truth[: len(self.truth) - lost]
        self.log = EventLog(events=8, size=2000)
        self.reader = None

    @invariant()
    def what_the_page_has_is_true(self) -> None:
        if self.position is not None and self.position.stream == self.log.stream:
            missing = self.log.last - self.position.after
            assert self.applied == sum(self.truth[: len(self.truth) - missing])


TestTenThousandSteps = Resuming.TestCase
TestTenThousandSteps.settings = settings(max_examples=200, stateful_step_count=50)


def test_events_are_numbered_from_one_in_a_stream_of_their_own() -> None:
    log, other = EventLog(), EventLog()
    assert [log.append({"type": "a"}), log.append({"type": "b"})] == [1, 2]
    assert json.loads(log[2]) == {"type": "b", "number": 2, "stream": log.stream}
    assert log.stream != other.stream


def test_a_position_is_known_as_long_as_everything_after_it_is_kept() -> None:
    log = EventLog(events=3)
    for _ in range(5):
        log.append({})
    known = [after for after in range(8) if log.holds_after(Position(log.stream, after))]
    assert known == [2, 3, 4, 5]
    assert not log.holds_after(Position("another", 4))


def test_the_log_is_bounded_in_bytes_too() -> None:
    log = EventLog()
    for _ in range(200):
        log.append({"data": "x" * 50_000})
    assert log.bytes <= BYTES_KEPT
    assert log.first > 100


def test_one_event_larger_than_the_log_still_gets_through() -> None:
    log = EventLog(size=100)
    reader = Reader(log)
    reader.greet({"type": "resumed"}, 0)
    log.append({"data": "x" * 1000})
    assert len(ready(reader)) == 2


def test_a_log_refuses_what_json_has_no_word_for() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        EventLog().append({"loss": float("nan")})


def test_nothing_is_sent_before_the_greeting() -> None:
    log = EventLog()
    reader = Reader(log)
    log.append({"type": "a"})
    reader.show(frame(1))
    assert ready(reader) == []


def test_events_come_before_the_picture_that_follows_them() -> None:
    log = EventLog()
    reader = Reader(log)
    reader.greet({"type": "opened"}, 0)
    reader.show(frame(1))
    log.append({"type": "layout_changed"})
    *texts, picture = ready(reader)
    assert [json.loads(text)["type"] for text in texts] == ["opened", "layout_changed"]
    assert picture == frame(1)


def test_the_latest_picture_wins() -> None:
    reader = Reader(EventLog())
    reader.greet({}, 0)
    for number in range(5):
        reader.show(frame(number))
    assert ready(reader)[1:] == [frame(4)]


def test_no_more_pictures_are_in_flight_than_there_are_credits() -> None:
    reader = Reader(EventLog())
    reader.greet({}, 0)
    sent = []
    for number in range(5):
        reader.show(frame(number))
        sent += ready(reader)
    assert sent[1:] == [frame(0), frame(1)]
    assert CREDITS == 2
    reader.acknowledge(0)
    assert ready(reader) == [frame(4)]


def test_a_frame_that_was_never_sent_gives_no_credit() -> None:
    reader = Reader(EventLog())
    reader.greet({}, 0)
    for number in range(3):
        reader.show(frame(number))
        ready(reader)
    reader.acknowledge(77)
    assert ready(reader) == []
    assert not reader.wants_picture


def test_a_hidden_page_gets_no_pictures() -> None:
    asked = []
    reader = Reader(EventLog(), lambda: asked.append(reader.wants_picture))
    reader.greet({}, 0)
    reader.look(visible=False)
    reader.show(frame(1))
    assert ready(reader)[1:] == []
    assert asked[-1] is False
    reader.look(visible=True)
    assert asked[-1] is True


def test_a_reader_whose_events_are_gone_is_too_slow() -> None:
    log = EventLog(events=3)
    reader = Reader(log)
    reader.greet({}, 0)
    for _ in range(5):
        log.append({})

    async def read() -> None:
        await reader.next()
        await reader.next()

    with pytest.raises(TooSlow):
        asyncio.run(read())


def test_one_stalled_reader_of_a_hundred_and_one_hurts_only_itself() -> None:
    """R7: the others get every event, and what waits for the stalled one is bounded by the log."""
    events = 2000

    async def read(reader: Reader, got: list[int]) -> None:
        while (message := await reader.next()) is not None:
            got.append(json.loads(message)["number"])

    async def main() -> None:
        log = EventLog()
        stalled = Reader(log)
        stalled.greet({}, 0)
        readers = [(Reader(log), []) for _ in range(100)]
        for reader, _ in readers:
            reader.greet({}, 0)
        tasks = [asyncio.create_task(read(reader, got)) for reader, got in readers]
        tracemalloc.start()
        for _ in range(events // 100):
            for _ in range(100):
                log.append({"type": "progressed", "text": "x" * 300})
            for reader in (stalled, *(reader for reader, _ in readers)):
                reader.wake()
            while any(len(got) <= log.last for _, got in readers):
                await asyncio.sleep(0)
        held, _ = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        for reader, _ in readers:
            reader.close(1000, "done")
        await asyncio.gather(*tasks)
        assert all(got[1:] == list(range(1, len(got))) for _, got in readers)
        assert min(len(got) for _, got in readers) == events + 1
        assert log.bytes <= BYTES_KEPT
        assert held < 100 * events * 100  # the numbers that the test itself remembers, and no copies of the texts
        await stalled.next()  # its greeting
        with pytest.raises(TooSlow):
            await stalled.next()

    run(main)
