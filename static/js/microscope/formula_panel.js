// @ts-check
/** The formula of the number that is looked at: symbols, numbers, result, and the same derivative found by nudging. */

import { attribute, h, write } from "../lib/html.js";
import { sameTarget } from "../store/reduce.js";
import { figure } from "./figure.js";
import { folded, linesOf, longest } from "./formula.js";
import { mathElement } from "./mathml.js";

/** @typedef {import("./formula.js").Mark} Mark */
/** @typedef {import("./formula.js").Math} Math */
/** @typedef {import("./walk.js").Explained} Explained */
/** @typedef {import("../store/state.js").Target} Target */

const NEAR = 1e-3; // of the value: a nudge is only as good as the design's precision

/** Whether a nudge confirms a derivative. @param {number | null} value @param {number | null} nudged */
export function confirms(value, nudged) {
  if (value === null || nudged === null) return false;
  return Math.abs(value - nudged) <= NEAR * Math.max(Math.abs(value), Math.abs(nudged)) + 1e-7;
}

export class FormulaPanel {
  /** @type {{element: MathMLElement, mark: Mark}[]} */
  #marks = [];
  /** @type {Target | null} */
  #lit = null;
  #shown = "";

  /**
   * @param {import("../lib/text.js").Text} text
   * @param {{hover: (target: Target | null) => void, select: (target: Target) => void, unfold: () => void}} ask
   */
  constructor(text, ask) {
    this.text = text;
    this.ask = ask;
    this.place = h("b", { class: "ms-place" });
    this.word = h("span", { class: "ms-word" });
    this.lines = h("div", { class: "ms-lines" });
    this.nudge = h("p", { class: "ms-nudge" });
    this.fold = h("button", { type: "button", class: "button bare ms-fold", onclick: () => ask.unfold() });
    this.element = h("div", { class: "ms-formula", role: "region", tabindex: "0", "aria-label": text("microscope.formula") }, h("p", {}, this.place, " ", this.word), this.lines, h("div", { class: "ms-below" }, this.nudge, this.fold));
  }

  /** @param {string} words where one stands @param {string} phase */
  stand(words, phase) {
    write(this.place, words);
    attribute(this.place, "data-phase", phase);
  }

  /** @param {string} word what is said instead of a formula */
  say(word) {
    if (this.#shown === word) return;
    this.#shown = word;
    this.#marks = [];
    write(this.word, word);
    this.lines.replaceChildren();
    write(this.nudge, "");
    this.fold.hidden = true;
  }

  /** @param {Explained} explained @param {{exact: boolean, column: number, whole: boolean}} how @param {Target | null} lit */
  show(explained, how, lit) {
    const key = JSON.stringify([explained, how]);
    if (key !== this.#shown) this.#build(explained, how);
    this.#shown = key;
    this.light(lit);
  }

  /** @param {Explained} explained @param {{exact: boolean, column: number, whole: boolean}} how */
  #build(explained, how) {
    const lines = linesOf(explained, { ...how, more: (count) => this.text("microscope.more", { count }) });
    this.#marks = [];
    const { word } = /** @type {Mark} */ (lines.name.mark).symbol;
    write(this.word, this.text(word) === word ? "" : this.text(word));
    const line = (/** @type {Node | string} */ left, /** @type {string} */ sign, /** @type {Math[]} */ pieces) => [
      h("span", { class: "ms-left" }, left), h("span", { class: "ms-equals", "aria-hidden": "true" }, sign),
      h("span", { class: "ms-pieces" }, ...pieces.flatMap((piece) => [this.#math(piece), " "])),
    ];
    this.lines.classList.toggle("exact", how.exact);
    this.lines.replaceChildren(
      ...line(this.#math(lines.name), lines.renewed ? "←" : "=", lines.symbols),
      ...line("", "=", lines.numbers),
      ...line("", "=", [lines.result]));
    this.#showNudge(explained, how.exact);
    const terms = longest(explained.expression);
    this.fold.hidden = terms <= 4;
    write(this.fold, how.whole ? this.text("microscope.fold") : this.text("microscope.unfold", { count: Math.max(terms, longest(folded(explained.expression))) }));
    this.fold.setAttribute("aria-expanded", String(how.whole));
  }

  /** @param {Explained} explained @param {boolean} exact */
  #showNudge({ nudge, value }, exact) {
    const { text } = this;
    const holds = nudge !== null && confirms(value, nudge.derivative);
    this.nudge.className = `ms-nudge ${nudge?.kink ? "kink" : holds ? "holds" : "fails"}`;
    if (!nudge) write(this.nudge, "");
    else if (nudge.kink) write(this.nudge, text("microscope.kink"));
    else write(this.nudge, `${text("microscope.nudge", { value: figure(nudge.derivative, exact) })} ${holds ? "✓" : "✗"}`);
  }

  /** @param {Math} math */
  #math(math) {
    return mathElement(math, (element, mark) => {
      this.#marks.push({ element, mark });
      const { target } = mark.symbol;
      if (!target) return;
      element.addEventListener("pointerenter", () => this.ask.hover(target));
      element.addEventListener("pointerleave", () => this.ask.hover(null));
      element.addEventListener("click", () => this.ask.select(target));
    });
  }

  /** What is pointed at on the graph lights up here. @param {Target | null} target */
  light(target) {
    if (target === this.#lit && target === null) return;
    this.#lit = target;
    for (const { element, mark } of this.#marks) {
      element.classList.toggle("lit", target !== null && sameTarget(mark.symbol.target, target));
    }
  }
}
