// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import { clippedWords, logShares, signsOf, signWords } from "../../../static/js/microscope/gradient_signs.js";
import { requestsOf, wantWords } from "../../../static/js/microscope/wants.js";
import { zeroWords } from "../../../static/js/microscope/zeros.js";
import { COLUMNS, moved, walked, walkOf } from "./worlds.js";

const text = (/** @type {string} */ code, /** @type {Record<string, unknown>} */ values = {}) => `${code.split(".").slice(1).join(".")} ${JSON.stringify(values)}`;
const sizes = (/** @type {(number | null)[]} */ ...list) => ({ gradients: list.map((gradient) => ({ known: true, gradient, delta: null })) });
const kinds = (/** @type {(number | null)[]} */ ...list) => signsOf(walkOf(walked(moved(10, sizes(...list))))).map(({ layer, kind }) => [layer, kind]);

test("a layer is said to vanish or to explode from a hundred times on, compared with the last", () => {
  assert.deepEqual(kinds(0.0101, 1), []);
  assert.deepEqual(kinds(0.01, 1), [[0, "vanishing"]]);
  assert.deepEqual(kinds(100, 1), [[0, "exploding"]]);
  assert.deepEqual(kinds(99, 1), []);
});

test("a gradient of 0, one that is not finite and one that nearly is are told apart", () => {
  assert.deepEqual(kinds(0, 1), [[0, "zero"]]);
  assert.deepEqual(kinds(null, 1), [[0, "endless"]]);
  assert.deepEqual(kinds(1e25, 1), [[0, "near"]]);
});

test("nothing is said of gradients on the way forward, nor of those that are not known", () => {
  assert.deepEqual(signsOf(walkOf(walked(moved(4, sizes(1e-9, 1))))), []);
  const half = { gradients: [{ known: false, gradient: null, delta: null }, { known: true, gradient: 1, delta: 1 }] };
  assert.deepEqual(signsOf(walkOf(walked(moved(7, half)))), []);
});

test("the worst layer is the one that is told, with its number", () => {
  const words = String(signWords(text, walkOf(walked(moved(10, sizes(1e-9, 1e-3, 1))))));
  assert.match(words, /^gradients.vanishing/);
  assert.match(words, /"times":"1\.0·10⁹"/);
});

test("bars are as long as the logarithm of what they stand for, over three decades at least", () => {
  assert.deepEqual(logShares([1, 0.1]).map((share) => Number(share.toFixed(3))), [1, 0.667]);
  const wide = logShares([1e-6, 1e-3, 1]);
  assert.ok(wide[0] > 0 && wide[0] < 0.06 && wide[2] === 1 && Math.abs(wide[1] - (wide[0] + 1) / 2) < 1e-9);
  assert.deepEqual(logShares([0, null, 1]), [0, 1, 1]);
});

test("clipping says from what norm, to what, by what factor", () => {
  const clipped = { kind: "norm", limit: 1, before: 12.5, factor: 0.08, count: 9, parameters: [] };
  assert.match(String(clippedWords(text, walkOf(walked(moved(11, { clipped }))), false)), /norm.*"limit":"1","before":"12.5","factor":"0.08"/);
  assert.equal(clippedWords(text, walkOf(walked(moved(11))), false), null);
});

const leaf = (/** @type {string} */ name, /** @type {number[]} */ index, /** @type {number} */ value) => ({ name, index, value });
const product = (/** @type {number} */ unit, /** @type {number} */ w, /** @type {number} */ delta) => ({
  operator: "product", value: w * delta, operands: [leaf("layers/1/weight", [unit, 0], w), leaf("layers/1/delta", [unit, 0], delta)],
});

test("what a hidden unit wants is the sum of what those ask that it feeds", () => {
  const explained = { event: 7, name: "layers/1/dx", index: [1, 0], nudge: null, value: 0.5, expression: { operator: "sum", value: 0.5, operands: [product(0, 2, 0.5), product(1, -1, 0.5)] } };
  assert.deepEqual(requestsOf(explained)?.requests.map(({ unit, weight, delta, value }) => [unit, weight, delta, value]), [[0, 2, 0.5, 1], [1, -1, 0.5, -0.5]]);
  const words = wantWords(text, walkOf(walked(moved(8))), explained, COLUMNS, false);
  assert.match(words[0], /^want.fall.*"value":"0.5".*want.sum/);
  assert.match(words[1], /"weight":"2","delta":"0.5","value":"1"/);
  assert.equal(words.length, 3);
});

test("terms that an expression leaves out are told as one", () => {
  const expression = { operator: "sum", value: 3, operands: [product(0, 2, 0.5)], rest: { count: 7, value: 2 } };
  const words = wantWords(text, walkOf(walked(moved(8))), { event: 7, name: "layers/1/dx", index: [0, 0], nudge: null, value: 3, expression }, COLUMNS, false);
  assert.match(words[2], /want.rest.*"count":7,"value":"2"/);
});

test("a negative derivative is a wish to rise", () => {
  const explained = { event: 5, name: "layers/1/delta", index: [0, 0], nudge: null, value: -0.04, expression: { number: -0.04 } };
  assert.match(wantWords(text, walkOf(walked(moved(6))), explained, COLUMNS, false)[0], /want.rise.*∂L\/∂z/);
});

test("why nothing passes is said of the unit that is looked at, else how many of its layer are so", () => {
  const closed = [[{ unit: 1, reason: "silent", slope: 0, steepest: 1, silent_in: 2 }], []];
  const walk = walkOf(walked(moved(2, { closed })));
  assert.match(String(zeroWords(text, walk, COLUMNS[1], 1)), /zero.silent.*"unit":2.*"count":2,"of":3/);
  assert.match(String(zeroWords(text, walk, COLUMNS[1], 0)), /^zeros.*"count":1,"of":2/);
  assert.equal(zeroWords(text, walk, COLUMNS[2], 0), null);
});
