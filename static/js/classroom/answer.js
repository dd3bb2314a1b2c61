// @ts-check
/** `<nn-answer>`: the question before the class, on a student's page. It is answered by a click, or by a number key. */

import { h, write } from "../lib/html.js";
import { icon } from "../lib/icons.js";
import { Bars, LETTERS, spell } from "./bars.js";
import { keepingRow } from "./keeping.js";
import { RoomElement } from "./room_element.js";

/** @typedef {import("../protocol/room_schema.js").PollPut} PollPut */
/** @typedef {import("../protocol/room_schema.js").QuestionPut} QuestionPut */
/** @typedef {import("../protocol/room_schema.js").OwnAnswer} OwnAnswer */
/** @typedef {{choices: HTMLButtonElement[], field: HTMLInputElement | null, kept: HTMLElement}} Card */

export class Answer extends RoomElement {
  #built = "";
  /** @type {Card[]} */
  #cards = [];
  /** @type {import("./keeping.js").Work} */
  #work = () => ({ link: "", design: null });

  /** @param {import("./keeping.js").Work} work the network that is worked on */
  set work(work) {
    this.#work = work;
  }

  begin() {
    this.heading = h("summary", {});
    this.said = h("p", { class: "visually-hidden", role: "status" });
    this.cards = h("div", { class: "answer-cards" });
    this.card = h("details", { class: "answer", open: true }, this.heading, this.cards);
    this.append(this.said, this.card);
    this.hidden = true;
    this.listen(document, "keydown", (event) => this.#press(event));
    this.watch((state) => state.me?.poll, () => this.#show());
    this.watch((state) => state.me?.answers, () => this.#show());
    this.watch((state) => state.over, () => this.#show());
  }

  #show() {
    const poll = this.state.over ? null : this.state.me?.poll ?? null;
    this.hidden = poll === null;
    if (!poll) {
      this.#built = "";
      if (this.said) write(this.said, "");
      return;
    }
    const shape = `${poll.number} ${poll.stage} ${poll.round}`;
    if (shape !== this.#built) this.#build(poll);
    this.#built = shape;
    const answers = this.state.me?.answers ?? [];
    poll.questions.forEach((question, at) => this.#showOwn(poll, question, at, answers.filter((each) => each.question === at)));
  }

  /** @param {PollPut} poll */
  #build(poll) {
    const { stage, round, ticket } = poll;
    const vote = this.texts(round === 2 ? "room.second_vote" : ticket ? "room.exit_ticket" : "room.first_vote");
    const standing = this.texts({ open: "room.your_vote", closed: "room.vote_is_closed", revealed: "room.revealed" }[stage]);
    const words = `${vote} · ${standing}`;
    this.heading?.replaceChildren(words);
    if (this.said) write(this.said, stage === "open" ? `${words}: ${poll.questions.map(({ text }) => text).join(" ")}` : words);
    if (this.card) this.card.open = true;
    this.#cards = [];
    this.cards?.replaceChildren(...poll.questions.map((question, at) => this.#question(poll, question, at)));
    if (ticket) this.cards?.append(keepingRow(this.texts, this.#work));
  }

  /** @param {PollPut} poll @param {QuestionPut} question @param {number} at */
  #question(poll, question, at) {
    const kept = h("p", { class: "answer-kept", role: "status" });
    const closed = poll.stage !== "open";
    const give = (/** @type {string} */ answer) => this.ask({ type: "give_answer", poll: poll.number, question: at, round: poll.round, answer });
    const choices = question.choices.map((choice, place) =>
      h("button", { type: "button", class: "button answer-choice", disabled: closed, "aria-pressed": "false", onclick: () => give(String(place)) },
        h("span", { class: "poll-letter", title: this.texts("room.key", { key: place + 1 }) }, LETTERS[place]), h("span", {}, choice)));
    const field = question.kind === "choice" ? null
      : h("input", { type: "text", maxlength: question.kind === "number" ? 40 : 200, inputmode: question.kind === "number" ? "decimal" : null,
        "aria-label": question.text, disabled: closed, autocomplete: "off" });
    this.#cards.push({ choices, field, kept });
    const form = field && h("form", { class: "answer-form", onsubmit: (/** @type {Event} */ event) => {
      event.preventDefault();
      if (field.value.trim()) give(field.value.trim());
    } }, field, h("button", { class: "button primary", disabled: closed }, this.texts("room.send")));
    /** @type {HTMLElement[]} */
    const shown = [];
    if (poll.stage === "revealed") {
      if (question.kind !== "sentence" && poll.tallies) {
        const bars = new Bars(this.texts);
        bars.show(question, poll.tallies[at], true);
        shown.push(bars.element);
      }
      if (question.kind === "number" && question.right?.length) shown.unshift(h("p", {}, this.texts("room.right_is", { answer: question.right[0] })));
    } else {
      shown.push(form || h("div", { class: "answer-choices", role: "group", "aria-label": question.text }, ...choices));
    }
    const own = poll.stage === "revealed" ? [kept, ...shown] : [...shown, kept];
    return h("section", { class: "answer-card" }, h("h2", {}, question.text), ...own);
  }

  /** @param {PollPut} poll @param {QuestionPut} question @param {number} at @param {OwnAnswer[]} own */
  #showOwn(poll, question, at, own) {
    const { choices, field, kept } = this.#cards[at];
    const given = own.find(({ round }) => round === poll.round);
    choices.forEach((button, place) => button.setAttribute("aria-pressed", String(given?.answer === String(place))));
    if (field && given && document.activeElement !== field && !field.value) field.value = given.answer;
    if (poll.stage === "revealed") {
      kept.replaceChildren(...own.map((each) => this.#marked(question, each)));
      return;
    }
    const before = own.find(({ round }) => round < poll.round);
    const words = given ? this.texts(poll.stage === "open" ? "room.answer_kept" : "room.answer_stands", { answer: spell(question, given.answer) })
      : before ? this.texts("room.answered_first", { answer: spell(question, before.answer) })
      : question.kind === "choice" && poll.stage === "open" ? this.texts("room.press_number") : "";
    write(kept, words);
    kept.classList.toggle("given", given !== undefined);
  }

  /** @param {QuestionPut} question @param {OwnAnswer} own */
  #marked(question, { round, answer, right }) {
    const name = this.texts(round === 1 ? "room.you_first" : "room.you_second", { answer: spell(question, answer) });
    return h("span", { class: right === null ? "own" : right ? "own own-right" : "own own-wrong" }, name,
      right === null ? null : h("b", {}, icon(right ? "check" : "close"), this.texts(right ? "room.right" : "room.not_right")));
  }

  /** A number key answers the question that has the focus, else the first that has no answer yet. @param {KeyboardEvent} event */
  #press(event) {
    const poll = this.state.me?.poll;
    if (this.hidden || !this.card?.open || poll?.stage !== "open" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (!/^[1-6]$/.test(event.key) || /** @type {Element} */ (event.target).closest?.("input, textarea, select, [contenteditable]")) return;
    const open = this.#cards.filter(({ choices }) => choices.length > 0);
    const focused = open.find(({ choices }) => choices.some((button) => button === document.activeElement));
    const free = open.find(({ choices }) => !choices.some((button) => button.getAttribute("aria-pressed") === "true"));
    const button = (focused ?? free ?? open[0])?.choices[Number(event.key) - 1];
    if (!button) return;
    event.preventDefault();
    button.click();
  }
}
