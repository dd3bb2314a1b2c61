// @ts-check
/** The poll that is before the class, as its teacher has it: who has answered, how, and what comes next. */

import { h, write } from "../lib/html.js";
import { icon } from "../lib/icons.js";
import { Bars } from "./bars.js";

/** @typedef {import("../protocol/room_schema.js").TeacherState} TeacherState */
/** @typedef {import("../protocol/room_schema.js").PollShown} PollShown */
/** @typedef {import("../protocol/room_schema.js").SentenceShown} SentenceShown */
/** @typedef {import("../protocol/room_schema.js").TeacherCommand} TeacherCommand */
/** @typedef {import("../lib/text.js").Text} Text */

export class PollPanel {
  #built = "";
  #hidden = false;
  /** @type {{bars: Bars, answered: HTMLElement, sentences: HTMLElement}[]} */
  #questions = [];
  /** @type {PollShown | null} */
  #poll = null;

  /** @param {Text} texts @param {(command: TeacherCommand) => void} ask */
  constructor(texts, ask) {
    this.texts = texts;
    this.ask = ask;
    this.stage = h("p", { class: "poll-stage", role: "status" });
    this.acts = h("div", { class: "poll-acts" });
    this.questions = h("div", { class: "poll-questions" });
    this.veil = h("button", { type: "button", class: "button", onclick: () => this.#veil(!this.#hidden) });
    this.enlarge = h("button", { type: "button", class: "button", onclick: () => this.#enlarge() }, icon("enlarge"), texts("room.enlarge"));
    this.away = h("button", { type: "button", class: "button", onclick: () => this.#send("put_away") }, icon("close"), texts("room.put_away"));
    this.card = h("div", { class: "poll-card" },
      h("div", { class: "poll-head" }, this.stage, this.veil, this.enlarge, this.away), this.questions, this.acts);
    this.large = h("dialog", { class: "poll-large", "aria-label": texts("room.poll"), onclose: () => this.#shrink() },
      h("button", { type: "button", class: "button large-close", onclick: () => this.large.close() }, icon("close"), texts("room.close_large")));
    this.element = h("div", { class: "poll-panel", hidden: true }, this.card, this.large);
    this.#veil(false);
  }

  /** @param {TeacherState} room */
  show({ poll, members, sentences }) {
    this.#poll = poll;
    this.element.hidden = poll === null;
    if (!poll) {
      if (this.large.open) this.large.close();
      this.#built = "";
      return;
    }
    const shape = `${poll.number} ${poll.stage} ${poll.round}`;
    if (shape !== this.#built) this.#build(poll);
    this.#built = shape;
    poll.questions.forEach((question, at) => {
      const { bars, answered, sentences: list } = this.#questions[at];
      const tallies = poll.tallies[at];
      write(answered, this.texts("room.answered", { count: tallies[tallies.length - 1].answered, members: members.length }));
      if (question.kind === "sentence") this.#list(list, sentences.filter((each) => each.question === at));
      else bars.show(question, tallies, poll.stage === "revealed");
    });
  }

  /** @param {PollShown} poll */
  #build({ number, questions, ticket, stage, round }) {
    if (stage === "revealed") this.#veil(false);
    const held = this.acts.contains(document.activeElement);
    const vote = this.texts(round === 2 ? "room.second_vote" : ticket ? "room.exit_ticket" : "room.first_vote");
    const standing = this.texts({ open: "room.vote_open", closed: "room.vote_is_closed", revealed: "room.revealed" }[stage]);
    write(this.stage, `${vote} · ${standing}`);
    this.#questions = questions.map(() => ({
      bars: new Bars(this.texts), answered: h("p", { class: "poll-answered" }), sentences: h("ul", { class: "poll-sentences" }),
    }));
    this.questions.replaceChildren(...questions.map(({ text, kind }, at) => {
      const { bars, answered, sentences } = this.#questions[at];
      return h("section", { class: "poll-question" }, h("h3", {}, text), answered, kind === "sentence" ? sentences : bars.element);
    }));
    this.acts.replaceChildren(...{
      open: () => [this.#act("close_vote", "room.close_vote", true)],
      closed: () => [...(round === 1 ? [this.#act("vote_again", "room.vote_again", false)] : []), this.#act("reveal", "room.reveal", true)],
      revealed: () => [this.#act("put_away", "room.ask_another", true)],
    }[stage]());
    this.card.dataset.poll = String(number);
    if (held) /** @type {HTMLElement | null} */ (this.acts.querySelector("button"))?.focus();
  }

  /** @param {"close_vote" | "vote_again" | "reveal" | "put_away"} type @param {string} code @param {boolean} primary */
  #act(type, code, primary) {
    return h("button", { type: "button", class: primary ? "button primary" : "button", onclick: () => this.#send(type) }, this.texts(code));
  }

  /** @param {"close_vote" | "vote_again" | "reveal" | "put_away"} type */
  #send(type) {
    if (this.#poll) this.ask({ type, poll: this.#poll.number });
  }

  /** What was said, the last first; on the wall nobody's name. @param {HTMLElement} list @param {SentenceShown[]} sentences */
  #list(list, sentences) {
    const held = list.contains(document.activeElement) ? Number(list.querySelector("li:focus-within")?.getAttribute("data-at")) : null;
    list.replaceChildren(...[...sentences].reverse().map((said, at) => h("li", { class: said.hidden ? "hidden-sentence" : null, "data-at": at },
      h("span", {}, said.hidden ? this.texts("room.sentence_hidden") : said.text),
      h("button", { type: "button", class: "button bare", onclick: () => this.#hide(said) }, this.texts(said.hidden ? "room.show_sentence" : "room.hide_sentence")))));
    if (held !== null) list.querySelectorAll("button")[held]?.focus();
  }

  /** @param {SentenceShown} said */
  #hide({ question, round, member, hidden }) {
    if (this.#poll) this.ask({ type: "hide_sentence", poll: this.#poll.number, question, round, member, hidden: !hidden });
  }

  /** Before the reveal the class, if it sees this page, is not to see how it votes. @param {boolean} hidden */
  #veil(hidden) {
    this.#hidden = hidden;
    this.card.classList.toggle("veiled", hidden);
    write(this.veil, this.texts(hidden ? "room.show_bars" : "room.hide_bars"));
  }

  #shrink() {
    this.element.prepend(this.card);
    this.#veil(false);
  }

  #enlarge() {
    this.large.append(this.card);
    if (this.#poll?.stage !== "revealed") this.#veil(true); // now it is on the wall
    this.large.showModal();
  }
}
