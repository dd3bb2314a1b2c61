// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import { goTo, numberAt, otherNumber, parameterAt, placeOf, step, stride, zoomAt } from "../../../static/js/microscope/place.js";
import { COLUMNS, EVENTS, moved, walked, walkOf } from "./worlds.js";

/** @param {number} cursor @param {...{type: string, [field: string]: any}} more */
const at = (cursor, ...more) => walkOf(walked(moved(cursor), ...more));
const layer = { type: "zoom", zoom: "layer" };

test("on and back go event by event, layer by layer, phase by phase", () => {
  assert.equal(step(at(0, layer), 1).cursor, 1);
  assert.equal(step(at(6, layer), -1).cursor, 5);
  assert.equal(stride(at(0), 1, "layer").cursor, 2);
  assert.equal(stride(at(4), -1, "layer").cursor, 2);
  assert.equal(stride(at(1), 1, "phase").cursor, 4);
  assert.equal(stride(at(6), 1, "phase").cursor, 10);
});

test("no way leads out of the step", () => {
  assert.equal(step(at(EVENTS.length), 1).cursor, EVENTS.length);
  assert.equal(step(at(0), -1).cursor, 0);
  assert.equal(goTo(at(0), 99).cursor, EVENTS.length);
  assert.equal(stride(at(11), 1, "layer").cursor, EVENTS.length);
});

test("at either end of the step one stays exactly where one is, whatever the zoom", () => {
  for (const zoom of ["phase", "layer", "neuron", "term"]) {
    const [first, last] = [0, EVENTS.length].map((cursor) => at(cursor, { type: "zoom", zoom }));
    assert.deepEqual(step(first, -1, 3), placeOf(first), zoom);
    const end = { ...last, term: 2 };
    assert.deepEqual(step(end, 1, 3).cursor, EVENTS.length);
    if (zoom === "term") assert.deepEqual(step(end, 1, 3), placeOf(end));
  }
});

test("unless one chooses, one goes layer by layer forward and neuron by neuron back", () => {
  assert.equal(zoomAt(null, /** @type {any} */ (EVENTS[0])), "layer");
  assert.equal(zoomAt(null, /** @type {any} */ (EVENTS[8])), "neuron");
  assert.equal(zoomAt("layer", /** @type {any} */ (EVENTS[8])), "layer");
});

test("neuron by neuron, the units come before the next event, and from the last on the way back", () => {
  const first = step(at(7), 1);
  assert.deepEqual([first.cursor, first.pick.unit, first.pick.layer], [8, 0, 0]);
  const second = step(at(8, { type: "pick", pick: first.pick }), 1);
  assert.deepEqual([second.cursor, second.pick.unit], [8, 1]);
  const third = step(at(8, { type: "pick", pick: second.pick }), 1);
  assert.deepEqual([third.cursor, third.pick.unit], [9, 0]);
  const back = step(at(9, { type: "pick", pick: third.pick }), -1);
  assert.deepEqual([back.cursor, back.pick.unit], [8, 1]);
});

test("term by term, the terms come before the next unit, and from the last on the way back", () => {
  const first = at(1, { type: "zoom", zoom: "term" });
  const second = step(first, 1, 3);
  assert.deepEqual([second.cursor, second.pick.unit, second.term], [1, 0, 1]);
  const next = step({ ...first, ...second, term: 2 }, 1, 3);
  assert.deepEqual([next.cursor, next.pick.unit, next.term], [1, 1, 0]);
  const back = step({ ...first, ...next }, -1, 3);
  assert.deepEqual([back.cursor, back.pick.unit, back.term], [1, 0, Infinity]);
  assert.equal(step({ ...first, ...back }, -1, 3).term, 1);
});

test("sample by sample the cursor stays, phase by phase it goes to where one is complete", () => {
  const sample = at(6, { type: "zoom", zoom: "sample" });
  assert.deepEqual([step(sample, 1).cursor, step(sample, 1).column, step(sample, -1).column], [6, 1, 0]);
  assert.equal(step({ ...sample, column: 2 }, 1).column, 2);
  const phase = at(1, { type: "zoom", zoom: "phase" });
  assert.deepEqual([step(phase, 1).cursor, step({ ...phase, cursor: 4 }, 1).cursor, step({ ...phase, cursor: 5 }, -1).cursor], [4, 5, 4]);
});

test("a number has the name and the index that the session knows it by", () => {
  const pick = { layer: 0, unit: 1, role: "weight", input: 1 };
  const number = (/** @type {number} */ k) => numberAt(/** @type {any} */ (EVENTS[k]), pick, 2, COLUMNS);
  assert.deepEqual(number(0), { name: "layers/0/z", index: [1, 2] });
  assert.deepEqual(number(2), { name: "layers/1/z", index: [0, 2] });
  assert.deepEqual(number(4), { name: "layers/1/loss", index: [] });
  assert.deepEqual(number(9), { name: "gradient/layers/0/weight", index: [1, 1] });
  assert.deepEqual(number(12), { name: "parameters/layers/0/weight", index: [1, 1] });
  assert.equal(number(10), null);
});

test("up and down go through all weights and biases of a gradient, round and round", () => {
  let walk = at(10, { type: "pick", pick: { layer: 0, unit: 0, role: "weight", input: 0 } });
  const seen = [];
  for (let k = 0; k < 6; k += 1) {
    seen.push(numberAt(/** @type {any} */ (EVENTS[9]), walk.pick, 0, COLUMNS));
    walk = { ...walk, pick: otherNumber(walk, 1, COLUMNS) };
  }
  assert.deepEqual(seen.map((number) => `${number?.name.slice(18)} ${number?.index}`), ["weight 0,0", "weight 0,1", "bias 0", "weight 1,0", "weight 1,1", "bias 1"]);
  assert.deepEqual([walk.pick.unit, walk.pick.input], [0, 0]);
  assert.deepEqual(otherNumber(walk, -1, COLUMNS), { layer: 0, unit: 1, role: "bias", input: null });
});

test("where a layer has no parameters the nearest that has some is looked at", () => {
  const dropout = { ...COLUMNS[2], layer: 2, kind: "dropout", dense: false };
  const found = parameterAt([...COLUMNS, dropout], { layer: 2, unit: 5, role: "weight", input: 1 });
  assert.deepEqual([found?.name, found?.index], ["layers/1/weight", [0, 1]]);
});
