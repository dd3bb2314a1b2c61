// @ts-check
/** `<nn-join-panel>`: how the class gets in. Code, QR code and address, small beside the class or large on the wall. */

import { attribute, h, write } from "../lib/html.js";
import { icon } from "../lib/icons.js";
import { RoomElement } from "./room_element.js";

/** @typedef {import("../protocol/room_schema.js").TermsShown} Terms */

export class JoinPanel extends RoomElement {
  #room = "";
  /** @type {string[]} */
  #addresses = [];
  /** @type {HTMLImageElement[]} */
  #pictures = [];
  /** @type {HTMLElement[]} */
  #codes = [];
  /** @type {HTMLElement[]} */
  #places = [];
  #shown = "";

  /** @param {string} room */
  set room(room) {
    this.#room = room;
  }

  begin() {
    const texts = this.texts;
    this.choice = h("select", { "aria-label": texts("room.address_choice"), onchange: () => this.#choose() });
    this.warning = h("p", { class: "door-warning", hidden: true }, icon("warning"), h("span", {}, texts("room.only_here")));
    this.lock = h("button", { type: "button", class: "button", onclick: () => this.#toggle() });
    this.large = h("dialog", { class: "join-large", "aria-label": texts("room.join_panel") });
    this.large.append(
      h("button", { type: "button", class: "button large-close", onclick: () => this.large?.close() }, icon("close"), texts("room.close_large")),
      this.#card(),
    );
    this.door = h("p", { class: "join-door" });
    this.append(
      h("div", { class: "join-card" }, this.#card(), this.choice, this.warning),
      h("div", { class: "join-acts" },
        h("button", { type: "button", class: "button", onclick: () => this.large?.showModal() }, icon("enlarge"), texts("room.enlarge")),
        this.lock,
        h("button", { type: "button", class: "button", title: texts("room.new_code_help"), onclick: () => this.ask({ type: "new_code" }) },
          icon("dice"), texts("room.new_code"))),
      this.door, this.large,
    );
    this.watch((state) => state.room?.terms, (terms) => terms && this.#show(terms));
    void this.#findAddresses();
  }

  /** What stands on the wall; made twice, small and large. */
  #card() {
    const picture = h("img", { class: "join-qr", alt: this.texts("room.qr"), width: 200, height: 200 });
    const place = h("b", { class: "join-place" });
    const code = h("b", { class: "join-code" });
    this.#pictures.push(picture);
    this.#places.push(place);
    this.#codes.push(code);
    return h("div", { class: "join-how" }, picture,
      h("div", { class: "join-words" },
        h("p", {}, h("span", { class: "quiet" }, this.texts("room.address")), place),
        h("p", {}, h("span", { class: "quiet" }, this.texts("room.code")), code)));
  }

  /** @param {Terms} terms */
  #show(terms) {
    const way = `${terms.address} ${terms.code}`;
    if (way !== this.#shown) {
      this.#shown = way;
      for (const picture of this.#pictures) picture.src = `/rooms/${this.#room}/qr?at=${Date.now()}`;
    }
    for (const code of this.#codes) write(code, terms.code);
    for (const place of this.#places) write(place, `${terms.address.replace(/^http:\/\//, "")}/join`);
    this.classList.toggle("locked", terms.locked);
    this.lock?.replaceChildren(icon("lock"), this.texts(terms.locked ? "room.unlock" : "room.lock"));
    if (this.lock) attribute(this.lock, "aria-pressed", String(terms.locked));
    if (this.door) write(this.door, this.texts(terms.locked ? "room.locked" : "room.open"));
    this.#showChoice(terms.address);
  }

  async #findAddresses() {
    const answer = await fetch(`/rooms/${this.#room}/addresses`).catch(() => null);
    if (!answer?.ok) return;
    this.#addresses = (await answer.json()).addresses;
    if (this.warning) this.warning.hidden = this.#addresses.length > 0;
    this.#showChoice(this.state.room?.terms.address ?? "");
  }

  /** @param {string} chosen */
  #showChoice(chosen) {
    const offered = this.#addresses.includes(chosen) || !chosen ? this.#addresses : [chosen, ...this.#addresses];
    if (!this.choice) return;
    this.choice.hidden = offered.length < 2;
    this.choice.replaceChildren(...offered.map((each) => h("option", { value: each, selected: each === chosen }, each)));
  }

  #choose() {
    if (this.choice) this.ask({ type: "choose_address", address: this.choice.value });
  }

  #toggle() {
    this.ask({ type: "lock", locked: !this.state.room?.terms.locked });
  }
}
