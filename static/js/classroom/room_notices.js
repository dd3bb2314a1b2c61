// @ts-check
/** `<nn-room-notices>`: what is wrong just now, in one line of the bar: the connection, the disk, what was refused. */

import { h } from "../lib/html.js";
import { icon } from "../lib/icons.js";
import { problemWords } from "./posting.js";
import { RoomElement } from "./room_element.js";

const READ = 6000; // ms

export class RoomNotices extends RoomElement {
  begin() {
    this.watch((state) => [state.connection, state.problem, state.over, state.room?.terms.saved].join(), () => this.#show());
    this.watch((state) => state.problem, (problem) => problem && this.#settleLater());
  }

  #show() {
    const { connection, problem, over, room } = this.state;
    const words = over ? this.texts("room.over_teacher")
      : connection === "reconnecting" ? this.texts("room.reconnecting")
      : problem ? problemWords(this.texts, problem.code, problem.values)
      : room && !room.terms.saved ? this.texts("room.not_saved")
      : "";
    this.replaceChildren(...(words ? [icon("warning"), h("span", {}, words)] : []));
  }

  #settleLater() {
    const timer = setTimeout(() => this.store.dispatch({ type: "settle" }), READ);
    this.until(() => clearTimeout(timer));
  }
}
