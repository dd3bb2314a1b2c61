// @ts-check
/** What every element of a room's page is: it watches the room's state, and asks the room for things. */

import { PageElement } from "../lib/page_element.js";

/** @typedef {import("./state.js").RoomState} RoomState */
/** @typedef {import("../protocol/room_schema.js").TeacherCommand | import("../protocol/room_schema.js").MemberCommand} RoomCommand */

/** @extends {PageElement<RoomState>} */
export class RoomElement extends PageElement {
  /** @param {RoomCommand} command */
  ask(command) {
    this.dispatchEvent(new CustomEvent("chalknet:room", { bubbles: true, detail: command }));
  }
}
