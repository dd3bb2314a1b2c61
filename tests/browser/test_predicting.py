"""Predict before reveal as a person meets it: every card of a textbook's step answered by keyboard and by pointer, with
the answers found here from the design; and nothing on the page, the canvas or the wire tells a number before."""

import json
import re
from collections.abc import Callable

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from app.playground.presets import PRESETS
from app.texts import TEXTS
from engine import Trainer
from engine.inspection.examiner import Examiner
from engine.inspection.questions import Question
from engine.inspection.walk import Walk
from tests.browser.drawer import Drawer
from tests.browser.looks import LOOKS, LookOfPage
from tests.browser.playground import MINUS, OpenPlayground, Playground

pytestmark = pytest.mark.journey

KEEP_TEXTS = """
  globalThis.saidOnCanvas = [];
  const own = CanvasRenderingContext2D.prototype.fillText;
  CanvasRenderingContext2D.prototype.fillText = function (text, ...rest) {
    globalThis.saidOnCanvas.push(text);
    return own.call(this, text, ...rest);
  };
"""


class Predicting(Drawer):
    """The drawer with its card."""

    def __init__(self, playground: Playground) -> None:
        super().__init__(playground)
        self.switch = self.element.get_by_role("button", name=re.compile("^Predict"))
        self.card = self.page.locator(".ms-card")
        self.question = self.page.locator(".ms-question")
        self.verdict = self.page.locator(".ms-verdict")
        self.field = self.card.get_by_role("textbox")
        self.tally = self.page.locator(".ms-tally")

    def choice(self, code: str) -> Locator:
        return self.card.locator(f".ms-choice[data-code='{code}']")

    def event(self) -> int | None:
        """The event that a card waits before; None where none does."""
        quiz = self.playground.state("walk.quiz")
        return int(quiz["card"]["event"]) if quiz["card"] and not quiz["settled"] else None

    def held(self, event: int) -> "Predicting":
        """Wait for the card on an event, with the cursor before it and the formula away."""
        self.playground.until(f"state.walk.quiz.card?.event === {event} && state.walk.cursor === {event}")
        expect(self.card).to_be_visible()
        expect(self.formula).to_be_hidden()
        return self

    def settled(self, event: int) -> "Predicting":
        """Wait until the event was revealed: its formula is shown, and one can go on."""
        self.playground.until(f"state.walk.quiz.settled && state.walk.cursor === {event + 1}")
        expect(self.formula).to_be_visible()
        last = event + 1 == self.playground.state("walk.events.length")
        expect(self.timeline if last else self.card.get_by_role("button", name="Next")).to_be_focused()
        return self


def questions_of(title: str) -> dict[int, Question]:
    """The questions on the first step of an example, as the engine finds them here."""
    preset = next(preset for preset in PRESETS if TEXTS[f"preset.{preset.name}"] == title)
    trainer = Trainer(preset.design)
    walk = Walk(trainer)
    examiner = Examiner(trainer, walk)
    return {k: q for k in range(len(walk.events)) if (q := examiner.question(k, 0)) is not None}


TEXTBOOK = "A textbook's step"
QUESTIONS = questions_of(TEXTBOOK)


def entered(question: Question) -> bool:
    return not question.card.choices


def wrong_choice(question: Question) -> str:
    return next(choice.code for choice in question.card.choices if choice.code != question.answer)


def number_key(question: Question, code: str) -> str:
    return str([choice.code for choice in question.card.choices].index(code) + 1)


def fraction_with_comma(question: Question) -> str:
    """The answer as eight times itself over eight, with a decimal comma and a true minus sign."""
    return f"{float(question.answer) * 8:.9f}/8".replace(".", ",").replace("-", MINUS)


def first(kind: str, of: Callable[[Question], bool] = lambda _: True) -> tuple[int, Question]:
    return next((event, q) for event, q in QUESTIONS.items() if q.card.kind == kind and of(q))


@pytest.fixture
def predicting(playground: Playground) -> Predicting:
    playground.open_example(TEXTBOOK)
    drawer = Predicting(playground)
    expect(drawer.element).to_be_visible()
    expect(drawer.switch).to_have_attribute("aria-pressed", "false")
    return drawer


