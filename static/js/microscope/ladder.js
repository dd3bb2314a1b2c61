// @ts-check
/** Where one stands, rung by rung, from the whole run down to one term of a formula; a press chooses how finely one goes. */

import { layerName } from "../elements/names.js";
import { attribute, h, write } from "../lib/html.js";
import { formatCount } from "../lib/number.js";
import { layerOf, numberAt, ofGradient, ofParameters, unitsOf, zoomAt } from "./place.js";
import { inLine, symbolOf } from "./symbols.js";
import { eventAt } from "./walk.js";
import { ZOOMS } from "./zoom.js";

/** @typedef {import("./walk.js").Walk} Walk */
/** @typedef {import("./zoom.js").Zoom} Zoom */
/** @typedef {import("../store/state.js").State} State */
/** @typedef {import("../store/columns.js").Column} Column */
/** @typedef {import("../lib/text.js").Text} Text */

/** @param {string} words */
const capital = (words) => words.charAt(0).toUpperCase() + words.slice(1);

/**
 * What each rung says of the place; a rung that the place has none of says what it is called.
 * @param {Text} text @param {Pick<State, "head">} run @param {Walk} walk @param {Column[]} columns @param {number} terms of the formula
 * @returns {Record<Zoom, string>}
 */
export function rungs(text, { head }, walk, columns, terms) {
  const event = eventAt(walk);
  const said = (/** @type {Zoom} */ zoom, /** @type {Record<string, unknown> | null | false | undefined} */ values) =>
    (values ? text(`microscope.rung.${zoom}`, values) : text(`microscope.zoom.${zoom}`));
  const layer = event && layerOf(event);
  const units = event && !ofParameters(event) && !ofGradient(event) ? unitsOf(event) : 0;
  const number = numberAt(event, walk.pick, walk.column, columns);
  const own = number && inLine(symbolOf(number.name, number.index, walk.column));
  return {
    run: said("run", { step: formatCount(walk.step), head: formatCount(Math.max(head, walk.step)) }),
    epoch: said("epoch", { epoch: formatCount(walk.epoch + 1) }),
    batch: said("batch", { batch: formatCount(walk.batch + 1), count: formatCount(walk.batches) }),
    sample: said("sample", { sample: walk.column + 1, count: walk.samples.length }),
    phase: event ? capital(text(`microscope.phase.${event.phase}`)) : text("microscope.zoom.phase"),
    layer: layer !== null && event?.quantity !== "loss" ? layerName(text, layer) : text("microscope.zoom.layer"),
    neuron: units ? capital(text("microscope.neuron", { unit: Math.min(walk.pick.unit, units - 1) + 1 })) : own && event?.quantity !== "loss" ? own : text("microscope.zoom.neuron"),
    term: said("term", number && terms > 1 && { term: Math.min(walk.term, terms - 1) + 1, count: terms }),
  };
}

export class Ladder {
  /** @type {Zoom | null} */
  #chosen = null;

  /** @param {Text} text @param {(zoom: Zoom) => void} choose */
  constructor(text, choose) {
    this.text = text;
    this.rungs = ZOOMS.map((zoom) => h("button", { type: "button", class: `ms-rung ${zoom}`, title: text(`microscope.zoom.${zoom}_help`), onclick: () => choose(zoom) }));
    this.element = h("div", { class: "ms-ladder", role: "group", "aria-label": text("microscope.zoom") }, ...this.rungs);
  }

  /** @param {State} state @param {Walk} walk @param {Column[]} columns @param {number} terms */
  show(state, walk, columns, terms) {
    const words = rungs(this.text, state, walk, columns, terms);
    const chosen = zoomAt(walk.zoom, eventAt(walk));
    const phase = eventAt(walk)?.phase ?? "";
    attribute(this.element, "data-phase", phase);
    if (chosen !== this.#chosen) this.#reveal(ZOOMS.indexOf(chosen));
    this.#chosen = chosen;
    this.rungs.forEach((button, k) => {
      write(button, words[ZOOMS[k]]);
      attribute(button, "aria-pressed", String(ZOOMS[k] === chosen));
      attribute(button, "aria-label", this.text("microscope.rung_name", { zoom: this.text(`microscope.zoom.${ZOOMS[k]}`), place: words[ZOOMS[k]] }));
    });
  }

  /** The rung that holds stays in sight where not all have room. @param {number} k */
  #reveal(k) {
    const { offsetLeft, offsetWidth } = this.rungs[k];
    const { clientWidth } = this.element;
    if (clientWidth) this.element.scrollLeft = offsetLeft - this.element.offsetLeft - (clientWidth - offsetWidth) / 2;
  }
}
