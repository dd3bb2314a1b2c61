// @ts-check
/** The formula of the number that is looked at: symbols, numbers, result, and the same derivative found by nudging. */

import { attribute, h, write } from "../lib/html.js";
import { sameTarget } from "../store/reduce.js";
import { figure } from "./figure.js";
import { folded, linesOf, longest, spoken, termsOf, valueOf } from "./formula.js";
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
  /** @type {{element: MathMLElement, target: Target}[]} the symbols that are something on the graph, in the order of reading */
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
    this.lines = h("div", { class: "ms-lines" });
    this.nudge = h("p", { class: "ms-nudge" });
    this.term = h("p", { class: "ms-term" });
    this.fold = h("button", { type: "button", class: "button bare ms-fold", onclick: () => ask.unfold() });
    this.element = h("div", { class: "ms-formula", role: "region", tabindex: "0", "aria-label": text("microscope.formula") }, h("p", {}, this.place, " ", this.word), this.lines, h("div", { class: "ms-below" }, this.term, this.nudge, this.fold));
    this.lines.addEventListener("keydown", (event) => this.#press(event));
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
    const focused = this.lines.contains(this.lines.ownerDocument.activeElement);
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
    if (focused) this.element.focus({ preventScroll: true });
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
    const before = this.#linked.length;
    const root = mathElement(math, (element, mark) => {
      this.#marks.push({ element, mark });
      const { target } = mark.symbol;
      if (!target) return;
      element.addEventListener("pointerenter", () => this.ask.hover(target));
      element.addEventListener("pointerleave", () => this.ask.hover(null));
      element.addEventListener("click", () => this.ask.select(target));
      element.setAttribute("tabindex", this.#linked.length === 0 ? "0" : "-1");
      element.setAttribute("role", "button");
      element.setAttribute("aria-label", inLine(mark.symbol));
      element.addEventListener("focus", () => this.#rove(element, target));
      element.addEventListener("blur", () => this.ask.hover(null));
      this.#linked.push({ element, target });
    });
    if (this.#linked.length > before) {
      root.setAttribute("role", "group"); // what is mathematics to a screen reader has nothing in it that one can go to
      root.setAttribute("aria-label", spoken(math));
    }
    return root;
  }

  /** The symbol that has the focus is the one that Tab comes back to; what it is lights up on the graph. @param {MathMLElement} element @param {Target} target */
  #rove(element, target) {
    for (const each of this.#linked) each.element.setAttribute("tabindex", each.element === element ? "0" : "-1");
    this.ask.hover(target);
  }

  /** From symbol to symbol with the arrow keys, to the object itself with Enter. @param {KeyboardEvent} event */
  #press(event) {
    const at = this.#linked.findIndex(({ element }) => element === event.target);
    if (at < 0 || event.shiftKey || event.ctrlKey || event.metaKey || event.altKey) return;
    const way = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (way) this.#linked[(at + way + this.#linked.length) % this.#linked.length].element.focus();
    else if (event.key === "Enter") this.ask.select(this.#linked[at].target);
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
