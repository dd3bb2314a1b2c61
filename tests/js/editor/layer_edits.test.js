// @ts-check
/** A stack of layers is edited without losing track of where each layer came from. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { changed, inserted, moved, removed } from "../../../static/js/editor/layer_edits.js";

const A = { kind: "dense", units: 4 };
const B = { kind: "dropout", rate: 0.2 };
const C = { kind: "dense", units: 1, initial: { bias: [0.5] } };

test("a new layer descends from none, the others from themselves", () => {
  assert.deepEqual(inserted([A, B], 1, { kind: "activation" }), { layers: [A, { kind: "activation" }, B], carry: [0, null, 1] });
});

test("what is left of a removed layer are the others", () => {
  assert.deepEqual(removed([A, B, A], 1), { layers: [A, A], carry: [0, 2] });
});

test("a moved layer takes its numbers along", () => {
  assert.deepEqual(moved([A, B, A], 0, 1), { layers: [B, A, A], carry: [1, 0, 2] });
  assert.deepEqual(moved([A, B, A], 2, 0), { layers: [A, A, B], carry: [2, 0, 1] });
});

test("another setting keeps the layer, another kind does not", () => {
  assert.deepEqual(changed([A, B], 0, { kind: "dense", units: 4, activation: "relu" }).carry, [0, 1]);
  assert.deepEqual(changed([A, B], 0, { kind: "batch_norm" }), { layers: [{ kind: "batch_norm" }, B], carry: [null, 1] });
});

test("initial values go where the shape they were made for goes", () => {
  assert.equal(changed([A, C], 0, { kind: "dense", units: 5 }).layers[1].initial, undefined);
  assert.deepEqual(changed([A, C], 0, { kind: "dense", units: 4, activation: "relu" }).layers[1].initial, { bias: [0.5] });
  assert.equal(inserted([A, C], 1, B).layers[2].initial, undefined);
});

test("the layers that are edited stay as they were", () => {
  const layers = Object.freeze([A, B]);
  moved([...layers], 0, 1);
  assert.deepEqual(layers, [A, B]);
});
