// @ts-check
/** The dialog that shows the layer under the cursor as a table, to be copied or taken along as CSV. */

import { h, write } from "../lib/html.js";
import { icon } from "../lib/icons.js";
import { formatExact } from "../lib/number.js";
import { layerName } from "../elements/names.js";
import { csvOf, gridsOf, harmless, linesOf } from "./table.js";

const MOST_ROWS = 256;
const MOST_COLUMNS = 140;

export class TableView {
  /** @type {import("./table.js").Grid[]} */
  #grids = [];

  /** @param {import("../lib/text.js").Text} text @param {() => void} closed */
  constructor(text, closed) {
    this.text = text;
    this.title = h("h2", {});
    this.note = h("span", { class: "ms-quiet", role: "status" });
    this.scroll = h("div", { class: "ms-grids", tabindex: "0", role: "region", "aria-label": text("microscope.table") });
    this.element = h("dialog", { class: "ms-dialog", "aria-label": text("microscope.table") },
      h("header", {}, this.title,
        h("button", { type: "button", class: "button", onclick: () => this.#copy() }, text("microscope.copy")),
        h("button", { type: "button", class: "button", onclick: () => this.#download() }, text("microscope.csv")),
        h("button", { type: "button", class: "button bare square", "aria-label": text("microscope.close_table"), onclick: () => this.element.close() }, icon("close"))),
      this.scroll, this.note);
    this.element.addEventListener("close", closed);
  }

  /** @param {import("./walk.js").Walk | null} walk */
  show(walk) {
    if (!walk?.table) {
      if (this.element.open) this.element.close();
      return;
    }
    const { text } = this;
    const { layer, arrays, before } = walk.table;
    this.#grids = gridsOf({ arrays, before }, walk.column, text("microscope.old"));
    write(this.title, text("microscope.table_of", { layer: layerName(text, layer), step: walk.step, sample: walk.column + 1 }));
    const wide = this.#grids.some(({ heads, rows }) => heads.length > MOST_COLUMNS || rows.length > MOST_ROWS);
    write(this.note, wide ? text("microscope.table_cut") : "");
    this.scroll.replaceChildren(...this.#grids.map(({ heads, rows }) => h("table", {},
      h("thead", {}, h("tr", {}, h("td"), ...heads.slice(0, MOST_COLUMNS).map((head) => h("th", { scope: "col" }, head)))),
      h("tbody", {}, ...rows.slice(0, MOST_ROWS).map(({ name, values }) =>
        h("tr", {}, h("th", { scope: "row" }, name), ...values.slice(0, MOST_COLUMNS).map((value) => h("td", {}, formatExact(value)))))))));
    if (!this.element.open) this.element.showModal();
  }

  async #copy() {
    try {
      await navigator.clipboard.writeText(linesOf(this.#grids, "\t", (cell) => harmless(cell).replaceAll("\t", " ")));
      write(this.note, this.text("microscope.copied"));
    } catch {
      write(this.note, this.text("microscope.copy_failed"));
    }
  }

  #download() {
    const address = URL.createObjectURL(new Blob([csvOf(this.#grids)], { type: "text/csv" }));
    h("a", { href: address, download: "chalknet-step.csv" }).click();
    URL.revokeObjectURL(address);
  }
}
