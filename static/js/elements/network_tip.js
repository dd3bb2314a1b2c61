// @ts-check
/** A small card beside what is pointed at: its name and its exact values. A screen reader is told once, on arrival. */

import { h, write } from "../lib/html.js";
import { formatExact, formatNumber } from "../lib/number.js";
import { Paced } from "../lib/paced.js";
import { along } from "../views/geometry.js";
import { shownFrame } from "../microscope/walk_frame.js";
import { namedColumns, probedNumber, targetName } from "./names.js";

/** @typedef {import("../store/state.js").Target} Target */
/** @typedef {import("../views/geometry.js").Geometry} Geometry */

const PAUSE = 100; // ms between two changes of a figure
const PICTURE_DIGITS = 7; // a picture's numbers are float32

export class Tip {
  /** @param {import("./island.js").IslandElement} host @param {import("../lib/text.js").Text} text */
  constructor(host, text) {
    this.host = host;
    this.text = text;
    this.name = h("b");
    this.values = h("dl", { class: "nn-values" });
    this.element = h("div", { class: "nn-tip", hidden: true, "aria-hidden": "true" }, this.name, this.values);
    this.live = h("p", { class: "visually-hidden", role: "status", "aria-live": "polite" });
    this.pace = new Paced(PAUSE, () => this.#fill());
    host.until(() => this.pace.stop());
    /** @type {Target | null} */
    this.target = null;
    /** @type {HTMLElement[]} */
    this.figures = [];
  }

  /** @param {Geometry | null} geometry */
  show(geometry) {
    const { hover } = this.host.state;
    this.element.hidden = !hover || !geometry;
    if (!hover || !geometry) {
      this.target = null;
      return;
    }
    if (hover !== this.target) this.#turn(hover, geometry);
    else this.pace.ask();
  }

  /** @param {Target} target @param {Geometry} geometry */
  #turn(target, geometry) {
    this.target = target;
    write(this.name, targetName(this.text, namedColumns(this.text, this.host.state), target));
    const rows = this.#rows(target);
    this.figures = rows.map(() => h("dd", { class: "nn-exact" }));
    this.values.replaceChildren(...rows.flatMap(([label], index) => [h("dt", {}, label), this.figures[index]]));
    this.#fill();
    this.#place(target, geometry);
    const [label, value] = rows[0];
    write(this.live, target.kind === "parameter" ? `${this.name.textContent}: ${label} ${value()}` : "");
  }

  #fill() {
    if (!this.target) return;
    this.#rows(this.target).forEach(([, value], index) => write(this.figures[index], value()));
  }

  /** @param {Target} target @returns {[string, () => string][]} what each line is called, and what it says now */
  #rows(target) {
    const { inspected } = this.host.state;
    const frame = target.kind === "parameter" ? this.host.state.frame : shownFrame(this.host.state);
    const read = (/** @type {string} */ name, /** @type {number[]} */ ...index) => formatNumber(frame?.value(name, ...index), PICTURE_DIGITS);
    if (target.kind === "parameter") {
      const exact = inspected?.name === target.name && String(inspected.index) === String(target.index);
      return [[this.text("island.value.value"), () => (exact ? formatExact(inspected.value) : read(target.name, ...target.index))]];
    }
    const probed = (/** @type {string} */ name) => () => probedNumber(this.host.state, frame, name, target.unit);
    if (target.layer < 0) return [[this.text("island.value.value"), probed("probe/inputs")]];
    return ["a", "z", "delta"].map((name) => [this.text(`island.value.${name}`), probed(`probe/layers/${target.layer}/${name}`)]);
  }

  /** Above what it speaks of, below it where there is no room. @param {Target} target @param {Geometry} geometry */
  #place(target, geometry) {
    const column = geometry.columns[target.layer + 1];
    const slot = column?.slots.find(({ unit }) => unit === target.unit) ?? column?.slots[0];
    if (!column || !slot) return;
    let [x, y, half] = [slot.x, slot.y, column.tile / 2];
    if (target.kind === "parameter" && target.input !== null) {
      const group = geometry.groups.find(({ name }) => name === target.name);
      const k = group ? group.units.findIndex((unit, at) => unit === target.unit && group.inputs[at] === target.input) : -1;
      if (group && k >= 0) [x, y, half] = [...along(group.ends, k, 0.5), 8];
    }
    const below = y - half < 190;
    const { style } = this.element;
    style.left = `${Math.max(116, Math.min(geometry.width - 116, x))}px`;
    style.top = `${below ? y + half + 26 : y - half - 10}px`;
    this.element.classList.toggle("below", below);
  }
}
