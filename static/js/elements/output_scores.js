// @ts-check
/** How well the network does: accuracy or R² on the validation part, on the test part when asked, and who is taken for whom. */

import { h, write } from "../lib/html.js";
import { formatCount, formatNumber, formatPercent } from "../lib/number.js";

/** @typedef {import("../store/state.js").Evaluation} Evaluation */

export class Scores {
  /** @param {import("./output.js").OutputElement} host @param {import("../lib/text.js").Text} text */
  constructor(host, text) {
    this.host = host;
    this.text = text;
    this.validation = this.#row("part.validation");
    this.test = this.#row("part.test");
    this.ask = h("button", { type: "button", class: "button", title: text("island.test_help"), onclick: () => host.command({ type: "test" }) }, text("island.test"));
    this.heading = h("span", {});
    this.matrix = h("div", { class: "nn-matrix", tabindex: "0", role: "region", "aria-label": text("island.confusion") });
    this.details = h("details", { class: "nn-confusion" }, h("summary", {}, text("island.confusion")), this.matrix, h("p", { class: "nn-quiet" }, text("island.confusion_caption")));
    this.details.addEventListener("toggle", () => this.show(this.host.state));
    this.element = h("section", { class: "nn-scores" }, h("dl", {}, this.validation.row, this.test.row), this.ask, this.details);
  }

  /** @param {string} code */
  #row(code) {
    const score = h("dd", { class: "nn-score" });
    const note = h("dd", { class: "nn-quiet" });
    return { row: h("div", { class: "nn-score-row" }, h("dt", {}, this.text(code)), score, note), score, note };
  }

  /** @param {import("../store/state.js").State} state */
  show({ evaluation, test, data }) {
    this.#fill(this.validation, evaluation);
    this.#fill(this.test, test);
    this.ask.hidden = test !== null || !data?.parts.includes("s");
    this.test.row.hidden = test === null;
    this.validation.row.hidden = evaluation?.samples === 0;
    const confusion = (test ?? evaluation)?.confusion ?? null;
    this.details.hidden = !confusion;
    if (confusion && this.details.open && data) this.#table(confusion, data.class_names);
  }

  /** @param {{score: HTMLElement, note: HTMLElement}} row @param {Evaluation | null} evaluation */
  #fill({ score, note }, evaluation) {
    const known = evaluation?.accuracy ?? null;
    write(score, evaluation && known === null ? `R² ${formatNumber(evaluation.r2)}` : formatPercent(known));
    write(note, evaluation ? this.text("island.score_of", { loss: formatNumber(evaluation.loss), samples: formatCount(evaluation.samples) }) : "");
  }

  /** @param {number[][]} confusion @param {string[]} names */
  #table(confusion, names) {
    const size = `${confusion.length}`;
    if (this.matrix.dataset.size !== size || this.names !== names) this.#build(confusion.length, names);
    this.matrix.dataset.size = size;
    this.names = names;
    confusion.forEach((row, truth) => {
      const total = row.reduce((sum, count) => sum + count, 0);
      row.forEach((count, answer) => {
        const cell = /** @type {HTMLElement} */ (this.cells?.[truth][answer]);
        write(cell, formatCount(count));
        cell.className = count === 0 ? "none" : truth === answer ? "right" : "wrong";
        cell.style.setProperty("--share", String(total ? count / total : 0));
      });
    });
  }

  /** @param {number} size @param {string[]} names */
  #build(size, names) {
    const order = Array.from({ length: size }, (_, index) => index);
    const short = (/** @type {number} */ index) => names[index] ?? String(index);
    this.cells = order.map(() => order.map(() => h("td")));
    this.matrix.replaceChildren(h("table", {},
      h("caption", { class: "visually-hidden" }, this.text("island.confusion_caption")),
      h("thead", {}, h("tr", {}, h("td"), ...order.map((index) => h("th", { scope: "col", title: short(index) }, short(index))))),
      h("tbody", {}, ...order.map((index) => h("tr", {}, h("th", { scope: "row", title: short(index) }, short(index)), ...this.cells?.[index] ?? [])))));
  }
}
