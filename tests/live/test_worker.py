"""A worker gives each session its turn: the pace is kept, pictures are rationed, and no neighbour waits long."""

import json
from collections.abc import Iterator

import pytest

from app.live.hosted import Hosted
from app.live.message import LENGTHS, Message, pack, unpack
from app.live.session import LiveSession
from app.live.timing import KEEP_SECONDS, PICTURE_SECONDS, REPORT_SECONDS, SLICE_SECONDS
from app.live.worker import Worker
from app.protocol.commands import Pause, Play
from tests.live.world import SMALL, Clock, small_design


class Measured(LiveSession):
    """A session that only counts steps, and whose steps and pictures take a known time on a clock turned by hand."""

    def __init__(
        self, clock: Clock, step_seconds: float, pace: float | None = None, picture_seconds: float = 0.0
    ) -> None:
        self.trained = 0
        super().__init__(small_design(), pace)
        self._clock, self._step_seconds, self._picture_seconds = clock, step_seconds, picture_seconds
        self.slices: list[float] = []

    @property
    def step(self) -> int:
        return self.trained

    def advance(self, steps: int):
        steps = min(steps, self._until - self.step) if self._until else steps
        self._clock.now += steps * self._step_seconds
        self.slices.append(steps * self._step_seconds)
        self.trained += steps
        return self._pause() if self.step == self._until else []

    def picture(self) -> bytes:
        self._clock.now += self._picture_seconds
        return super().picture()


