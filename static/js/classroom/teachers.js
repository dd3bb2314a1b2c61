// @ts-check
/** `<nn-teachers>`: who steers the room, and the invitation of one more. */

import { h } from "../lib/html.js";
import { icon } from "../lib/icons.js";
import { confirmed } from "./confirm.js";
import { RoomElement } from "./room_element.js";
import { when } from "./when.js";

/** @typedef {import("../protocol/room_schema.js").TeacherState} TeacherState */

export class Teachers extends RoomElement {
  #room = "";

  /** @param {string} room */
  set room(room) {
    this.#room = room;
  }

  begin() {
    this.list = h("ul", { class: "teachers" });
    this.link = h("div", { class: "invitation", hidden: true });
    this.append(
      h("h2", {}, this.texts("room.teachers")), this.list,
      h("button", { type: "button", class: "button", onclick: () => this.ask({ type: "invite" }) }, icon("plus"), this.texts("room.invite")),
      this.link,
    );
    this.watch((state) => state.room, (room) => room && this.#show(room));
    this.watch((state) => state.invited, (invited) => invited && this.#showLink(invited.invitation, invited.ends_at));
  }

  /** @param {TeacherState} room */
  #show({ you, teachers }) {
    const owner = teachers.find(({ id }) => id === you)?.owner;
    this.list?.replaceChildren(...teachers.map(({ id, owner: first, here }, at) => h("li", { class: here ? "" : "away" },
      h("span", { class: "member-dot" }),
      h("span", { class: "member-name" }, this.texts(id === you ? "room.teacher_you" : "room.teacher_number", { number: at + 1 })),
      first ? h("span", { class: "quiet small" }, this.texts("room.teacher_owner")) : null,
      here ? null : h("span", { class: "quiet small" }, this.texts("room.away")),
      owner && id !== you ? this.#revoke(id) : null)));
  }

  /** @param {string} teacher */
  #revoke(teacher) {
    const words = this.texts("room.revoke");
    return h("button", { type: "button", class: "button bare square", "aria-label": words, title: words, onclick: async () => {
      const sure = await confirmed(this, {
        question: this.texts("room.revoke_question"), detail: this.texts("room.revoke_detail"),
        yes: this.texts("room.kick_yes"), no: this.texts("room.cancel"),
      });
      if (sure) this.ask({ type: "revoke", teacher });
    } }, icon("close"));
  }

  /** The word stands behind the #, so that no server and no log sees it. @param {string} invitation @param {number} ends */
  #showLink(invitation, ends) {
    const address = this.state.room?.terms.address ?? location.origin;
    const link = h("input", {
      readonly: true, value: `${address}/rooms/${this.#room}/teach#${invitation}`, "aria-label": this.texts("room.invite_link"),
      onfocus: () => link.select(),
    });
    const said = h("span", {}, this.texts("room.copy"));
    const copy = h("button", { type: "button", class: "button", onclick: async () => {
      link.select();
      await navigator.clipboard.writeText(link.value);
      said.textContent = this.texts("room.copied");
    } }, said);
    copy.hidden = !navigator.clipboard; // browsers offer it to secure pages only
    this.link?.replaceChildren(
      h("p", { class: "quiet small" }, this.texts("room.invite_help", { when: when(ends, Date.now() / 1000) })),
      h("div", { class: "invitation-link" }, link, copy));
    if (this.link) this.link.hidden = false;
    link.focus();
  }
}
