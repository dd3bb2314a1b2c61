// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import { gridOf, tabbed } from "../../static/js/elements/inspector_table.js";
import { className, namedColumns, targetName } from "../../static/js/elements/names.js";
import { commandOfKey } from "../../static/js/elements/toolbar_keys.js";
import { createText } from "../../static/js/lib/text.js";
import { BEGINNING } from "../../static/js/store/state.js";
import { neuron, numbersInto, weight } from "../../static/js/store/targets.js";
import { DATA, DESIGN } from "./worlds.js";

const text = createText({
  "features.x1": "x₁", "island.neuron": "layer {layer} neuron {unit}", "island.input_named": "input {name}",
  "island.weight": "from {from} to {to}", "island.class": "class {name}",
});
const columns = namedColumns(text, { ...BEGINNING, design: DESIGN, data: DATA });

/** @param {Partial<KeyboardEvent>} event @param {string} [within] a selector that the target lies in */
const key = (event, within) => commandOfKey(/** @type {any} */ ({ key: "", code: "", ...event, target: { closest: (/** @type {string} */ list) => (within && list.split(", ").includes(within) ? {} : null) } }));

test("a layer's arrays stand side by side, a row a neuron", () => {
  const grid = gridOf({ "layers/0/weight": [[1, 2], [3, 4]], "layers/0/bias": [5, 6] }, ["x₁", "x₂"]);
  assert.deepEqual(grid.heads, ["x₁", "x₂", "bias"]);
  assert.deepEqual(grid.rows, [{ name: "1", values: [1, 2, 5] }, { name: "2", values: [3, 4, 6] }]);
});

test("a copied table has every digit between tabs", () => {
  const decimal = (1.5).toLocaleString().includes(",") ? "," : ".";
  const grid = gridOf({ bias: [0.1 + 0.2, -1] }, []);
  assert.equal(tabbed(grid), `\tbias\n1\t0${decimal}30000000000000004\n2\t-1`);
});

test("features have their written names, weights those of both ends", () => {
  assert.equal(targetName(text, columns, weight(0, 2, 0)), "from input x₁ to layer 1 neuron 3");
  assert.equal(targetName(text, columns, neuron(-1, 1)), "input x2");
});

test("the columns of the same design and data are made once", () => {
  const state = { ...BEGINNING, design: DESIGN, data: DATA };
  assert.equal(namedColumns(text, state), namedColumns(text, state));
});

test("a class that is only a number is called a class, a digit is not", () => {
  assert.equal(className(text, DATA, 1), "class 1");
  assert.equal(className(text, { ...DATA, shape: "image" }, 1), "1");
  assert.equal(className(text, { ...DATA, class_names: ["malignant", "benign"] }, 1), "benign");
});

test("what leads into a neuron is its weights, its bias last", () => {
  assert.deepEqual(numbersInto(columns, 0, 1).map(({ name, index }) => [name, ...index]), [
    ["layers/0/weight", 1, 0], ["layers/0/weight", 1, 1], ["layers/0/bias", 1],
  ]);
  assert.deepEqual(numbersInto(columns, -1, 0), []);
});

test("the space bar plays and pauses, but not where it types or presses a button", () => {
  assert.equal(key({ key: " " }), "turn");
  assert.equal(key({ key: " " }, "input"), null);
  assert.equal(key({ key: " " }, "button"), null);
  assert.equal(key({ key: " ", repeat: true }), null);
});

test("a full stop is a step, with Shift an epoch, and undo is where it always is", () => {
  assert.equal(key({ key: ".", code: "Period" }), "step");
  assert.equal(key({ key: ":", code: "Period", shiftKey: true }), "step_epoch");
  assert.equal(key({ key: "z", ctrlKey: true }), "undo");
  assert.equal(key({ key: "Z", ctrlKey: true, shiftKey: true }), "redo");
  assert.equal(key({ key: "z", ctrlKey: true }, "input"), null);
  assert.equal(key({ key: "z" }), null);
});
