// @ts-check
/** What the network answers for the probe: a bar a class, or a number beside the true one. */

import { h, write } from "../lib/html.js";
import { formatNumber, NOTHING } from "../lib/number.js";
import { className } from "./names.js";

export class ClassBars {
  /** @param {import("../lib/text.js").Text} text */
  constructor(text) {
    this.text = text;
    this.element = h("div", { class: "nn-bars" });
    /** @type {{row: HTMLElement, bar: HTMLElement, figure: HTMLElement}[]} */
    this.rows = [];
    this.key = "";
  }

  reset() {
    this.key = "";
  }

  /** @param {import("../store/state.js").State} state */
  show(state) {
    const { data, design, frame, probe } = state;
    if (!data || !design) return;
    const names = data.task === "classes" ? data.class_names.map((_, label) => className(this.text, data, label))
      : data.task === "binary" ? [className(this.text, data, 1)] : data.target_names;
    const key = JSON.stringify([data.task, names]);
    if (key !== this.key) this.#build(names, data.task);
    this.key = key;
    const answers = frame?.array(`probe/layers/${design.layers.length - 1}/a`);
    this.rows.forEach(({ row, bar, figure }, index) => {
      const place = answers ? answers.rowOf(index) : -1;
      const answer = answers && place >= 0 ? answers.at(place) : NaN; // while one predicts it is kept back
      const value = Number.isNaN(answer) ? null : answer;
      write(figure, value === null ? NOTHING : formatNumber(value));
      bar.style.width = `${100 * Math.max(0, Math.min(1, value ?? 0))}%`;
      row.classList.toggle("truth", data.task === "classes" && probe?.label === index);
    });
    write(this.truth ?? this.element, this.#truth(data, probe));
  }

  /** @param {string[]} names @param {string} task */
  #build(names, task) {
    this.rows = names.map((name, index) => {
      const bar = h("i", { class: "nn-bar", "data-class": task === "regression" || names.length > 8 ? null : task === "binary" ? 1 : index });
      const figure = h("span", { class: "nn-figures" });
      const row = h("li", {}, h("span", { class: "nn-name", title: name }, name), h("span", { class: "nn-track", "aria-hidden": "true" }, bar), figure);
      return { row, bar, figure };
    });
    this.truth = h("p", { class: "nn-truth" });
    this.element.replaceChildren(h("ul", { "aria-label": this.text("island.answer"), class: task === "regression" ? "plain" : "" }, ...this.rows.map(({ row }) => row)), this.truth);
  }

  /** @param {import("../store/state.js").Data} data @param {import("../store/state.js").Probe | null} probe */
  #truth(data, probe) {
    if (!probe) return NOTHING;
    const target = Array.isArray(probe.target) ? probe.target : probe.target === null ? [] : [probe.target];
    const truth = probe.label !== null && probe.label !== undefined ? className(this.text, data, probe.label) : target.map((value) => formatNumber(value)).join(" · ");
    return this.text("island.truth", { truth });
  }
}
