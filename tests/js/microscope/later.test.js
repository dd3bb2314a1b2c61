// @ts-check
/** The microscope's scripts come with the first walk, whoever opens it, and not before. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { fetchForFirstWalk } from "../../../static/js/microscope/later.js";
import { Store } from "../../../static/js/store/store.js";

function world() {
  const page = new EventTarget();
  const store = new Store((state, { walk }) => ({ ...state, walk }), /** @type {any} */ ({ walk: null }));
  /** @type {string[]} */
  const done = [];
  fetchForFirstWalk(/** @type {any} */ (page), store, ({ type }) => done.push(type), () => done.push("fetched"));
  const press = (/** @type {string} */ key) => page.dispatchEvent(Object.assign(new Event("keydown"), { key }));
  return { page, store, done, press };
}

test("nothing is fetched as long as nobody walks", () => {
  const { done, press } = world();
  press("x");
  assert.deepEqual(done, []);
});

test("the button and the key open a walk", () => {
  const { page, done, press } = world();
  page.dispatchEvent(new Event("chalknet:microscope"));
  press("m");
  assert.deepEqual(done, ["open_walk", "open_walk"]);
});

test("the first walk has it fetched, once; from then on the drawer hears button and key itself", () => {
  const { page, store, done, press } = world();
  store.dispatch({ type: "walk", walk: {} });
  store.dispatch({ type: "walk", walk: null });
  store.dispatch({ type: "walk", walk: {} });
  page.dispatchEvent(new Event("chalknet:microscope"));
  press("m");
  assert.deepEqual(done, ["fetched"]);
});