def test_a_whole_step_is_predicted_by_keyboard_alone(predicting: Predicting) -> None:
    press = predicting.page.keyboard.press
    press("q")
    expect(predicting.switch).to_have_attribute("aria-pressed", "true")
    missed = 0
    for event, question in QUESTIONS.items():
        press("End")
        predicting.held(event)
        expect(predicting.live).to_have_text(predicting.question.inner_text())
        if entered(question):
            expect(predicting.field).to_be_focused()
            predicting.page.keyboard.type(fraction_with_comma(question))
            press("Enter")
        else:
            if question.card.kind == "sign":
                wrong = wrong_choice(question)
                press(number_key(question, wrong))
                expect(predicting.verdict).to_have_text(
                    f"Not yet. {TEXTS['microscope.quiz.mistake.' + question.slips[wrong]]}"
                )
                expect(predicting.choice(wrong)).to_have_attribute("aria-disabled", "true")
                missed += 1
            press(number_key(question, question.answer))
        predicting.settled(event)
        expect(predicting.verdict).to_contain_text("Right: ")
    assert missed > 0
    count = len(QUESTIONS)
    assert predicting.playground.state("walk.quiz.tally") == {
        "asked": count,
        "first": count - missed,
        "tries": count + missed,
        "hints": 0,
    }
    expect(predicting.switch).to_have_text(f"Predict {count - missed}/{count}")


def test_a_whole_step_is_predicted_by_pointer(predicting: Predicting) -> None:
    predicting.switch.click()
    expect(predicting.switch).to_have_attribute("aria-pressed", "true")
    predicting.point_at(predicting.segment("w"))
    for event, question in QUESTIONS.items():
        if predicting.playground.state("walk.cursor") <= event and predicting.event() is None:
            predicting.point_at(predicting.segment("w"))
        predicting.held(event)
        if entered(question):
            predicting.field.fill("a lot")
            predicting.card.get_by_role("button", name="Check").click()
            expect(predicting.verdict).to_contain_text("That is no number")
            predicting.field.fill(fraction_with_comma(question))
            predicting.card.get_by_role("button", name="Check").click()
        else:
            if question.card.kind == "sign":
                wrong = wrong_choice(question)
                predicting.choice(wrong).click()
                expect(predicting.verdict).to_contain_text(TEXTS[f"microscope.quiz.mistake.{question.slips[wrong]}"])
            predicting.choice(question.answer).click()
        predicting.settled(event)
        if event + 1 < predicting.playground.state("walk.events.length"):
            predicting.card.get_by_role("button", name="Next").click()
            moved = f"state.walk.cursor > {event + 1} || state.walk.quiz.card?.event === {event + 1}"
            predicting.playground.until(moved)
    assert predicting.playground.state("walk.quiz.tally.asked") == len(QUESTIONS)


def test_hints_go_from_the_rule_to_the_answer_by_keyboard(predicting: Predicting) -> None:
    event, question = first("number", entered)
    to_card(predicting, event)
    hints = predicting.page.locator(".ms-hints")
    predicting.playground.tab_to("Hint 1 of 4", within=".ms-card")
    predicting.page.keyboard.press("Enter")
    expect(hints).to_have_text(TEXTS[f"microscope.quiz.rule.{question.rule}"])
    predicting.page.keyboard.press("Enter")
    expect(hints.locator(".ms-pieces")).to_have_count(1)
    predicting.page.keyboard.press("Enter")
    expect(hints.locator(".ms-pieces")).to_have_count(2)
    expect(predicting.card.get_by_role("button", name="Show the answer")).to_be_focused()
    predicting.page.keyboard.press("Enter")
    predicting.settled(event)
    expect(predicting.verdict).to_contain_text("It is ")
    assert predicting.playground.state("walk.quiz.tally.hints") == 4
    assert predicting.playground.state("walk.quiz.tally.tries") == 0


def to_card(predicting: Predicting, event: int) -> None:
    """Switch predicting on just before an event that has a card, and step onto it."""
    predicting.point_at(segment_of(predicting, event))
    predicting.playground.until(f"state.walk.cursor === {event}")
    predicting.page.keyboard.press("q")
    predicting.playground.until("state.walk.quiz.on")
    predicting.page.keyboard.press("Shift+ArrowRight")
    predicting.held(event)


