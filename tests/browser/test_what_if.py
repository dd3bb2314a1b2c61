"""What if: a weight, an input or a target is another in mid-walk. Everything after it follows, with its ghosts, in the
session, on the page and on the canvas; put back, nothing of it is left. And zeros say why they are zeros."""

import re
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from app.protocol.link import write_link
from engine import adapt, read_design
from tests.browser.arithmetic import Array
from tests.browser.canvas import draw, recorded
from tests.browser.comparing import tensors_of
from tests.browser.drawer import Drawer
from tests.browser.looks import LOOKS, LookOfPage
from tests.browser.playground import OpenPlayground, number
from tests.browser.test_editing_weights import click_line, differing, set_value

pytestmark = pytest.mark.journey

LOSS_AT_FIRST = 0.2983711087600027


@dataclass(frozen=True)
class Step:
    """Matt Mazur's step worked out plainly: two inputs, twice two sigmoids, half the squared error, rate 0.5;
    biases do not learn."""

    inputs: tuple[float, float] = (0.05, 0.10)
    targets: tuple[float, float] = (0.01, 0.99)
    first: tuple[tuple[float, float], ...] = ((0.15, 0.20), (0.25, 0.30))
    second: tuple[tuple[float, float], ...] = ((0.40, 0.45), (0.50, 0.55))

    def forward(self) -> tuple[Array, Array]:
        hidden = 1 / (1 + np.exp(-(np.array(self.first) @ self.inputs + 0.35)))
        return hidden, 1 / (1 + np.exp(-(np.array(self.second) @ hidden + 0.60)))

    @property
    def loss(self) -> float:
        return float(0.5 * np.sum((self.forward()[1] - self.targets) ** 2))

    @property
    def deltas(self) -> tuple[Array, Array]:
        hidden, output = self.forward()
        last = (output - self.targets) * output * (1 - output)
        return np.array(self.second).T @ last * hidden * (1 - hidden), last

    @property
    def after(self) -> float:
        """The loss of the same batch after the step."""
        hidden, _ = self.forward()
        first, second = self.deltas
        return replace(
            self,
            first=np.array(self.first) - 0.5 * np.outer(first, self.inputs),
            second=np.array(self.second) - 0.5 * np.outer(second, hidden),
        ).loss


AS_IT_WAS = Step()


def textbook(open_playground: OpenPlayground, **options: Any) -> Drawer:
    playground = open_playground(reduced_motion=True, **options)
    playground.open_example("A textbook's step")
    drawer = Drawer(playground)
    expect(drawer.element).to_be_visible()
    return drawer


def walk_of(drawer: Drawer, path: str) -> Any:
    return drawer.playground.state(f"walk.{path}")


def settle(drawer: Drawer, step: Step) -> None:
    """Wait until the page has the loss of this step."""
    drawer.playground.until(f"Math.abs((state.walk.loss ?? 0) - {step.loss!r}) < 1e-12")


def texts_over(drawer: Drawer) -> list[str]:
    """What is written on the graph over the network: ghosts and signs."""
    return [each["text"] for each in recorded(drawer.playground, ".nn-walk")["texts"]]


def assert_drawn(drawer: Drawer, now: Step, was: Step) -> None:
    """Tiles, ghosts and losses are those of the two steps, as worked out plainly, to every digit that is shown."""
    (hidden, output), (hidden_was, output_was) = now.forward(), was.forward()
    shown = [*now.inputs, *hidden, *output]
    expected = {(layer, k): value for (layer, k), value in zip(SEATS, shown, strict=True)}
    assert draw(drawer.playground).labels() == pytest.approx(expected, rel=6e-4)
    pairs = zip(shown, [*was.inputs, *hidden_was, *output_was], strict=True)
    ghosts = [before for after, before in pairs if before != after]
    assert [number(text) for text in texts_over(drawer)] == pytest.approx(ghosts, rel=6e-4)
    losses = drawer.side.locator(".ms-values dd").first
    assert number(losses.locator("s").inner_text()) == pytest.approx(was.loss, rel=6e-4)
    assert number(losses.inner_text().split()[-1]) == pytest.approx(now.loss, rel=6e-4)
    assert walk_of(drawer, "layers[1].a") == pytest.approx(output.tolist(), rel=1e-12)
    assert walk_of(drawer, "before.loss") == pytest.approx(was.loss, rel=1e-12)


