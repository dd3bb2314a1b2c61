// @ts-check
/** `<nn-inspector>`: every digit of what is selected, a field to change it, and its layer as a table. */

import { h, write } from "../lib/html.js";
import { icon } from "../lib/icons.js";
import { editable, formatExact, formatNumber, NOTHING, parseNumber } from "../lib/number.js";
import { Paced } from "../lib/paced.js";
import { neuron, numbersInto, ofUnit, offsetRole } from "../store/targets.js";
import { LayerTable } from "./inspector_table.js";
import { shownFrame } from "../microscope/walk_frame.js";
import { IslandElement } from "./island.js";
import { namedColumns, probedNumber, targetName } from "./names.js";

/** @typedef {import("../store/state.js").Target} Target */
/** @typedef {import("../store/state.js").ParameterTarget} ParameterTarget */

const PAUSE = 150; // ms between two changes of the figures
const MOST_CHIPS = 8;

class InspectorElement extends IslandElement {
  mount() {
    const text = this.texts;
    this.name = h("h3", { class: "nn-title" });
    this.figures = h("dl", { class: "nn-values" });
    this.field = h("input", { class: "nn-field", type: "text", inputmode: "decimal", autocomplete: "off", spellcheck: "false", "aria-label": text("island.new_value") });
    this.label = h("span", { class: "nn-quiet" });
    this.complaint = h("p", { class: "nn-complaint", role: "alert" });
    this.form = h("form", { class: "nn-edit", onsubmit: (/** @type {Event} */ event) => this.#set(event) },
      this.label, this.field, h("button", { class: "button", type: "submit" }, text("island.set")));
    this.chips = h("ul", { class: "nn-chips", "aria-label": text("island.numbers_into") });
    this.table = new LayerTable(this, text);
    this.tableButton = h("button", { type: "button", class: "button", onclick: () => this.#askTable() }, icon("table"), text("island.table"));
    this.pinButton = h("button", { type: "button", class: "button", onclick: () => this.#pin() }, icon("pin"), text("island.pin"));
    const close = h("button", { type: "button", class: "button bare square", "aria-label": text("island.let_go"), title: text("island.let_go"), onclick: () => this.#letGo() }, icon("close"));
    this.panel = h("section", { class: "nn-panel", "aria-label": text("island.inspector") },
      h("header", {}, this.name, close), this.figures, this.form, this.complaint, this.chips,
      h("div", { class: "nn-actions" }, this.tableButton, this.pinButton), this.table.element);
    this.field.addEventListener("keydown", (event) => event.key === "Escape" && this.#refill(true));
    const figures = new Paced(PAUSE, () => this.#fill());
    this.until(() => figures.stop());

    this.watch((state) => state.selection, () => this.#show());
    this.watch((state) => state.inspected, () => this.#fill());
    this.watch((state) => state.probed, () => this.#fill());
    this.watch((state) => state.frame, () => figures.ask());
    this.watch((state) => state.walk, () => figures.ask());
    this.watch((state) => state.table, (table) => this.table?.show(table, namedColumns(this.texts, this.state)));
  }

  get target() {
    return this.state.selection;
  }

  /** The number that the field changes, if what is shown has one. @returns {ParameterTarget | null} */
  get number() {
    const { target } = this;
    if (!target || target.kind === "parameter") return target;
    const column = namedColumns(this.texts, this.state)[target.layer + 1];
    const role = column && offsetRole(column);
    return role ? ofUnit(target.layer, role, target.unit) : null;
  }

  #show() {
    const { target, panel, name } = this;
    if (!panel || !name || !this.form || !this.pinButton || !this.tableButton) return;
    if (!target) {
      panel.remove();
      return;
    }
    if (!panel.isConnected) this.append(panel);
    const columns = namedColumns(this.texts, this.state);
    write(name, targetName(this.texts, columns, target));
    this.form.hidden = !this.number;
    if (this.label) write(this.label, this.texts(`island.set.${this.number?.name.split("/").pop()}`));
    this.tableButton.hidden = target.layer < 0;
    const drawn = this.state.look.units?.[target.layer] ?? [];
    const whole = drawn.length === columns[target.layer + 1]?.units && !this.state.pins[target.layer]?.length;
    this.pinButton.hidden = target.kind !== "neuron" || target.layer < 0 || whole;
    this.pinButton.setAttribute("aria-pressed", String(Boolean(this.state.pins[target.layer]?.includes(target.unit))));
    this.#build(target);
    this.#refill(true);
    this.#fill();
  }

  /** @param {Target} target */
  #build(target) {
    const rows = target.kind === "neuron" ? (target.layer < 0 ? ["value"] : ["z", "a", "delta", "bias"]) : ["value"];
    this.slots = Object.fromEntries(rows.map((name) => [name, h("dd", { class: "nn-exact" })]));
    this.figures?.replaceChildren(...rows.flatMap((name) => [h("dt", {}, this.texts(`island.value.${name}`)), /** @type {Record<string, HTMLElement>} */ (this.slots)[name]]));
    const columns = namedColumns(this.texts, this.state);
    const numbers = target.kind === "neuron" ? numbersInto(columns, target.layer, target.unit).slice(0, -1) : [];
    this.buttons = numbers.slice(0, MOST_CHIPS).map((number) => {
      const figure = h("span", { class: "nn-figures" });
      const label = number.input === null ? number.name.slice(number.name.lastIndexOf("/") + 1) : columns[target.layer].names[number.input] ?? `${number.input + 1}`;
      const button = h("button", { type: "button", class: "nn-chip", title: targetName(this.texts, columns, number), onclick: () => this.store.dispatch({ type: "select", target: number }) }, h("span", {}, label), figure);
      return { number, button, figure };
    });
    const rest = numbers.length - this.buttons.length;
    this.chips?.replaceChildren(...this.buttons.map(({ button }) => h("li", {}, button)), rest > 0 ? h("li", { class: "nn-quiet" }, this.texts("island.more_numbers", { count: rest })) : "");
  }

  /** The exact value where the session has answered, else the picture's. @param {ParameterTarget} number */
  #value(number) {
    const { inspected, frame } = this.state;
    const exact = inspected && inspected.name === number.name && String(inspected.index) === String(number.index);
    return exact ? { value: inspected.value, exact: true } : { value: frame?.value(number.name, ...number.index) ?? null, exact: false };
  }

  #fill() {
    const { target, slots } = this;
    if (!target || !slots || !this.panel?.isConnected) return;
    const { frame } = this.state;
    const show = (/** @type {string} */ slot, /** @type {string} */ name) => slots[slot] && write(slots[slot], probedNumber(this.state, shown, name, target.unit));
    const shown = shownFrame(this.state);
    if (target.kind === "neuron" && target.layer < 0) show("value", "probe/inputs");
    else if (target.kind === "neuron") {
      for (const name of ["z", "a", "delta"]) show(name, `probe/layers/${target.layer}/${name}`);
    }
    const { number } = this;
    const slot = target.kind === "parameter" ? slots.value : slots.bias;
    if (number && slot) {
      const { value, exact } = this.#value(number);
      write(slot, value === null ? NOTHING : exact ? formatExact(value) : formatNumber(value, 7));
    } else if (slots.bias) write(slots.bias, NOTHING);
    for (const { number: into, figure } of this.buttons ?? []) write(figure, formatNumber(frame?.value(into.name, ...into.index)));
    this.#refill(false);
  }

  /** The field follows the value until somebody types. @param {boolean} anyway */
  #refill(anyway) {
    const { number, field } = this;
    if (!field || !number || (!anyway && field === document.activeElement)) return;
    const { value } = this.#value(number);
    field.value = value === null ? "" : editable(value);
    if (this.complaint) write(this.complaint, "");
  }

  /** @param {Event} event */
  #set(event) {
    event.preventDefault();
    const { number, field, complaint } = this;
    if (!number || !field || !complaint) return;
    const value = parseNumber(field.value);
    write(complaint, value === null ? this.texts("island.not_a_number", { received: field.value }) : "");
    if (value !== null) this.command({ type: "set_parameter", name: number.name, index: number.index, value });
  }

  #askTable() {
    const layer = this.state.selection?.layer;
    if (layer !== undefined && layer >= 0) this.command({ type: "table", layer });
  }

  #pin() {
    const { selection } = this.state;
    if (selection?.kind === "neuron") this.store.dispatch({ type: "pin", layer: selection.layer, unit: selection.unit });
    this.#show();
  }

  /** From a number back to its neuron, from a neuron to nothing. */
  #letGo() {
    const { selection } = this.state;
    const up = selection?.kind === "parameter" ? neuron(selection.layer, selection.unit) : null;
    this.store.dispatch({ type: "select", target: up });
  }
}

customElements.define("nn-inspector", InspectorElement);
export { InspectorElement };
