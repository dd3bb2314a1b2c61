// @ts-check
/** `<nn-ask>`: questions to the class. First they are written, then they are before the class. */

import { h } from "../lib/html.js";
import { icon } from "../lib/icons.js";
import { PollPanel } from "./poll_panel.js";
import { QuestionForm } from "./question_form.js";
import { RoomElement } from "./room_element.js";

const MOST_QUESTIONS = 3;

export class Ask extends RoomElement {
  #room = "";
  /** @type {QuestionForm[]} */
  #questions = [];
  #asked = 0;

  /** @param {string} room */
  set room(room) {
    this.#room = room;
  }

  begin() {
    const texts = this.texts;
    this.list = h("div", { class: "ask-list" });
    this.more = h("button", { type: "button", class: "button", onclick: () => this.#add().text.focus() }, icon("plus"), texts("room.add_question"));
    this.ticket = h("input", { type: "checkbox" });
    this.missing = h("p", { class: "said wrong", role: "alert" });
    this.form = h("form", { class: "ask-form", novalidate: true, onsubmit: (/** @type {Event} */ event) => this.#ask(event) },
      this.list, this.missing,
      h("div", { class: "ask-acts" },
        h("button", { class: "button primary" }, texts("room.ask")), this.more,
        h("label", { class: "ask-ticket" }, this.ticket, texts("room.as_ticket"))));
    this.bom = h("input", { type: "checkbox", onchange: () => this.#link() });
    this.file = h("a", { class: "button", download: "" }, icon("table"), texts("room.results"));
    this.panel = new PollPanel(texts, (command) => this.ask(command));
    this.composing = h("details", { class: "ask-compose" }, h("summary", {}, texts("room.ask_class")), this.form);
    this.append(this.composing, this.panel.element,
      h("p", { class: "ask-results" }, this.file, h("label", { class: "quiet" }, this.bom, texts("room.for_excel"))));
    this.#link();
    this.#add();
    this.watch((state) => state.room, (room) => {
      if (!room || !this.composing) return;
      const begun = (room.poll?.number ?? 0) !== this.#asked;
      this.#asked = room.poll?.number ?? 0;
      this.composing.hidden = room.poll !== null;
      if (begun && room.poll) this.#clear();
      this.panel?.show(room);
    });
  }

  #add() {
    const question = new QuestionForm(this.texts, this.#questions.length + 1);
    this.#questions.push(question);
    this.list?.append(question.element);
    if (this.more) this.more.hidden = this.#questions.length >= MOST_QUESTIONS;
    return question;
  }

  #clear() {
    this.#questions = [];
    this.list?.replaceChildren();
    if (this.ticket) this.ticket.checked = false;
    this.#add();
  }

  /** @param {Event} event */
  #ask(event) {
    event.preventDefault();
    const questions = [];
    for (const form of this.#questions) {
      const question = form.value;
      this.missing?.replaceChildren(question ? "" : this.texts("room.question_incomplete"));
      if (!question) return;
      questions.push(question);
    }
    this.ask({ type: "ask_class", questions, ticket: this.ticket?.checked ?? false });
  }

  #link() {
    this.file?.setAttribute("href", `/rooms/${this.#room}/results.csv${this.bom?.checked ? "?bom=true" : ""}`);
  }
}
