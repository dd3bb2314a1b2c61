// @ts-check
/** The questions of a lesson: an answer is marked at once, with the reason. What was answered is shown again later. */

import { parseNumber } from "../lib/number.js";
import { markNumber } from "./marking.js";

/** @typedef {import("../lib/text.js").Text} Text */

/** @param {Element} form @param {string} selector @returns {HTMLElement[]} */
const all = (form, selector) => /** @type {HTMLElement[]} */ ([...form.querySelectorAll(selector)]);

/** Which reason an answer is given, and whether it is right; null without an answer. @param {HTMLFormElement} form */
function marked(form) {
  const given = new FormData(form).get("answer");
  const kind = form.dataset.question;
  if (typeof given !== "string" || given.trim() === "") return null;
  if (kind === "choice") {
    const right = form.querySelector("input:checked")?.hasAttribute("data-right") ?? false;
    return { right, shown: all(form, `[data-because="${given}"]`) };
  }
  if (kind === "sentence") return { right: null, shown: all(form, "[data-because]") };
  const value = parseNumber(given);
  if (value === null) return null;
  const near = all(form, "[data-near]");
  const wanted = (/** @type {DOMStringMap} */ { number, near, tolerance }) => ({ near: Number(number ?? near), tolerance: Number(tolerance) });
  const { right, mistake } = markNumber(value, wanted(form.dataset), near.map(({ dataset }) => wanted(dataset)));
  return { right, shown: right ? all(form, "[data-because='right']") : mistake !== null ? [near[mistake]] : all(form, "[data-because='otherwise']") };
}

/** Marks a question, and says how. @param {HTMLFormElement} form @param {Text} text @returns {boolean} whether there was an answer */
export function mark(form, text) {
  const found = marked(form);
  const said = form.querySelector(".lesson-mark");
  for (const because of all(form, "[data-because]")) because.hidden = !found?.shown.includes(because);
  form.dataset.marked = !found ? "" : found.right === null ? "said" : found.right ? "right" : "wrong";
  if (said) said.textContent = text(`lesson.say.${form.dataset.marked || (form.dataset.question === "number" ? "no_number" : "no_answer")}`);
  return found !== null;
}

/** What stands in a question, to be kept. @param {HTMLFormElement} form */
export function answerOf(form) {
  const fields = new FormData(form);
  return { answer: String(fields.get("answer") ?? ""), points: fields.getAll("point").map(String) };
}

/** Puts back what was answered, and marks it. @param {HTMLFormElement} form @param {{answer: string, points: string[]}} kept @param {Text} text */
export function restore(form, { answer, points }, text) {
  for (const field of all(form, "[name]")) {
    if (field instanceof HTMLInputElement && field.type !== "text") field.checked = field.name === "point" ? points.includes(field.value) : field.value === answer;
    else if (field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement) field.value = answer;
  }
  mark(form, text);
}
