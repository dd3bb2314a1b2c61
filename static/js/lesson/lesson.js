// @ts-check
/** `<nn-lesson>`: a lesson's panel. It leads from step to step, sets up what each needs, marks, watches and remembers. */

import { sameValue } from "../editor/same_value.js";
import { write } from "../lib/html.js";
import { PageElement } from "../lib/page_element.js";
import { ChallengeView } from "./challenges.js";
import { keepProgress, progressOf } from "./memory.js";
import { answerOf, mark, restore } from "./questions.js";
import { RecordView } from "./records.js";
import { perform } from "./setup.js";

const NOTHING = { design: null, play: false, pace: null, steps: null, microscope: null };

export class LessonElement extends PageElement {
  /** @type {import("./memory.js").Progress} */
  progress = { step: 0, done: false, answers: {}, tables: {} };
  /** @type {ChallengeView[]} */
  #challenges = [];
  /** @type {RecordView[]} */
  #records = [];
  #stopSetup = () => {};
  /** Whether the microscope is about to open by itself: who reads the lesson keeps the focus there. */
  #reading = false;

  get name() {
    return this.dataset.name ?? "";
  }

  get steps() {
    return /** @type {HTMLElement[]} */ ([...this.querySelectorAll(".lesson-step")]);
  }

  begin() {
    if (!this.name || this.steps.length === 0) return; // a lesson that the browser keeps is not here yet
    this.progress = progressOf(localStorage, this.name);
    this.#challenges = this.#found(".lesson-challenge", (element) => new ChallengeView(element, this.texts, this.#designAt(element)));
    this.#records = this.#found(".lesson-record", (element) => new RecordView(element));
    for (const form of this.querySelectorAll("form")) {
      const kept = this.progress.answers[form.dataset.key ?? ""];
      if (kept) restore(form, kept, this.texts);
    }
    for (const record of this.#records) record.show(this.progress.tables[record.table] ?? []);
    this.listen(this, "click", ({ target }) => this.#press(target));
    this.listen(this, "submit", (event) => this.#answer(event));
    this.listen(this, "change", ({ target }) => target.name === "point" && this.#keepAnswer(target.form));
    this.listen(this.ownerDocument, "focusin", ({ target }) => this.#stay(target));
    this.#show(this.progress.step);
    this.until(() => this.#stopSetup());
    this.watch((state) => state, () => this.#watch());
  }

  /** Sets up the step one is at, with the design that it is about: for a network that is of another lesson, or of none. */
  setUp() {
    const step = this.steps[this.progress.step];
    if (step) this.#perform({ ...NOTHING, ...this.#setupAt(step), design: this.#designAt(step) });
  }

  /** @param {import("./setup.js").Setup} setup */
  #perform(setup) {
    this.#stopSetup();
    this.#reading = setup.microscope !== null && this.state.walk === null;
    this.#stopSetup = perform(this.store, (command) => this.command(command), () => this.#toggleMicroscope(), setup);
  }

  /** @template T @param {string} selector @param {(element: HTMLElement) => T} make @returns {T[]} */
  #found(selector, make) {
    return /** @type {HTMLElement[]} */ ([...this.querySelectorAll(selector)]).map(make);
  }

  #toggleMicroscope() {
    this.dispatchEvent(new CustomEvent("chalknet:microscope", { bubbles: true }));
  }

  /** What a step sets up by itself. @param {HTMLElement | undefined} step @returns {import("./setup.js").Setup | null} */
  #setupAt(step) {
    const found = /** @type {HTMLElement | null | undefined} */ (step?.querySelector(".lesson-setup"));
    return found ? JSON.parse(found.dataset.setup ?? "null") : null;
  }

  /** The design that a part is about: that of its own step, else of the last step before that opened one. @param {HTMLElement} part */
  #designAt(part) {
    const at = this.steps.findIndex((step) => step.contains(part));
    const designs = this.steps.slice(0, at + 1).map((step) => this.#setupAt(step)?.design ?? null);
    return designs.findLast((design) => design !== null) ?? null;
  }

  /** @param {EventTarget | null} target */
  #press(target) {
    const button = target instanceof Element ? target.closest("button[data-act]") : null;
    if (!(button instanceof HTMLButtonElement)) return;
    const { act } = button.dataset;
    if (act === "next" && this.progress.step === this.steps.length - 1) this.#finish();
    else if (act === "next") this.#go(this.progress.step + 1);
    else if (act === "back") this.#go(this.progress.step - 1);
    else if (act === "setup") this.setUp();
    else if (act === "note" || act === "forget") this.#note(button, act === "note");
  }

  /** To another step, and what it needs: what it sets up itself or, on the way back, the design of those before it. @param {number} step */
  #go(step) {
    const design = this.#designAt(this.steps[this.progress.step]);
    this.#show(step);
    const now = this.steps[this.progress.step];
    const setup = this.#setupAt(now);
    if (setup) this.#perform(setup);
    else if (!sameValue(this.#designAt(now), design)) this.setUp();
    this.#focus();
    this.querySelector(".lesson-steps")?.scrollTo(0, 0);
    this.scrollIntoView({ block: "nearest" });
  }

  #focus() {
    this.steps[this.progress.step].querySelector("h3")?.focus({ preventScroll: true });
  }

  /** The microscope takes the focus when it opens; one that a step has opened gives it back. @param {Element} target */
  #stay(target) {
    if (!this.#reading || !target.closest("nn-microscope")) return;
    this.#reading = false;
    this.#focus();
  }

  /** @param {number} wanted */
  #show(wanted) {
    const { steps } = this;
    const at = Math.max(0, Math.min(wanted, steps.length - 1));
    steps.forEach((step, index) => { step.hidden = index !== at; });
    this.#keep({ step: at });
    const count = this.querySelector(".lesson-count");
    if (count) write(count, this.texts("lesson.say.step", { step: at + 1, steps: steps.length }));
    const [back, next] = ["back", "next"].map((act) => /** @type {HTMLButtonElement} */ (this.querySelector(`.lesson-nav [data-act='${act}']`)));
    back.disabled = at === 0;
    const last = at === steps.length - 1;
    if (next.firstChild) next.firstChild.textContent = this.texts(last ? "lesson.say.finish" : "lesson.say.next");
    this.style.setProperty("--progress", `${(100 * (at + 1)) / steps.length}%`);
  }

  #finish() {
    this.#keep({ done: true, step: 0 });
    location.assign("/lessons");
  }

