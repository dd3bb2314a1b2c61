"""The hub: a page finds its session again, a dead worker is survived, and what nobody looks at goes to sleep."""

import asyncio
import json
import time

import pytest

from app.live.backends.inline import InlineBackend
from app.live.broadcast import Position
from app.live.registry import Full, Limits
from app.live.storage import Row
from app.protocol.close_codes import UNKNOWN_SESSION
from app.protocol.frames import read_header
from tests.live.world import DIVERGING, SMALL, Page, eventually, hub_in, new_page, run

pytestmark = pytest.mark.clock


def test_a_page_is_sent_the_whole_state_and_pictures(tmp_path) -> None:
    async def main() -> None:
        async with hub_in(tmp_path) as hub:
            page = await new_page(hub)
            await eventually(lambda: page.frames)
            (opened,) = page.events[:1]
            assert opened["recovered"] is False
            assert read_header(page.frames[0]).layout == opened["state"]["layout_id"]

    run(main)


def test_a_newcomer_to_a_run_that_stands_still_is_sent_a_picture_too(tmp_path) -> None:
    async def main() -> None:
        async with hub_in(tmp_path) as hub:
            page = await new_page(hub)
            await eventually(lambda: page.frames)
            page.leave()
            again = Page(hub, page.channel)
            await eventually(lambda: again.frames)
            assert again.frames[0][16:] == page.frames[-1][16:]

    run(main)


def test_a_reconnecting_page_resumes_without_a_gap_or_a_duplicate(tmp_path) -> None:
    async def main() -> None:
        async with hub_in(tmp_path) as hub:
            page = await new_page(hub)
            other = Page(hub, page.channel)
            page.send("play")
            await page.until("progressed", 2)
            page.leave()
            await other.until("progressed", 6)
            again = Page(hub, page.channel, page.position)
            again.send("pause")
            await again.until("paused")
            await eventually(lambda: other.position == again.position)
            assert again.events[0]["type"] == "resumed"
            assert again.events[0]["recovered"] is True
            numbers = [event["number"] for event in [*page.events, *again.events[1:]]]
            assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))

    run(main)


def test_a_gap_that_is_too_old_is_answered_by_the_whole_state(tmp_path) -> None:
    """R2: within half a second, and nothing of the gap."""

    async def main() -> None:
        async with hub_in(tmp_path) as hub:
            page = await new_page(hub)
            old = page.position
            for count in range(600):
                page.send("pace", steps_per_second=float(count + 1))
                if count % 100 == 99:
                    await page.until("pace_changed", count + 1)
            start = time.monotonic()
            late = Page(hub, page.channel, old)
            await late.until("opened")
            assert time.monotonic() - start < 0.5
            assert [event["type"] for event in late.events] == ["opened"]
            assert late.events[0]["state"]["pace"] == 600.0

    run(main)


def test_after_a_restart_a_position_means_nothing_and_the_run_is_there(tmp_path) -> None:
    """R3: another stream, the whole state, and the very curve that was saved."""

    async def main() -> None:
        async with hub_in(tmp_path) as hub:
            page = await new_page(hub)
            page.send("step", count=300)
            await page.until("paused")
            before = Page(hub, page.channel)
            state = (await before.until("opened"))["state"]
            stood, session = page.position, page.channel.session
        async with hub_in(tmp_path) as hub:
            channel = await hub.find(session, "v")
            assert channel is not None
            back = Page(hub, channel, stood)
            opened = await back.until("opened")
            assert opened["recovered"] is False
            assert opened["stream"] != stood.stream
            for field in ("step", "curve", "loss", "design", "evaluation"):
                assert opened["state"][field] == state[field]

    run(main)


def test_a_position_of_the_future_is_no_position(tmp_path) -> None:
    async def main() -> None:
        async with hub_in(tmp_path) as hub:
            page = await new_page(hub)
            late = Page(hub, page.channel, Position(page.channel.log.stream, 10**9))
            await late.until("opened")

    run(main)


def test_an_old_socket_that_dies_late_leaves_its_successor_alone(tmp_path) -> None:
    """R5: the successor keeps its events, its pictures and its credit."""

    async def main() -> None:
        async with hub_in(tmp_path) as hub:
            old = await new_page(hub)
            old.send("play")
            await old.until("progressed")
            new = Page(hub, old.channel, old.position)
            await new.until("progressed")
            old.reader.close(1000, "dies")
            old.leave()
            seen, frames = len(new.of("progressed")), len(new.frames)
            await new.until("progressed", seen + 3)
            await eventually(lambda: len(new.frames) > frames + 3)
            assert new.reader.closing is None

    run(main)


def test_after_a_pause_no_later_step_is_ever_shown(tmp_path) -> None:
    async def main() -> None:
        async with hub_in(tmp_path) as hub:
            page = await new_page(hub)
            page.send("play")
            await eventually(lambda: len(page.frames) > 5)
            start = time.monotonic()
            page.send("pause")
            paused = await page.until("paused")
            assert time.monotonic() - start < 0.05
            await eventually(lambda: read_header(page.frames[-1]).step == paused["step"])
            await asyncio.sleep(0.2)
            assert read_header(page.frames[-1]).step == paused["step"]

    run(main)


