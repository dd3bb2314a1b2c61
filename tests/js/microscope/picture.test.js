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

/** Arrowheads by where they stand and whether they point up. @param {WalkFrame} frame */
function arrows(frame) {
  const context = recordingContext();
  drawWalk(context, GEOMETRY, frame, THEME);
  return context.calls.flatMap(({ call, fillStyle }, k) => {
    if (call !== "fill" || fillStyle !== THEME.backward) return [];
    const [tip, foot] = context.calls.slice(k - 3, k).map(({ args }) => args);
    return [{ x: tip[0], up: tip[1] < foot[1] }];
  });
}

test("outputs show what they want on the way back only", () => {
  assert.deepEqual([6, 13, 4].map((cursor) => arrows(frameAt(cursor, KNOWN)).length), [1, 0, 0]);
});

test("a hidden unit shows what it wants as soon as ∂L/∂a is known: against its sign, the outputs' arrows still there", () => {
  const layers = [KNOWN.layers[0], { ...KNOWN.layers[1], dx: [0.3, -0.1] }];
  const found = arrows(frameAt(8, { layers }));
  const [hidden, output] = GEOMETRY.columns.slice(1).map((column) => column.x + column.tile / 2 + 13);
  assert.deepEqual(found, [{ x: hidden, up: false }, { x: hidden, up: true }, { x: output, up: true }]);
});

test("units through which nothing passes are outlined, those dropped are crossed out", () => {
  const zero = (/** @type {number} */ unit, /** @type {string} */ reason, slope = 0) => ({ unit, reason, slope, steepest: 1, silent_in: 1 });
  const dashes = (/** @type {object[][]} */ closed) => {
    const context = recordingContext();
    drawWalk(context, GEOMETRY, frameAt(4, { ...KNOWN, closed }), THEME);
    return context.calls.filter(({ call, args }) => call === "setLineDash" && args[0].length).map(({ args }) => args[0]);
  };
  assert.deepEqual(dashes([[zero(0, "dead"), zero(1, "saturated", 0.001)], []]), [[4, 4], [10, 3]]);
  assert.deepEqual(dashes([[zero(0, "dropped")], []]), []);
  const crossed = drawn(frameAt(4, { ...KNOWN, closed: [[zero(0, "dropped")], []] })).filter(({ strokeStyle }) => strokeStyle === THEME.ink);
  assert.equal(crossed.length, 1);
});

test("a layer whose gradients have vanished says by how much, above its first tile", () => {
  const gradients = [{ known: true, gradient: 1e-5, delta: null }, { known: true, gradient: 0.02, delta: null }];
  const context = recordingContext();
  drawWalk(context, GEOMETRY, frameAt(10, { ...KNOWN, gradients }), THEME);
  const [text, x] = context.calls.filter(({ call }) => call === "fillText").map(({ args }) => args)[0];
  assert.deepEqual([text, x], ["∂w ÷ 2000", GEOMETRY.columns[1].slots[0].x]);
});

test("what clipping has cut is struck through in the update", () => {
  const clipped = { kind: "value", limit: 1, before: 3, factor: null, count: 2, parameters: [["layers/0/weight", [1, 0]], ["layers/1/bias", [0]]] };
  const cuts = (/** @type {number} */ cursor) => drawn(frameAt(cursor, { ...KNOWN, clipped })).filter(({ call, lineWidth }) => call === "stroke" && lineWidth === 1.5).length;
  assert.deepEqual([cuts(13), cuts(10)], [2, 0]);
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

/** @param {number} cursor @param {Record<string, any>} now @param {Record<string, any>} was @param {object[]} changes */
function ghosts(cursor, now, was, changes) {
  const before = { inputs: [1, -2], targets: [1], loss: 0.3, loss_after: null, layers: [{}, {}], ...was };
  const context = recordingContext();
  drawWalk(context, GEOMETRY, frameAt(cursor, { ...now, before, changes }), THEME);
  const light = context.calls.filter(({ call, lineWidth, strokeStyle }) => call === "stroke" && lineWidth === 11 && strokeStyle === THEME.ink);
  return { texts: context.calls.filter(({ call }) => call === "fillText").map(({ args }) => args[0]), edges: light.length };
}

test("a changed parameter leaves what was before below each number that is another now, and its path lights", () => {
  const change = { name: "layers/0/weight", index: [0, 0], before: 1, now: 9 };
  const after = { layers: [{ z: [3, -1], a: [0.9951, -0.7616] }, KNOWN.layers[1]], loss: 0.3 };
  const found = ghosts(5, after, KNOWN, [change]);
  assert.deepEqual(found.texts, ["0.4621"]);
  assert.equal(found.edges, 1, "the output is the same: only the weight itself lights");
});

test("a supposed input leaves its ghost below its tile; as long as there is no a, z leaves its own", () => {
  const change = { name: "inputs", index: [1, 0], before: -2, now: 4 };
  const found = ghosts(1, { inputs: [1, 4], layers: [{ z: [2, -1] }, {}] }, { layers: [{ z: [0.5, -1] }, {}] }, [change]);
  assert.deepEqual(found, { texts: ["\u22122.000", "0.5000"], edges: 1 });
});

test("on the way back it is δ that has a ghost", () => {
  const layers = [KNOWN.layers[0], { ...KNOWN.layers[1], delta: [0.96] }];
  assert.deepEqual(ghosts(6, { ...KNOWN, layers, targets: [0] }, KNOWN, [{ name: "class", index: [0], before: 1, now: 0 }]).texts, ["\u22120.04000"]);
});