def segment_of(drawer: Drawer, cursor: int) -> Locator:
    return drawer.timeline.locator(".ms-segment").nth(cursor)


def test_a_wrong_number_is_diagnosed_and_may_be_corrected(predicting: Predicting) -> None:
    event, question = first("number", entered)
    to_card(predicting, event)
    predicting.field.fill(f"{-float(question.answer):.6g}")
    predicting.field.press("Enter")
    expect(predicting.verdict).to_have_text("Not yet. The sign is flipped.")
    expect(predicting.field).to_be_focused()
    predicting.page.keyboard.type(f"{float(question.answer):.2g}")
    predicting.page.keyboard.press("Enter")
    predicting.settled(event)
    assert predicting.playground.state("walk.quiz.tally") == {"asked": 1, "first": 0, "tries": 2, "hints": 0}


def test_a_card_can_be_skipped_and_one_can_go_back_from_it(predicting: Predicting) -> None:
    event, _ = first("sign")
    to_card(predicting, event)
    predicting.page.keyboard.press("ArrowLeft")
    expect(predicting.card).to_be_hidden()
    expect(predicting.formula).to_be_visible()
    predicting.page.keyboard.press("End")
    predicting.held(event)
    predicting.card.get_by_role("button", name="Skip").click()
    predicting.settled(event)
    assert predicting.playground.state("walk.quiz.tally") == {"asked": 1, "first": 0, "tries": 0, "hints": 0}


def test_nothing_tells_the_number_before_it_is_answered(new_page: Callable[..., Page]) -> None:
    page = new_page()
    received: list[str | bytes] = []
    page.add_init_script(KEEP_TEXTS)
    page.on("websocket", lambda socket: socket.on("framereceived", lambda message: received.append(message)))
    playground = Playground(page).open()
    playground.open_example(TEXTBOOK)
    predicting = Predicting(playground)
    expect(predicting.element).to_be_visible()
    page.keyboard.press("q")
    playground.until("state.walk.quiz.on")
    event, question = first("number", entered)
    received.clear()
    page.evaluate("globalThis.saidOnCanvas.length = 0")
    for asked in [each for each in QUESTIONS if each < event]:
        page.keyboard.press("End")
        predicting.held(asked)
        predicting.card.get_by_role("button", name="Skip").click()
        predicting.settled(asked)
    page.keyboard.press("End")
    predicting.held(event)
    predicting.field.fill("123")
    predicting.field.press("Enter")
    expect(predicting.verdict).to_contain_text("Not yet.")
    for _ in range(3):
        predicting.card.get_by_role("button", name=re.compile("^Hint|^Show")).click()
    expect(page.locator(".ms-hints .ms-pieces")).to_have_count(2)
    for name in ("y1", "y2"):
        playground.network.get_by_role("button", name=f"Layer 2, output {name}").click()
    page.wait_for_timeout(500)
    answer = float(question.answer)
    assert len(received) > 10
    for message in received:
        assert not tells(message, answer)
    shown = f"{answer:.4g}".replace("-", MINUS)
    assert shown not in page.content()
    assert page.evaluate("globalThis.saidOnCanvas.length") > 0
    assert not [text for text in page.evaluate("globalThis.saidOnCanvas") if shown[:5] in text]
    predicting.field.fill(repr(answer))
    predicting.field.press("Enter")
    predicting.settled(event)
    assert any(tells(message, answer) for message in received)
    assert shown in page.content()


def tells(message: str | bytes, number: float) -> bool:
    """Whether a number is in a message: in its JSON, or among the floats of a picture."""
    if isinstance(message, bytes):
        floats = np.frombuffer(message[16 : len(message) - len(message) % 4], np.float32)
        return bool(np.isclose(floats, number, rtol=1e-6, atol=0).any())
    found: list[float] = []
    json.loads(message, parse_float=lambda text: found.append(float(text)))
    return any(abs(one - number) <= 1e-9 * abs(number) for one in found)


