// @ts-check
/** What a card asks, what can be chosen, and what becomes of it, in words. */

import { layerName } from "../elements/names.js";
import { figure } from "./figure.js";
import { layerOf } from "./place.js";
import { inLine, symbolOf } from "./symbols.js";

/** @typedef {import("../lib/text.js").Text} Text */
/** @typedef {import("./walk.js").Walk} Walk */
/** @typedef {import("./quiz_state.js").Card} Card */
/** @typedef {import("./quiz_state.js").Choice} Choice */
/** @typedef {import("./quiz_state.js").Element} Element */
/** @typedef {import("./quiz_state.js").Tally} Tally */

/** @param {Element} element @param {number} column */
const symbol = ({ name, index }, column) => inLine(symbolOf(name, index, column));

/** The parameter that a gradient is of. @param {Element} element @returns {Element} */
const parameterOf = ({ name, index }) => ({ name: name.replace(/^gradient\//, ""), index });

/** Where the card's event is: "backward · layer 1". @param {Text} text @param {Walk} walk @param {Card} card */
export function aheadWords(text, walk, card) {
  const event = walk.events[card.event];
  const layer = layerOf(event);
  const parts = [text(`microscope.phase.${event.phase}`)];
  if (layer !== null && event.quantity !== "loss") parts.push(layerName(text, layer).toLowerCase());
  return parts.join(" · ");
}

/** @param {Text} text @param {Card} card */
export function questionWords(text, { kind, quantity, subject, choices, column }) {
  const one = subject ? symbol(kind === "whatif" ? parameterOf(subject) : subject, column) : "";
  if (kind === "larger") {
    const [first, second] = choices.map(({ elements }) => symbol(elements[0], column));
    return text(quantity === "z" ? "microscope.quiz.larger" : "microscope.quiz.larger_size", { first, second });
  }
  if (kind === "route") return text(quantity === "dx" ? "microscope.quiz.route_back" : "microscope.quiz.route", { symbol: one });
  if (kind === "number" && quantity === "parameters") return text("microscope.quiz.number_new", { symbol: one });
  return text(`microscope.quiz.${kind}`, { symbol: one });
}

/** @param {Text} text @param {Card} card @param {Choice} choice */
export function choiceWords(text, { kind, column }, { code, elements, value }) {
  if (kind === "number") return figure(value);
  if (kind === "trace") return `${symbol(elements[0], column)} = ${figure(value)}`;
  if (elements.length > 0) return elements.map((element) => symbol(element, column)).join("·");
  return text(`microscope.quiz.choice.${code}`);
}

/** The answer, as one reads it: a number, or what was to be chosen. @param {Text} text @param {Card} card @param {string} answer */
export function answerWords(text, card, answer) {
  const choice = card.choices.find(({ code }) => code === answer);
  return choice ? choiceWords(text, card, choice) : figure(Number(answer));
}

/** Why an answer is wrong. @param {Text} text @param {string | null} mistake */
export const diagnosisWords = (text, mistake) => text(`microscope.quiz.mistake.${mistake ?? "other"}`);

/** What has become of a card. @param {Text} text @param {Card} card @param {import("./quiz_state.js").Settled} settled */
export function outcomeWords(text, card, { given, answer, mistake }) {
  const said = text(given === null ? "microscope.quiz.shown" : "microscope.quiz.right", { answer: answerWords(text, card, answer) });
  return card.kind === "trace" ? `${said} ${diagnosisWords(text, mistake)}` : said;
}

/** @param {Text} text @param {Tally} tally */
export const tallyWords = (text, tally) => text("microscope.quiz.tally", { ...tally });