class Bench:
    """A worker with measured sessions, run for so many seconds of its clock."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.sent: list[Message] = []
        self.worker = Worker(self.sent.append, self.clock)

    def host(self, name: str, session: LiveSession) -> Hosted:
        hosted = self.worker.sessions[name] = Hosted(name, session, self.clock)
        return hosted

    def run(self, seconds: float) -> None:
        end = self.clock.now + seconds
        while self.clock.now < end:
            pause = self.worker.turn()
            self.clock.now += min(max(pause, 1e-5), end - self.clock.now + 1e-9)

    def of(self, kind: str) -> list[Message]:
        return [message for message in self.sent if message.kind == kind]

    def events(self, name: str) -> Iterator[str]:
        return (event["type"] for message in self.of("events") if message.session == name for event in message.value)


def playing(bench: Bench, name: str, step_seconds: float, **more: float) -> Measured:
    session = Measured(bench.clock, step_seconds, **more)
    list(bench.host(name, session).command(Play()))
    return session


@pytest.mark.parametrize("pace", [1.0, 30.0, 120.0, 2000.0])
def test_a_pace_is_kept(pace: float) -> None:
    bench = Bench()
    session = playing(bench, "a", 1e-5, pace=pace)
    bench.run(10.0)
    assert session.step == pytest.approx(10 * pace, rel=0.02, abs=1)


def test_the_first_step_comes_at_once_however_slow_the_pace() -> None:
    bench = Bench()
    session = playing(bench, "a", 1e-5, pace=0.1)
    bench.run(0.01)
    assert session.step == 1


def test_a_pace_that_cannot_be_kept_leaves_no_debt() -> None:
    bench = Bench()
    session = playing(bench, "a", 1e-3, pace=5000.0)
    bench.run(2.0)
    reached = session.step
    session._step_seconds = 1e-6
    bench.run(0.1)
    assert session.step - reached < 1500


def test_steps_that_were_asked_for_do_not_wait_for_the_pace() -> None:
    bench = Bench()
    session = Measured(bench.clock, 1e-4, pace=1.0)
    bench.host("a", session)
    bench.worker.receive(Message("command", "a", '{"type": "step", "count": 500}'))
    bench.run(0.1)
    assert session.step == 500


def test_as_fast_as_it_can_leaves_hardly_any_time_unused() -> None:
    bench = Bench()
    session = playing(bench, "a", 2e-5)
    bench.run(1.0)
    assert session.step > 0.95 * 1.0 / 2e-5


def test_a_slice_is_short_whatever_a_step_takes() -> None:
    """Pause is read between slices, so a slice bounds how late it comes."""
    for step_seconds in (1e-5, 1e-3, 4e-3):
        bench = Bench()
        session = playing(bench, "a", step_seconds)
        bench.run(1.0)
        assert max(session.slices) <= max(2 * SLICE_SECONDS, step_seconds) * 1.001


def test_many_sessions_share_a_worker_fairly() -> None:
    bench = Bench()
    sessions = [playing(bench, str(name), 1e-4) for name in range(20)]
    bench.run(5.0)
    steps = [session.step for session in sessions]
    assert min(steps) > 0.9 * max(steps)


def test_a_session_with_slow_steps_gets_no_more_time_than_the_others() -> None:
    bench = Bench()
    slow, quick = playing(bench, "slow", 2e-3), playing(bench, "quick", 2e-5)
    bench.run(5.0)
    assert sum(quick.slices) > 0.6 * sum(slow.slices)


def test_a_paused_session_costs_nothing() -> None:
    bench = Bench()
    session = Measured(bench.clock, 1e-4)
    bench.host("a", session)
    bench.run(5.0)
    assert session.slices == []
    assert bench.worker.turn() == float("inf")


def want_always(bench: Bench, hosted: Hosted, seconds: float) -> int:
    """Ask for a picture again as soon as one has come; how many came."""
    end, came = bench.clock.now + seconds, 0
    while bench.clock.now < end:
        hosted.picture_wanted = True
        bench.run(0.002)
        came, bench.sent[:] = came + len(bench.of("picture")), []
    return came


def test_pictures_come_sixty_times_a_second_and_no_more() -> None:
    bench = Bench()
    playing(bench, "a", 2e-5)
    count = want_always(bench, bench.worker.sessions["a"], 5.0)
    assert 55 <= count / 5 <= 1 / PICTURE_SECONDS + 0.5


def test_dear_pictures_come_less_often_so_that_training_goes_on() -> None:
    bench = Bench()
    session = playing(bench, "a", 2e-5, picture_seconds=0.02)
    want_always(bench, bench.worker.sessions["a"], 5.0)
    assert sum(session.slices) > 0.6 * 5.0


def test_one_moment_in_which_the_machine_was_busy_silences_nothing_for_long() -> None:
    bench = Bench()
    session = playing(bench, "a", 1e-4, picture_seconds=3.0)
    bench.worker.receive(Message("watch", "a", True))
    bench.worker.receive(Message("want", "a"))
    bench.run(0.1)
    session._picture_seconds = 0.0
    bench.sent.clear()
    bench.worker.receive(Message("want", "a"))
    bench.run(1.0)
    assert len(bench.of("picture")) == 1
    assert list(bench.events("a")).count("progressed") >= 7


def test_no_picture_is_taken_that_nobody_wants_or_that_would_be_the_same() -> None:
    bench = Bench()
    session = playing(bench, "a", 2e-5)
    bench.run(0.5)
    assert bench.of("picture") == []
    list(bench.worker.sessions["a"].command(Pause()))
    for _ in range(3):
        bench.worker.sessions["a"].picture_wanted = True
        bench.run(0.1)
    assert len(bench.of("picture")) == 1
    assert not session.running


def test_reports_come_ten_times_a_second_while_somebody_watches() -> None:
    bench = Bench()
    playing(bench, "a", 1e-4)
    bench.run(1.0)
    assert "progressed" not in bench.events("a")
    bench.worker.receive(Message("watch", "a", True))
    bench.run(2.0)
    reports = list(bench.events("a")).count("progressed")
    assert 17 <= reports <= 2 / REPORT_SECONDS + 1


def test_the_reported_rate_is_the_rate() -> None:
    bench = Bench()
    playing(bench, "a", 1e-4, pace=50.0)
    bench.worker.receive(Message("watch", "a", True))
    bench.run(3.0)
    rates = [
        event["steps_per_second"]
        for message in bench.of("events")
        for event in message.value
        if event["type"] == "progressed"
    ]
    assert rates[-1] == pytest.approx(50, rel=0.2)


def test_a_running_session_is_kept_every_second_and_a_standing_one_once() -> None:
    bench = Bench()
    playing(bench, "a", 1e-4)
    bench.run(5.0)
    assert 4 <= len(bench.of("kept")) <= 5 / KEEP_SECONDS + 1
    list(bench.worker.sessions["a"].command(Pause()))
    bench.sent.clear()
    bench.run(5.0)
    assert len(bench.of("kept")) <= 1


def test_what_changed_for_good_is_kept_before_anybody_is_told() -> None:
    bench = Bench()
    bench.host("a", LiveSession(small_design()))
    bench.worker.receive(Message("command", "a", '{"type": "edit", "set": {"batch_size": 4}}'))
    assert [message.kind for message in bench.sent] == ["kept", "events"]
    assert json.loads(bench.sent[0].body.split(b"\n")[1])["journal"]


def test_a_design_that_cannot_run_fails_in_words() -> None:
    bench = Bench()
    bench.worker.receive(Message("open", "a", {"design": {**SMALL, "layers": []}, "pace": None}))
    (failed,) = bench.sent
    assert (failed.kind, failed.value) == ("failed", {"opening": True, "problems": ["field_too_short"]})


def test_a_message_comes_out_of_a_pipe_as_it_went_in() -> None:
    message = Message("picture", "ä", {"a": [1, None]}, bytes(range(256)))
    packed = pack(message)
    header, body = LENGTHS.unpack_from(packed)
    assert len(packed) == LENGTHS.size + header + body
    assert unpack(packed[8 : 8 + header], packed[8 + header :]) == message
