// @ts-check
/** `<nn-pause-all>`: stops every student's training, and lets it go on. */

import { attribute, h, write } from "../lib/html.js";
import { icon } from "../lib/icons.js";
import { RoomElement } from "./room_element.js";

export class PauseAll extends RoomElement {
  begin() {
    this.words = h("span");
    this.sign = h("span", { class: "pause-sign" });
    this.button = h("button", { type: "button", class: "button", onclick: () => this.ask({ type: "pause_all", paused: !this.state.room?.paused }) }, this.sign, this.words);
    this.append(this.button);
    this.watch((state) => Boolean(state.room?.paused), (paused) => this.#show(paused));
  }

  /** @param {boolean} paused */
  #show(paused) {
    if (this.words) write(this.words, this.texts(paused ? "room.release_all" : "room.pause_all"));
    this.sign?.replaceChildren(icon(paused ? "play" : "pause"));
    if (this.button) {
      attribute(this.button, "aria-pressed", String(paused));
      this.button.classList.toggle("primary", paused);
    }
  }
}