SEATS = [(-1, 0), (-1, 1), (0, 0), (0, 1), (1, 0), (1, 1)]


def to_the_end(drawer: Drawer, now: Step, was: Step) -> None:
    """At the end of the step both stand beside each other: with the change, and without it."""
    drawer.page.keyboard.press("End")
    drawer.playground.until("state.walk.lossAfter !== null")
    assert walk_of(drawer, "lossAfter") == pytest.approx(now.after, rel=1e-12)
    assert walk_of(drawer, "before.lossAfter") == pytest.approx(was.after, rel=1e-12)


def expect_as_it_was(drawer: Drawer) -> None:
    """Nothing of what was supposed is left: neither on the page nor in the session."""
    expect(drawer.page.locator(".ms-changed")).to_have_count(0)
    drawer.playground.until("state.walk.before === null && state.walk.changes.length === 0")
    assert walk_of(drawer, "inputs") == [0.05, 0.1]
    assert walk_of(drawer, "targets") == [0.01, 0.99]


def type_value(drawer: Drawer, value: str) -> None:
    drawer.page.keyboard.press("Control+a")
    drawer.page.keyboard.type(value)
    drawer.page.keyboard.press("Enter")


# by keyboard alone


def test_an_input_is_supposed_and_put_back_by_keyboard_alone(open_playground: OpenPlayground) -> None:
    drawer = textbook(open_playground)
    before = tensors_of(drawer.playground)
    for _ in range(5):
        drawer.page.keyboard.press("ArrowRight")
    drawer.at("loss: L")
    drawer.playground.tab_to("Input x₁: 0.05000")
    drawer.page.keyboard.press("Enter")
    drawer.page.keyboard.press("e")
    type_value(drawer, "0,9")
    now = Step(inputs=(0.9, 0.10))
    settle(drawer, now)
    assert drawer.result() == pytest.approx(now.loss, rel=6e-4)
    assert_drawn(drawer, now, AS_IT_WAS)
    expect(drawer.side).to_contain_text("Supposed in this walk only: the data stays as it is")
    drawer.playground.tab_to("Put back")
    drawer.page.keyboard.press("Enter")
    settle(drawer, AS_IT_WAS)
    expect_as_it_was(drawer)
    assert differing(before, tensors_of(drawer.playground)) == []


def test_a_target_is_supposed_by_keyboard_alone_and_the_update_follows(open_playground: OpenPlayground) -> None:
    drawer = textbook(open_playground)
    for _ in range(7):
        drawer.page.keyboard.press("ArrowRight")
    drawer.playground.until("state.walk.cursor >= 6 && state.walk.loss !== null")
    drawer.playground.tab_to("0.99")
    drawer.page.keyboard.press("Enter")
    type_value(drawer, "0.2")
    now = Step(targets=(0.01, 0.2))
    settle(drawer, now)
    drawer.page.locator(".ms-slider, [role=slider]").first.focus()
    to_the_end(drawer, now, AS_IT_WAS)
    drawer.page.keyboard.press("Escape")
    expect(drawer.element).to_be_hidden()
    drawer.page.keyboard.press("m")
    expect(drawer.element).to_be_visible()
    expect_as_it_was(drawer)


