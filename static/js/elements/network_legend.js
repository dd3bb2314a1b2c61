// @ts-check
/** What widths, hues, dashes and dots mean, with the weight that has the full width. */

import { h, write } from "../lib/html.js";
import { formatNumber } from "../lib/number.js";

export class Legend {
  /** @param {import("../lib/text.js").Text} text */
  constructor(text) {
    this.low = h("span");
    this.high = h("span");
    this.edges = h("span");
    this.text = text;
    const item = (/** @type {string} */ mark, /** @type {string} */ code) =>
      h("span", { class: "nn-key" }, h("i", { class: `nn-mark ${mark}`, "aria-hidden": "true" }), text(code));
    this.forward = item("forward", "island.legend.forward");
    this.wants = item("wants", "island.legend.wants");
    this.element = h("div", { class: "nn-legend" },
      h("span", { class: "nn-key", title: text("island.legend.weight_long") },
        this.low, h("i", { class: "nn-wedge", "aria-hidden": "true" }), this.high, this.edges),
      item("bias", "island.legend.bias"),
      this.forward,
      item("backward", "island.legend.backward"),
      this.wants);
  }

  /** @param {number} scale @param {boolean} slopes edges stand for ∂L/∂w instead of w, and arrows for what units want */
  show(scale, slopes = false) {
    write(this.edges, this.text(slopes ? "island.legend.slopes" : "island.legend.weight"));
    this.forward.hidden = slopes;
    this.wants.hidden = !slopes;
    const figure = formatNumber(scale, 2);
    write(this.low, `\u2212${figure}`);
    write(this.high, `+${figure}`);
  }
}
