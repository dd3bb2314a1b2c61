// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import { ceiling, decimalSign, editable, formatExact, formatNumber, formatPercent, parseNumber } from "../../static/js/lib/number.js";

const four = (/** @type {number | null | undefined} */ value) => formatNumber(value, 4, ".");

test("four significant figures", () => {
  assert.deepEqual([0.71531, 12.3456, 999.96, 1, 0.00123456].map(four), ["0.7153", "12.35", "1000", "1.000", "0.001235"]);
});

test("a minus is a minus sign, and zero has none", () => {
  assert.equal(four(-1.5), "−1.500");
  assert.equal(four(-0), "0.000");
  assert.equal(formatExact(-0, "."), "0");
  assert.equal(editable(-0, "."), "0");
  assert.equal(formatPercent(-0.0000001, 1, "."), "0.0\u202f%");
});

test("what is not computed is a dash, not a zero", () => {
  assert.deepEqual([null, undefined, NaN].map(four), ["—", "—", "—"]);
});

test("tiny and huge numbers have powers of ten", () => {
  assert.equal(four(0.00001234), "1.234·10⁻⁵");
  assert.equal(four(-1234567), "−1.235·10⁶");
  assert.equal(four(0.0001234), "0.0001234");
  assert.equal(four(123456), "123500");
});

test("rounding that reaches the next power keeps the figures", () => {
  assert.equal(four(9.99996), "10.00");
  assert.equal(four(0.099999), "0.1000");
});

test("the decimal sign is the locale's", () => {
  assert.equal(decimalSign("de"), ",");
  assert.equal(decimalSign("en"), ".");
  assert.equal(formatNumber(-0.5, 4, ","), "−0,5000");
});

test("every digit tells a number from its neighbours", () => {
  assert.equal(formatExact(0.1 + 0.2, "."), "0.30000000000000004");
  assert.equal(parseNumber(editable(-1.0585149048092755, ",")), -1.0585149048092755);
});

test("a decimal comma, a minus sign and an exponent are understood", () => {
  assert.deepEqual(["0,25", " −1.5 ", "1e-3", ".5", "-3"].map(parseNumber), [0.25, -1.5, 0.001, 0.5, -3]);
});

test("what is no number is null", () => {
  assert.deepEqual(["", "one", "1,2,3", "0x10", "1e999", "NaN", "1 2"].map(parseNumber), [null, null, null, null, null, null, null]);
});

test("a scale ends at a round number that is not below the value", () => {
  assert.deepEqual([0.7, 0.71, 2.4, 4.99, 10, 120].map(ceiling), [0.7, 1, 3, 5, 10, 150]);
});