def test_a_weight_is_changed_and_put_back_by_keyboard_alone(open_playground: OpenPlayground) -> None:
    drawer = textbook(open_playground)
    before = tensors_of(drawer.playground)
    for _ in range(5):
        drawer.page.keyboard.press("ArrowRight")
    drawer.at("loss: L")
    drawer.playground.tab_to("Input x₁: 0.05000")
    for key in ("ArrowRight", "ArrowRight", "w", "Enter"):
        drawer.page.keyboard.press(key)
    drawer.playground.tab_to("New value")
    type_value(drawer, "0.9")
    now = Step(second=((0.90, 0.45), (0.50, 0.55)))
    settle(drawer, now)
    expect(drawer.side).to_contain_text("0.4 → 0.9")
    assert_drawn(drawer, now, AS_IT_WAS)
    drawer.playground.tab_to("Put back")
    drawer.page.keyboard.press("Enter")
    settle(drawer, AS_IT_WAS)
    expect_as_it_was(drawer)
    assert differing(before, tensors_of(drawer.playground)) == []


# by pointer


def test_several_changes_stand_together_and_are_put_back_one_by_one_by_pointer(open_playground: OpenPlayground) -> None:
    drawer = textbook(open_playground)
    drawer.point_at(drawer.segment("L"))
    drawer.at("loss: L")
    drawer.playground.network.get_by_role("button", name=re.compile("^Input x₂")).click()
    form = drawer.page.locator(".ms-suppose")
    form.get_by_label("Input x₂ of sample 1").fill("0.7")
    form.get_by_role("button", name="Suppose").click()
    settle(drawer, Step(inputs=(0.05, 0.7)))
    drawer.side.get_by_role("button", name="0.01", exact=True).click()
    form.get_by_label("Target y1 of sample 1").fill("0.6")
    form.get_by_role("button", name="Suppose").click()
    settle(drawer, Step(inputs=(0.05, 0.7), targets=(0.6, 0.99)))
    click_line(drawer.playground, 1, 1, 0)
    set_value(drawer.playground, "-0.5")
    now = Step(inputs=(0.05, 0.7), targets=(0.6, 0.99), second=((0.40, 0.45), (-0.5, 0.55)))
    settle(drawer, now)
    assert_drawn(drawer, now, AS_IT_WAS)
    lines = drawer.page.locator(".ms-changed li")
    expect(lines).to_have_count(3)
    lines.filter(has_text="Target").get_by_role("button").click()
    settle(drawer, Step(inputs=(0.05, 0.7), second=((0.40, 0.45), (-0.5, 0.55))))
    expect(lines).to_have_count(2)
    drawer.side.get_by_role("button", name="Put all back").click()
    settle(drawer, AS_IT_WAS)
    expect_as_it_was(drawer)


def test_no_step_is_taken_on_what_is_supposed_and_it_says_so(open_playground: OpenPlayground) -> None:
    drawer = textbook(open_playground)
    drawer.point_at(drawer.segment("w"))
    drawer.at("update: w₂,₁,₁")
    drawer.playground.network.get_by_role("button", name=re.compile("^Input x₁")).click()
    drawer.page.locator(".ms-suppose").get_by_label("Input x₁ of sample 1").fill("0.9")
    drawer.page.keyboard.press("Enter")
    now = Step(inputs=(0.9, 0.10))
    settle(drawer, now)
    to_the_end(drawer, now, AS_IT_WAS)
    drawer.button("Take the step").click()
    expect(drawer.playground.notices).to_contain_text("Put the supposed inputs and targets back first")
    assert drawer.playground.state("step") == 0
    drawer.side.get_by_role("button", name="Put back").click()
    expect_as_it_was(drawer)
    drawer.button("Take the step").click()
    drawer.playground.until("state.step === 1 && state.walk?.step === 1")
    weights = tensors_of(drawer.playground)["layers/1/weight"]
    hidden, _ = AS_IT_WAS.forward()
    expected = np.array(AS_IT_WAS.second) - 0.5 * np.outer(AS_IT_WAS.deltas[1], hidden)
    np.testing.assert_allclose(weights, expected, rtol=1e-12)


