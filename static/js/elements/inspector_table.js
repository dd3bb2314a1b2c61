// @ts-check
/** Every exact number of one layer as a table, a row a neuron, to be read or copied into a spreadsheet. */

import { h, write } from "../lib/html.js";
import { editable, formatCount, formatExact } from "../lib/number.js";
import { layerName } from "./names.js";

/** @typedef {import("../store/columns.js").Column} Column */
/** @typedef {{heads: string[], rows: {name: string, values: (number | null)[]}[]}} Grid */

const MOST_ROWS = 256;

/**
 * The arrays of a layer side by side: matrices by their columns, vectors as one column each.
 * @param {Record<string, number[] | number[][]>} arrays by name @param {string[]} inputs names of the units before
 * @returns {Grid}
 */
export function gridOf(arrays, inputs) {
  /** @type {string[]} */
  const heads = [];
  /** @type {(number | null)[][]} */
  const columns = [];
  for (const [name, array] of Object.entries(arrays)) {
    const role = name.slice(name.lastIndexOf("/") + 1);
    const first = array[0];
    if (Array.isArray(first)) {
      first.forEach((_, column) => {
        heads.push(inputs[column] ?? `${role} ${column + 1}`);
        columns.push(array.map((row) => /** @type {number[]} */ (row)[column]));
      });
    } else {
      heads.push(role);
      columns.push(/** @type {number[]} */ (array));
    }
  }
  const length = columns[0]?.length ?? 0;
  const rows = Array.from({ length }, (_, row) => ({ name: String(row + 1), values: columns.map((column) => column[row] ?? null) }));
  return { heads, rows };
}

/** The grid as lines of cells between tabs, which spreadsheets take. @param {Grid} grid */
export function tabbed({ heads, rows }) {
  const lines = rows.map(({ name, values }) => [name, ...values.map((value) => (value === null ? "" : editable(value)))]);
  return [["", ...heads], ...lines].map((line) => line.join("\t")).join("\n");
}

export class LayerTable {
  /** @param {import("./island.js").IslandElement} host @param {import("../lib/text.js").Text} text */
  constructor(host, text) {
    this.host = host;
    this.text = text;
    this.caption = h("span", { class: "nn-quiet" });
    this.note = h("span", { class: "nn-quiet", role: "status" });
    this.scroll = h("div", { class: "nn-table", tabindex: "0", role: "region", "aria-label": text("island.table") });
    this.element = h("div", { class: "nn-layer-table", hidden: true }, this.scroll,
      h("div", { class: "nn-actions" }, h("button", { type: "button", class: "button", onclick: () => this.#copy() }, text("island.copy")), this.note));
    /** @type {Grid} */
    this.grid = { heads: [], rows: [] };
  }

  /** @param {Record<string, any> | null} table @param {Column[]} columns */
  show(table, columns) {
    this.element.hidden = !table;
    if (!table) {
      this.scroll.replaceChildren();
      return;
    }
    const before = columns[table.layer];
    const names = Array.from({ length: before?.units ?? 0 }, (_, unit) => before?.names[unit] ?? this.text("island.from_unit", { unit: unit + 1 }));
    this.grid = gridOf(table.arrays, names);
    const { heads, rows } = this.grid;
    const hidden = rows.length - MOST_ROWS;
    this.scroll.replaceChildren(h("table", {},
      h("caption", {}, this.text("island.table_caption", { layer: layerName(this.text, table.layer), step: formatCount(table.step) })),
      h("thead", {}, h("tr", {}, h("td"), ...heads.map((head) => h("th", { scope: "col" }, head)))),
      h("tbody", {}, ...rows.slice(0, MOST_ROWS).map(({ name, values }) =>
        h("tr", {}, h("th", { scope: "row" }, name), ...values.map((value) => h("td", {}, formatExact(value))))))));
    write(this.note, hidden > 0 ? this.text("island.more_rows", { count: hidden }) : "");
  }

  async #copy() {
    try {
      await navigator.clipboard.writeText(tabbed(this.grid));
      write(this.note, this.text("island.copied"));
    } catch {
      write(this.note, this.text("island.copy_failed"));
    }
  }
}
