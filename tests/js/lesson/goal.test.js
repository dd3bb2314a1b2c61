// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";

import { changed, holds, measure, reached } from "../../../static/js/lesson/goal.js";
import { BEGINNING } from "../../../static/js/store/state.js";

const DESIGN = {
  layers: [{ kind: "dense", units: 4 }, { kind: "batch_norm" }, { kind: "dense", units: 1 }],
  loss: { kind: "binary_cross_entropy" },
  data: { kind: "circle" },
  batch_size: 16,
  optimizer: { learning_rate: 0.1 },
};
const STATE = /** @type {any} */ ({
  ...BEGINNING, design: DESIGN, parameters: 17, step: 40, data: { samples: 10, parts: "ttttttvvss" },
  evaluation: { loss: 0.2, accuracy: 0.95, r2: null },
});
const CHALLENGE = { goal: [{ metric: "validation_accuracy", at_least: 0.95, at_most: null }], keep: ["data"], fewest: null };

test("what is measured are the session's own numbers", () => {
  const found = ["validation_accuracy", "parameters", "hidden_units", "layers", "samples", "training_samples", "batch_size", "learning_rate", "walked"];
  assert.deepEqual(found.map((metric) => measure(STATE, metric)), [0.95, 17, 4, 2, 10, 6, 16, 0.1, 0]);
});

test("what is not known yet is not measured, and meets no condition", () => {
  assert.equal(measure(BEGINNING, "validation_loss"), null);
  assert.equal(measure(STATE, "validation_r2"), null);
  assert.equal(holds(BEGINNING, { metric: "validation_loss", at_least: null, at_most: 1 }), false);
});

test("a bound itself is within", () => {
  assert.equal(holds(STATE, { metric: "step", at_least: 40, at_most: 40 }), true);
  assert.equal(holds(STATE, { metric: "step", at_least: 41, at_most: null }), false);
});

test("a challenge is reached only with what was given", () => {
  assert.equal(reached(STATE, CHALLENGE, DESIGN), true);
  const other = { ...DESIGN, data: { kind: "gaussians" } };
  assert.deepEqual(changed({ ...STATE, design: other }, CHALLENGE, DESIGN), ["data"]);
  assert.equal(reached({ ...STATE, design: other }, CHALLENGE, DESIGN), false);
  assert.equal(reached({ ...STATE, design: null }, CHALLENGE, DESIGN), false);
});