def test_the_class_of_a_sample_is_chosen_by_its_name(open_playground: OpenPlayground) -> None:
    playground = open_playground(reduced_motion=True)
    playground.step_after(5)
    playground.page.keyboard.press("m")
    drawer = Drawer(playground)
    expect(drawer.element).to_be_visible()
    drawer.page.keyboard.press("End")
    playground.until("state.walk.lossAfter !== null")
    drawer.button("Back").click()
    drawer.point_at(drawer.segment("L"))
    drawer.at("loss: L")
    loss, target = walk_of(drawer, "loss"), int(walk_of(drawer, "targets[0]"))
    drawer.page.locator(".ms-target").click()
    choice = drawer.page.locator(".ms-suppose").get_by_label("Class of sample 1")
    expect(choice).to_have_value(str(target))
    choice.select_option(label=f"class {1 - target}")
    drawer.page.locator(".ms-suppose").get_by_role("button", name="Suppose").click()
    playground.until(f"state.walk.targets[0] === {1 - target}")
    assert walk_of(drawer, "loss") != loss
    assert walk_of(drawer, "before.loss") == loss
    expect(drawer.page.locator(".ms-target s")).to_have_text(f"class {target}")


# zeros


def test_a_vanishing_gradient_shows_its_size_layer_by_layer(open_playground: OpenPlayground) -> None:
    playground = open_playground(reduced_motion=True)
    playground.open_example("A vanishing gradient")
    drawer = Drawer(playground)
    expect(drawer.element).to_be_visible()
    drawer.page.keyboard.press("End")
    rows = drawer.page.locator(".ms-sizes tbody tr")
    expect(rows).to_have_count(6)
    weight, a, sizes = 1.0, [1.0], []
    for _ in range(6):
        a.append(1 / (1 + np.exp(-weight * a[-1])))
    upstream = 2 * a[-1]
    for layer in range(6, 0, -1):
        delta = upstream * a[layer] * (1 - a[layer])
        sizes.insert(0, delta * a[layer - 1])
        upstream = weight * delta
    shown = [number(row.locator("td").nth(1).inner_text()) for row in rows.all()]
    assert shown == pytest.approx(sizes, rel=6e-4)
    widths = [float(str(row.locator("i").evaluate("bar => parseFloat(bar.style.width)"))) for row in rows.all()]
    logs = np.log10(sizes)
    assert np.diff(widths) / np.diff(logs) == pytest.approx(
        [(widths[5] - widths[0]) / (logs[5] - logs[0])] * 5, rel=1e-4
    )
    times = sizes[5] / sizes[0]
    expect(drawer.page.locator(".ms-sizes caption")).to_contain_text(f"{times:.0f} times smaller than that of Layer 6")
    assert texts_over(drawer) == [f"∂w ÷ {times:.0f}", f"∂w ÷ {sizes[5] / sizes[1]:.0f}"]


def test_a_dead_relu_says_why_nothing_passes(open_playground: OpenPlayground) -> None:
    playground = open_playground(reduced_motion=True)
    playground.open_example("A dead ReLU")
    drawer = Drawer(playground)
    expect(drawer.element).to_be_visible()
    drawer.page.keyboard.press("ArrowRight")
    drawer.page.keyboard.press("ArrowRight")
    why = drawer.page.locator(".ms-zero")
    expect(why).to_contain_text("Neuron 1 is dead: a = 0, so f′ = 0, for every sample of the training part")
    assert [walk_of(drawer, f"closed[0][0].{name}") for name in ("reason", "slope", "silent_in")] == ["dead", 0, 1]
    playground.network.get_by_role("button", name=re.compile("^Input x")).click()
    drawer.page.locator(".ms-suppose").get_by_label(re.compile("^Input x")).fill("-4")
    drawer.page.keyboard.press("Enter")
    expect(why).to_have_count(0)
    assert walk_of(drawer, "layers[0].a") == [3]


