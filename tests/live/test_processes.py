"""R8 with real processes: a worker that is killed is said, survived and replaced, and its neighbours hardly notice."""

import asyncio
import os
import random
import signal
import time
from pathlib import Path

import pytest

from app.live.backends.process import ProcessBackend
from app.live.hub import Hub
from tests.live.world import Page, eventually, hub_in, new_page, run

pytestmark = pytest.mark.clock


async def whole_state(page: Page) -> dict:
    other = Page(page.hub, page.channel)
    state = (await other.until("opened"))["state"]
    other.leave()
    return state


def kill(page: Page) -> None:
    """End the worker of this page's session as the kernel would."""
    assert page.channel.worker is not None
    os.kill(page.channel.worker.process.pid, signal.SIGKILL)


async def survive(hub: Hub, page: Page, neighbour: Page, times: int) -> None:
    """Kill the page's worker so often: said in 2 s, going on in 5, and the neighbour's gap is short."""
    gaps: list[float] = []

    async def watch() -> None:
        while True:
            seen, start = len(neighbour.of("progressed")), time.monotonic()
            await neighbour.until("progressed", seen + 1)
            gaps.append(time.monotonic() - start)

    watching = asyncio.create_task(watch())
    await neighbour.until("progressed", len(neighbour.of("progressed")) + 20)
    watching.cancel()
    longest = max(0.5, 2 * max(gaps))  # a machine that is busy with other things has gaps of its own
    gaps.clear()
    for turn in range(times):
        assert page.channel.worker is not neighbour.channel.worker
        watching = asyncio.create_task(watch())
        kill(page)
        await page.until("interrupted", turn + 1, seconds=2.0)
        start = time.monotonic()
        await page.until("opened", turn + 2, seconds=5.0)
        await page.until("progressed", len(page.of("progressed")) + 1, seconds=5.0 - (time.monotonic() - start))
        await eventually(lambda: len(hub._backend.workers) == 2, seconds=10.0)
        await neighbour.until("progressed", len(neighbour.of("progressed")) + 5)
        watching.cancel()
        assert max(gaps) < longest
        # It was moved to the neighbour's worker: give each its own again.
        alone = next(worker for worker in hub._backend.workers if worker is not neighbour.channel.worker)
        if page.channel.worker is neighbour.channel.worker:
            await page.channel.keep()
            page.channel.end()
            page.channel.place(alone, restored=False)
        await asyncio.sleep(random.uniform(0, 0.3))


def check_survival(tmp_path: Path, times: int) -> None:
    async def main() -> None:
        async with hub_in(tmp_path, ProcessBackend(2)) as hub:
            page, neighbour = await new_page(hub), await new_page(hub)
            await eventually(lambda: page.channel.kept and neighbour.channel.kept)
            for one in (page, neighbour):
                one.send("play")
                await one.until("progressed", 3)
            await survive(hub, page, neighbour, times)
            page.send("pause")
            neighbour.send("pause")
            await page.until("paused")
            final = await whole_state(page)
            calm = await new_page(hub)
            calm.send("step", count=final["step"])
            await calm.until("paused", seconds=60)
            same = await whole_state(calm)
            for field in ("step", "loss", "curve", "evaluation"):
                assert same[field] == final[field]

    run(main)


def test_a_killed_worker_is_survived_bit_for_bit(tmp_path) -> None:
    check_survival(tmp_path, times=1)


@pytest.mark.slow
def test_worker_after_worker_may_be_killed(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr("app.live.hub._FATAL_DEATHS", 99)
    check_survival(tmp_path, times=12)


def test_sessions_are_spread_over_the_workers(tmp_path) -> None:
    async def main() -> None:
        async with hub_in(tmp_path, ProcessBackend(2)) as hub:
            pages = [await new_page(hub) for _ in range(4)]
            workers = [page.channel.worker for page in pages]
            assert sorted(workers.count(worker) for worker in set(workers)) == [2, 2]

    run(main)


def test_every_worker_ends_with_the_hub(tmp_path) -> None:
    async def main() -> None:
        async with hub_in(tmp_path, ProcessBackend(2)) as hub:
            page = await new_page(hub)
            page.send("play")
            await page.until("progressed")
            processes = [worker.process for worker in hub._backend.workers]
        assert all(process.returncode is not None for process in processes)

    run(main)


def test_a_session_on_which_worker_after_worker_dies_comes_back_paused(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr("app.live.hub._FATAL_DEATHS", 2)

    async def main() -> None:
        async with hub_in(tmp_path, ProcessBackend(2)) as hub:
            page = await new_page(hub)
            page.send("play")
            await page.until("progressed")
            for turn in range(2):
                await eventually(lambda: len(hub._backend.workers) == 2)
                kill(page)
                state = (await page.until("opened", turn + 2))["state"]
                assert state["playing"] is (turn == 0)

    run(main)
