// @ts-check
/** `<nn-watch-bar>`: whose network a teacher looks at, and whether it may be steered. */

import { h, write } from "../lib/html.js";
import { icon } from "../lib/icons.js";
import { RoomElement } from "./room_element.js";

export class WatchBar extends RoomElement {
  #room = "";
  #member = "";

  /** @param {string} room */
  set room(room) {
    this.#room = room;
  }

  /** @param {string} member */
  set member(member) {
    this.#member = member;
  }

  begin() {
    this.name = h("b", { class: "seat-name" });
    this.terms = h("span", { class: "quiet", role: "status" });
    this.append(icon("people"), this.name, this.terms,
      h("a", { class: "button watch-back", href: `/rooms/${this.#room}/teach` }, icon("left"), this.texts("room.watch_back")));
    this.watch((state) => state.room?.members.find(({ id }) => id === this.#member), (member) => {
      if (!this.name || !this.terms) return;
      write(this.name, member?.pseudonym ?? "");
      write(this.terms, this.texts(!member ? "room.watch_gone" : member.helped ? "room.watch_helping" : "room.watch_looking"));
    });
  }
}
