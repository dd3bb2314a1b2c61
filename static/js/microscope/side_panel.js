// @ts-check
/** Beside the formula: the loss, the parameter from old to new with the optimizer's memory, the samples' shares in a
 * gradient, why nothing passes, and what was changed. */

import { h, write } from "../lib/html.js";
import { className, layerName, namedColumns, targetName } from "../elements/names.js";
import { figure } from "./figure.js";
import { valueOf } from "./formula.js";
import { layerOf, ofGradient, ofParameters, parameterAt, unitsOf } from "./place.js";
import { eventAt, keyOf } from "./walk.js";
import { zeroOf } from "./zeros.js";

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

  /** @param {Text} text @param {{column: (column: number) => void, restore: () => void}} ask */
  constructor(text, ask) {
    this.text = text;
    this.ask = ask;
    this.element = h("div", { class: "ms-side" });
  }

  /** @param {State} state @param {Explained | undefined} explained @param {boolean} exact */
  show(state, explained, exact) {
    const walk = /** @type {Walk} */ (state.walk);
    const key = JSON.stringify([walk.step, walk.cursor, walk.column, walk.pick, walk.loss, walk.lossAfter, walk.changed, walk.layers, Object.keys(walk.explained), exact]);
    if (key === this.#shown) return;
    this.#shown = key;
    this.element.replaceChildren(
      ...[this.#changed(state, walk, exact), this.#zero(state, walk), this.#loss(state, walk, exact), this.#memory(state, walk, explained, exact), this.#shares(walk, explained, exact)]
        .filter((part) => part !== null));
  }

  /** @param {State} state @param {Walk} walk @param {boolean} exact */
  #loss(state, walk, exact) {
    const { text } = this;
    const said = [h("dt", {}, text("microscope.loss"))];
    if (walk.lossAfter !== null) said.push(h("dd", { class: "ms-after" }, text("microscope.loss_after", { before: figure(walk.loss, exact), after: figure(walk.lossAfter, exact) })));
    else {
      const was = walk.before?.loss;
      const ghost = was !== null && was !== undefined && walk.loss !== null && was !== walk.loss ? h("s", {}, figure(was, exact)) : null;
      said.push(h("dd", {}, ghost, ghost ? " " : null, figure(walk.loss, exact)));
    }
    if (eventAt(walk)?.phase === "update") return h("dl", { class: "ms-values" }, ...said);
    const targets = walk.targets.slice(0, MOST_TARGETS).map((target) => figure(target, exact)).join(", ");
    const label = state.data?.task === "classes" && state.data.labels ? className(text, state.data, state.data.labels[walk.samples[walk.column]]) : null;
    said.push(h("dt", {}, text("microscope.target")), h("dd", {}, label ?? (walk.targets.length > MOST_TARGETS ? `${targets}, …` : targets)));
    return h("dl", { class: "ms-values" }, ...said);
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

  /** Why no gradient passes the unit that is looked at; else how many of its layer are so. @param {State} state @param {Walk} walk */
  #zero(state, walk) {
    const event = eventAt(walk);
    const columns = namedColumns(this.text, state);
    const layer = event && (layerOf(event) ?? walk.pick.layer);
    const column = columns[(layer ?? -2) + 1];
    if (!event || !column || column.layer < 0 || event.phase === "update" || event.phase === "loss" || ofGradient(event)) return null;
    const paired = column.layer === columns.length - 2 && !walk.events.some(({ quantity }) => quantity === "da");
    const numbers = walk.layers[column.layer];
    const zeros = Array.from({ length: column.units }, (_, unit) => zeroOf(column, numbers, unit, paired));
    const unit = Math.min(walk.pick.unit, column.units - 1, Math.max(unitsOf(event), column.units) - 1);
    const own = zeros[unit];
    const count = zeros.filter((zero) => zero !== null).length;
    if (count === 0) return null;
    const words = own ? this.text(`microscope.zero.${own}`, { unit: unit + 1, value: figure(numbers.a?.[unit] ?? null) })
      : this.text("microscope.zeros", { count, of: column.units, layer: layerName(this.text, column.layer) });
    return h("p", { class: "ms-zero" }, words);
  }

  /** @param {State} state @param {Walk} walk @param {boolean} exact */
  #changed(state, walk, exact) {
    const { changed } = walk;
    if (!changed) return null;
    const [, layer, role] = changed.name.split("/");
    const columns = namedColumns(this.text, state);
    const [unit, input] = changed.index;
    const name = targetName(this.text, columns, { kind: "parameter", name: changed.name, index: changed.index, layer: Number(layer), unit, input: role === "weight" ? input : null });
    const line = h("p", {});
    write(line, this.text(changed.old === null ? "microscope.changed_to" : "microscope.changed", { name, old: figure(changed.old, exact), value: figure(changed.value, exact) }));
    return h("div", { class: "ms-changed" }, line, changed.old === null || changed.old === changed.value ? null
      : h("button", { type: "button", class: "button", onclick: () => this.ask.restore() }, this.text("microscope.restore")));
  }
}
