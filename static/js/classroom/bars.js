// @ts-check
/** How a class has answered a question: a bar for each answer, of both rounds side by side. */

import { h, write } from "../lib/html.js";
import { icon } from "../lib/icons.js";

/** @typedef {import("../protocol/room_schema.js").Tally} Tally */
/** @typedef {import("../lib/text.js").Text} Text */
/** @typedef {{kind: string, choices?: string[]}} Asked */

export const LETTERS = "ABCDEF";

/** @param {Asked} question @param {string} answer */
export function spell({ kind, choices }, answer) {
  return kind === "choice" ? (choices?.[Number(answer)] ?? "") : answer;
}

export class Bars {
  #shape = "";
  /** @type {{fill: HTMLElement, count: HTMLElement}[]} */
  #drawn = [];

  /** @param {Text} texts */
  constructor(texts) {
    this.texts = texts;
    this.element = h("div", { class: "poll-bars" });
  }

  /** @param {Asked} question @param {Tally[]} rounds @param {boolean} marked whether it shows what is right */
  show(question, rounds, marked) {
    const answers = answersOf(question, rounds);
    const shape = JSON.stringify([question, answers, rounds.length, marked]);
    if (shape !== this.#shape) this.#build(question, answers, rounds, marked);
    this.#shape = shape;
    let at = 0;
    for (const answer of answers) {
      for (const { answered, bars } of rounds) {
        const count = bars.find((bar) => bar.answer === answer)?.count ?? 0;
        const share = answered > 0 ? count / answered : 0;
        const { fill, count: words } = this.#drawn[at++];
        fill.style.setProperty("--share", String(share));
        write(words, answered > 0 ? `${count} · ${Math.round(100 * share)} %` : "0");
      }
    }
  }

  /** @param {Asked} question @param {string[]} answers @param {Tally[]} rounds @param {boolean} marked */
  #build(question, answers, rounds, marked) {
    this.#drawn = [];
    this.element.classList.toggle("given", question.kind === "number"); // their labels are answers, too
    const rightOnes = new Set(marked ? rounds.flatMap(({ bars }) => bars.filter((bar) => bar.right).map((bar) => bar.answer)) : []);
    const rows = answers.map((answer, place) => {
      const right = rightOnes.has(answer);
      return h("li", { class: right ? "poll-row right" : "poll-row" },
        h("p", { class: "poll-label" },
          question.kind === "choice" && h("span", { class: "poll-letter" }, LETTERS[place]),
          h("span", {}, spell(question, answer)),
          right && h("span", { class: "poll-right" }, icon("check"), this.texts("room.right"))),
        h("div", { class: "poll-tracks" }, ...rounds.map((_, round) => this.#track(round, rounds.length))));
    });
    this.element.replaceChildren(
      ...(rounds.length > 1 ? [this.#legend()] : []),
      h("ol", {}, ...rows),
      ...(rounds.some(({ others }) => others > 0) ? [h("p", { class: "quiet" }, this.texts("room.other_numbers", { count: rounds.map(({ others }) => others).join(" → ") }))] : []),
    );
  }

  /** @param {number} round @param {number} rounds */
  #track(round, rounds) {
    const fill = h("span", { class: "poll-fill" });
    const count = h("span", { class: "poll-count" });
    this.#drawn.push({ fill, count });
    const name = this.texts(round === 0 ? "room.first_vote" : "room.second_vote");
    return h("div", { class: `poll-track ${round < rounds - 1 ? "before" : "now"}` },
      rounds > 1 && h("span", { class: "visually-hidden" }, `${name}: `), h("span", { class: "poll-groove" }, fill), count);
  }

  #legend() {
    return h("p", { class: "poll-legend quiet", "aria-hidden": "true" },
      h("span", { class: "poll-key before" }), this.texts("room.first_vote"),
      h("span", { class: "poll-key now" }), this.texts("room.second_vote"));
  }
}

/** Every answer that has a bar: the choices, or the numbers of both rounds in order. @param {Asked} question @param {Tally[]} rounds */
function answersOf({ kind, choices }, rounds) {
  if (kind === "choice") return (choices ?? []).map((_, place) => String(place));
  return [...new Set(rounds.flatMap(({ bars }) => bars.map(({ answer }) => answer)))];
}
