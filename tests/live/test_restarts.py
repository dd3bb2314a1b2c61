"""Wherever in its past or on whichever branch a run stands when worker or server dies, there it stands again."""

import asyncio
import os
import signal
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any, Literal

import pytest

from app.live.backends.base import Backend
from app.live.backends.inline import InlineBackend
from app.live.backends.process import ProcessBackend
from tests.live.world import SMALL, Page, hub_in, new_page, run

Death = Literal["worker", "process", "server"]
SAME = ("step", "head", "trunk", "loss", "curve", "evaluation", "design")
MOVING = SMALL | {
    "layers": [
        {"kind": "dense", "units": 4, "activation": "tanh"},
        {"kind": "batch_norm"},
        {"kind": "dropout", "rate": 0.3},
        {"kind": "dense", "units": 1, "activation": "sigmoid"},
    ]
}


class House:
    """A hub with one page, in which something dies."""

    def __init__(self, folder: Path, death: Death) -> None:
        self._folder, self._death = folder, death
        self._stack = AsyncExitStack()

    async def begin(self) -> None:
        await self._enter()
        self.page = await new_page(self._hub, MOVING)

    async def _enter(self) -> None:
        self._backend: Backend = ProcessBackend(1) if self._death == "process" else InlineBackend()
        self._hub = await self._stack.enter_async_context(hub_in(self._folder, self._backend))

    async def end(self) -> None:
        await self._stack.aclose()

    async def die(self) -> None:
        """Kill, and wait until all is said anew."""
        if self._death == "server":
            session = self.page.channel.session
            await self._stack.aclose()
            await self._enter()
            channel = await self._hub.find(session, "v")
            assert channel is not None
            self.page = Page(self._hub, channel)
            await self.page.until("opened")
            return
        restored = len(self.page.of("restored"))
        worker = self.page.channel.worker
        assert worker is not None
        if isinstance(self._backend, InlineBackend):
            self._backend.kill()
        else:
            os.kill(worker.process.pid, signal.SIGKILL)  # type: ignore[attr-defined]
        await self.page.until("restored", restored + 1, seconds=20.0)

    async def go(self, kind: str, **fields: Any) -> None:
        """Send a command that ends in a pause, and wait for that."""
        paused = len(self.page.of("paused"))
        self.page.send(kind, **fields)
        await self.page.until("paused", paused + 1, seconds=20.0)

    async def state(self) -> dict[str, Any]:
        other = Page(self._hub, self.page.channel)
        state = (await other.until("opened"))["state"]
        other.leave()
        return {field: state[field] for field in SAME}

    async def stands(self, state: dict[str, Any]) -> None:
        """Wait until it does; a run that was kept on its way to a step goes on to it by itself."""
        async with asyncio.timeout(20.0):
            while (found := await self.state()) != state:
                assert found["step"] < state["step"]


@pytest.mark.parametrize("death", ["worker", "process", "server"])
def test_a_run_stands_where_it_stood_and_its_past_head_and_trunk_are_the_same(tmp_path: Path, death: Death) -> None:
    async def main() -> None:
        house = House(tmp_path, death)
        await house.begin()
        await house.go("step", count=100)
        house.page.send("set_parameter", name="layers/0/bias", index=[0], value=0.5)
        house.page.send("edit", set={"batch_size": 4})
        await house.go("step", count=100)
        whole = await house.state()

        await house.go("seek", step=60)
        past = await house.state()
        assert (past["step"], past["head"], past["trunk"]) == (60, 200, None)
        await house.die()
        await house.stands(past)
        await house.go("seek", step=200)
        assert await house.state() == whole

        await house.go("seek", step=150)
        house.page.send("set_parameter", name="layers/0/bias", index=[1], value=-0.5)
        await house.go("step", count=30)
        branch = await house.state()
        assert (branch["step"], branch["head"], branch["trunk"]) == (180, 180, 200)
        await house.die()
        await house.stands(branch)
        await house.go("seek", step=60)
        await house.go("seek", step=180)
        assert await house.state() == branch
        await house.go("return_to_trunk")
        assert await house.state() == whole
        await house.end()

    run(main)
