// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import { Asking } from "../../../static/js/microscope/asking.js";
import { difference, targetOf } from "../../../static/js/microscope/compare_panel.js";
import { numbersOf } from "../../../static/js/microscope/compare_pictures.js";
import { lossAt, stepAt, strideOf } from "../../../static/js/microscope/run.js";
import { drawRun, partAt, xOf } from "../../../static/js/microscope/run_chart.js";
import { reduce } from "../../../static/js/store/reduce.js";
import { recordingContext, THEME } from "../worlds.js";
import { moved, walked, walkOf } from "./worlds.js";

const RUN = { before: 27, step: 27, batch: 7, batches: 10 };
const to = (/** @type {import("../../../static/js/microscope/zoom.js").Zoom} */ zoom, /** @type {number} */ step, /** @type {1 | -1} */ way, head = 100) => strideOf(zoom, { ...RUN, step }, head, way);

test("batch by batch one goes from step to step, never before the first", () => {
  assert.deepEqual([to("batch", 27, 1), to("batch", 27, -1), to("batch", 0, -1)], [28, 26, 0]);
});

test("epoch by epoch one goes to where an epoch begins, also on the way to another step", () => {
  assert.deepEqual([to("epoch", 27, 1), to("epoch", 27, -1), to("epoch", 30, 1), to("epoch", 30, -1), to("epoch", 3, -1)], [30, 20, 40, 20, 0]);
});

test("the run is gone through in twenty strides, and no further than it has been", () => {
  assert.deepEqual([to("run", 27, 1), to("run", 27, -1), to("run", 98, 1), to("run", 100, 1)], [30, 25, 100, 100]);
  assert.equal(to("run", 3, 1, 8), 4);
});

test("a point on the run's picture and its step belong together", () => {
  const model = { width: 400, head: 200 };
  for (const step of [0, 1, 77, 200]) assert.equal(stepAt(partAt(xOf(model, step), 400), 200), step);
  assert.deepEqual([stepAt(-1, 200), stepAt(2, 200)], [0, 200]);
});

test("a step's losses are those of its bucket, and the last validation before it", () => {
  const curve = { bucket: 2, train_min: [5, 3, 1], train_max: [6, 4, 2], validation: [0.5, null, 0.4] };
  assert.deepEqual(lossAt(curve, 4), { low: 3, high: 4, validation: 0.5 });
  assert.deepEqual(lossAt(curve, 0), { low: null, high: null, validation: null });
});

test("the picture of a run marks where one stands, where it branched and what is pinned", () => {
  const curve = { bucket: 1, train_min: [2, 1], train_max: [2, 1], validation: [null, 1] };
  const model = { width: 216, height: 100, curve, head: 2, step: 1, keyframes: [0], left: null, pinned: null, batches: 5 };
  const drawn = (/** @type {object} */ more) => {
    const context = recordingContext();
    drawRun(context, { ...model, ...more }, THEME);
    return context.calls;
  };
  const here = drawn({}).filter(({ call, fillStyle }) => call === "fillRect" && fillStyle === THEME.ink);
  assert.deepEqual(here.map(({ args }) => args[0]), [107]);
  assert.ok(drawn({ pinned: 2 }).some(({ call }) => call === "arc"));
  assert.ok(drawn({ left: 1 }).some(({ call, strokeStyle }) => call === "stroke" && strokeStyle === THEME.update));
  assert.equal(drawn({ pinned: 9 }).some(({ call }) => call === "arc"), false);
});

test("one step of the run is asked for at a time, and the last that was wished", () => {
  /** @type {any[]} */
  const sent = [];
  const asking = new Asking((command) => sent.push(command), () => 0, (callback) => callback());
  const walk = walkOf(walked(moved(3)));
  asking.walk(4, true);
  asking.walk(3, true);
  asking.walk(2, true);
  assert.deepEqual(sent, [{ type: "walk_step", step: 4, at_end: true }]);
  assert.equal(asking.stepOf(walk), 2);
  asking.go(walk, { cursor: 1 });
  asking.explain(walk, [], false);
  assert.equal(sent.length, 1, "nothing is asked of a step that one leaves");
  asking.moved({ ...walk, step: 4 });
  assert.equal(sent[1].step, 2);
  asking.moved({ ...walk, step: 2 });
  assert.equal(sent.length, 2);
  assert.equal(asking.stepOf({ ...walk, step: 2 }), 2);
});

test("the next step of the run is asked for a little after the last, and once", () => {
  /** @type {any[]} */
  const sent = [];
  /** @type {[() => void, number][]} */
  const later = [];
  const asking = new Asking((command) => sent.push(command), () => 10, (callback, milliseconds) => later.push([callback, milliseconds]));
  const walk = walkOf(walked(moved(3)));
  asking.walk(4, false);
  asking.walk(2, false);
  asking.moved({ ...walk, step: 4 });
  asking.moved({ ...walk, step: 4 });
  assert.deepEqual([sent.length, later.map(([, wait]) => wait)], [1, [40, 40]]);
  asking.walk(1, false);
  later[0][0]();
  assert.deepEqual(sent.map(({ step }) => step), [4, 1]);
  asking.forget();
  later[1][0]();
  assert.equal(sent.length, 2);
});

test("another pinned moment makes the last comparison void, and unpinning forgets both", () => {
  const compared = { type: "moment_compared", then: {}, now: {}, layer: null, rows: [], count: 0, differing: 0, distance: 0, answers: null };
  const pinned = reduce(walked(), { type: "moment_pinned", moment: { step: 3 } });
  const both = reduce(pinned, compared);
  assert.deepEqual([both.moment?.step, both.compared?.count], [3, 0]);
  assert.equal(reduce(both, { type: "moment_pinned", moment: { step: 4 } }).compared, null);
  const { moment, compared: gone } = reduce(both, { type: "moment_unpinned" });
  assert.deepEqual([moment, gone], [null, null]);
});

test("a row of a comparison has its difference and its place on the graph", () => {
  const row = { name: "layers/1/weight", index: [0, 2], then: 0.5, now: 0.25 };
  assert.equal(difference(row), -0.25);
  assert.equal(difference({ ...row, now: null }), null);
  assert.deepEqual([targetOf(row).unit, targetOf(row).input, targetOf({ ...row, name: "layers/1/bias", index: [3] }).unit], [0, 2, 3]);
});

test("what the network said comes as it was computed", () => {
  const text = Buffer.from(new Float32Array([0.5, -1, 2, 4]).buffer).toString("base64");
  const array = numbersOf(text, [2, 2]);
  assert.deepEqual([[...array.elements], array.strides], [[0.5, -1, 2, 4], [2, 1]]);
});
