// @ts-check
/** The card in the drawer: what is asked, the choices or a field, hints, and what becomes of an answer; and the switch. */

import { attribute, h, write } from "../lib/html.js";
import { linesOf } from "./formula.js";
import { mathElement } from "./mathml.js";
import { isOpen } from "./quiz_state.js";
import { aheadWords, choiceWords, diagnosisWords, outcomeWords, questionWords, tallyWords } from "./quiz_words.js";

/** @typedef {import("./walk.js").Walk} Walk */
/** @typedef {import("./quiz_state.js").Quiz} Quiz */
/** @typedef {import("./quiz_state.js").Card} Card */
/** @typedef {import("./formula.js").Math} Math */
/** @typedef {{answer: (event: number, answer: string) => void, hint: (event: number) => void, skip: (event: number) => void, next: () => void, rest: () => void, toggle: () => void}} Ask */

const HINTS = 4;

export class QuizCard {
  /** @type {Card | null} */
  #card = null;
  #open = false;
  #hinted = "";
  #missed = /** @type {unknown} */ (null);
  /** @type {HTMLButtonElement[]} */
  #buttons = [];

  /** @param {import("../lib/text.js").Text} text @param {Ask} ask */
  constructor(text, ask) {
    this.text = text;
    this.ask = ask;
    const button = (/** @type {string} */ code, /** @type {() => void} */ onclick, primary = false) =>
      h("button", { type: "button", class: `button ${primary ? "primary" : ""}`, onclick }, text(code));
    this.score = h("span", { class: "ms-score" });
    this.toggle = h("button", { type: "button", class: "button ms-predict", "aria-pressed": "false", "aria-keyshortcuts": "Q", onclick: ask.toggle }, text("microscope.quiz.predict"), this.score);
    this.ahead = h("span", { class: "ms-ahead" });
    this.question = h("p", { class: "ms-question", id: "ms-question" });
    this.tally = h("span", { class: "ms-tally" });
    this.field = h("input", { type: "text", inputmode: "decimal", autocomplete: "off", autocapitalize: "off", spellcheck: "false", maxlength: 60, "aria-labelledby": "ms-question", "aria-describedby": "ms-entry", class: "ms-number" });
    this.entry = h("form", { class: "ms-entry", novalidate: true }, this.field, h("button", { type: "submit", class: "button primary" }, text("microscope.quiz.check")), h("span", { class: "ms-quiet", id: "ms-entry" }, text("microscope.quiz.entry")));
    this.entry.addEventListener("submit", (event) => this.#submit(event));
    this.choices = h("div", { class: "ms-choices", role: "group", "aria-labelledby": "ms-question" });
    this.hint = button("microscope.quiz.hint", () => this.#card && ask.hint(this.#card.event));
    this.skip = button("microscope.quiz.skip", () => this.#card && ask.skip(this.#card.event));
    this.next = button("microscope.quiz.next", ask.next, true);
    this.verdict = h("div", { class: "ms-verdict", role: "status", "aria-live": "polite" });
    this.hints = h("div", { class: "ms-hints", "aria-live": "polite" });
    this.element = h("section", { class: "ms-card", "aria-labelledby": "ms-question", hidden: true },
      h("div", { class: "ms-asked" },
        h("p", { class: "ms-card-head" }, this.ahead, this.tally), this.question, h("div", {}, this.choices, this.entry),
        h("div", { class: "ms-foot" }, this.verdict, h("div", { class: "ms-ways" }, this.hint, this.skip, this.next))),
      this.hints);
  }

  /** @param {Walk} walk */
  show(walk) {
    const { quiz } = walk;
    this.#showSwitch(quiz);
    const { card, settled } = quiz;
    const [before, wasOpen] = [this.#card, this.#open];
    this.#card = card;
    this.#open = isOpen(quiz);
    const within = this.element.contains(this.element.ownerDocument.activeElement);
    this.element.hidden = card === null;
    this.element.classList.toggle("settled", settled !== null);
    if (!card) return;
    attribute(this.element, "data-phase", walk.events[card.event]?.phase ?? "");
    if (card !== before) this.#ask(walk, card);
    write(this.tally, tallyWords(this.text, quiz.tally));
    this.#mark(quiz, card);
    this.next.hidden = settled === null || card.event + 1 >= walk.events.length;
    this.#tell(quiz, card);
    this.#showHints(quiz);
    if (this.#open && (card !== before || !wasOpen)) this.focus();
    else if (!this.#open && wasOpen && within) this.#leave();
  }

  /** The question that waits, as it is read out; "" where none does. */
  get said() {
    return this.#open ? `${this.question.textContent}` : "";
  }

  /** To the first thing that one can answer with, unless one is busy elsewhere on the page. */
  focus() {
    const { activeElement, body } = this.element.ownerDocument;
    const drawer = this.element.parentElement?.closest("section");
    if (activeElement && activeElement !== body && !drawer?.contains(activeElement)) return;
    const first = this.#buttons.find((button) => button.getAttribute("aria-disabled") !== "true") ?? this.field;
    first.focus({ preventScroll: true });
  }

  /** The card is settled: to what leads on or, at the end of the step, back to the timeline. */
  #leave() {
    if (this.next.hidden) this.ask.rest();
    else this.next.focus({ preventScroll: true });
  }

  /** The choice of that number. @param {number} number @returns {boolean} whether there is one */
  choose(number) {
    const button = this.#open ? this.#buttons[number - 1] : undefined;
    if (button) this.#pick(button);
    return button !== undefined;
  }

  /** @param {Quiz} quiz */
  #showSwitch({ on, tally }) {
    attribute(this.toggle, "aria-pressed", String(on));
    write(this.score, on && tally.asked > 0 ? ` ${tally.first}/${tally.asked}` : "");
    attribute(this.toggle, "title", [this.text("microscope.quiz.predict_help"), on ? tallyWords(this.text, tally) : ""].join(" ").trim());
  }

  /** @param {Walk} walk @param {Card} card */
  #ask(walk, card) {
    const { text } = this;
    write(this.ahead, text("microscope.quiz.ahead", { place: aheadWords(text, walk, card) }));
    write(this.question, questionWords(text, card));
    this.#buttons = card.choices.map((choice, k) => {
      const button = h("button", { type: "button", class: "button ms-choice", "aria-keyshortcuts": String(k + 1), "data-code": choice.code },
        h("kbd", { "aria-hidden": "true" }, String(k + 1)), choiceWords(text, card, choice));
      button.addEventListener("click", () => this.#pick(button));
      return button;
    });
    this.choices.replaceChildren(...this.#buttons);
    this.choices.hidden = this.#buttons.length === 0;
    this.field.value = "";
    this.#hinted = "";
    this.#missed = null;
  }

  /** @param {HTMLButtonElement} button */
  #pick(button) {
    if (this.#open && this.#card && button.getAttribute("aria-disabled") !== "true") this.ask.answer(this.#card.event, button.dataset.code ?? "");
  }

  /** @param {Event} event */
  #submit(event) {
    event.preventDefault();
    const value = this.field.value.trim();
    if (this.#open && this.#card && value) this.ask.answer(this.#card.event, value);
  }

  /** Which choices were wrong, and which is right. @param {Quiz} quiz @param {Card} card */
  #mark({ wrong, settled }, card) {
    for (const button of this.#buttons) {
      const code = button.dataset.code ?? "";
      const right = settled?.answer === code;
      const missed = wrong.includes(code);
      button.classList.toggle("right", right);
      button.classList.toggle("wrong", missed);
      attribute(button, "aria-disabled", String(missed || settled !== null));
    }
    this.entry.hidden = card.choices.length > 0 || settled !== null;
    for (const way of [this.hint, this.skip]) way.hidden = settled !== null;
  }

  /** @param {Quiz} quiz @param {Card} card */
  #tell({ missed, settled }, card) {
    const { text } = this;
    const said = settled ? outcomeWords(text, card, settled) : missed ? text("microscope.quiz.wrong", { why: diagnosisWords(text, missed.mistake) }) : "";
    write(this.verdict, said);
    this.verdict.className = `ms-verdict ${settled ? (settled.given === null ? "shown" : "right") : missed ? "wrong" : ""}`;
    if (missed && missed !== this.#missed && card.choices.length === 0) this.field.select();
    this.#missed = missed;
  }

  /** @param {Quiz} quiz */
  #showHints({ hint, settled, card }) {
    const given = hint?.hints ?? 0;
    write(this.hint, this.text(given + 1 < HINTS ? "microscope.quiz.hint" : "microscope.quiz.hint_last", { number: given + 1, of: HINTS }));
    const key = settled || !hint ? "" : JSON.stringify([card?.event, hint]);
    this.hints.hidden = key === "";
    if (key === this.#hinted) return;
    this.#hinted = key;
    if (!hint || !key) return this.hints.replaceChildren();
    const formulas = hint.hints > 1 ? h("div", { class: "ms-lines" }, ...hint.working.flatMap((working) => this.#lines(working, hint.hints > 2))) : null;
    this.hints.replaceChildren(h("p", {}, this.text(`microscope.quiz.rule.${hint.rule}`)), ...(formulas ? [formulas] : []));
    this.hints.scrollTop = this.hints.scrollHeight;
  }

  /** @param {import("./quiz_state.js").Hint["working"][number]} working @param {boolean} numbers */
  #lines({ element, expression }, numbers) {
    const column = this.#card?.column ?? 0;
    const lines = linesOf({ event: 0, ...element, expression, value: null, nudge: null }, { exact: false, column, whole: false, more: (count) => this.text("microscope.more", { count }) });
    const line = (/** @type {Node | string} */ left, /** @type {string} */ sign, /** @type {Math[]} */ pieces) => [
      h("span", { class: "ms-left" }, left), h("span", { class: "ms-equals", "aria-hidden": "true" }, sign),
      h("span", { class: "ms-pieces" }, ...pieces.flatMap((piece) => [mathElement(piece, () => undefined), " "])),
    ];
    return [
      ...line(mathElement(lines.name, () => undefined), lines.renewed ? "←" : "=", lines.symbols),
      ...(numbers ? line("", "=", lines.numbers) : []),
    ];
  }
}
