// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import { figure, oneOver } from "../../../static/js/microscope/figure.js";
import { folded, linesOf, longest, spoken } from "../../../static/js/microscope/formula.js";
import { symbolOf } from "../../../static/js/microscope/symbols.js";

/** @typedef {import("../../../static/js/microscope/walk.js").Expression} Expression */

/** @param {string} name @param {number[]} index @param {number} value @returns {Expression} */
const leaf = (name, index, value) => ({ name, index, value });
/** @param {number} number @returns {Expression} */
const constant = (number) => ({ number });
/** @param {string} operator @param {number} value @param {...Expression} operands @returns {Expression} */
const of = (operator, value, ...operands) => ({ operator, value, operands });

const W = leaf("layers/0/weight", [0, 1], -0.25);
const X = leaf("inputs", [1, 0], 3);
const Z = leaf("layers/1/z", [0, 0], -2);
const DELTA = leaf("layers/1/delta", [0, 0], -0.5);

/** @param {Expression} expression @param {Partial<{name: string, index: number[], value: number, exact: boolean, whole: boolean}>} [more] */
function read(expression, { name = "layers/0/z", index = [0, 0], value = 1, exact = false, whole = false } = {}) {
  const lines = linesOf({ event: 0, name, index, expression, value, nudge: null }, { exact, column: 0, whole });
  return { name: spoken(lines.name), symbols: spoken(lines.symbols), numbers: spoken(lines.numbers), result: spoken(lines.result), renewed: lines.renewed };
}

test("a weighted sum reads as weights times inputs plus bias", () => {
  const lines = read(of("sum", -0.25, of("product", -0.75, W, X), leaf("layers/0/bias", [0], 0.5)), { value: -0.25 });
  assert.equal(lines.name, "z_1,1");
  assert.equal(lines.symbols, "w_1,1,2 · x_2 + b_1,1");
  assert.equal(lines.numbers, "−0.25 · 3 + 0.5");
  assert.equal(lines.result, "−0.25");
});

test("a negative number stands in brackets wherever something stands before it", () => {
  assert.equal(read(of("product", 0.125, W, DELTA)).numbers, "−0.25 · ( −0.5 )");
  assert.equal(read(of("sum", 2.75, X, W)).numbers, "3 + ( −0.25 )");
  assert.equal(read(of("subtract", 3.25, X, W)).numbers, "3 − ( −0.25 )");
  assert.equal(read(of("square", 4, Z)).numbers, "( −2 )^2");
});

test("sums within products and under powers stand in brackets, products within sums do not", () => {
  const slope = of("product", 1, DELTA, of("subtract", 0.75, constant(1), of("square", 0.25, leaf("layers/1/a", [0, 0], 0.5))));
  assert.equal(read(slope).symbols, "δ_2,1 · ( 1 − a_2,1^2 )");
  assert.equal(read(of("square", 9, of("sum", 3, X, constant(0)))).symbols, "( x_2 + 0 )^2");
});

for (const [operator, expected] of Object.entries({
  sigmoid: "σ ( z_2,1 )", tanh: "tanh ( z_2,1 )", exp: "e^z_2,1", expm1: "e^z_2,1 − 1", log: "ln ( z_2,1 )", sqrt: "√(z_2,1)", sin: "sin ( z_2,1 )",
  cos: "cos ( z_2,1 )", erf: "erf ( z_2,1 )", absolute: "| z_2,1 |", sign: "sign ( z_2,1 )", reciprocal: "(1)/(z_2,1)", negative: "− z_2,1", positive: "z_2,1", square: "z_2,1^2",
})) {
  test(`${operator} is written as ${expected}`, () => assert.equal(read(of(operator, 1, Z)).symbols, expected));
}

for (const [operator, other, expected] of /** @type {const} */ ([
  ["divide", 4, "(z_2,1)/(4)"], ["maximum", 0, "max ( z_2,1 , 0 )"], ["minimum", 0, "min ( z_2,1 , 0 )"], ["logaddexp", 0, "ln ( e^z_2,1 + 1 )"],
  ["heaviside", 0, "[ z_2,1 > 0 ]"], ["heaviside", 1, "[ z_2,1 ≥ 0 ]"], ["subtract", 4, "z_2,1 − 4"],
])) {
  test(`${operator} with ${other} is written as ${expected}`, () => assert.equal(read(of(operator, 1, Z, constant(other))).symbols, expected));
}