def clipped_link(clipping: dict[str, Any]) -> str:
    design = {
        "data": {"kind": "plane", "samples": 60},
        "layers": [{"kind": "dense", "units": 3}, {"kind": "dense", "units": 1, "activation": "linear"}],
        "clipping": clipping,
        "optimizer": {"kind": "sgd", "learning_rate": 0.01},
    }
    return write_link(adapt(read_design(design)))


def test_clipping_says_from_what_norm_to_what(open_playground: OpenPlayground) -> None:
    playground = open_playground(clipped_link({"kind": "norm", "limit": 1e-4}), reduced_motion=True)
    playground.step_after(3)
    playground.page.keyboard.press("m")
    drawer = Drawer(playground)
    expect(drawer.element).to_be_visible()
    drawer.page.keyboard.press("End")
    playground.until("state.walk.clipped !== null")
    found = walk_of(drawer, "clipped")
    assert found["factor"] == pytest.approx(1e-4 / found["before"], rel=0.02)
    assert found["count"] == 3 * 3 + 4
    words = drawer.page.locator(".ms-zero").inner_text()
    said = re.search(r"norm was (\S+), above the limit of (\S+)\. Every component was taken (\S+) times", words)
    assert said is not None
    assert number(said[1]) == pytest.approx(found["before"], rel=6e-4)
    assert number(said[2]) == 1e-4


def test_a_hidden_unit_says_what_it_wants_and_who_asks_it_to(open_playground: OpenPlayground) -> None:
    drawer = textbook(open_playground)
    drawer.point_at(drawer.segment("∂a", 1))
    drawer.at("backward · layer 1 · neuron 1: ∂L/∂a")
    wish = drawer.page.locator(".ms-want")
    expect(wish).to_contain_text("Layer 1, neuron 1 wants to fall")
    last = AS_IT_WAS.deltas[1]
    parts = [0.40 * last[0], 0.50 * last[1]]
    said = [number(item.inner_text().rpartition("= ")[2]) for item in wish.locator("li").all()]
    assert said == pytest.approx(parts, rel=6e-4)
    total = re.search(r"∂L/∂a = (\S+) is above 0", wish.inner_text())
    assert total is not None
    assert number(total[1]) == pytest.approx(sum(parts), rel=6e-4)
    expect(drawer.playground.network.locator(".nn-legend")).to_contain_text("wants: −∂L/∂a")
    drawer.page.keyboard.press("Home")
    expect(drawer.playground.network.locator(".nn-legend").get_by_text("wants")).to_be_hidden()


def test_what_was_changed_is_seen_on_a_small_screen_too(open_playground: OpenPlayground) -> None:
    drawer = textbook(open_playground, width=1024, height=768)
    drawer.playground.command(type="suppose", part="inputs", index=0, column=0, value=0.9)
    expect(drawer.side.get_by_text("Input x₁ of sample 1: 0.05 → 0.9")).to_be_in_viewport()


@pytest.mark.parametrize("look", LOOKS)
def test_axe_finds_nothing_while_something_is_supposed(open_playground: OpenPlayground, look: LookOfPage) -> None:
    drawer = textbook(open_playground, **look._asdict())
    drawer.page.keyboard.press("End")
    drawer.at("update: w₂,₁,₁")
    drawer.playground.command(type="suppose", part="inputs", index=0, column=0, value=0.9)
    drawer.playground.command(type="suppose", part="targets", index=1, column=0, value=0.5)
    drawer.playground.neuron(1, 1).focus()
    drawer.page.keyboard.press("ArrowLeft")
    drawer.page.keyboard.press("Enter")
    expect(drawer.side.get_by_role("button", name="Put all back")).to_be_visible()
    for key in (None, "ArrowLeft"):
        if key:
            drawer.timeline.focus()
            drawer.page.keyboard.press("Shift+ArrowLeft")
        drawer.page.wait_for_timeout(300)
        found = Axe().run(drawer.page).response["violations"]
        assert [f"{each['id']}: {node['target']}" for each in found for node in each["nodes"]] == []
    assert drawer.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
