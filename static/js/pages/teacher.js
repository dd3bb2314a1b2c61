// @ts-check
/** Wires the teacher's page: one store, one connection to the room, the elements. */

import { Ask } from "../classroom/ask.js";
import { connectRoom } from "../classroom/connecting.js";
import { JoinPanel } from "../classroom/join_panel.js";
import { Members, writeCount } from "../classroom/members.js";
import { PauseAll } from "../classroom/pause_all.js";
import { RoomEnd } from "../classroom/room_end.js";
import { RoomNotices } from "../classroom/room_notices.js";
import { Teachers } from "../classroom/teachers.js";
import { forget, remember } from "../classroom/visited.js";
import { Theme } from "../editor/theme.js";
import { createText } from "../lib/text.js";

const texts = createText(JSON.parse(document.querySelector("#texts")?.textContent ?? "{}"));
const room = String(document.body.dataset.room);
const { store, connection } = connectRoom(room, "teacher");

customElements.define("nn-theme", Theme);
customElements.define("nn-join-panel", JoinPanel);
customElements.define("nn-ask", Ask);
customElements.define("nn-members", Members);
customElements.define("nn-pause-all", PauseAll);
customElements.define("nn-teachers", Teachers);
customElements.define("nn-room-end", RoomEnd);
customElements.define("nn-room-notices", RoomNotices);

for (const element of document.querySelectorAll("nn-join-panel, nn-ask, nn-members, nn-pause-all, nn-teachers, nn-room-end, nn-room-notices")) {
  Object.assign(element, { room, store, texts });
}

const count = /** @type {HTMLElement | null} */ (document.querySelector(".class-count"));
const recount = () => {
  if (count && store.state.room) writeCount(count, store.state, texts);
};
store.watch((state) => state.room?.members, recount);
store.watch((state) => state.tiles, recount);
store.watch((state) => state.over, (why) => {
  if (!why) return;
  forget(localStorage, room);
  location.assign("/classroom");
});
document.addEventListener("chalknet:room", (event) => connection.send(/** @type {CustomEvent} */ (event).detail));
window.addEventListener("online", () => connection.hurry());
remember(localStorage, { room, role: "teacher", at: Date.now() / 1000 });
connection.start();
