// @ts-check
/** A pinned moment beside where one stands: losses, what the network says of the plane, and the parameters that differ most. */

import { layerName } from "../elements/names.js";
import { attribute, h, write } from "../lib/html.js";
import { formatCount, formatNumber, formatPercent } from "../lib/number.js";
import { painter } from "../lib/painter.js";
import { ofUnit, weight } from "../store/targets.js";
import { readTheme } from "../views/theme.js";
import { watchTheme } from "../lib/theme_watch.js";
import { drawAnswers } from "./compare_pictures.js";
import { figure } from "./figure.js";
import { inLine, symbolOf } from "./symbols.js";

/** @typedef {import("../lib/text.js").Text} Text */
/** @typedef {import("../store/state.js").State} State */
/** @typedef {import("../store/columns.js").Column} Column */
/** @typedef {import("./past.js").Changed} Changed */
/** @typedef {import("./past.js").Compared} Compared */

const PICTURES = /** @type {const} */ (["then", "now", "apart"]);
const SHOWN = 60; // rows that are made; the others are as many as they are told to be

/** How far a number has gone. @param {Changed} row */
export const difference = ({ then, now }) => (then === null || now === null ? null : now - then);

/** What a row is on the graph. @param {Changed} row @returns {import("../store/state.js").ParameterTarget} */
export function targetOf({ name, index }) {
  const [, layer, role] = name.split("/");
  return role === "weight" ? weight(Number(layer), index[0], index[1]) : ofUnit(Number(layer), /** @type {"bias"} */ (role), index[0]);
}

/** How the output is squeezed. @param {import("../store/state.js").Design} design */
const outputOf = ({ layers }) => layers[layers.length - 1]?.activation ?? layers[layers.length - 1]?.function ?? null;

export class ComparePanel {
  /** @type {Compared | null} */
  #shown = null;
  #exact = false;
  /** @type {State | null} */
  #state = null;

