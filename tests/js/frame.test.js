// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import { halfFloats } from "../../static/js/protocol/float16.js";
import { Frame, readHeader } from "../../static/js/protocol/frame.js";
import { FRAME_HEADER } from "../../static/js/protocol/schema.js";
import { frameOf, halfBits, message } from "./frames.js";

test("the header says which layout, which frame and which step", () => {
  const { buffer } = message({}, { layoutId: 4_000_000_000, number: 12, step: 2 ** 40 });
  assert.deepEqual(readHeader(buffer), { layoutId: 4_000_000_000, number: 12, step: 2 ** 40 });
});

test("the header is as long as the schema says", () => {
  assert.equal(message({}).buffer.byteLength, FRAME_HEADER.size);
});

test("an array is a view into the message, not a copy", () => {
  const { buffer, layout } = message({ "layers/0/bias": { shape: [3], values: [1, 2, 3] } });
  const array = new Frame(buffer, layout).array("layers/0/bias");
  assert.equal(array?.elements.buffer, buffer);
});

test("rows and columns are found by the strides of the layout", () => {
  const values = [1, 3, 5, 2, 4, 6]; // column by column
  const weight = frameOf({ weight: { shape: [3, 2], values, strides: [1, 3] } }).array("weight");
  assert.deepEqual([0, 1, 2].map((row) => [weight?.at(row, 0), weight?.at(row, 1)]), [[1, 2], [3, 4], [5, 6]]);
  assert.deepEqual([...(weight?.values() ?? [])], [1, 2, 3, 4, 5, 6]);
  assert.deepEqual([...(weight?.values(1) ?? [])], [3, 4]);
});

test("a part of a matrix answers for the units and inputs that it holds", () => {
  const part = { shape: [2, 3], values: [1, 2, 3, 4, 5, 6], units: [0, 127], inputs: [0, 5, 63] };
  const frame = frameOf({ "layers/0/weight": part });
  assert.equal(frame.value("layers/0/weight", 127, 5), 5);
  assert.equal(frame.value("layers/0/weight", 1, 5), null);
  assert.equal(frame.value("layers/0/weight", 127, 6), null);
});

test("what a frame does not hold is null, not zero", () => {
  assert.equal(frameOf({}).value("layers/0/bias", 0), null);
  assert.equal(frameOf({ loss: { shape: [], values: [0.25] } }).value("loss"), 0.25);
});

test("half floats are read exactly", () => {
  const values = [0, 1, -1, 0.5, 0.333251953125, -6.5, 65504];
  const array = frameOf({ surface: { shape: [7], values, dtype: "float16" } }).array("surface");
  assert.deepEqual([...(array?.values() ?? [])], values);
});

test("the table of half floats holds the smallest, the largest, infinity and not-a-number", () => {
  const table = halfFloats();
  assert.equal(table[0x0001], 2 ** -24);
  assert.equal(table[0x7bff], 65504);
  assert.equal(table[0xfc00], -Infinity);
  assert.ok(Number.isNaN(table[0x7e00]));
  assert.equal(table[halfBits(-0.75)], -0.75);
});

test("an array of unknown type is an error that names it", () => {
  const { buffer, layout } = message({ odd: { shape: [1], values: [1] } });
  layout.arrays.odd.dtype = "bfloat16";
  assert.throws(() => new Frame(buffer, layout).array("odd"), /bfloat16/);
});
