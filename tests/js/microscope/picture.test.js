// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import { drawTravel, drawWalk, labelOf } from "../../../static/js/microscope/overlay.js";
import { shownFrame, WalkFrame } from "../../../static/js/microscope/walk_frame.js";
import { layOut } from "../../../static/js/views/geometry.js";
import { networkFrame, recordingContext, THEME } from "../worlds.js";
import { COLUMNS, moved, walked, walkOf } from "./worlds.js";

const FRAME = networkFrame();
const GEOMETRY = layOut({ width: 800, height: 600, columns: COLUMNS });
const KNOWN = { layers: [{ z: [0.5, -1], a: [0.4621, -0.7616] }, { z: [2], a: [0.88], delta: [-0.04] }], loss: 0.3 };

/** @param {number} cursor @param {Record<string, unknown>} [more] @param {...{type: string, [field: string]: any}} actions */
const frameAt = (cursor, more, ...actions) => new WalkFrame(walkOf(walked(moved(cursor, more), ...actions)), FRAME);

/** @param {WalkFrame} frame */
function drawn(frame) {
  const context = recordingContext();
  drawWalk(context, GEOMETRY, frame, THEME);
  return context.calls.filter(({ call }) => call === "stroke" || call === "fill");
}

test("without a walk the frame is the session's own; with one it is made once", () => {
  const state = { ...walked(moved(1)), frame: /** @type {any} */ (FRAME) };
  assert.equal(shownFrame({ ...state, walk: null }), FRAME);
  assert.equal(shownFrame(state), shownFrame(state));
});

test("the numbers of the graph are the walk's; what is not computed yet is not there", () => {
  const frame = frameAt(1);
  assert.deepEqual([frame.value("probe/inputs", 1), frame.value("probe/layers/0/z", 1)], [-2, -1]);
  assert.equal(frame.value("probe/layers/0/a", 0), null);
  assert.equal(frame.value("layers/0/weight", 1, 0), FRAME.value("layers/0/weight", 1, 0));
});

test("below a tile stands z, then a, then δ", () => {
  assert.equal(labelOf(frameAt(0, { layers: [{}, {}] }), 0, 0, THEME).text, "—");
  assert.equal(labelOf(frameAt(1), 0, 0, THEME).text, "z 0.5000");
  assert.equal(labelOf(frameAt(5, KNOWN), 0, 0, THEME).text, "0.4621");
  const delta = labelOf(frameAt(6, KNOWN), 1, 0, THEME);
  assert.deepEqual([delta.text, delta.colour], ["δ −0.04000", THEME.backward]);
});

test("on the way back edges stand for δ·a of this sample, and those not known yet for nothing", () => {
  const frame = frameAt(6, KNOWN);
  const slopes = frame.edges.array("layers/1/weight");
  assert.deepEqual([slopes.shape, slopes.at(0, 1)], [[1, 2], -0.04 * -0.7616]);
  assert.equal(frame.edges.array("layers/0/weight"), null);
  assert.equal(frame.edges.array("layers/1/bias").at(0), -0.04);
  assert.ok(frame.scale(GEOMETRY.groups) >= 0.04);
  assert.equal(frameAt(13, KNOWN).edges, FRAME);
});

test("∂L/∂a is not taken for δ where an activation bends", () => {
  const frame = frameAt(8, { layers: [KNOWN.layers[0], { ...KNOWN.layers[1], dx: [1, 2] }] });
  assert.equal(frame.edges.array("layers/0/weight"), null);
});

test("an event lights its layer in the colour of its phase, one neuron of it where one goes by neurons", () => {
  const forward = drawn(frameAt(2, KNOWN));
  assert.equal(forward.filter(({ strokeStyle }) => strokeStyle === THEME.forward).length, 2);
  const layers = [{ ...KNOWN.layers[0], delta: [0.1, 0.2] }, KNOWN.layers[1]];
  const back = drawn(frameAt(9, { layers }, { type: "pick", pick: { unit: 1 } }));
  assert.equal(back.filter(({ call, strokeStyle, lineWidth }) => call === "stroke" && strokeStyle === THEME.backward && lineWidth === 2.5).length, 1);
});

test("outputs show what they want on the way back only", () => {
  const arrows = (/** @type {WalkFrame} */ frame) => drawn(frame).filter(({ call, fillStyle }) => call === "fill" && fillStyle === THEME.backward).length;
  assert.deepEqual([arrows(frameAt(6, KNOWN)), arrows(frameAt(13, KNOWN)), arrows(frameAt(4, KNOWN))], [1, 0, 0]);
});

/** The dots that are on their way at a position of the step: x, y, radius. @param {WalkFrame} frame @param {number} position */
function dotsAt(frame, position) {
  const context = recordingContext();
  drawTravel(context, GEOMETRY, frame, THEME, position);
  return context.calls.filter(({ call }) => call === "arc").map(({ args }) => args);
}

test("what travels goes from one column to the next with the position, the larger number as the larger dot", () => {
  const frame = frameAt(3, KNOWN);
  const [left, right] = [GEOMETRY.groups[1].ends[0], GEOMETRY.groups[1].ends[2]];
  const places = [2.01, 2.25, 2.5, 2.75, 2.99].map((position) => dotsAt(frame, position)[0][0]);
  assert.deepEqual(places, [...places].sort((one, other) => one - other));
  assert.ok(places[0] - left < 1 && right - places[4] < 1);
  const [first, second] = dotsAt(frame, 2.5);
  assert.ok(first[2] > second[2], "2.5·0.4621 is more than 1·0.7616");
});

test("where an event is complete nothing is on its way", () => {
  assert.deepEqual([dotsAt(frameAt(3, KNOWN), 3), dotsAt(frameAt(2, KNOWN), 2)], [[], []]);
});

test("the way of a dot does not depend on whether its event is already done: back is forward the other way round", () => {
  assert.deepEqual(dotsAt(frameAt(2, KNOWN), 2.4), dotsAt(frameAt(3, KNOWN), 2.4));
});

test("a changed parameter leaves what was before below each number that is another now", () => {
  const set = { type: "parameter_set", name: "layers/0/weight", index: [0, 0], value: 9, step: 5 };
  const after = { layers: [{ z: [3, -1], a: [0.9951, -0.7616] }, KNOWN.layers[1]], loss: 0.3 };
  const walk = walkOf(walked(moved(5, KNOWN), set, moved(5, after)));
  const context = recordingContext();
  drawWalk(context, GEOMETRY, new WalkFrame(walk, FRAME), THEME);
  assert.deepEqual(context.calls.filter(({ call }) => call === "fillText").map(({ args }) => args[0]), ["0.4621"]);
});
