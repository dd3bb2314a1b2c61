// @ts-check
/** Wires what every page with a live network has: one store, one connection, the elements. What a page does when its session opens is its own. */

import "../editor/index.js";
import "../elements/loss_curve.js";
import "../elements/network.js";
import "../elements/output.js";
import "../elements/toolbar.js";
import { fetchOnEvent, fetchOnState, fetchStyle } from "../lib/late.js";
import { painter } from "../lib/painter.js";
import { createText } from "../lib/text.js";
import { fetchForFirstWalk } from "../microscope/later.js";
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
export const texts = createText(sentences);
export const store = new Store(reduce, BEGINNING);
let fresh = false;

/** @param {string | null} had */
async function askSession(had) {
  const answer = await fetch("/sessions", { method: "POST", body: JSON.stringify({ session: had }) });
  if (!answer.ok) throw new Error(`no session: ${answer.status}`);
  return answer.json();
}

/** Gives elements the store and the texts: they come alive. @param {string} selector */
export function join(selector) {
  for (const element of document.querySelectorAll(selector)) Object.assign(element, { store, texts });
}

/**
 * Brings the page to life.
 * @param {object} page
 * @param {string} [page.key] under which the tab remembers its session: pages of another kind have another
 * @param {(state: {link: string, step: number}, fresh: boolean) => void} page.opened the whole state is here, of a session that has just begun or of an older one
 * @param {(event: {type: string, [field: string]: any}) => void} [page.heard] any event of the session
 * @param {(position: {stream: string | null, after: number}, attempt: number) => Promise<string>} [page.address] of a socket to a session that is not the tab's own
 * @returns {{send: (command: {type: string, [field: string]: unknown}) => void}}
 */
export function startWorkbench({ key, opened, heard, address }) {
  const tab = new TabSession(sessionStorage, new BroadcastChannel("chalknet-sessions"), askSession, key);

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
    address: address ?? socketAddress,
    event(event) {
      store.dispatch(event);
      heard?.(event);
      if (event.type !== "opened") return;
      opened(event.state, fresh);
      fresh = false;
    },
    frame(frame) {
      store.dispatch({ type: "frame", frame });
      painter.after(() => connection.drawn());
    },
    status: (status) => store.dispatch({ type: "connect", connection: status }),
    refused(code) {
      if (code === CLOSE_CODES.full) store.dispatch({ type: "notify", code: "full", tone: "error" });
    },
  });
  /** While a pause is on its way nothing is drawn: that would delay it. @param {{type: string, [field: string]: unknown}} command */
  const send = (command) => {
    if (connection.send(command) && command.type === "pause") painter.hold();
  };
  store.watch((state) => state.playing, () => painter.release());

  const askLook = askForLook(store, send, () => !document.hidden, (callback) => setTimeout(callback, GATHER));
  askForValue(store, send);
  document.addEventListener("visibilitychange", askLook);
  document.addEventListener("chalknet:command", (event) => send(/** @type {CustomEvent} */ (event).detail));
  window.addEventListener("online", () => connection.hurry());

  join(ELEMENTS);
  fetchOnEvent(document, ["chalknet:open-layer", "chalknet:add-layer"], async () => {
    await Promise.all([import("../editor/layer_editor.js"), fetchStyle(document, `${STYLES}/layer_editor.css`)]);
    join("nn-layer-editor");
  });
  fetchOnState(store, (state) => state.selection !== null, async () => {
    await Promise.all([import("../elements/inspector.js"), fetchStyle(document, `${STYLES}/inspector.css`)]);
    join("nn-inspector");
  });
  fetchForFirstWalk(document, store, send, async () => {
    const [answer] = await Promise.all([
      fetch("/texts/microscope"), import("../microscope/microscope.js"), fetchStyle(document, `${STYLES}/microscope.css`),
      fetchStyle(document, `${STYLES}/quiz.css`),
    ]);
    Object.assign(sentences, await answer.json());
    join("nn-microscope");
  });
  connection.start();
  return { send };
}
