// @ts-check
/** What comes late comes once, and hears what it was fetched for. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { fetchOnEvent, fetchOnState, fetchScript } from "../../static/js/lib/late.js";
import { BEGINNING } from "../../static/js/store/state.js";
import { Store } from "../../static/js/store/store.js";

test("the first event fetches, once, and is told again when the element is there", async () => {
  const page = new EventTarget();
  /** @type {unknown[]} */
  const heard = [];
  let fetched = 0;
  fetchOnEvent(page, ["open", "add"], async () => {
    fetched += 1;
    page.addEventListener("open", (event) => heard.push(/** @type {CustomEvent} */ (event).detail));
  });
  assert.equal(fetched, 0);
  page.dispatchEvent(new CustomEvent("open", { detail: 1 }));
  await new Promise(setImmediate);
  page.dispatchEvent(new CustomEvent("open", { detail: 2 }));
  page.dispatchEvent(new CustomEvent("add", { detail: 3 }));
  assert.deepEqual(heard, [1, 2]);
  assert.equal(fetched, 1);
});

test("what a state calls for is fetched once, however often it is called for", () => {
  const store = new Store((state, { type }) => ({ ...state, playing: type === "play" }), BEGINNING);
  let fetched = 0;
  fetchOnState(store, (state) => state.playing, () => (fetched += 1));
  assert.equal(fetched, 0);
  for (const type of ["play", "pause", "play"]) store.dispatch({ type });
  assert.equal(fetched, 1);
});

/** A document that keeps the scripts it is given. */
function scriptsOf() {
  /** @type {any[]} */
  const scripts = [];
  const createElement = () => Object.assign(new EventTarget(), { remove() {} });
  return { scripts, document: /** @type {any} */ ({ createElement, head: { append: (/** @type {any} */ script) => scripts.push(script) } }) };
}

test("a script is fetched once, and everybody who asked is told when it has run", async () => {
  const { scripts, document } = scriptsOf();
  const asked = [fetchScript(document, "/once.js"), fetchScript(document, "/once.js")];
  assert.equal(scripts.length, 1);
  scripts[0].dispatchEvent(new Event("load"));
  await Promise.all(asked);
});

test("a script that did not come is fetched anew by who asks next", async () => {
  const { scripts, document } = scriptsOf();
  const lost = fetchScript(document, "/lost.js");
  scripts[0].dispatchEvent(new Event("error"));
  await assert.rejects(lost, /lost\.js/);
  const found = fetchScript(document, "/lost.js");
  scripts[1].dispatchEvent(new Event("load"));
  await found;
});
