// @ts-check
/** `<nn-room-end>`: how long the room is kept, and its end. */

import { h, write } from "../lib/html.js";
import { icon } from "../lib/icons.js";
import { confirmed } from "./confirm.js";
import { post } from "./posting.js";
import { RoomElement } from "./room_element.js";
import { when } from "./when.js";

const HOURS = /** @type {const} */ ([2, 8, 24, 168, 720]);

export class RoomEnd extends RoomElement {
  #room = "";

  /** @param {string} room */
  set room(room) {
    this.#room = room;
  }

  begin() {
    this.ends = h("p", {});
    this.choice = h("select", { id: "keep", onchange: () => this.#keep() },
      h("option", { value: "" }, this.texts("room.keep_choose")),
      ...HOURS.map((hours) => h("option", { value: hours }, this.texts(`room.keep_${hours}`))));
    this.append(
      h("h2", {}, this.texts("room.settings")), this.ends,
      h("label", { class: "keep", for: "keep" }, this.texts("room.keep"), this.choice),
      h("button", { type: "button", class: "button", onclick: () => void this.#end() }, icon("remove"), this.texts("room.end")),
    );
    this.watch((state) => state.room?.terms.expires_at, (ends) => {
      if (ends && this.ends) write(this.ends, this.texts("room.ends", { when: when(ends, Date.now() / 1000) }));
    });
  }

  #keep() {
    const hours = HOURS.find((each) => String(each) === this.choice?.value);
    if (hours) this.ask({ type: "keep", hours });
    if (this.choice) this.choice.value = "";
  }

  async #end() {
    const sure = await confirmed(this, {
      question: this.texts("room.end_question"), detail: this.texts("room.end_detail"),
      yes: this.texts("room.end_yes"), no: this.texts("room.cancel"),
    });
    if (!sure) return;
    const failed = { type: "refused", problems: [{ code: "failed", values: {} }] };
    await post(`/rooms/${this.#room}`, undefined, "DELETE").catch(() => this.store.dispatch(failed));
  }
}
