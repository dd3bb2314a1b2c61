// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";

import { pointsOf, scaleOf } from "../../../static/js/lesson/record_chart.js";

test("rows are points from the least to the greatest; what was not measured is left out", () => {
  const rows = [{ step: 200, loss: 0.2 }, { step: 50, loss: 0.4 }, { step: 9, loss: null }];
  assert.deepEqual(pointsOf(rows, ["step", "loss"]), [{ x: 50, y: 0.4 }, { x: 200, y: 0.2 }]);
});

test("numbers over decades stand by their logarithms, others as they are", () => {
  assert.ok(Math.abs(scaleOf([10, 100, 1000])(100) - 0.5) < 1e-12);
  assert.equal(scaleOf([0.5, 0.75, 1])(0.75), 0.5);
  assert.equal(scaleOf([0, 50, 100])(50), 0.5);
  assert.equal(scaleOf([3, 3])(3), 0.5);
});
