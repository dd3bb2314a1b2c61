// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import { reduce } from "../../../static/js/store/reduce.js";
import { EVENTS, moved, walked, walkOf } from "./worlds.js";

const explained = { type: "explained", event: 0, name: "layers/0/z", index: [0, 0], expression: { number: 1 }, value: 1, nudge: null };

test("what is not computed yet is not there", () => {
  assert.equal(walkOf(walked()).loss, null);
  assert.deepEqual(walkOf(walked(moved(1))).layers[1], {});
});

test("the first number that is looked at is the first weight of the output", () => {
  assert.deepEqual(walkOf(walked()).pick, { layer: 1, unit: 0, role: "weight", input: 0 });
});

const BEFORE = { inputs: [1, -2], targets: [0], layers: [{ z: [0.5, -1] }, {}], loss: 2, loss_after: 1 };
const CHANGE = { name: "layers/0/weight", index: [0, 1], before: 0.25, now: 2 };

test("what the walk was before its changes comes with it, at the same place", () => {
  const again = { type: "walk_opened", step: 5, samples: [7, 2, 0], events: EVENTS };
  const walk = walkOf(walked(moved(3), explained, again, moved(3, { layers: [{ z: [9, -1] }, {}], before: BEFORE, changes: [CHANGE] })));
  assert.deepEqual([walk.cursor, walk.before?.layers[0].z, walk.layers[0].z], [3, [0.5, -1], [9, -1]]);
  assert.deepEqual([walk.before?.targets, walk.before?.lossAfter, walk.changes], [[0], 1, [CHANGE]]);
  assert.deepEqual(walk.explained, {});
});

test("what is put back has no ghosts, and the next step has none of the last", () => {
  const changed = moved(3, { before: BEFORE, changes: [CHANGE] });
  const back = walkOf(walked(changed, moved(3)));
  assert.deepEqual([back.before, back.changes], [null, []]);
  const next = walkOf(walked(changed, { type: "walk_opened", step: 6, samples: [1], events: EVENTS }));
  assert.deepEqual([next.before, next.changes, next.cursor, next.layers], [null, [], 0, []]);
});

test("without a walk its events mean nothing, and closing forgets it", () => {
  const closed = reduce(walked(moved(2)), { type: "walk_closed" });
  assert.equal(closed.walk, null);
  for (const event of [moved(1), explained, { type: "gradients_checked" }, { type: "walk_table" }, { type: "pick", pick: {} }]) {
    assert.equal(reduce(closed, event), closed);
  }
});
