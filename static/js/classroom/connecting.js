// @ts-check
/** Keeps a page connected with its room, and notices when there is no way back into it. */

import { Connection } from "../protocol/connection.js";
import { HEADER_BYTES } from "../protocol/frame.js";
import { CLOSE_CODES } from "../protocol/schema.js";
import { Store } from "../store/store.js";
import { BEGINNING, reduce } from "./state.js";

/** @typedef {"teacher" | "member"} Role */

/** @type {Record<number, string>} */
const OVER = { [CLOSE_CODES.removed]: "removed", [CLOSE_CODES.room_over]: "room_over" };

/** @param {string} room @param {Role} role */
export function connectRoom(room, role) {
  const store = new Store(reduce, BEGINNING);
  const path = `/rooms/${room}`;

  /** @param {string} why */
  function end(why) {
    store.dispatch({ type: "over", why });
    connection.stop();
  }

  /** What came is drawn before more is sent; a page that is not seen draws nothing, and is sent nothing. @param {ArrayBuffer} frame */
  function show(frame) {
    const { tiles } = JSON.parse(new TextDecoder().decode(new Uint8Array(frame, HEADER_BYTES)));
    store.dispatch({ type: "tiles", tiles });
    requestAnimationFrame(() => connection.drawn());
  }

  const connection = new Connection({
    async address({ stream, after }, attempt) {
      if (attempt > 0) {
        const answer = await fetch(`${path}/seat/${role}`);
        if (answer.ok && !(await answer.json()).seated) end("removed");
      }
      const query = stream ? `?${new URLSearchParams({ epoch: stream, after: String(after) })}` : "";
      return `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}${path}/live/${role}${query}`;
    },
    event: (event) => store.dispatch(event),
    frame() {},
    bytes: show,
    status: (status) => store.dispatch({ type: "connect", connection: status }),
    refused(code) {
      if (code in OVER) end(OVER[code]);
    },
  });
  return { store, connection };
}
