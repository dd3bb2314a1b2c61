// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";

import { markNumber } from "../../../static/js/lesson/marking.js";

const MISTAKES = [{ near: 6, tolerance: 0 }, { near: -7, tolerance: 0.5 }];

test("a number is right within its tolerance", () => {
  assert.deepEqual(markNumber(7, { near: 7, tolerance: 0 }, MISTAKES), { right: true, mistake: null });
  assert.deepEqual(markNumber(0.30000000000000004, { near: 0.3, tolerance: 0 }, []), { right: true, mistake: null });
  assert.equal(markNumber(7.11, { near: 7, tolerance: 0.1 }, []).right, false);
});

test("a foreseen mistake is known again, another is not", () => {
  assert.deepEqual(markNumber(6, { near: 7, tolerance: 0 }, MISTAKES), { right: false, mistake: 0 });
  assert.deepEqual(markNumber(-7.4, { near: 7, tolerance: 0 }, MISTAKES), { right: false, mistake: 1 });
  assert.deepEqual(markNumber(5, { near: 7, tolerance: 0 }, MISTAKES), { right: false, mistake: null });
});
