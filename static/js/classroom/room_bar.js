// @ts-check
/** `<nn-room-bar>`: a student's seat: the name one was given, the hand, how many are here, and the way out. */

import { attribute, h, write } from "../lib/html.js";
import { icon } from "../lib/icons.js";
import { confirmed } from "./confirm.js";
import { post } from "./posting.js";
import { RoomElement } from "./room_element.js";

/** @typedef {import("./state.js").MemberState} MemberState */

export class RoomBar extends RoomElement {
  #room = "";

  /** @param {string} room */
  set room(room) {
    this.#room = room;
  }

  begin() {
    this.name = h("b", { class: "seat-name", role: "status" });
    this.dice = h("button", { type: "button", class: "button bare square", onclick: () => this.ask({ type: "reroll" }) }, icon("dice"));
    this.handWords = h("span");
    this.hand = h("button", { type: "button", class: "button", onclick: () => this.ask({ type: "raise_hand", raised: this.state.me?.hand === null }) },
      icon("hand"), this.handWords);
    this.helpWords = h("span");
    this.help = h("button", { type: "button", class: "button seat-help", onclick: () => this.ask({ type: "invite_help", invited: !this.state.me?.helped }) },
      icon("people"), this.helpWords);
    this.count = h("span", { class: "seat-count quiet" });
    this.status = h("span", { class: "seat-status", role: "status" });
    this.way = h("button", { type: "button", class: "button bare seat-way", "aria-label": this.texts("room.leave"), onclick: () => void this.#leave() }, icon("leave"), h("span", { "aria-hidden": "true" }, this.texts("room.leave")));
    this.append(
      h("p", { class: "seat-who" }, h("span", { class: "quiet" }, this.texts("room.you_are")), this.name, this.dice),
      this.status, this.count, this.help, this.hand, this.way,
    );
    this.watch((state) => state.me, (me) => me && this.#show(me));
    this.watch((state) => state.connection, (connection) => this.#showConnection(connection));
    this.note = h("p", { class: "seat-note", role: "status" });
    this.append(this.note);
    this.watch((state) => state.note, () => this.#showNote());
    this.watch((state) => state.me?.paused, () => this.#showNote());
    this.watch((state) => state.over, (why) => why && this.#end(why));
  }

  /** @param {MemberState} me */
  #show({ pseudonym, rerolls, hand, here, helped }) {
    if (this.name) write(this.name, pseudonym);
    const words = rerolls > 0 ? this.texts("room.reroll", { count: rerolls }) : this.texts("room.no_reroll");
    if (this.dice) {
      this.dice.disabled = rerolls === 0;
      attribute(this.dice, "aria-label", words);
      this.dice.title = words;
    }
    if (this.help) attribute(this.help, "aria-pressed", String(helped));
    if (this.helpWords) write(this.helpWords, this.texts(helped ? "room.help_invited" : "room.help_invite"));
    if (this.hand) attribute(this.hand, "aria-pressed", String(hand !== null));
    if (this.handWords) write(this.handWords, this.texts(hand === null ? "room.raise_hand" : "room.hand_is_up"));
    if (this.count) write(this.count, here > 0 ? this.texts("room.here", { here }) : "");
  }

  /** A teacher's note stays until it is put away; that the class is paused, as long as it is. */
  #showNote() {
    const { note, me } = this.state;
    const read = () => this.store.dispatch({ type: "read" });
    this.note?.replaceChildren(...(note ? [
      icon("nudge"), h("span", { class: "quiet" }, this.texts("room.note_from")), h("b", {}, note.note),
      h("button", { type: "button", class: "button bare square", "aria-label": this.texts("room.note_read"), onclick: read }, icon("close")),
    ] : me?.paused ? [icon("pause"), h("b", {}, this.texts("room.class_paused"))] : []));
    this.classList.toggle("paused", Boolean(me?.paused));
  }

  /** @param {string} connection */
  #showConnection(connection) {
    this.classList.toggle("apart", connection !== "open");
    const code = connection === "open" || connection === "closed" ? "" : this.texts(`room.${connection}`);
    if (this.status) write(this.status, code);
  }

  /** The seat is gone; the network is not. @param {string} why */
  #end(why) {
    this.classList.add("over");
    this.replaceChildren(
      h("p", { class: "seat-over", role: "status" }, icon("info"), this.texts(`room.over_${why}`)),
      why === "removed" ? h("a", { class: "button", href: "/join" }, this.texts("room.join_again")) : "",
      h("a", { class: "button primary", href: `/${location.hash}` }, this.texts("room.keep_working")),
    );
  }

  async #leave() {
    const sure = await confirmed(this, {
      question: this.texts("room.leave_question"), detail: this.texts("room.leave_detail"),
      yes: this.texts("room.leave_yes"), no: this.texts("room.cancel"),
    });
    if (!sure) return;
    await post(`/rooms/${this.#room}/leave`);
    location.assign(`/${location.hash}`);
  }
}
