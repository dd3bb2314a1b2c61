// @ts-check
/** The formula of the number that is looked at: symbols, numbers, result, and the same derivative found by nudging. */

import { attribute, h, write } from "../lib/html.js";
import { sameTarget } from "../store/reduce.js";
import { figure } from "./figure.js";
import { folded, linesOf, longest, termsOf, valueOf } from "./formula.js";
import { mathElement } from "./mathml.js";
import { inLine } from "./symbols.js";

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
  #at = 0;
  /** @type {{element: MathMLElement, target: Target, word: string}[]} the symbols that are something on the graph, in the order of reading */
  #linked = [];
  #shown = "";
  /** @type {Explained | null} */
  #explained = null;
  /** @type {Element[][]} the pieces of the line in symbols, and of that in numbers */
  #pieces = [];

  /**
   * @param {import("../lib/text.js").Text} text
   * @param {{hover: (target: Target | null) => void, select: (target: Target) => void, unfold: () => void}} ask
   */
  constructor(text, ask) {
    this.text = text;
    this.ask = ask;
    this.place = h("b", { class: "ms-place" });
    this.word = h("span", { class: "ms-word" });
    this.lines = h("div", { class: "ms-lines", role: "group", "aria-label": text("microscope.symbols") });
    this.said = h("p", { class: "visually-hidden", "aria-live": "polite" });
    this.nudge = h("p", { class: "ms-nudge" });
    this.term = h("p", { class: "ms-term" });
    this.fold = h("button", { type: "button", class: "button bare ms-fold", onclick: () => ask.unfold() });
    this.element = h("div", { class: "ms-formula", role: "region", tabindex: "0", "aria-label": text("microscope.formula") }, h("p", {}, this.place, " ", this.word), this.lines, h("div", { class: "ms-below" }, this.term, this.nudge, this.fold));
    this.element.append(this.said);
    this.lines.addEventListener("keydown", (event) => this.#press(event));
    this.lines.addEventListener("focus", () => this.#rove(0));
    this.lines.addEventListener("blur", () => this.#rove(-1));
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
    this.#linked = [];
    this.lines.tabIndex = -1;
    this.#explained = null;
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
    this.#linked = [];
    const lines = linesOf(explained, { ...how, more: (count) => this.text("microscope.more", { count }) });
    this.#marks = [];
    this.#explained = explained;
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
    this.lines.tabIndex = this.#linked.length ? 0 : -1;
    if (this.lines === this.lines.ownerDocument.activeElement) this.#rove(0);
    this.#pieces = [...this.lines.querySelectorAll(".ms-pieces")].slice(0, 2).map((line) => [...line.children]);
    this.#showNudge(explained, how.exact);
    const terms = longest(explained.expression);
    this.fold.hidden = terms <= 4;
    write(this.fold, how.whole ? this.text("microscope.fold") : this.text("microscope.unfold", { count: Math.max(terms, longest(folded(explained.expression))) }));
    this.fold.setAttribute("aria-expanded", String(how.whole));
  }

  /** The term that one stands at, where one goes term by term, and what the terms come to so far. @param {number | null} at @param {boolean} exact */
  stop(at, exact) {
    const terms = at !== null && this.#explained ? termsOf(this.#explained.expression) : [];
    const term = terms.length > 1 ? Math.min(at ?? 0, terms.length - 1) : -1;
    for (const line of this.#pieces) line.forEach((piece, k) => piece.classList.toggle("here", k === term));
    const values = terms.slice(0, term + 1).map(valueOf);
    const sum = values.reduce((before, value) => before + value, 0);
    write(this.term, term < 0 ? "" : this.text("microscope.term", {
      term: term + 1, count: terms.length, value: figure(values[term], exact), sum: figure(sum, exact),
    }));
    if (term >= 0) this.#pieces[1]?.[term]?.scrollIntoView({ block: "nearest", inline: "nearest" });
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
      this.#linked.push({ element, target, word: inLine(mark.symbol) });
    });
  }

  /** One symbol after another, while the formula has the focus: what it is lights up on the graph. @param {number} at */
  #rove(at) {
    this.#at = at;
    this.#linked.forEach(({ element }, k) => element.classList.toggle("at", k === at));
    this.ask.hover(this.#linked[at]?.target ?? null);
    write(this.said, this.#linked[at]?.word ?? "");
  }

  /** From symbol to symbol with the arrow keys, to the object itself with Enter. @param {KeyboardEvent} event */
  #press(event) {
    const count = this.#linked.length;
    if (count === 0 || event.shiftKey || event.ctrlKey || event.metaKey || event.altKey) return;
    const way = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (way) this.#rove((this.#at + way + count) % count);
    else if (event.key === "Enter") this.ask.select(this.#linked[this.#at].target);
    else return;
    event.preventDefault();
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