def test_nothing_is_pictured_for_a_hidden_page(tmp_path) -> None:
    async def main() -> None:
        async with hub_in(tmp_path) as hub:
            page = await new_page(hub)
            page.send("play")
            await eventually(lambda: len(page.frames) > 2)
            page.send("look", visible=False)
            await page.until("progressed", len(page.of("progressed")) + 1)
            frames = len(page.frames)
            await page.until("progressed", len(page.of("progressed")) + 3)
            assert len(page.frames) <= frames + 1
            page.send("look", visible=True)
            await eventually(lambda: len(page.frames) > frames + 3)

    run(main)


def test_a_dead_worker_is_said_and_the_same_curve_goes_on(tmp_path) -> None:
    """R8 without processes: interrupted, restored, the whole state, and then the bits of an undisturbed run."""

    async def main() -> None:
        backend = InlineBackend()
        async with hub_in(tmp_path, backend) as hub:
            page = await new_page(hub)
            page.send("set_parameter", name="layers/0/bias", index=[0], value=0.5)
            await page.until("parameter_set")
            page.send("step", count=40)
            await page.until("paused")
            page.send("play")
            await page.until("progressed", 3)
            backend.kill()
            await page.until("restored")
            restored = await page.until("opened", 2)
            assert restored["state"]["playing"] is True
            kinds = [event["type"] for event in page.events]
            assert kinds.index("interrupted") < kinds.index("restored") < len(kinds) - kinds[::-1].index("opened")
            page.send("pause")
            await page.until("paused", 2)
            final = (await Page(hub, page.channel).until("opened"))["state"]

            calm = await new_page(hub)
            calm.send("set_parameter", name="layers/0/bias", index=[0], value=0.5)
            calm.send("step", count=final["step"])
            await calm.until("paused")
            same = (await Page(hub, calm.channel).until("opened"))["state"]
            for field in ("step", "loss", "curve", "evaluation"):
                assert same[field] == final[field]

    run(main)


def test_an_edit_that_was_answered_survives_the_worker(tmp_path) -> None:
    async def main() -> None:
        backend = InlineBackend()
        async with hub_in(tmp_path, backend) as hub:
            page = await new_page(hub)
            page.send("set_parameter", name="layers/0/bias", index=[1], value=0.125)
            await page.until("parameter_set")
            backend.kill()
            await page.until("restored")
            page.send("inspect", name="layers/0/bias", index=[1])
            assert (await page.until("inspected"))["value"] == 0.125

    run(main)


def test_the_same_seed_gives_the_same_bits_whatever_happens_beside_and_between(tmp_path) -> None:
    """R12: alone and in one go, or with pauses, reconnects, a dead worker, a sleep on the disk and five neighbours."""

    async def state_at(page: Page, step: int) -> dict:
        page.send("step", count=step)
        await page.until("paused", len(page.of("paused")) + 1)
        return (await Page(page.hub, page.channel).until("opened"))["state"]

    async def main() -> None:
        async with hub_in(tmp_path / "calm") as hub:
            calm = await state_at(await new_page(hub), 1000)
        backend = InlineBackend()
        async with hub_in(tmp_path / "wild", backend) as hub:
            for _ in range(5):
                (await new_page(hub)).send("play")
            page = await new_page(hub)
            await state_at(page, 300)
            page.send("pace", steps_per_second=2000.0)
            page.send("play")
            await page.until("progressed", 2)
            page.send("pause")
            await page.until("paused", 2)
            page.leave()
            backend.kill()
            page = Page(hub, page.channel, page.position)
            state = await state_at(page, 50)
            wild = await state_at(page, 1000 - state["step"])
        for field in ("step", "loss", "curve", "evaluation"):
            assert wild[field] == calm[field]

    run(main)


def test_divergence_is_a_message_and_the_neighbours_do_not_notice(tmp_path) -> None:
    """R13: valid JSON all the way, with the step, a cause and a remedy."""

    async def main() -> None:
        async with hub_in(tmp_path) as hub:
            neighbour = await new_page(hub)
            neighbour.send("play")
            page = await new_page(hub, DIVERGING)
            page.send("play")
            diverged = await page.until("diverged")
            assert diverged["cause"]
            assert diverged["remedy"]
            paused = await page.until("paused")
            assert diverged["step"] >= paused["step"]
            seen = len(neighbour.of("progressed"))
            await neighbour.until("progressed", seen + 3)
            assert not neighbour.of("diverged")

    run(main)


def test_a_refusal_is_an_event_even_for_what_is_no_command(tmp_path) -> None:
    async def main() -> None:
        async with hub_in(tmp_path) as hub:
            page = await new_page(hub)
            page.channel.command(page.reader, '{"type": "play", "type": "pause"}')
            page.send("explode")
            page.send("undo", id=9)
            await page.until("refused", 3)
            codes = [(event["command_id"], event["problems"][0]["code"]) for event in page.of("refused")]
            assert codes == [
                (None, "json_duplicate_key"), (None, "field_union_tag_invalid"), (9, "nothing_to_undo"),
            ]  # fmt: skip

    run(main)


