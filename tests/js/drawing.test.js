// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import { Painter } from "../../static/js/lib/painter.js";
import { createText } from "../../static/js/lib/text.js";
import { paintPixels } from "../../static/js/views/atlas.js";
import { chartColumns } from "../../static/js/views/loss.js";
import { axesOf, drawPoints, nearestSample } from "../../static/js/views/points.js";
import { carried, drawPulses, most, position } from "../../static/js/views/pulses.js";
import { ticks } from "../../static/js/views/response.js";
import { shadeOf, weightScale } from "../../static/js/views/scale.js";
import { drawClasses } from "../../static/js/views/surface.js";
import { divergingPalette, paletteIndex, pixel, readColour, STEPS } from "../../static/js/views/theme.js";
import { frameOf } from "./frames.js";
import { DATA, geometryOf, networkFrame, recordingContext, THEME } from "./worlds.js";

test("the palette goes from negative over neutral to positive", () => {
  const palette = divergingPalette([200, 100, 0], [250, 250, 250], [0, 100, 200]);
  assert.deepEqual([palette[0], palette[(STEPS - 1) / 2], palette[STEPS - 1]], [pixel([200, 100, 0]), pixel([250, 250, 250]), pixel([0, 100, 200])]);
  assert.deepEqual([-2, -1, 0, 1, 2].map(paletteIndex), [0, 0, (STEPS - 1) / 2, STEPS - 1, STEPS - 1]);
});

test("colours are read as a browser computes them", () => {
  assert.deepEqual(readColour("rgb(1, 20, 255)"), [1, 20, 255]);
  assert.deepEqual(readColour("#0114ff"), [1, 20, 255]);
});

test("a surface's pixels lie where its values lie, in any order of memory", () => {
  const palette = Uint32Array.from({ length: STEPS }, (_, step) => step);
  const shade = { middle: 0, reach: 1 };
  const pixels = new Uint32Array(4);
  const rows = frameOf({ s: { shape: [1, 2, 2], values: [-1, 0, 0.5, 1], dtype: "float16" } }).array("s");
  if (rows) paintPixels(pixels, 0, 2, rows, 0, 2, 2, shade, palette);
  assert.deepEqual([...pixels], [-1, 0, 0.5, 1].map(paletteIndex));
  const columns = frameOf({ w: { shape: [2, 4], values: [-1, 9, 0, 9, 0.5, 9, 1, 9], strides: [1, 2] } }).array("w");
  if (columns) paintPixels(pixels, 0, 2, columns, 0, 2, 2, shade, palette);
  assert.deepEqual([...pixels], [-1, 0, 0.5, 1].map(paletteIndex));
});

test("where the network is unsure of the class, the colour is weaker", () => {
  const ctx = recordingContext();
  const frame = frameOf({
    c: { shape: [1, 3], values: [0, 0, 1], dtype: "uint8" }, p: { shape: [1, 3], values: [0.5, 1, 1], dtype: "float16" },
  });
  const [classes, confidence] = [frame.array("c"), frame.array("p")];
  if (classes && confidence) drawClasses(ctx, classes, confidence, 2, THEME);
  const put = ctx.calls.find(({ call }) => call === "putImageData");
  const pixels = new Uint32Array(put?.args[0].data.buffer);
  assert.equal(new Set(pixels).size, 3);
});

test("a probability of two classes is shaded around one half, a bounded activation around zero", () => {
  assert.deepEqual(shadeOf("sigmoid", true, 1), { middle: 0.5, reach: 0.5 });
  assert.deepEqual(shadeOf("sigmoid", false, 1), { middle: 0, reach: 1 });
  assert.deepEqual(shadeOf("relu", false, 8), { middle: 0, reach: 8 });
});

test("the scale of weights takes in the largest, biases too, and does not flicker", () => {
  const groups = [{ name: "layers/0/weight", layer: 0 }];
  const frame = frameOf({ "layers/0/weight": { shape: [1, 2], values: [0.5, -1.2] }, "layers/0/bias": { shape: [1], values: [2.4] } });
  assert.equal(weightScale(frame, groups), 3);
  assert.equal(weightScale(frame, groups, 3.5), 3.5);
  assert.equal(weightScale(frame, groups, 10), 3);
});

test("test samples are not drawn, validation samples are rings", () => {
  const ctx = recordingContext();
  drawPoints(ctx, DATA, axesOf(DATA.domain, 100, 100), null, THEME);
  const discs = ctx.calls.filter(({ call }) => call === "fill");
  assert.equal(discs.length, 3);
  assert.deepEqual(discs.map(({ fillStyle }) => fillStyle), [THEME.classes[0], THEME.classes[1], THEME.surface]);
});

