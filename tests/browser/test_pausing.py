"""Pause means now: at the end of the step under way, and nothing later is ever shown. Nobody waits for another."""

from typing import Any

from app.playground.presets import PRESETS
from app.protocol.link import write_link
from tests.browser.playground import OpenPlayground, Playground
from tests.browser.witness import witnessing

MOST = 50  # milliseconds from the click to the step's end
WATCHED = 300  # milliseconds afterwards
CHECKERBOARD = write_link(next(preset.design for preset in PRESETS if preset.name == "checkerboard"))

PAUSE = """watched => new Promise((resolve) => {
  const network = document.querySelector("nn-network");
  const { store } = network;
  const seen = { steps: [], figures: [] };
  const clicked = performance.now();
  const stop = store.watch((state) => state.playing, (playing) => {
    if (playing) return;
    seen.took ??= performance.now() - clicked;
    seen.step ??= store.state.step;
  });
  document.querySelector("nn-toolbar .nn-pause, nn-toolbar [aria-label=Pause]").click();
  const watch = () => {
    if (seen.step !== undefined) {
      seen.steps.push(store.state.step, store.state.frame.step);
      seen.figures.push(document.querySelector(".nn-slot.step dd").textContent);
    }
    if (performance.now() - clicked < watched) return requestAnimationFrame(watch);
    stop();
    resolve(seen);
  };
  watch();
})"""


def pause(playground: Playground) -> dict[str, Any]:
    found: dict[str, Any] = playground.page.evaluate(PAUSE, WATCHED)
    return found


def test_pause_lands_on_a_step_at_once_and_no_later_step_is_ever_shown(playground: Playground) -> None:
    playground.choose_pace("full speed")
    taken = []
    for _ in range(5):
        playground.step_after(playground.state("step") + 500)
        seen = pause(playground)
        taken.append(seen["took"])
        assert max(seen["steps"]) == seen["step"]
        assert {int(figure.replace(",", "")) for figure in seen["figures"]} == {seen["step"]}
        playground.wait_for_rest()
        assert playground.state("frame.step") == seen["step"]
        playground.play()
    assert min(taken) <= MOST, taken  # the machine may be busy with other things; bench/page.py asks it of every click


def test_the_space_bar_pauses_and_the_full_stop_walks(playground: Playground) -> None:
    keyboard = playground.page.keyboard
    keyboard.press("Space")
    step = playground.wait_for_rest()
    keyboard.press(".")
    playground.until(f"state.step === {step + 1}")
    keyboard.press("Shift+>")
    playground.until(f"state.step > {step + 1} && !state.playing")
    steps_in_epoch = 15
    assert playground.wait_for_rest() % steps_in_epoch == 0
    keyboard.press("Space")
    playground.until("state.playing")


def test_nobody_waits_for_what_another_trains(open_playground: OpenPlayground) -> None:
    busy, quiet = open_playground(CHECKERBOARD), open_playground()
    busy.choose_pace("full speed")
    busy.step_after(busy.state("step") + 200)
    with witnessing(quiet.page) as witness:
        answers = sorted(witness.answer_time() for _ in range(20))
        assert answers[len(answers) // 4] < 0.1, answers  # the machine may be busy with other things
    assert busy.state("playing")
