// @ts-check
/** The heads of the columns: what each layer is, fewer and more units, and a place for a new layer between any two. */

import { h } from "../lib/html.js";
import { icon } from "../lib/icons.js";
import { formatPercent } from "../lib/number.js";
import { kindName, layerName } from "./names.js";

/** @typedef {import("../views/geometry.js").Geometry} Geometry */
/** @typedef {import("../views/geometry.js").PlacedColumn} PlacedColumn */

const MOST_UNITS = 1024;

export class Heads {
  /** @param {import("./island.js").IslandElement} host @param {import("../lib/text.js").Text} text */
  constructor(host, text) {
    this.host = host;
    this.text = text;
    this.element = h("div", { class: "nn-heads", role: "group", "aria-label": text("island.layers") });
    this.shown = "";
  }

  /** @param {Geometry} geometry */
  show(geometry) {
    const key = JSON.stringify([geometry.width, geometry.columns.map(({ layer, kind, units, activation, x }) => [layer, kind, units, activation, Math.round(x)]), this.host.state.design?.layers]);
    if (key === this.shown) return;
    this.shown = key;
    const focused = this.#focused();
    this.element.classList.toggle("compact", geometry.compact);
    const parts = geometry.columns.flatMap((column) => {
      const head = this.#head(geometry, column);
      if (column.layer < 0) return [head];
      return [this.#add(column.layer, geometry.columns[column.index - 1].x, column.x), head];
    });
    this.element.replaceChildren(...parts);
    if (focused) this.#refocus(focused);
  }

  /** @param {Geometry} geometry @param {PlacedColumn} column */
  #head(geometry, column) {
    const { text } = this;
    const last = column.index === geometry.columns.length - 1;
    const name = h("b", {}, kindName(text, column));
    const detail = column.activation ? h("span", {}, text(`activation.${column.activation}`)) : null;
    const box = h("div", { class: "nn-column" });
    box.style.left = `${column.x}px`;
    box.style.maxWidth = `${Math.max(76, geometry.pitch - 32)}px`;
    if (column.layer < 0) {
      box.append(h("div", { class: "nn-head plain" }, name), h("div", { class: "nn-size" }, text("island.features", { count: column.units })));
      return box;
    }
    const open = h("button", {
      type: "button", class: "nn-head", "data-key": `head-${column.layer}`, "aria-haspopup": "dialog",
      title: text("island.edit_layer", { layer: column.layer + 1 }),
      "aria-label": [layerName(text, column.layer), kindName(text, column), detail?.textContent].filter(Boolean).join(", "),
    }, geometry.compact && detail ? null : name, detail);
    open.addEventListener("click", () => this.#ask("chalknet:open-layer", { layer: column.layer, anchor: open }));
    box.append(open, column.dense && !last ? this.#stepper(column) : this.#size(column, last));
    return box;
  }

  /** @param {PlacedColumn} column @param {boolean} last */
  #size(column, last) {
    const layer = this.host.state.design?.layers[column.layer];
    const text = column.kind === "dropout" && layer?.rate !== undefined ? formatPercent(layer.rate, 0)
      : last ? this.text("island.outputs", { count: column.units }) : "";
    return h("div", { class: "nn-size" }, text);
  }

  /** @param {PlacedColumn} column */
  #stepper({ layer, units }) {
    const button = (/** @type {"minus" | "plus"} */ sign, /** @type {number} */ wish) => {
      const made = h("button", {
        type: "button", class: "nn-unit", "data-key": `${sign}-${layer}`, disabled: wish < 1 || wish > MOST_UNITS,
        "aria-label": this.text(sign === "plus" ? "island.more_units" : "island.fewer_units", { layer: layer + 1 }),
      }, icon(sign));
      made.addEventListener("click", () => this.#resize(layer, wish));
      return made;
    };
    return h("div", { class: "nn-size nn-stepper" }, button("minus", units - 1),
      h("span", { class: "nn-count", "aria-label": this.text("island.units", { count: units }) }, String(units)), button("plus", units + 1));
  }

  /** @param {number} layer @param {number} units */
  #resize(layer, units) {
    const layers = this.host.state.design?.layers ?? [];
    const next = layers.map((one, index) => {
      if (index !== layer) return one;
      const { initial: _, ...rest } = /** @type {Record<string, unknown>} */ (one);
      return { ...rest, units };
    });
    this.host.command({ type: "edit", set: { layers: next }, carry: layers.map((_, index) => index) });
  }

  /** @param {number} index where the new layer goes @param {number} before @param {number} after */
  #add(index, before, after) {
    const button = h("button", {
      type: "button", class: "nn-add", "data-key": `add-${index}`, "aria-haspopup": "dialog", title: this.text("island.add_layer"),
      "aria-label": this.text("island.add_layer_at", { layer: index + 1 }),
    }, icon("plus"));
    button.style.left = `${(before + after) / 2}px`;
    button.addEventListener("click", () => this.#ask("chalknet:add-layer", { index, anchor: button }));
    return button;
  }

  /** @param {string} name @param {Record<string, unknown>} detail */
  #ask(name, detail) {
    this.host.dispatchEvent(new CustomEvent(name, { bubbles: true, detail }));
  }

  #focused() {
    const active = document.activeElement;
    return active instanceof HTMLElement && this.element.contains(active) ? active.dataset.key ?? null : null;
  }

  /** Heads are made anew; the finger that presses + again must still be on it. @param {string} key */
  #refocus(key) {
    const again = this.element.querySelector(`[data-key="${key}"]`);
    if (again instanceof HTMLElement) again.focus({ preventScroll: true });
  }
}
