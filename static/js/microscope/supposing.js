// @ts-check
/** The field in which an input or a target of the sample is supposed to be another, when its tile is selected in mid-walk. */

import { className, namedColumns, neuronName } from "../elements/names.js";
import { attribute, h, write } from "../lib/html.js";
import { editable, parseNumber } from "../lib/number.js";

/** @typedef {import("../store/state.js").State} State */
/** @typedef {import("../lib/text.js").Text} Text */
/** @typedef {{part: "inputs" | "targets" | "class", unit: number, label: string, value: number | null, pixels: number}} Place */

/** What of the sample can be supposed at what is selected; null where nothing can. @param {Text} text @param {State} state @param {number} [pixel] of an image @returns {Place | null} */
export function placeOf(text, { walk, selection, design, data, ...rest }, pixel = 0) {
  if (!walk || !data || selection?.kind !== "neuron") return null;
  const columns = namedColumns(text, /** @type {State} */ ({ walk, selection, design, data, ...rest }));
  const column = columns[selection.layer + 1];
  if (!column) return null;
  const values = { sample: walk.column + 1, name: neuronName(text, column, selection.unit) };
  if (selection.layer < 0) {
    const unit = column.image ? Math.max(0, Math.min(column.units - 1, pixel)) : selection.unit;
    const label = text(column.image ? "microscope.suppose.pixel" : "microscope.suppose.input", values);
    return { part: "inputs", unit, label, value: walk.inputs[unit] ?? null, pixels: column.image ? column.units : 0 };
  }
  if (selection.layer !== columns.length - 2) return null;
  if (data.task === "regression") {
    return { part: "targets", unit: selection.unit, label: text("microscope.suppose.target", { ...values, name: targetLabel(column, selection.unit) }), value: walk.targets[selection.unit] ?? null, pixels: 0 };
  }
  return { part: "class", unit: 0, label: text("microscope.suppose.class", values), value: classOf({ walk, data }), pixels: 0 };
}

/** @param {import("../store/columns.js").Column} column of the outputs @param {number} unit */
export const targetLabel = ({ names }, unit) => names[unit] ?? String(unit + 1);

/** The class of the sample that is looked at, as it is supposed. @param {Pick<State, "walk" | "data">} state @returns {number | null} */
export function classOf({ walk, data }) {
  if (!walk || !data?.labels) return null;
  const supposed = walk.changes.find(({ name, index }) => name === "class" && index[0] === walk.column);
  return supposed ? supposed.now : data.labels[walk.samples[walk.column]] ?? null;
}

export class Supposing {
  #key = "";

  /** @param {Text} text @param {(command: {type: string, [field: string]: unknown}) => void} send */
  constructor(text, send) {
    this.text = text;
    this.send = send;
    this.complaint = h("p", { class: "nn-complaint", role: "alert" });
    this.label = h("span", {});
    this.pixel = h("input", { class: "nn-field ms-pixel", type: "number", min: 1, step: 1, "aria-label": text("microscope.suppose.pixel_number") });
    this.field = h("input", { class: "nn-field", type: "text", inputmode: "decimal", autocomplete: "off", "aria-keyshortcuts": "E" });
    this.classes = h("select", { class: "nn-field", "aria-keyshortcuts": "E" });
    this.element = h("form", { class: "ms-suppose", hidden: true, title: text("microscope.suppose.help") },
      this.label, this.pixel, this.field, this.classes, h("button", { type: "submit", class: "button" }, text("microscope.suppose.set")), this.complaint);
    this.pixel.addEventListener("input", () => this.state && this.show(this.state));
    this.element.addEventListener("submit", (event) => this.#set(event));
    this.field.addEventListener("keydown", (event) => event.key === "Escape" && this.#fill());
  }

  /** Where one types. */
  get input() {
    return this.field.hidden ? this.classes : this.field;
  }

  /** @param {State} state */
  show(state) {
    this.state = state;
    const place = placeOf(this.text, state, Number(this.pixel.value) - 1);
    this.element.hidden = !place;
    this.place = place;
    if (!place) return;
    const ofClass = place.part === "class";
    [this.field.hidden, this.classes.hidden, this.pixel.hidden] = [ofClass, !ofClass, !place.pixels];
    write(this.label, place.label);
    attribute(this.input, "aria-label", place.label);
    if (place.pixels) {
      attribute(this.pixel, "max", String(place.pixels));
      if (!this.pixel.value) this.pixel.value = "1";
    }
    if (ofClass && state.data) this.#offer(state.data);
    const key = JSON.stringify([place.part, place.unit, state.walk?.column, state.walk?.step]);
    const moved = key !== this.#key;
    this.#key = key;
    if (moved || this.element.ownerDocument.activeElement !== this.input) this.#fill();
  }

  /** @param {import("../store/state.js").Data} data */
  #offer(data) {
    const names = data.class_names.map((_, label) => className(this.text, data, label));
    if (names.join() === [...this.classes.options].map(({ text }) => text).join()) return;
    this.classes.replaceChildren(...names.map((name, label) => h("option", { value: label }, name)));
  }

  #fill() {
    const value = this.place?.value ?? null;
    write(this.complaint, "");
    if (this.place?.part === "class") this.classes.value = String(value);
    else this.field.value = value === null ? "" : editable(value);
  }

  /** @param {Event} event */
  #set(event) {
    event.preventDefault();
    const { place, state } = this;
    if (!place || !state?.walk) return;
    const value = place.part === "class" ? Number(this.classes.value) : parseNumber(this.field.value);
    write(this.complaint, value === null ? this.text("island.not_a_number", { received: this.field.value }) : "");
    if (value !== null) this.send({ type: "suppose", part: place.part, index: place.unit, column: state.walk.column, value });
  }
}
