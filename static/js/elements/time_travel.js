// @ts-check
/** What is said below the loss curve while a past step is looked at, or a branch of the run, and the ways back. */

import { h, write } from "../lib/html.js";
import { formatCount } from "../lib/number.js";

/** @typedef {import("../store/state.js").State} State */
/** @typedef {(code: string, values?: Record<string, unknown>) => string} Texts */

/** A line that is hidden while training stands at the end of the only run there is. */
export class TimeTravel {
  /** @param {Texts} texts @param {(command: {type: string, [field: string]: unknown}) => void} send */
  constructor(texts, send) {
    this.texts = texts;
    this.words = h("span", {});
    this.end = h("button", { type: "button", class: "button bare", onclick: () => send({ type: "seek", step: this.head }) }, texts("island.to_the_end"));
    this.trunk = h("button", { type: "button", class: "button bare", title: texts("island.to_the_trunk_help"), onclick: () => send({ type: "return_to_trunk" }) });
    this.element = h("p", { class: "nn-travel" }, this.words, this.end, this.trunk);
    this.head = 0;
  }

  /** @param {Pick<State, "step" | "head" | "trunk">} state */
  show({ step, head, trunk }) {
    this.head = head;
    const past = step < head;
    this.element.hidden = !past && trunk === null;
    this.end.hidden = !past;
    this.trunk.hidden = trunk === null;
    write(this.words, this.texts(past ? "island.past" : "island.branch", { step: formatCount(step), head: formatCount(head) }));
    write(this.trunk, this.texts("island.to_the_trunk", { step: formatCount(trunk) }));
  }
}