def test_a_session_that_nobody_looks_at_is_paused_on_the_disk_and_wakes_where_it_was(tmp_path) -> None:
    async def main() -> None:
        async with hub_in(tmp_path, idle_seconds=0.2) as hub:
            page = await new_page(hub)
            page.send("play")
            await page.until("progressed", 2)
            session = page.channel.session
            page.leave()
            await eventually(lambda: hub.sessions == 0)
            channel = await hub.find(session, "v")
            assert channel is not None
            state = (await Page(hub, channel).until("opened"))["state"]
            assert state["playing"] is False
            assert state["step"] >= page.of("progressed")[-1]["step"]

    run(main)


def test_a_session_that_is_looked_at_stays_awake(tmp_path) -> None:
    async def main() -> None:
        async with hub_in(tmp_path, idle_seconds=0.1) as hub:
            await new_page(hub)
            await asyncio.sleep(1.2)
            assert hub.sessions == 1

    run(main)


def test_a_session_belongs_to_its_visitor(tmp_path) -> None:
    async def main() -> None:
        async with hub_in(tmp_path, idle_seconds=0.1) as hub:
            page = await new_page(hub, visitor="mine")
            assert await hub.find(page.channel.session, "other") is None
            page.leave()
            await eventually(lambda: hub.sessions == 0)
            assert await hub.find(page.channel.session, "other") is None
            assert await hub.find(page.channel.session, "mine") is not None

    run(main)


@pytest.mark.parametrize(
    ("limits", "visitor", "code"),
    [(Limits(2, 9), "v", "too_many_sessions_yours"), (Limits(9, 2), "w", "too_many_sessions_server")],
)
def test_more_sessions_than_there_is_place_for_are_refused_by_a_code(tmp_path, limits, visitor, code) -> None:
    async def main() -> None:
        async with hub_in(tmp_path, limits=limits) as hub:
            for _ in range(2):
                await new_page(hub)
            with pytest.raises(Full) as full:
                await hub.create(visitor, {"design": SMALL, "pace": None})
            assert full.value.problems[0].code == code

    run(main)


def test_a_session_that_nobody_looks_at_makes_place_for_another(tmp_path) -> None:
    async def main() -> None:
        async with hub_in(tmp_path, limits=Limits(2, 9)) as hub:
            first, _ = await new_page(hub), await new_page(hub)
            first.leave()
            await new_page(hub)
            assert hub.sessions == 2
            assert await hub.find(first.channel.session, "nobody") is None

    run(main)


def test_a_mistake_of_ours_stops_one_session_and_brings_it_back_paused(tmp_path, monkeypatch) -> None:
    async def main() -> None:
        async with hub_in(tmp_path) as hub:
            neighbour, page = await new_page(hub), await new_page(hub)
            (worker,) = hub._backend.workers
            hosted = worker._worker.sessions[page.channel.session]
            monkeypatch.setattr(hosted.session, "advance", lambda steps: 1 / 0)
            page.send("play")
            state = (await page.until("opened", 2))["state"]
            assert state["playing"] is False
            assert page.of("interrupted")
            for one in (page, neighbour):
                one.send("play")
                await one.until("progressed", 2)

    run(main)


def test_a_saved_run_that_cannot_be_opened_is_dropped(tmp_path) -> None:
    async def main() -> None:
        async with hub_in(tmp_path) as hub:
            await hub._storage.save([Row("broken", "v", 1, time.time(), b'{"version": 1}\nnothing')])
            channel = await hub.find("broken", "v")
            page = Page(hub, channel)
            await eventually(lambda: page.reader.closing)
            assert page.reader.closing[0] == UNKNOWN_SESSION
            await eventually(lambda: hub.sessions == 0)
            assert await hub.find("broken", "v") is None

    run(main)


def test_no_task_is_left_when_the_hub_stops(tmp_path) -> None:
    """R14, quickly: sessions come and go, and nothing of them stays."""

    async def main() -> None:
        before = len(asyncio.all_tasks())
        async with hub_in(tmp_path, idle_seconds=0.05) as hub:
            for _ in range(8):
                page = await new_page(hub)
                page.send("play")
                await page.until("progressed")
                page.leave()
            await eventually(lambda: hub.sessions == 0)
            (worker,) = hub._backend.workers
            await eventually(lambda: worker._worker.sessions == {})
        await asyncio.sleep(0)
        assert len(asyncio.all_tasks()) <= before + 8  # the pages' own, which were just cancelled

    run(main)


def test_every_text_that_is_sent_is_json(tmp_path) -> None:
    async def main() -> None:
        async with hub_in(tmp_path) as hub:
            page = await new_page(hub)
            page.send("edit", set={"data": {"kind": "digits"}})
            loaded = (await page.until("data_loaded"))["data"]
            assert loaded["image_size"] == [8, 8]
            assert len(loaded["images"]["indices"]) == 60
            text = page.channel.log[page.channel.log.last]
            json.loads(text, parse_constant=lambda name: pytest.fail(name))

    run(main)
