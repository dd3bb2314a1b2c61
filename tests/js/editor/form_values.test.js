// @ts-check
/** Numbers and paths of forms. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { formPart, fromLogarithm, nextFigure, putAt, valueAt } from "../../../static/js/editor/form_values.js";
import { sameValue } from "../../../static/js/editor/same_value.js";
import { sharesOf } from "../../../static/js/editor/split.js";

test("arrow keys go from figure to figure, across powers of ten", () => {
  assert.deepEqual([0.01, 0.03, 0.09, 0.1].map((value) => nextFigure(value, 1)), [0.02, 0.04, 0.1, 0.2]);
  assert.deepEqual([0.01, 0.03, 0.1, 1].map((value) => nextFigure(value, -1)), [0.009, 0.02, 0.09, 0.9]);
});

test("a number between two figures goes to the nearest one on its way", () => {
  assert.equal(nextFigure(0.025, 1), 0.03);
  assert.equal(nextFigure(0.025, -1), 0.02);
});

test("a logarithmic track gives numbers of one figure", () => {
  assert.deepEqual([-2, -1.5, 0].map(fromLogarithm), [0.01, 0.03, 1]);
});

test("a path leads into a nested spec", () => {
  const spec = { kind: "dense" };
  putAt(spec, "initializer.kind", "constant");
  putAt(spec, "initializer.value", 2);
  assert.deepEqual(spec, { kind: "dense", initializer: { kind: "constant", value: 2 } });
  assert.equal(valueAt(spec, "initializer.value"), 2);
  assert.equal(valueAt(spec, "missing.value"), undefined);
});

test("rows of numbers are not asked about", () => {
  const spec = { kind: "inline", inputs: [[1, 2]], seed: 3, features: ["x1"], initial: { bias: [1] }, initializer: { kind: "zeros" } };
  assert.deepEqual(formPart(spec), { kind: "inline", seed: 3, features: ["x1"], initializer: { kind: "zeros" } });
});

test("shares of a split make one", () => {
  for (let train = 5; train <= 100; train += 1) {
    for (let end = train; end <= 100; end += 5) {
      const { train: first, validation, test: last } = sharesOf(train, end);
      assert.ok(Math.abs(first + validation + last - 1) < 1e-9 && validation >= 0 && last >= 0);
    }
  }
});

test("designs are compared whatever the order of their fields", () => {
  assert.ok(sameValue({ a: [1, { b: 2 }], c: null }, { c: null, a: [1, { b: 2 }] }));
  assert.ok(!sameValue({ a: [1, 2] }, { a: [2, 1] }));
  assert.ok(!sameValue({ a: 1 }, { a: 1, b: 2 }));
});
