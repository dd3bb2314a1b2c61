// @ts-check
/** The challenges of a lesson: the goal is watched on the running session's own numbers, and what was reached stays reached. */

import { changed, holds, measure, reached, written } from "./goal.js";
import { write } from "../lib/html.js";

/** @typedef {import("../lib/text.js").Text} Text */
/** @typedef {import("../store/state.js").State} State */
/** @typedef {{reached: true, best: number | null}} Reached */

export class ChallengeView {
  /** @param {HTMLElement} element @param {Text} text @param {Record<string, any> | null} given the design that it is about */
  constructor(element, text, given) {
    this.element = element;
    this.text = text;
    this.given = given;
    this.key = element.dataset.key ?? "";
    this.challenge = JSON.parse(element.dataset.challenge ?? "{}");
    this.lines = /** @type {HTMLElement[]} */ ([...element.querySelectorAll(".lesson-goal li")]);
    for (const bound of element.querySelectorAll("[data-bound]")) {
      const { bound: value, metric } = /** @type {HTMLElement} */ (bound).dataset;
      bound.textContent = written(metric ?? "", Number(value));
    }
  }

  /** Shows how far one is; the best that was reached until now. @param {State} state @param {Reached | undefined} before @returns {Reached | undefined} */
  show(state, before) {
    const { challenge, element, text } = this;
    this.lines.forEach((line, index) => {
      const condition = challenge.goal[index];
      line.dataset.holds = String(holds(state, condition));
      const now = line.querySelector(".lesson-now");
      if (now) write(now, text("lesson.say.now", { value: written(condition.metric, measure(state, condition.metric)) }));
    });
    const other = changed(state, challenge, this.given);
    const kept = element.querySelector(".lesson-kept");
    if (kept instanceof HTMLElement) kept.hidden = other.length === 0;
    const best = reached(state, challenge, this.given) ? this.#best(state, before) : before;
    this.#say(best);
    return best;
  }

  /** @param {State} state @param {Reached | undefined} before @returns {Reached} */
  #best(state, before) {
    const { fewest } = this.challenge;
    const value = fewest ? measure(state, fewest) : null;
    if (before && (value === null || (before.best !== null && before.best <= value))) return before;
    return { reached: true, best: value };
  }

  /** @param {Reached | undefined} found */
  #say(found) {
    const { element, text, challenge } = this;
    element.toggleAttribute("data-reached", Boolean(found));
    const said = element.querySelector(".lesson-reached");
    const because = element.querySelector("[data-because]");
    if (because instanceof HTMLElement) because.hidden = !found;
    if (!said) return;
    const values = { value: written(challenge.fewest ?? "", found?.best ?? null), metric: text(`lesson.metric.${challenge.fewest}`) };
    write(said, !found ? "" : found.best === null ? text("lesson.say.reached") : text("lesson.say.reached_with", values));
  }
}