const LONG = of("sum", 21, ...[1, 2, 3, 4, 5, 6].map((value, k) => leaf("layers/0/a", [0, k], value)));

test("a long sum has its largest terms in order, and says how many and how much is left out", () => {
  assert.equal(read(LONG).symbols, "a_1,1^(4) + a_1,1^(5) + a_1,1^(6) + … 3");
  assert.equal(read(LONG).numbers, "4 + 5 + 6 + ( … 3 = 6 )");
  assert.equal(read(LONG, { whole: true }).numbers, "1 + 2 + 3 + 4 + 5 + 6");
  assert.equal(longest(LONG), 6);
  assert.equal(longest(folded(LONG)), 6);
});

test("in a fraction a long sum keeps its largest term, and a maximum of many is the one that it is", () => {
  const powers = [1, 2, 3, 4, 5].map((value, k) => of("exp", value, leaf("layers/0/z", [k, 0], value)));
  const most = of("maximum", 5, ...[1, 5, 2, 3, 4].map((value, k) => leaf("layers/0/z", [k, 0], value)));
  assert.equal(read(of("divide", 0.1, powers[0], of("sum", 15, ...powers))).numbers, "(e^1)/(e^5 + ( … 4 = 10 ))");
  assert.equal(read(of("divide", 0.5, powers[0], of("sum", 3, powers[0], powers[1]))).numbers, "(e^1)/(e^1 + e^2)");
  assert.equal(read(most).symbols, "max ( z_1,2 , … )");
  assert.equal(read(most, { whole: true }).numbers, "max ( 1 , 5 , 2 , 3 , 4 )");
});

test("every digit is there when it is asked for", () => {
  const third = leaf("inputs", [0, 0], 1 / 3);
  assert.equal(read(third, { value: 1 / 3 }).result, "0.3333");
  assert.equal(read(third, { value: 1 / 3, exact: true }).numbers, "0.3333333333333333");
});

test("what is computed from its own former value is renewed", () => {
  const m = of("product", 0.9, leaf("m/layers/0/weight", [0, 1], 1), constant(0.9));
  assert.equal(read(m, { name: "m/layers/0/weight", index: [0, 1] }).renewed, true);
  assert.equal(read(m, { name: "m/layers/0/weight", index: [0, 0] }).renewed, false);
});

test("symbols say whose derivative they are, and which sample if not the one that is looked at", () => {
  const read = (/** @type {string} */ name, /** @type {number[]} */ index) => {
    const { letter, below, above, slope } = symbolOf(name, index, 1);
    return `${slope ? "∂L/∂" : ""}${letter}${below}${above}`;
  };
  assert.equal(read("gradient/layers/0/weight", [1, 0]), "∂L/∂w1,2,1");
  assert.equal(read("layers/1/dx", [2, 1]), "∂L/∂a1,3");
  assert.equal(read("layers/0/dx", [0, 1]), "∂L/∂x1");
  assert.equal(read("layers/1/delta", [0, 3]), "δ2,1(4)");
  assert.equal(read("m_hat/layers/0/bias", [1]), "m̂1,2");
  assert.equal(read("learning_rate", []), "η");
  assert.equal(read("layers/0/something_new", [0, 1]), "something new1,1");
});

test("a figure is as short as it is exact, else has four significant digits", () => {
  assert.deepEqual([0.05, 0.3775, 0.59326999, 1e-9, -0, 12345678].map((value) => figure(value)), ["0.05", "0.3775", "0.5933", "1.000·10⁻⁹", "0", "1.235·10⁷"]);
  assert.equal(figure(null), "—");
});

test("the share of one sample is written as one over their number", () => {
  assert.deepEqual([1 / 16, 1 / 30, 0.5, 0.1, 0.999, 3].map(oneOver), [16, 30, 0, 0, 0, 0]);
});
