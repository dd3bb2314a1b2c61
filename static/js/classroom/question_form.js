// @ts-check
/** A question as a teacher writes it: its kind, its words, its answers, and which of them are right. */

import { h } from "../lib/html.js";
import { LETTERS } from "./bars.js";

/** @typedef {import("../lib/text.js").Text} Text */
/** @typedef {import("../protocol/room_schema.js").Question} Question */

const KINDS = /** @type {const} */ (["choice", "number", "sentence"]);
let made = 0; // so that the names of radio buttons differ

export class QuestionForm {
  /** @param {Text} texts @param {number} number */
  constructor(texts, number) {
    this.texts = texts;
    const name = `kind-${made++}`;
    const words = { choice: texts("room.kind_choice"), number: texts("room.kind_number"), sentence: texts("room.kind_sentence") };
    this.kinds = KINDS.map((kind) => h("input", { type: "radio", name, value: kind, checked: kind === "choice", onchange: () => this.#show() }));
    this.text = h("textarea", { rows: 2, maxlength: 300, required: true });
    this.choices = [...LETTERS].map((letter) => ({
      right: h("input", { type: "checkbox", "aria-label": texts("room.choice_right", { letter }) }),
      field: h("input", { type: "text", maxlength: 120, "aria-label": texts("room.choice_text", { letter }), placeholder: letter, oninput: () => this.#grow() }),
    }));
    this.rows = this.choices.map(({ right, field }) => h("li", {}, field, h("label", { class: "ask-right" }, right, h("span", { "aria-hidden": "true" }, texts("room.is_right")))));
    this.number = h("input", { type: "text", inputmode: "decimal", maxlength: 40, class: "ask-number" });
    this.choiceBox = h("ol", { class: "ask-choices" }, ...this.rows);
    this.numberBox = h("label", { class: "ask-label" }, texts("room.right_number"), this.number);
    this.element = h("fieldset", { class: "ask-question" },
      h("legend", {}, texts("room.question_number", { number })),
      h("div", { class: "ask-kinds", role: "group", "aria-label": texts("room.kind") },
        ...this.kinds.map((input, at) => h("label", { class: "ask-kind" }, input, h("span", {}, words[KINDS[at]])))),
      h("label", { class: "ask-label" }, texts("room.question_text"), this.text),
      this.choiceBox, this.numberBox);
    this.#show();
  }

  get kind() {
    return KINDS[this.kinds.findIndex(({ checked }) => checked)];
  }

  /** What is asked; null while something is missing. @returns {Question | null} */
  get value() {
    const text = this.text.value.trim();
    const filled = this.kind === "choice" ? this.choices.filter(({ field }) => field.value.trim()) : [];
    const short = !text || (this.kind === "choice" && filled.length < 2);
    if (short) {
      (text ? this.choices.find(({ field }) => !field.value.trim())?.field : this.text)?.focus();
      return null;
    }
    const number = this.number.value.trim();
    const right = this.kind === "number" && number ? [number] : filled.flatMap(({ right: box }, at) => (box.checked ? [String(at)] : []));
    return { kind: this.kind, text, choices: filled.map(({ field }) => field.value.trim()), right };
  }

  #show() {
    this.choiceBox.hidden = this.kind !== "choice";
    this.numberBox.hidden = this.kind !== "number";
    this.#grow();
  }

  /** One empty line more than there are answers, from three on. */
  #grow() {
    const last = this.choices.findLastIndex(({ field }) => field.value);
    this.rows.forEach((row, at) => (row.hidden = at > Math.max(2, last + 1)));
  }
}
