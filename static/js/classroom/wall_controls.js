// @ts-check
/** How the wall is looked at: the order, who of the class, a name; and what a large class comes to. */

import { attribute, h, write } from "../lib/html.js";
import { formatNumber } from "../lib/number.js";
import { distributions } from "./wall_order.js";

/** @typedef {import("./wall_order.js").Wish} Wish */
/** @typedef {import("./wall_order.js").Distribution} Distribution */

const SORTS = /** @type {const} */ ([
  ["stuck", "room.sort_stuck"], ["name", "room.sort_name"], ["accuracy", "room.sort_accuracy"], ["loss", "room.sort_loss"],
  ["parameters", "room.sort_parameters"],
]);
const FILTERS = /** @type {const} */ ([
  ["all", "room.filter_all"], ["here", "room.filter_here"], ["stuck", "room.filter_stuck"], ["hand", "room.filter_hand"],
]);

export class WallControls {
  /** @type {Wish} */
  wish = { sort: "name", filter: "all", search: "" };

  /** @param {import("../lib/text.js").Text} texts @param {() => void} changed */
  constructor(texts, changed) {
    this.texts = texts;
    const choice = (/** @type {string} */ label, /** @type {"sort" | "filter"} */ field, /** @type {readonly (readonly [string, string])[]} */ ways) =>
      h("label", { class: "wall-choice" }, h("span", { class: "quiet" }, texts(label)),
        h("select", { onchange: (/** @type {Event} */ event) => {
          this.wish = /** @type {Wish} */ ({ ...this.wish, [field]: /** @type {HTMLSelectElement} */ (event.target).value });
          changed();
        } }, ...ways.map(([value, words]) => h("option", { value, selected: value === this.wish[field] }, texts(words)))));
    this.search = h("input", { type: "search", "aria-label": texts("room.search"), placeholder: texts("room.search"), oninput: () => {
      this.wish = { ...this.wish, search: this.search.value };
      changed();
    } });
    this.element = h("div", { class: "wall-controls", role: "group", "aria-label": texts("room.wall_controls") },
      choice("room.sort", "sort", SORTS), choice("room.filter", "filter", FILTERS), this.search);
  }
}

/** The accuracies and losses of a large class, as bars. */
export class Distributions {
  /** @param {import("../lib/text.js").Text} texts */
  constructor(texts) {
    this.texts = texts;
    this.score = this.#chart(texts("room.distribution_score"));
    this.loss = this.#chart(texts("room.distribution_loss"));
    this.element = h("div", { class: "wall-distributions" }, this.score.element, this.loss.element);
  }

  /** @param {Record<string, import("./state.js").Tile>} tiles */
  show(tiles) {
    const found = distributions(tiles);
    this.#fill(this.score, found.score);
    this.#fill(this.loss, found.loss);
  }

  /** @param {string} name */
  #chart(name) {
    const bars = h("div", { class: "wall-bars", role: "img", "aria-label": name });
    const ends = [h("span"), h("span")];
    const element = h("figure", { class: "wall-chart" }, h("figcaption", {}, name), bars, h("div", { class: "wall-ends quiet" }, ...ends));
    return { name, bars, ends, element };
  }

  /** @param {{name: string, bars: HTMLElement, ends: HTMLElement[]}} chart @param {Distribution} found */
  #fill(chart, { low, high, counts }) {
    const most = Math.max(...counts, 1);
    while (chart.bars.children.length < counts.length) chart.bars.append(h("i"));
    counts.forEach((count, at) => {
      /** @type {HTMLElement} */ (chart.bars.children[at]).style.height = `${(100 * count) / most}%`;
    });
    attribute(chart.bars, "aria-label", `${chart.name}: ${counts.join(", ")}`);
    write(chart.ends[0], formatNumber(low, 2));
    write(chart.ends[1], formatNumber(high, 2));
  }
}
