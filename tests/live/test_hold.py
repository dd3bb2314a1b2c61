"""A session that is held does not train: no step after the pause, whatever is asked; let go, it goes on."""

import asyncio

import pytest

from app.live.backends.inline import InlineBackend
from app.live.session import LiveSession
from tests.live.world import eventually, hub_in, new_page, run, small_design, tell

TRAINING = (
    ("play", {}),
    ("step", {"count": 3}),
    ("step_epoch", {}),
    ("seek", {"step": 0}),
    ("return_to_trunk", {}),
    ("finish_walk", {}),
    ("walk_step", {"step": 1}),
)


@pytest.mark.parametrize(("kind", "fields"), TRAINING)
def test_nothing_that_trains_is_done_while_it_is_held(kind: str, fields: dict) -> None:
    session = LiveSession(small_design())
    session.hold(True)
    (refused,) = tell(session, kind, **fields)
    assert [problem.code for problem in refused.problems] == ["class_paused"]
    assert (session.step, session.running) == (0, False)


def test_what_ran_goes_on_and_what_stood_still_stands() -> None:
    ran, stood = LiveSession(small_design()), LiveSession(small_design())
    tell(ran, "play")
    for session in (ran, stood):
        session.hold(True)
        session.hold(False)
    assert (ran.running, stood.running) == (True, False)


def test_who_presses_pause_meanwhile_stays_paused() -> None:
    session = LiveSession(small_design())
    tell(session, "play")
    session.hold(True)
    tell(session, "pause")
    session.hold(False)
    assert not session.running


def test_who_walks_a_step_meanwhile_goes_on_walking() -> None:
    session = LiveSession(small_design())
    tell(session, "play")
    session.hold(True)
    tell(session, "open_walk")
    session.hold(False)
    assert not session.running


def test_a_run_to_a_step_is_finished_afterwards() -> None:
    session = LiveSession(small_design())
    tell(session, "step", count=10)
    session.hold(True)
    session.hold(False)
    session.advance(100)
    assert session.step == 10


def test_several_sessions_stand_still_within_a_tenth_of_a_second_and_go_on(tmp_path) -> None:
    async def main() -> None:
        async with hub_in(tmp_path) as hub:
            pages = [await new_page(hub) for _ in range(4)]
            for page in pages[:3]:
                page.send("play")
                await page.until("progressed")
            for page in pages:
                hub.hold(page.channel.session, True)
            paused = [await page.until("paused", seconds=1.0) for page in pages[:3]]
            for page in pages:
                page.send("play")
                await page.until("refused")
            await asyncio.sleep(0.3)
            for page, last in zip(pages, [*paused, {"step": 0}], strict=True):
                page.channel.tile = None
                page.channel.ask_tile(picture=False)
                await eventually(lambda page=page: page.channel.tile)
                assert page.channel.tile["step"] == last["step"]
            for page in pages:
                hub.hold(page.channel.session, False)
            for page in pages[:3]:
                await page.until("played", 2)
            assert not pages[3].of("played")

    run(main)


def test_it_is_held_in_the_worker_after_the_one_that_died_and_goes_on_in_that(tmp_path) -> None:
    async def main() -> None:
        backend = InlineBackend()
        async with hub_in(tmp_path, backend) as hub:
            page = await new_page(hub)
            page.send("play")
            await page.until("progressed", 2)
            hub.hold(page.channel.session, True)
            await page.until("paused")
            backend.kill()
            restored = await page.until("opened", 2)
            assert restored["state"]["playing"] is False
            await asyncio.sleep(0.2)
            page.channel.ask_tile(picture=False)
            await eventually(lambda: page.channel.tile)
            assert page.channel.tile["step"] == restored["state"]["step"]
            hub.hold(page.channel.session, False)
            await page.until("played", 2)

    run(main)


def test_it_is_held_when_it_wakes(tmp_path) -> None:
    async def main() -> None:
        async with hub_in(tmp_path) as hub:
            page = await new_page(hub)
            session = page.channel.session
            page.leave()
            await hub._put_to_sleep(page.channel)
            hub.hold(session, True)
            channel = await hub.find(session, "v")
            assert channel is not None
            assert channel.held
            hub.hold(session, False)
            assert not channel.held

    run(main)


def test_whom_two_hold_both_must_let_go(tmp_path) -> None:
    async def main() -> None:
        async with hub_in(tmp_path) as hub:
            page = await new_page(hub)
            session = page.channel.session
            for held, expected in ((True, True), (True, True), (False, True), (False, False), (False, False)):
                hub.hold(session, held)
                assert page.channel.held == expected

    run(main)