  /** @param {SubmitEvent} event */
  #answer(event) {
    event.preventDefault();
    const form = /** @type {HTMLFormElement} */ (event.target);
    if (mark(form, this.texts)) this.#keepAnswer(form);
  }

  /** @param {HTMLFormElement} form */
  #keepAnswer(form) {
    this.#keep({ answers: { ...this.progress.answers, [form.dataset.key ?? ""]: answerOf(form) } });
  }

  /** @param {HTMLElement} button @param {boolean} more */
  #note(button, more) {
    const record = this.#records.find(({ element }) => element.contains(button));
    if (!record) return;
    const { table } = record;
    const before = this.progress.tables[table] ?? [];
    const rows = more ? [...before, record.row(this.state)] : before.slice(0, -1);
    this.#keep({ tables: { ...this.progress.tables, [table]: rows } });
    for (const each of this.#records) if (each.table === table) each.show(rows);
  }

  /** The session has moved on. Only what is seen is looked at. */
  #watch() {
    const step = this.steps[this.progress.step];
    for (const challenge of this.#challenges) {
      if (!step.contains(challenge.element)) continue;
      const before = this.progress.answers[challenge.key];
      const now = challenge.show(this.state, before);
      if (now !== before) this.#keep({ answers: { ...this.progress.answers, [challenge.key]: now } });
    }
  }

  /** @param {Partial<import("./memory.js").Progress>} change */
  #keep(change) {
    this.progress = { ...this.progress, ...change };
    keepProgress(localStorage, this.name, this.progress);
  }
}

customElements.define("nn-lesson", LessonElement);
