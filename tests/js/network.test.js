// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import { edgeWidth } from "../../static/js/views/edges.js";
import { drawNetwork } from "../../static/js/views/network.js";
import { Recorder } from "../../static/js/views/recorder.js";
import { DATA, DESIGN, geometryOf, networkFrame, OUTPUT_WEIGHTS, recordingContext, THEME, WEIGHTS } from "./worlds.js";

/** @param {Partial<import("../../static/js/views/network.js").NetworkModel>} [changes] */
function draw(changes = {}) {
  const ctx = recordingContext();
  const recorder = new Recorder();
  const geometry = geometryOf();
  const model = { geometry, frame: networkFrame(), data: DATA, scale: 3, focus: null, selection: null, atlas: null, recorder, ...changes };
  drawNetwork(ctx, model, THEME);
  return { ctx, recorder, geometry };
}

/** The strokes that are edges: one curve, or dashes along it. @param {ReturnType<typeof recordingContext>} ctx */
function edges(ctx) {
  return ctx.calls.flatMap((stroke, index) => {
    if (stroke.call !== "stroke" || !["bezierCurveTo", "lineTo"].includes(ctx.calls[index - 1].call)) return [];
    return [{ ...stroke, dashed: ctx.calls[index - 1].call === "lineTo" }];
  });
}

test("every drawn edge has the value of its weight in the tensor", () => {
  const { recorder } = draw();
  const hidden = recorder.edges.filter(({ name }) => name === "layers/0/weight");
  const output = recorder.edges.filter(({ name }) => name === "layers/1/weight");
  assert.equal(recorder.edges.length, 9);
  for (const { index: [unit, input], value } of hidden) assert.equal(value, WEIGHTS[2 * unit + input]);
  for (const { index: [, input], value } of output) assert.equal(value, OUTPUT_WEIGHTS[input]);
});

test("every edge is stroked as wide as its weight is large, in the hue and dash of its sign", () => {
  const { ctx, geometry } = draw();
  const scale = { most: 3, widest: geometry.widest };
  const stroked = edges(ctx).map(({ lineWidth, strokeStyle, dashed }) => ({ lineWidth, strokeStyle, dashed }));
  const wanted = [...WEIGHTS, ...OUTPUT_WEIGHTS].map((value) => ({
    lineWidth: edgeWidth(value, scale), strokeStyle: value < 0 ? THEME.negative : THEME.positive, dashed: value < 0,
  }));
  const sorted = (/** @type {typeof wanted} */ list) => list.map((edge) => JSON.stringify(edge)).sort();
  assert.deepEqual(sorted(stroked), sorted(wanted));
});

test("an edge twice as heavy is twice as wide, from the hair's breadth of zero on", () => {
  const scale = { most: 4, widest: 7 };
  const width = (/** @type {number} */ value) => edgeWidth(value, scale) - edgeWidth(0, scale);
  assert.ok(Math.abs(width(2) - 2 * width(1)) < 1e-12);
  assert.equal(edgeWidth(-4, scale), 7);
});

test("large weights lie on top of small ones", () => {
  const widths = edges(draw().ctx).slice(0, 6).map(({ lineWidth }) => lineWidth);
  assert.ok(widths[0] <= widths[5]);
});

test("biases are drawn with their values", () => {
  const { recorder } = draw();
  assert.deepEqual(recorder.biases.map(({ name, index, value }) => [name, index[0], Math.fround(value ?? NaN)]), [
    ["layers/0/bias", 0, Math.fround(0.1)], ["layers/0/bias", 1, Math.fround(-0.2)], ["layers/0/bias", 2, Math.fround(0.3)],
    ["layers/1/bias", 0, Math.fround(-0.4)],
  ]);
});

test("the number under each tile is the probe's, in four figures", () => {
  const { recorder, ctx } = draw();
  assert.deepEqual(recorder.labels.map(({ text }) => text), ["1.000", "−2.000", "0.5000", "−0.2500", "1.000", "0.8750"]);
  const written = ctx.calls.filter(({ call }) => call === "fillText").map(({ args }) => args[0]);
  for (const { text } of recorder.labels) assert.ok(written.includes(text));
});

test("every tile's values are the frame's", () => {
  const frame = networkFrame();
  for (const { name, unit, values } of draw({ frame }).recorder.tiles) {
    const array = frame.array(name);
    assert.deepEqual(values, [...(array?.values(array.rowOf(unit)) ?? [])]);
  }
});

test("without a frame nothing has a value: dashes, no edge with a sign", () => {
  const { recorder, ctx } = draw({ frame: null });
  assert.deepEqual([...new Set(recorder.labels.map(({ text }) => text))], ["—"]);
  assert.deepEqual(recorder.edges, []);
  assert.ok(edges(ctx).every(({ strokeStyle }) => strokeStyle === THEME["line-strong"]));
});

test("the picture says which step it shows", () => {
  const { recorder } = draw();
  assert.deepEqual([recorder.step, recorder.number], [42, 9]);
});

test("what leads into and out of a neuron that is pointed at stays, the rest steps back", () => {
  const { ctx } = draw({ focus: { kind: "neuron", layer: 0, unit: 1 } });
  assert.equal(edges(ctx).filter(({ globalAlpha }) => globalAlpha > 0.3).length, 3);
});

test("layers that work unit by unit are joined unit by unit", () => {
  const design = { ...DESIGN, layers: [DESIGN.layers[0], { kind: "batch_norm" }, DESIGN.layers[1]] };
  const frame = networkFrame({
    "layers/1/scale": { shape: [3], values: [1, 2, -1] }, "layers/1/shift": { shape: [3], values: [0, 0.5, -0.5] },
    "layers/2/weight": { shape: [1, 3], values: [1, 1, 1] },
  });
  const { recorder } = draw({ geometry: geometryOf(design), frame });
  assert.deepEqual(recorder.edges.filter(({ name }) => name === "layers/1/scale").map(({ value }) => value), [1, 2, -1]);
});
