// @ts-check
/** Steps through the samples by keyboard: "sample 12 of 320", with the part it belongs to. The test part is left out. */

import { h, write } from "../lib/html.js";
import { icon } from "../lib/icons.js";

export class SamplePicker {
  /** @param {import("./output.js").OutputElement} host @param {import("../lib/text.js").Text} text */
  constructor(host, text) {
    this.host = host;
    this.text = text;
    /** @type {number[]} samples that may be looked at, in order */
    this.samples = [];
    /** @type {import("../store/state.js").Data | null} */
    this.data = null;
    const button = (/** @type {string} */ sign, /** @type {string} */ code, /** @type {number} */ way) =>
      h("button", { type: "button", class: "button bare square", "aria-label": text(code), title: text(code), onclick: () => this.#go(way) }, icon(sign));
    this.field = h("input", { type: "number", class: "nn-sample-number", min: 1, "aria-label": text("island.sample_number") });
    this.field.addEventListener("change", () => this.#choose(Number(this.field.value) - 1));
    this.count = h("span", { class: "nn-quiet" });
    this.part = h("span", { class: "nn-part" });
    this.element = h("div", { class: "nn-samples", role: "group", "aria-label": text("island.samples") },
      button("left", "island.previous_sample", -1),
      h("label", { class: "nn-sample" }, h("span", {}, text("island.sample")), this.field, this.count),
      this.part,
      button("right", "island.next_sample", 1));
  }

  /** @param {import("../store/state.js").State} state */
  show({ data, probe }) {
    if (data !== this.data) {
      this.data = data;
      this.samples = [];
      for (let sample = 0; sample < (data?.parts.length ?? 0); sample += 1) if (data?.parts[sample] !== "s") this.samples.push(sample);
      this.field.max = String(this.samples.length);
      write(this.count, this.text("island.of", { count: this.samples.length }));
    }
    const place = probe ? this.samples.indexOf(probe.sample) : -1;
    if (document.activeElement !== this.field || place >= 0) this.field.value = place >= 0 ? String(place + 1) : "";
    write(this.part, probe ? this.text(`part.${probe.part}`) : "");
  }

  /** @param {number} way */
  #go(way) {
    const place = this.samples.indexOf(this.host.state.look.probe);
    this.#choose((place + way + this.samples.length) % this.samples.length);
  }

  /** @param {number} place */
  #choose(place) {
    const sample = this.samples[Math.max(0, Math.min(this.samples.length - 1, Math.round(place)))];
    if (sample !== undefined) this.host.choose(sample);
  }
}