  /**
   * @param {Text} text
   * @param {{send: (command: {type: string, [field: string]: unknown}) => void, walk: (step: number) => void, layer: (layer: number | null) => void, select: (target: import("../store/state.js").Target) => void, hover: (target: import("../store/state.js").Target | null) => void}} ask
   */
  constructor(text, ask) {
    this.text = text;
    this.ask = ask;
    const button = (/** @type {string} */ code, /** @type {() => void} */ onclick) =>
      h("button", { type: "button", class: "button", title: text(`microscope.${code}_help`), onclick }, text(`microscope.${code}`));
    this.words = h("p", { class: "ms-compare-words" });
    this.there = button("moment_there", () => this.#state?.moment && ask.walk(this.#state.moment.step));
    this.back = button("moment_back", () => ask.send({ type: "put_moment_back" }));
    this.layer = h("select", { class: "ms-speed", "aria-label": text("microscope.compare_layer") });
    this.layer.addEventListener("change", () => ask.layer(this.layer.value === "" ? null : Number(this.layer.value)));
    this.pictures = PICTURES.map((which) => ({ which, canvas: h("canvas", { width: 48, height: 48, role: "img" }), caption: h("figcaption") }));
    this.figures = h("div", { class: "ms-answers" }, ...this.pictures.map(({ canvas, caption }) => h("figure", {}, canvas, caption)));
    this.losses = h("tbody");
    this.rows = h("tbody");
    this.count = h("p", { class: "ms-quiet" });
    const heads = () => h("thead", {}, h("tr", {}, ...["name", "then", "now", "difference"].map((head) => h("th", { scope: "col" }, text(`microscope.compare.${head}`)))));
    this.element = h("section", { class: "ms-compare", "aria-label": text("microscope.compare") },
      h("div", { class: "ms-run-bar" }, this.words, h("div", { class: "ms-group" }, this.layer, this.there, this.back, button("unpin", () => ask.send({ type: "unpin_moment" })))),
      h("div", { class: "ms-compare-body" }, this.figures,
        h("div", { class: "ms-compare-table", role: "region", tabindex: "0", "aria-label": text("microscope.compare_table") },
          h("table", {}, heads(), this.losses, this.rows), this.count)));
    this.stop = watchTheme(() => painter.request(this.#paint));
  }

  /** @param {State} state @param {number} step where one is, or will be @param {Column[]} columns @param {boolean} exact */
  show(state, step, columns, exact) {
    const { moment, compared } = state;
    this.#state = state;
    if (!moment) return;
    const { text } = this;
    write(this.words, text(moment.trunk ? "microscope.compare_trunk" : "microscope.compare_steps", { then: formatCount(moment.step), now: formatCount(step) }));
    this.there.hidden = moment.trunk || moment.step > state.head;
    this.there.disabled = moment.step === step;
    this.#showLayers(columns, compared?.layer ?? null);
    if (compared === this.#shown && exact === this.#exact) return;
    this.#shown = compared;
    this.#exact = exact;
    if (compared) this.#build(state, compared, exact);
  }

  /** @param {Column[]} columns @param {number | null} chosen */
  #showLayers(columns, chosen) {
    const able = columns.filter(({ dense, kind }) => dense || kind === "batch_norm");
    const key = able.map(({ layer }) => layer).join();
    if (this.layer.dataset.layers !== key) {
      this.layer.dataset.layers = key;
      this.layer.replaceChildren(h("option", { value: "" }, this.text("microscope.compare_all")), ...able.map(({ layer }) => h("option", { value: layer }, layerName(this.text, layer))));
    }
    if (this.layer !== this.layer.ownerDocument.activeElement) this.layer.value = chosen === null ? "" : String(chosen);
  }

  /** @param {State} state @param {Compared} compared @param {boolean} exact */
  #build({ data }, compared, exact) {
    const { text } = this;
    const { then, now, rows } = compared;
    const share = data?.task === "regression" ? formatNumber : formatPercent;
    const line = (/** @type {string} */ name, /** @type {number | null} */ old, /** @type {number | null} */ present, write = (/** @type {number | null} */ value) => figure(value, exact)) =>
      h("tr", { class: "ms-loss" }, h("th", { scope: "row" }, text(name)), h("td", {}, write(old)), h("td", {}, write(present)), h("td", {}, old === null || present === null ? figure(null) : write(present - old)));
    this.losses.replaceChildren(
      line("microscope.compare.train", then.train, now.train), line("microscope.compare.validation", then.validation, now.validation),
      line(data?.task === "regression" ? "island.figure.r2" : "island.figure.score", then.score, now.score, share));
    this.rows.replaceChildren(...rows.slice(0, SHOWN).map((row) => this.#row(row, exact)));
    const shown = Math.min(SHOWN, rows.length);
    write(this.count, text(compared.differing ? "microscope.compare_count" : "microscope.compare_same", {
      shown: formatCount(shown), count: formatCount(compared.count), differing: formatCount(compared.differing), distance: figure(compared.distance, exact),
    }));
    this.figures.hidden = compared.answers === null;
    painter.request(this.#paint);
  }

  /** @param {Changed} row @param {boolean} exact */
  #row(row, exact) {
    const target = targetOf(row);
    const apart = difference(row);
    const name = inLine(symbolOf(row.name, row.index, 0));
    const button = h("button", { type: "button", class: "button bare", onclick: () => this.ask.select(target), onfocus: () => this.ask.hover(target), onblur: () => this.ask.hover(null) }, name);
    return h("tr", {}, h("th", { scope: "row" }, button), h("td", {}, figure(row.then, exact)), h("td", {}, figure(row.now, exact)),
      h("td", { class: (apart ?? 0) < 0 ? "negative" : "positive" }, figure(apart, exact)));
  }

  #paint = () => {
    const { text } = this;
    const compared = this.#shown;
    const { data, design } = this.#state ?? {};
    if (!compared?.answers || !this.element.isConnected || !data || !design) return;
    const { then, now, answers } = compared;
    drawAnswers(this.pictures.map(({ canvas }) => canvas), answers, { data, activation: outputOf(design) }, readTheme(this.element));
    const captions = { then: text("microscope.compare_then", { step: formatCount(then.step) }), now: text("microscope.compare_now", { step: formatCount(now.step) }), apart: text("microscope.compare_apart", { most: formatNumber(answers.most, 2) }) };
    for (const { which, canvas, caption } of this.pictures) {
      write(caption, captions[which]);
      attribute(canvas, "aria-label", captions[which]);
    }
  };
}
