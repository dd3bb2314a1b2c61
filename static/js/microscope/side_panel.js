// @ts-check
/** Beside the formula: what was changed, the loss, what a unit wants, the parameter from old to new with the optimizer's
 * memory, the samples' shares in a gradient, how large the gradients are, and why nothing passes. */

import { className, namedColumns, targetName } from "../elements/names.js";
import { h } from "../lib/html.js";
import { neuron } from "../store/targets.js";
import { changeList } from "./changes.js";
import { figure } from "./figure.js";
import { valueOf } from "./formula.js";
import { clippedWords, gradientBars, signsOf } from "./gradient_signs.js";
import { layerOf, ofGradient, ofParameters, parameterAt } from "./place.js";
import { classOf, Supposing } from "./supposing.js";
import { eventAt, keyOf } from "./walk.js";
import { wantWords } from "./wants.js";
import { zeroWords } from "./zeros.js";

/** @typedef {import("./walk.js").Walk} Walk */
/** @typedef {import("./walk.js").Explained} Explained */
/** @typedef {import("../store/state.js").State} State */
/** @typedef {import("../lib/text.js").Text} Text */

const MOST_BARS = 64;
const MOST_TARGETS = 4;

/** What each sample has given to a gradient, in the order of the columns; null where that is not known. @param {Explained | undefined} explained @param {number} samples @returns {number[] | null} */
export function sharesOf(explained, samples) {
  if (!explained || samples < 2 || samples > MOST_BARS || !("operator" in explained.expression)) return null;
  const { operator, operands, rest } = explained.expression;
  return operator === "sum" && operands.length === samples && !rest ? operands.map(valueOf) : null;
}

/** What the update has computed for one parameter by now, in order. @param {Walk} walk @param {{name: string, index: number[]}} parameter @returns {{name: string, value: number | null}[]} */
export function memoryOf(walk, parameter) {
  return walk.events.slice(0, walk.cursor).flatMap((event, number) => {
    if (!ofParameters(event)) return [];
    const found = walk.explained[keyOf({ event: number, name: `${event.outputs[0]}/${parameter.name}`, index: parameter.index })];
    return found ? [{ name: event.outputs[0], value: found.value }] : [];
  });
}

export class SidePanel {
  #shown = "";

  /**
   * @param {Text} text
   * @param {{column: (column: number) => void, select: (target: import("../store/state.js").Target) => void, send: (command: {type: string, [field: string]: unknown}) => void}} ask
   */
  constructor(text, ask) {
    this.text = text;
    this.ask = ask;
    this.supposing = new Supposing(text, ask.send);
    this.parts = h("div", { class: "ms-parts" });
    this.element = h("div", { class: "ms-side", role: "region", tabindex: "0", "aria-label": text("microscope.beside") }, this.supposing.element, this.parts);
  }

  /** @param {State} state @param {Explained | undefined} explained @param {boolean} exact */
  show(state, explained, exact) {
    const walk = /** @type {Walk} */ (state.walk);
    this.supposing.show(state);
    const key = JSON.stringify([walk.step, walk.cursor, walk.column, walk.pick, walk.loss, walk.lossAfter, walk.changes, walk.layers, walk.targets, Object.keys(walk.explained), exact]);
    if (key === this.#shown) return;
    this.#shown = key;
    const [sizes, shares] = [gradientBars(this.text, walk, exact), this.#shares(walk, explained, exact)];
    const parts = [
      this.#loss(state, walk, exact), changeList(this.text, state, exact, this.ask.send), this.#wants(state, walk, explained, exact), this.#signs(state, walk, exact),
      this.#memory(state, walk, explained, exact), ...(signsOf(walk).length ? [sizes, shares] : [shares, sizes]),
    ];
    const place = this.#focused();
    this.parts.replaceChildren(...parts.filter((part) => part !== null));
    if (place >= 0) this.#buttons()[place]?.focus({ preventScroll: true });
  }

  #buttons() {
    return [...this.parts.querySelectorAll("button")];
  }

  /** The button that has the focus, which is made anew with everything else. */
  #focused() {
    return this.#buttons().findIndex((button) => button === this.element.ownerDocument.activeElement);
  }

  /** To where what is selected is typed. */
  edit() {
    if (!this.supposing.element.hidden) this.supposing.input.focus();
  }

