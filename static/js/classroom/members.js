// @ts-check
/** `<nn-members>`: the class. Who is here, who is away, whose hand is up; each can be sent away. */

import { h, write } from "../lib/html.js";
import { icon } from "../lib/icons.js";
import { confirmed } from "./confirm.js";
import { RoomElement } from "./room_element.js";
import { inOrder } from "./state.js";

/** @typedef {import("./state.js").MemberShown} MemberShown */

export class Members extends RoomElement {
  /** @type {Map<string, {shown: MemberShown, card: HTMLElement}>} */
  #cards = new Map();

  begin() {
    this.list = h("ul", { class: "members" });
    this.empty = h("p", { class: "members-empty quiet", hidden: true }, this.texts("room.nobody"));
    this.append(this.list, this.empty);
    this.watch((state) => state.room?.members, (members) => members && this.#show(members));
  }

  /** @param {MemberShown[]} members */
  #show(members) {
    const gone = new Set(this.#cards.keys());
    const cards = inOrder(members).map((member) => {
      gone.delete(member.id);
      return this.#card(member);
    });
    for (const id of gone) {
      this.#cards.get(id)?.card.remove();
      this.#cards.delete(id);
    }
    cards.forEach((card, at) => {
      const before = this.list?.children[at] ?? null;
      if (before !== card) this.list?.insertBefore(card, before);
    });
    if (this.empty) this.empty.hidden = members.length > 0;
  }

  /** @param {MemberShown} member */
  #card(member) {
    const known = this.#cards.get(member.id);
    if (known && JSON.stringify(known.shown) === JSON.stringify(member)) return known.card;
    const { id, pseudonym, here, hand } = member;
    const name = { name: pseudonym };
    const parts = [
      h("span", { class: "member-dot", role: "img", "aria-label": this.texts(here ? "room.member_here" : "room.member_away", name) }),
      h("span", { class: "member-name" }, pseudonym),
      here ? null : h("span", { class: "quiet small", "aria-hidden": "true" }, this.texts("room.away")),
      hand === null ? null : this.#button("hand", "room.hand_up", name, () => this.ask({ type: "take_hand_down", member: id })),
      this.#button("close", "room.kick", name, () => void this.#kick(member)),
    ].filter((part) => part !== null);
    const card = known?.card ?? h("li", { class: "member" });
    card.classList.toggle("away", !here);
    card.classList.toggle("hand", hand !== null);
    const focused = card.contains(document.activeElement) ? document.activeElement?.className : null;
    card.replaceChildren(...parts);
    if (focused) /** @type {HTMLElement | null} */ (card.getElementsByClassName(focused)[0] ?? null)?.focus();
    this.#cards.set(id, { shown: member, card });
    return card;
  }

  /** @param {string} sign @param {string} code @param {Record<string, string>} values @param {() => void} onclick */
  #button(sign, code, values, onclick) {
    const words = this.texts(code, values);
    return h("button", { type: "button", class: `button bare square member-${sign}`, "aria-label": words, title: words, onclick }, icon(sign));
  }

  /** @param {MemberShown} member */
  async #kick({ id, pseudonym }) {
    const sure = await confirmed(this, {
      question: this.texts("room.kick_question", { name: pseudonym }), detail: this.texts("room.kick_detail"),
      yes: this.texts("room.kick_yes"), no: this.texts("room.cancel"),
    });
    if (sure) this.ask({ type: "kick", member: id });
  }
}

/** How many are here, and whose hands are up, in words. @param {HTMLElement} place @param {MemberShown[]} members @param {import("../lib/text.js").Text} texts */
export function writeCount(place, members, texts) {
  const here = members.filter((member) => member.here).length;
  const hands = members.filter(({ hand }) => hand !== null).length;
  const counted = here === members.length ? texts("room.here", { here }) : texts("room.here_of", { here, members: members.length });
  write(place, hands > 0 ? `${counted} · ${texts("room.hands", { count: hands })}` : counted);
}
