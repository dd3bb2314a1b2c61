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

test("a changed weight leaves the numbers before it as ghosts, at the same place", () => {
  const inspected = { type: "inspected", name: "layers/0/weight", index: [0, 1], value: 0.25, step: 5, generation: 0 };
  const set = { type: "parameter_set", name: "layers/0/weight", index: [0, 1], value: 2, step: 5 };
  const again = { type: "walk_opened", step: 5, samples: [7, 2, 0], events: EVENTS };
  const walk = walkOf(walked(moved(3), explained, inspected, set, again, moved(3, { layers: [{ z: [9, -1] }, {}] })));
  assert.deepEqual([walk.cursor, walk.before?.layers[0].z, walk.layers[0].z], [3, [0.5, -1], [9, -1]]);
  assert.deepEqual(walk.changed, { name: "layers/0/weight", index: [0, 1], old: 0.25, value: 2 });
  assert.deepEqual(walk.explained, {});
});

test("the next step has no ghosts of the last", () => {
  const set = { type: "parameter_set", name: "layers/0/weight", index: [0, 1], value: 2, step: 5 };
  const walk = walkOf(walked(moved(3), set, { type: "walk_opened", step: 6, samples: [1], events: EVENTS }));
  assert.deepEqual([walk.before, walk.changed, walk.cursor, walk.layers], [null, null, 0, []]);
});

test("without a walk its events mean nothing, and closing forgets it", () => {
  const closed = reduce(walked(moved(2)), { type: "walk_closed" });
  assert.equal(closed.walk, null);
  for (const event of [moved(1), explained, { type: "gradients_checked" }, { type: "walk_table" }, { type: "pick", pick: {} }]) {
    assert.equal(reduce(closed, event), closed);
  }
});