test("a click picks the nearest sample that may be seen", () => {
  const axes = axesOf(DATA.domain, 120, 120);
  assert.equal(nearestSample(DATA, axes, 88, 32), 1);
  assert.notEqual(nearestSample(DATA, axes, 30, 30), 3);
});

test("the largest x2 is on top", () => {
  const axes = axesOf([[0, 1], [0, 1]], 10, 10);
  assert.deepEqual([axes.y(1), axes.y(0), axes.x(1)], [0, 10, 10]);
});

test("a pulse carries weight times activation forward, and weight times delta backward", () => {
  const frame = networkFrame();
  const [hidden, output] = geometryOf().groups;
  assert.equal(carried(frame, hidden, 3, true), -0.125 * -2);
  assert.equal(carried(frame, output, 0, true), -2.5 * 0.5);
  assert.equal(carried(frame, output, 0, false), -2.5 * -0.125);
  assert.equal(most({ geometry: geometryOf(), frame }, true), 2.5);
});

test("pulses go through the layers forward, then back, as the clock says", () => {
  assert.deepEqual(position(0, 2), { forward: true, group: 0, t: 0 });
  assert.equal(position(0.3, 2).group, 1);
  assert.deepEqual([position(0.5, 2).forward, position(0.5, 2).group, position(0.5, 2).t], [false, 1, 1]);
  assert.equal(position(0.99, 2).group, 0);
});

test("the area of a pulse is the number that it carries, in the colour of its way", () => {
  const ctx = recordingContext();
  const geometry = geometryOf();
  const frame = networkFrame();
  drawPulses(ctx, { geometry, frame }, THEME, 0.375, { forward: most({ geometry, frame }, true), backward: 1 });
  const radii = ctx.calls.filter(({ call }) => call === "arc").map(({ args }) => args[2]);
  const sizes = [0, 1, 2].map((k) => Math.abs(carried(frame, geometry.groups[1], k, true)));
  const shown = sizes.filter((size) => Math.sqrt(size / 2.5) * 6.5 >= 0.7);
  assert.equal(radii.length, shown.length);
  radii.forEach((radius, k) => assert.ok(Math.abs((radius / radii[0]) ** 2 - shown[k] / shown[0]) < 1e-6));
  assert.equal(ctx.calls.find(({ call }) => call === "fill")?.fillStyle, THEME.forward);
});

test("the chart has a column of steps and one for each line; a logarithm leaves out what is not above zero", () => {
  const curve = { bucket: 10, train_min: [0, 0.5], train_max: [1, 0.6], validation: [null, 0.7] };
  assert.deepEqual(chartColumns(curve, false), [[10, 20], [0, 0.5], [1, 0.6], [null, 0.7]]);
  assert.deepEqual(chartColumns(curve, true)[1], [null, 0.5]);
});

test("round numbers within a range", () => {
  assert.deepEqual(ticks(-1.2, 1.2), [-1, -0.5, 0, 0.5, 1]);
});

test("whoever asks twice is drawn once, and the others are told afterwards", () => {
  /** @type {((time: number) => void)[]} */
  const scheduled = [];
  const painter = new Painter((callback) => scheduled.push(callback));
  /** @type {string[]} */
  const done = [];
  const draw = () => done.push("drawn");
  painter.after(() => done.push("told"));
  painter.request(draw);
  painter.request(draw);
  assert.equal(scheduled.length, 1);
  scheduled[0](0);
  assert.deepEqual(done, ["drawn", "told"]);
});

/** A painter that counts what it draws, and the animation frames that it has asked for. */
function heldPainter() {
  /** @type {((time: number) => void)[]} */
  const scheduled = [];
  const painter = new Painter((callback) => scheduled.push(callback));
  const counted = { drawn: 0 };
  const next = () => scheduled.shift()?.(0);
  painter.request(() => (counted.drawn += 1));
  painter.hold();
  return { painter, scheduled, counted, next };
}

test("while it is held nothing is drawn, not even what was asked for before; then all of it is", () => {
  const { painter, scheduled, counted, next } = heldPainter();
  next();
  painter.request(() => (counted.drawn += 1));
  assert.equal(scheduled.length, 0);
  assert.equal(counted.drawn, 0);
  painter.release();
  next();
  assert.equal(counted.drawn, 2);
});

test("nobody can hold the drawing for long", ({ mock }) => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const { counted, next } = heldPainter();
  next();
  mock.timers.tick(1000);
  next();
  assert.equal(counted.drawn, 1);
});

test("a sentence takes its values, and an unknown code shows itself", () => {
  const text = createText({ hello: "Hello {name}, {name}; {other}" });
  assert.equal(text("hello", { name: "x" }), "Hello x, x; {other}");
  assert.equal(text("toString"), "toString");
});