def test_a_reload_keeps_the_switch_the_tally_and_the_card(predicting: Predicting) -> None:
    events = list(QUESTIONS)
    page, playground = predicting.page, predicting.playground
    page.keyboard.press("q")
    page.keyboard.press("End")
    predicting.held(events[0])
    predicting.card.get_by_role("button", name="Skip").click()
    predicting.settled(events[0])
    page.keyboard.press("End")
    predicting.held(events[1])
    asked = predicting.question.inner_text()
    page.reload()
    playground.until("state.frame !== null && state.connection === 'open'")
    page.keyboard.press("m")
    expect(predicting.element).to_be_visible()
    expect(predicting.switch).to_have_attribute("aria-pressed", "true")
    expect(predicting.switch).to_have_text("Predict 0/2")
    page.keyboard.press("End")
    predicting.held(events[1])
    expect(predicting.question).to_have_text(asked)
    assert playground.state("walk.quiz.tally.asked") == 2


def test_playing_stops_at_a_card_and_does_not_pass_it(predicting: Predicting) -> None:
    page = predicting.page
    page.keyboard.press("q")
    predicting.element.get_by_label("Speed of playing").select_option("8×")
    predicting.timeline.focus()
    page.keyboard.press("Space")
    event = next(iter(QUESTIONS))
    predicting.held(event)
    expect(predicting.button("Play the step")).to_be_visible()
    page.keyboard.press("Space" if entered(QUESTIONS[event]) else "ArrowRight")
    page.wait_for_timeout(400)
    predicting.held(event)


def test_switching_off_puts_the_card_away_and_shows_everything(predicting: Predicting) -> None:
    page = predicting.page
    page.keyboard.press("q")
    page.keyboard.press("End")
    predicting.held(next(iter(QUESTIONS)))
    predicting.switch.click()
    expect(predicting.card).to_be_hidden()
    expect(predicting.formula).to_be_visible()
    predicting.timeline.focus()
    page.keyboard.press("End")
    predicting.at("update: w₂,₁,₁")


def test_where_somebody_is_busy_elsewhere_a_card_takes_no_focus(predicting: Predicting) -> None:
    event, _ = first("sign")
    predicting.point_at(segment_of(predicting, event))
    predicting.playground.until(f"state.walk.cursor === {event}")
    predicting.playground.command(type="predict", on=True)
    pace = predicting.playground.toolbar.get_by_label("Pace")
    pace.focus()
    predicting.playground.command(type="move_cursor", cursor=event + 1, column=0)
    predicting.held(event)
    expect(pace).to_be_focused()


def assert_axe_finds_nothing(playground: Playground) -> None:
    results = Axe().run(playground.page).response["violations"]
    assert [f"{found['id']}: {node['target']}" for found in results for node in found["nodes"]] == []


@pytest.mark.parametrize("look", LOOKS)
def test_axe_finds_nothing_on_a_card_and_it_fits_the_page(open_playground: OpenPlayground, look: LookOfPage) -> None:
    playground = open_playground(**look._asdict(), reduced_motion=True)
    playground.open_example(TEXTBOOK)
    predicting = Predicting(playground)
    expect(predicting.element).to_be_visible()
    playground.page.keyboard.press("q")
    kinds: set[tuple[str, bool]] = set()
    for event, question in QUESTIONS.items():
        playground.page.keyboard.press("End")
        predicting.held(event)
        kind = (question.card.kind, entered(question))
        if kind not in kinds:
            kinds.add(kind)
            if question.card.choices:
                predicting.choice(wrong_choice(question)).click()
            for _ in range(3):
                predicting.card.get_by_role("button", name=re.compile("^Hint|^Show")).click()
            expect(playground.page.locator(".ms-hints .ms-pieces").nth(1)).to_be_attached()
            assert_axe_finds_nothing(playground)
            assert playground.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
            if look.width >= 1000:
                assert playground.page.evaluate("document.documentElement.scrollHeight <= innerHeight")
        predicting.card.get_by_role("button", name="Skip").click()
        predicting.settled(event)
        if len(kinds) == 1:
            assert_axe_finds_nothing(playground)
    assert len(kinds) >= 3