  /** @param {State} state @param {Walk} walk @param {boolean} exact */
  #loss(state, walk, exact) {
    const { text } = this;
    const said = [h("dt", {}, text("microscope.loss")), this.#losses(walk, exact)];
    if (eventAt(walk)?.phase !== "update") said.push(h("dt", {}, text("microscope.target")), h("dd", { class: "ms-targets" }, ...this.#targets(state, walk, exact)));
    return h("dl", { class: "ms-values" }, ...said);
  }

  /** @param {Walk} walk @param {boolean} exact */
  #losses({ loss, lossAfter, before }, exact) {
    const ghost = (/** @type {number | null | undefined} */ was, /** @type {number | null} */ is) => (was === null || was === undefined || is === null || was === is ? null : h("s", {}, figure(was, exact)));
    if (lossAfter === null) return h("dd", {}, ghost(before?.loss, loss), " ", figure(loss, exact));
    const was = before && (before.loss !== loss || before.lossAfter !== lossAfter) ? h("s", {}, `${figure(before.loss, exact)} → ${figure(before.lossAfter, exact)}`) : null;
    return h("dd", { class: "ms-after" }, was, " ", this.text("microscope.loss_after", { before: figure(loss, exact), after: figure(lossAfter, exact) }));
  }

  /** What the sample is to be, each to be pressed and supposed otherwise. @param {State} state @param {Walk} walk @param {boolean} exact */
  #targets(state, walk, exact) {
    const { data } = state;
    const last = walk.layers.length - 1;
    const press = (/** @type {number} */ unit, /** @type {string} */ now, /** @type {string | null} */ was) =>
      h("button", { type: "button", class: "ms-target", title: this.text("microscope.suppose.press"), onclick: () => { this.ask.select(neuron(last, unit)); this.edit(); } }, was === null || was === now ? null : h("s", {}, was), now);
    const label = classOf(state);
    if (data && label !== null && data.task !== "regression") {
      const change = walk.changes.find(({ name, index }) => name === "class" && index[0] === walk.column);
      return [press(0, className(this.text, data, label), change ? className(this.text, data, change.before) : null)];
    }
    const shown = walk.targets.slice(0, MOST_TARGETS).map((target, unit) => press(unit, figure(target, exact), walk.before ? figure(walk.before.targets[unit], exact) : null));
    return walk.targets.length > MOST_TARGETS ? [...shown, h("span", {}, "…")] : shown;
  }

  /** @param {State} state @param {Walk} walk @param {Explained | undefined} explained @param {boolean} exact */
  #wants(state, walk, explained, exact) {
    const [first, ...requests] = wantWords(this.text, walk, explained, namedColumns(this.text, state), exact);
    if (!first) return null;
    return h("div", { class: "ms-want" }, h("p", {}, first), requests.length ? h("ul", {}, ...requests.map((words) => h("li", {}, words))) : null);
  }

  /** What hinders the gradient: the unit that is looked at, or clipping. @param {State} state @param {Walk} walk @param {boolean} exact */
  #signs(state, walk, exact) {
    const event = eventAt(walk);
    const columns = namedColumns(this.text, state);
    const column = event && columns[(layerOf(event) ?? walk.pick.layer) + 1];
    const ofUnits = event && column && column.layer >= 0 && event.phase !== "update" && event.phase !== "loss" && !ofGradient(event);
    const zero = ofUnits ? zeroWords(this.text, walk, column, Math.min(walk.pick.unit, column.units - 1)) : null;
    const words = [zero, event?.phase === "update" ? clippedWords(this.text, walk, exact) : null].filter((each) => each !== null);
    return words.length ? h("div", { class: "ms-zero" }, ...words.map((each) => h("p", {}, each))) : null;
  }

  /** @param {State} state @param {Walk} walk @param {Explained | undefined} explained @param {boolean} exact */
  #memory(state, walk, explained, exact) {
    const event = eventAt(walk);
    if (event?.phase !== "update") return null;
    const columns = namedColumns(this.text, state);
    const parameter = parameterAt(columns, walk.pick);
    if (!parameter) return null;
    const gradients = walk.events.findIndex(({ outputs }) => outputs.includes(`gradient/${parameter.name}`));
    const gradient = walk.explained[keyOf({ event: gradients, name: `gradient/${parameter.name}`, index: parameter.index })];
    const rows = [{ name: "gradient", value: gradient?.value ?? null }, ...memoryOf(walk, parameter)];
    const last = rows[rows.length - 1];
    const old = explained?.name.startsWith("parameters/") && "operator" in explained.expression ? valueOf(explained.expression.operands[0]) : null;
    return h("div", { class: "ms-memory" },
      h("p", { class: "ms-quiet" }, targetName(this.text, columns, parameter)),
      h("ol", {}, ...rows.map(({ name, value }) => h("li", { class: name === "parameters" ? "new" : "" },
        h("span", {}, this.text(`microscope.memory.${name}`)), name === "parameters" && old !== null ? h("s", {}, figure(old, exact)) : null, h("b", {}, figure(value, exact))))),
      last.name === "parameters" ? null : h("p", { class: "ms-quiet" }, this.text("microscope.not_yet")));
  }

  /** @param {Walk} walk @param {Explained | undefined} explained @param {boolean} exact */
  #shares(walk, explained, exact) {
    const event = eventAt(walk);
    const shares = event && ofGradient(event) ? sharesOf(explained, walk.samples.length) : null;
    if (!shares) return null;
    const most = Math.max(...shares.map(Math.abs)) || 1;
    return h("div", { class: "ms-shares" },
      h("p", { class: "ms-quiet" }, this.text("microscope.shares", { count: shares.length })),
      h("div", { class: "ms-bars", role: "group", "aria-label": this.text("microscope.shares", { count: shares.length }) }, ...shares.map((share, column) => {
        const bar = h("i", { class: share < 0 ? "negative" : "positive" });
        bar.style.height = `${(50 * Math.abs(share)) / most}%`;
        const words = this.text("microscope.share", { sample: column + 1, value: figure(share, exact) });
        return h("button", { type: "button", "aria-pressed": String(column === walk.column), title: words, "aria-label": words, onclick: () => this.ask.column(column) }, bar);
      })));
  }
}
