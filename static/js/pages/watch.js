// @ts-check
/** Wires a teacher's page of one student's network: the workbench to look at, and to steer only while one is invited to. */

import { connectRoom } from "../classroom/connecting.js";
import { WatchBar } from "../classroom/watch_bar.js";
import { createText } from "../lib/text.js";
import { startWorkbench } from "./workbench.js";

const LOOKING = new Set(["look", "inspect", "table"]);
const STEERING = "nn-toolbar, .side, nn-presets";

const texts = createText(JSON.parse(document.querySelector("#room-texts")?.textContent ?? "{}"));
const { room = "", member = "" } = document.body.dataset;
const { store, connection } = connectRoom(room, "teacher");
let helping = false;

customElements.define("nn-watch-bar", WatchBar);
Object.assign(document.querySelector("nn-watch-bar") ?? {}, { room, member, store, texts });

store.watch((state) => Boolean(state.room?.members.find(({ id }) => id === member)?.helped), (helped) => {
  helping = helped;
  document.body.classList.toggle("helping", helping);
  for (const element of document.querySelectorAll(STEERING)) /** @type {HTMLElement} */ (element).inert = !helping;
});
store.watch((state) => state.over, (why) => why && location.assign("/classroom"));
// What would change the network is not even asked for; the server would refuse it.
document.addEventListener("chalknet:command", (event) => {
  if (!helping && !LOOKING.has(/** @type {CustomEvent} */ (event).detail.type)) event.stopImmediatePropagation();
}, { capture: true });

startWorkbench({
  key: "chalknet-watching",
  opened() {},
  async address({ stream, after }) {
    const query = stream ? `?${new URLSearchParams({ epoch: stream, after: String(after) })}` : "";
    return `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/rooms/${room}/watch/${member}/live${query}`;
  },
});
connection.start();
