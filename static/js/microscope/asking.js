// @ts-check
/** What the microscope asks of the session: one move at a time, however fast one scrubs; each formula once; one step of the run at a time. */

import { numberAt, ofGradient, ofParameters, parameterAt } from "./place.js";
import { eventAt, keyOf } from "./walk.js";

/** @typedef {import("./walk.js").Walk} Walk */
/** @typedef {import("../store/columns.js").Column} Column */
/** @typedef {{type: string, [field: string]: unknown}} Command */

const PATIENCE = 2000; // ms after which a move counts as lost
const APART = 40; // ms between two steps of the run: so many pictures a second are seen, and the pointer stays smooth
const WHOLE = 64; // samples whose shares in a gradient are asked for

/** Whether a sum in an expression came with terms left out. @param {import("./walk.js").Expression} node @returns {boolean} */
export const cut = (node) => "operator" in node && (node.rest !== undefined || node.operands.some(cut));

export class Asking {
  /** @type {{cursor: number, column: number} | null} where one wants to be, while the session is not there yet */
  #wish = null;
  #sentAt = -Infinity;
  /** @type {{step: number, at_end: boolean} | null} the step of the run that one wants to be at */
  #step = null;
  #stepSentAt = -Infinity;
  /** @type {Set<string>} */
  #asked = new Set();
  /** @type {unknown} */
  #events = null;

  /**
   * @param {(command: Command) => void} send @param {() => number} [now]
   * @param {(callback: () => void, milliseconds: number) => void} [later]
   */
  constructor(send, now = () => performance.now(), later = (callback, milliseconds) => setTimeout(callback, milliseconds)) {
    this.send = send;
    this.now = now;
    this.later = later;
  }

  /** Where one is, or will be when the session has followed. @param {Walk} walk */
  place(walk) {
    return this.#wish ?? { cursor: walk.cursor, column: walk.column };
  }

  /** The step of the run that one is at, or will be. @param {Walk} walk */
  stepOf(walk) {
    return this.#step?.step ?? walk.step;
  }

  /** To another step of the run: before its first event, or after its last. @param {number} step @param {boolean} atEnd */
  walk(step, atEnd) {
    this.#wish = null;
    this.#sentAt = -Infinity;
    this.#step = { step, at_end: atEnd };
    if (this.now() - this.#stepSentAt > PATIENCE) this.#goToStep();
  }

  #goToStep() {
    this.#stepSentAt = this.now();
    this.send({ type: "walk_step", ...this.#step });
  }

  /** To the step that one wants to be at by then. */
  #goOn() {
    const sentAt = this.#stepSentAt;
    const wait = Math.max(0, sentAt + APART - this.now());
    this.later(() => this.#step && this.#stepSentAt === sentAt && this.#goToStep(), wait);
  }

  /** @param {Walk} walk @param {{cursor?: number, column?: number}} to */
  go(walk, to) {
    if (this.#step) return;
    const wish = { ...this.place(walk), ...to };
    if (wish.cursor === walk.cursor && wish.column === walk.column && this.#sentAt === -Infinity) return;
    this.#wish = wish;
    if (this.now() - this.#sentAt > PATIENCE) this.#move();
  }

  #move() {
    if (!this.#wish) return;
    this.#sentAt = this.now();
    this.send({ type: "move_cursor", ...this.#wish });
  }

  /** The session has moved: on to where one wants to be by now. @param {Walk} walk */
  moved(walk) {
    if (this.#step) {
      if (this.#step.step !== walk.step) return this.#goOn();
      this.#stepSentAt = -Infinity;
      this.#step = null;
    }
    this.#sentAt = -Infinity;
    if (!this.#wish) return;
    if (this.#wish.cursor === walk.cursor && this.#wish.column === walk.column) this.#wish = null;
    else this.#move();
  }

  /** One gets no farther for now: where one wanted to be is forgotten. */
  hold() {
    this.#wish = null;
    this.#sentAt = -Infinity;
  }

  /** Nothing is walked any more, or another step is. */
  forget() {
    this.hold();
    this.#step = null;
    this.#stepSentAt = -Infinity;
    this.#asked.clear();
  }

  /**
   * Asks for the formula of what is looked at and, in the update, for the optimizer's memory of that parameter.
   * @param {Walk} walk @param {Column[]} columns @param {boolean} whole
   */
  explain(walk, columns, whole) {
    if (this.#wish || this.#step) return;
    if (this.#events !== walk.events) this.#asked.clear();
    this.#events = walk.events;
    const event = eventAt(walk);
    const number = numberAt(event, walk.pick, walk.column, columns);
    if (!event || !number) return;
    const all = whole || (ofGradient(event) && walk.samples.length <= WHOLE);
    this.#ask(walk, walk.cursor - 1, number, all);
    if (event.phase !== "update") return;
    const parameter = parameterAt(columns, walk.pick);
    if (!parameter) return;
    walk.events.slice(0, walk.cursor).forEach((each, k) => {
      if (each.outputs.includes(`gradient/${parameter.name}`)) this.#ask(walk, k, { name: `gradient/${parameter.name}`, index: parameter.index }, false);
      if (ofParameters(each)) this.#ask(walk, k, { name: `${each.outputs[0]}/${parameter.name}`, index: parameter.index }, false);
    });
  }

  /** @param {Walk} walk @param {number} event @param {{name: string, index: number[]}} number @param {boolean} whole */
  #ask(walk, event, { name, index }, whole) {
    const known = walk.explained[keyOf({ event, name, index })];
    if (known && !(whole && cut(known.expression))) return;
    const key = `${keyOf({ event, name, index })} ${whole}`;
    if (this.#asked.has(key)) return;
    this.#asked.add(key);
    this.send({ type: "explain", event, name, index, whole });
  }
}

