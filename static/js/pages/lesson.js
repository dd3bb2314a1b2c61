// @ts-check
/** Wires a lesson's page: the workbench with a session of its own, and the panel that leads through the lesson. */

import { fetchScript } from "../lib/late.js";
import { ownLessons, ownName } from "../lesson/memory.js";
import { LessonElement } from "../lesson/lesson.js";
import { startWorkbench, store, texts } from "./workbench.js";

const HTMX = "/static/vendor/htmx/htmx.min.js";
const SET_UP_FOR = "chalknet-lesson"; // the lesson that the tab's network is of

const panel = /** @type {LessonElement} */ (document.querySelector("nn-lesson"));
const id = panel.dataset.name ? "" : location.hash.slice(1);

/** A lesson that only this browser has is read by the server, and forgotten there. */
async function fetchOwn() {
  const own = ownLessons(localStorage)[id];
  const target = panel.querySelector(".lesson-steps");
  const title = panel.querySelector(".lesson-title");
  if (!own || !target || !title) return;
  title.textContent = own.title;
  panel.dataset.name = ownName(id);
  await fetchScript(document, HTMX);
  await /** @type {any} */ (globalThis).htmx.ajax("POST", "/lessons/preview", { target, values: { file: own.file, panel: "" } });
}

if (id) await fetchOwn();
Object.assign(panel, { store, texts });
startWorkbench({
  key: "chalknet-lesson-session",
  opened(_, fresh) {
    const name = String(panel.dataset.name);
    if (fresh || sessionStorage.getItem(SET_UP_FOR) !== name) panel.setUp();
    sessionStorage.setItem(SET_UP_FOR, name);
  },
});
