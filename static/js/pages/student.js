// @ts-check
/** Wires the student's page: the playground, and the bar of the room, which is told on which network its student works. */

import { Answer } from "../classroom/answer.js";
import { connectRoom } from "../classroom/connecting.js";
import { post } from "../classroom/posting.js";
import { RoomBar } from "../classroom/room_bar.js";
import { forget, remember } from "../classroom/visited.js";
import { createText } from "../lib/text.js";
import { store as playground } from "./workbench.js";

const texts = createText(JSON.parse(document.querySelector("#room-texts")?.textContent ?? "{}"));
const room = String(document.body.dataset.room);
const { store, connection } = connectRoom(room, "member");

customElements.define("nn-room-bar", RoomBar);
customElements.define("nn-answer", Answer);
for (const element of document.querySelectorAll("nn-room-bar, nn-answer")) Object.assign(element, { room, store, texts, work: () => playground.state });

playground.watch((state) => state.session, (session) => {
  if (session) post(`/rooms/${room}/session`, { session }).catch(() => null); // without it the teacher sees the name alone
});
store.watch((state) => state.over, (why) => why && forget(localStorage, room));
document.addEventListener("chalknet:room", (event) => connection.send(/** @type {CustomEvent} */ (event).detail));
window.addEventListener("online", () => connection.hurry());
remember(localStorage, { room, role: "member", at: Date.now() / 1000 });
connection.start();
