// @ts-check
/** Wires the playground: one store, one connection, the elements, the address. Nothing else happens here. */

import "../editor/index.js";
import "../elements/loss_curve.js";
import "../elements/network.js";
import "../elements/output.js";
import "../elements/toolbar.js";
import { fetchOnEvent, fetchOnState, fetchStyle } from "../lib/late.js";
import { painter } from "../lib/painter.js";
import { createText } from "../lib/text.js";
import { fetchForFirstWalk } from "../microscope/later.js";
import { Address } from "../protocol/address.js";
import { Connection } from "../protocol/connection.js";
import { CLOSE_CODES } from "../protocol/schema.js";
import { TabSession } from "../protocol/session.js";
import { askForLook, askForValue } from "../store/asking.js";
import { reduce } from "../store/reduce.js";
import { BEGINNING } from "../store/state.js";
import { Store } from "../store/store.js";

const ELEMENTS = "nn-toolbar, nn-network, nn-output, nn-loss-curve, nn-data-panel, nn-settings, nn-presets, nn-notices";

const STYLES = "/static/css/components";
const GATHER = 40; // ms in which what is to be drawn is gathered into one wish

const sentences = JSON.parse(document.querySelector("#texts")?.textContent ?? "{}");
const texts = createText(sentences);
const store = new Store(reduce, BEGINNING);
const address = new Address(window);
const tab = new TabSession(sessionStorage, new BroadcastChannel("chalknet-sessions"), askSession);
let fresh = false;

/** @param {string | null} had */
async function askSession(had) {
  const answer = await fetch("/sessions", { method: "POST", body: JSON.stringify({ session: had }) });
  if (!answer.ok) throw new Error(`no session: ${answer.status}`);
  return answer.json();
}

/** The socket's address; whether the session still exists is asked anew after every failure. @param {{stream: string | null, after: number}} position @param {number} attempt */
async function socketAddress({ stream, after }, attempt) {
  if (!tab.id || attempt > 0) {
    const found = await tab.find();
    fresh ||= found.fresh;
  }
  const query = new URLSearchParams({ session: String(tab.id) });
  if (stream) {
    query.set("epoch", stream);
    query.set("after", String(after));
  }
  return `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/live?${query}`;
}

const connection = new Connection({
  address: socketAddress,
  event: receive,
  frame(frame) {
    store.dispatch({ type: "frame", frame });
    painter.after(() => connection.drawn());
  },
  status: (status) => store.dispatch({ type: "connect", connection: status }),
  refused(code) {
    if (code === CLOSE_CODES.full) store.dispatch({ type: "notify", code: "full", tone: "error" });
  },
});

/** @param {{type: string, [field: string]: any}} event */
function receive(event) {
  store.dispatch(event);
  if (event.type === "opened") begin(event.state);
  if (event.type === "design_changed") address.show(event.link);
}

/** The whole state is here: a link in the address is opened, and a new session starts to train. @param {{link: string, step: number}} state */
function begin({ link }) {
  const asked = address.remembered;
  address.begin(link);
  if (asked && asked !== link) connection.send({ type: "open_link", link: asked, restart: fresh });
  if (fresh) connection.send({ type: "play" });
  fresh = false;
}

const askLook = askForLook(store, (command) => connection.send(command), () => !document.hidden, (callback) => setTimeout(callback, GATHER));
askForValue(store, (command) => connection.send(command));
document.addEventListener("visibilitychange", askLook);
document.addEventListener("chalknet:command", (event) => connection.send(/** @type {CustomEvent} */ (event).detail));
window.addEventListener("online", () => connection.hurry());
window.addEventListener("popstate", () => {
  const link = address.remembered;
  if (link && link !== store.state.link) connection.send({ type: "open_link", link, restart: false });
});

for (const element of document.querySelectorAll(ELEMENTS)) Object.assign(element, { store, texts });

/** Gives an element that came late what the others had from the start. @param {string} name */
const join = (name) => Object.assign(document.querySelector(name) ?? {}, { store, texts });
fetchOnEvent(document, ["chalknet:open-layer", "chalknet:add-layer"], async () => {
  await Promise.all([import("../editor/layer_editor.js"), fetchStyle(document, `${STYLES}/layer_editor.css`)]);
  join("nn-layer-editor");
});
fetchOnState(store, (state) => state.selection !== null, async () => {
  await Promise.all([import("../elements/inspector.js"), fetchStyle(document, `${STYLES}/inspector.css`)]);
  join("nn-inspector");
});
fetchForFirstWalk(document, store, (command) => connection.send(command), async () => {
  const [answer] = await Promise.all([
    fetch("/texts/microscope"), import("../microscope/microscope.js"), fetchStyle(document, `${STYLES}/microscope.css`),
  ]);
  Object.assign(sentences, await answer.json());
  join("nn-microscope");
});
connection.start();
