// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import { backOf, supposed } from "../../../static/js/microscope/changes.js";
import { classOf, placeOf } from "../../../static/js/microscope/supposing.js";
import { moved, walked } from "./worlds.js";

const text = (/** @type {string} */ code, /** @type {Record<string, unknown>} */ values = {}) => `${code.split(".").pop()} ${Object.values(values).join(" ")}`;
const select = (/** @type {number} */ layer, unit = 0) => ({ type: "select", target: { kind: "neuron", layer, unit } });

test("a selected input can be supposed to be another, for the sample that is looked at", () => {
  const place = placeOf(text, walked(moved(1, { column: 2 }), select(-1, 1)));
  assert.deepEqual([place?.part, place?.unit, place?.value], ["inputs", 1, -2]);
  assert.match(String(place?.label), /3/);
});

test("of an image it is the pixel that is asked for", () => {
  const state = walked(moved(1), select(-1, 0));
  const data = { .../** @type {any} */ (state.data), shape: "image" };
  const design = { .../** @type {any} */ (state.design) };
  assert.deepEqual([placeOf(text, { ...state, data, design }, 1)?.value, placeOf(text, { ...state, data, design }, 99)?.unit], [-2, 1]);
});

test("at an output of two classes it is the class; at one of a regression the number", () => {
  const state = walked(moved(5, { column: 1, targets: [0] }), select(1));
  assert.deepEqual(placeOf(text, state)?.part, "class");
  assert.equal(classOf(state), 1);
  const data = { .../** @type {any} */ (state.data), task: "regression" };
  const place = placeOf(text, { ...state, data, design: { .../** @type {any} */ (state.design) } });
  assert.deepEqual([place?.part, place?.value], ["targets", 0]);
});

test("a supposed class is what the page takes for the class", () => {
  const change = { name: "class", index: [2], before: 0, now: 1 };
  const column = (/** @type {number} */ k) => classOf(walked(moved(5, { column: k, changes: [change] })));
  assert.deepEqual([column(2), column(1)], [1, 1]);
});

test("hidden units, weights and nothing at all offer nothing to suppose", () => {
  const weight = { type: "select", target: { kind: "parameter", name: "layers/0/weight", index: [0, 0], layer: 0, unit: 0, input: 0 } };
  for (const action of [select(0), weight, { type: "select", target: null }]) assert.equal(placeOf(text, walked(moved(1), action)), null);
});

test("each change knows its own way back", () => {
  const weight = { name: "layers/0/weight", index: [0, 1], before: 0.25, now: 2 };
  const input = { name: "inputs", index: [1, 2], before: -2, now: 4 };
  const label = { name: "class", index: [2], before: 1, now: 0 };
  assert.deepEqual(backOf(weight), { type: "set_parameter", name: "layers/0/weight", index: [0, 1], value: 0.25 });
  assert.deepEqual(backOf(input), { type: "suppose", part: "inputs", index: 1, column: 2, value: -2 });
  assert.deepEqual(backOf(label), { type: "suppose", part: "class", index: 0, column: 2, value: 1 });
  assert.deepEqual([weight, input, label].map(supposed), [false, true, true]);
});
