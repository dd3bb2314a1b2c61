// @ts-check
/** What comes late comes once, and hears what it was fetched for. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { fetchOnEvent } from "../../static/js/lib/late.js";

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
