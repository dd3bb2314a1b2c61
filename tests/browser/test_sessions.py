"""A tab and its run belong together: through a reload, beside a duplicate, for each visitor alone."""

from playwright.sync_api import expect

from tests.browser.comparing import compare, discs, heatmaps, lines, numbers
from tests.browser.playground import OpenPlayground, Playground


def test_a_reload_in_mid_run_finds_the_run(playground: Playground) -> None:
    playground.network.get_by_role("button", name="One unit more in layer 2").click()
    playground.step_after(20)
    session, step = playground.state("session"), playground.state("step")
    playground.page.reload()
    playground.until("state.frame !== null")
    assert playground.state("session") == session
    assert playground.state("step") >= step
    assert playground.state("design.layers")[1]["units"] == 3
    assert playground.state("playing")
    assert len(playground.state("curve.train_min")) > 0
    playground.step_after(step + 20)
    playground.pause()
    compare(playground, lines, discs, numbers, heatmaps)


def test_a_paused_run_is_still_paused_after_a_reload(playground: Playground) -> None:
    playground.step_after(10)
    step = playground.pause()
    playground.page.reload()
    playground.until("state.frame !== null")
    assert playground.state("step") == step
    assert not playground.state("playing")
    expect(playground.toolbar.get_by_role("button", name="Train", exact=True)).to_be_visible()


def test_a_duplicated_tab_has_a_run_of_its_own(playground: Playground) -> None:
    session = playground.state("session")
    with playground.page.expect_popup() as popup:
        playground.page.evaluate("window.open('/')")  # a tab is born with a copy of its opener's storage
    twin = Playground(popup.value)
    twin.until("state.frame !== null && state.playing")
    assert twin.state("session") != session
    twin.pause()
    assert playground.state("playing")
    assert playground.state("session") == session


def test_two_visitors_do_not_hear_each_other(open_playground: OpenPlayground, complaints: list[str]) -> None:
    one, other = open_playground(), open_playground()
    one.open_example("Exclusive or")
    one.pause()
    assert other.state("playing")
    assert other.state("data.name") == "circle"
    foreign = one.state("session")
    refused = other.page.evaluate(
        """session => new Promise((resolve) => {
          const socket = new WebSocket(`ws://${location.host}/live?session=${session}`);
          socket.onopen = () => resolve("opened");
          socket.onerror = () => resolve("refused");
        })""",
        foreign,
    )
    assert refused == "refused"
    assert all("403" in each for each in complaints)
    complaints.clear()
