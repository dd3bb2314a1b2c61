// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import { rungs } from "../../../static/js/microscope/ladder.js";
import { ofRun, rung, ZOOMS } from "../../../static/js/microscope/zoom.js";
import { COLUMNS, moved, walked, walkOf } from "./worlds.js";

const text = (/** @type {string} */ code, values = {}) => [code.slice(code.lastIndexOf(".") + 1), ...Object.values(values)].join(" ");

test("plus goes finer and minus coarser, no further than the ends", () => {
  assert.equal(rung("layer", 1), "neuron");
  assert.equal(rung("term", 1), "term");
  assert.equal(rung("run", -1), "run");
  assert.deepEqual(ZOOMS.filter(ofRun), ["run", "epoch", "batch"]);
});

test("every rung says where one stands, counted from one", () => {
  const walk = walkOf(walked(moved(8), { type: "pick", pick: { unit: 1 }, term: 2 }));
  assert.deepEqual(rungs(text, { head: 40 }, walk, COLUMNS, 4), {
    run: "run 5 40", epoch: "epoch 2", batch: "batch 2 4", sample: "sample 1 3", phase: "Backward", layer: "layer 1", neuron: "Neuron 2", term: "term 3 4",
  });
});

test("before the step, and where there is one term only, a rung says what it is called", () => {
  const words = rungs(text, { head: 5 }, walkOf(walked(moved(0))), COLUMNS, 1);
  assert.deepEqual([words.phase, words.layer, words.neuron, words.term], ["phase", "layer", "neuron", "term"]);
});
