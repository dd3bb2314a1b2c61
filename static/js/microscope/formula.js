// @ts-check
/**
 * An expression as a formula in three lines: symbols, numbers, result. What comes out is a tree of MathML as plain
 * objects; nothing here knows a document. A line is a list of pieces, between which it may be broken.
 */

import { figure, oneOver } from "./figure.js";
import { symbolOf } from "./symbols.js";

/** @typedef {import("./walk.js").Expression} Expression */
/** @typedef {import("./walk.js").Operation} Operation */
/** @typedef {import("./symbols.js").Symbol} Symbol */
/** @typedef {{name: string, index: number[], value: number | null, symbol: Symbol}} Mark what a part of the formula stands for */
/** @typedef {{tag: string, text?: string, children?: Math[], mark?: Mark, between?: boolean}} Math an operator between two things says so, wherever it is put */
/** @typedef {(count: number) => string} More says that so many terms are left out */
/** @typedef {{numbers: boolean, exact: boolean, column: number, more: More}} Manner */
/** @typedef {{math: Math, level: number}} Made a formula, and how tightly it holds together */

const [SUM, PRODUCT, ATOM] = [0, 1, 2];
const FEW = 4; // terms of a sum that are shown without being asked

/** @param {string} tag @param {string} text @returns {Math} */
const word = (tag, text) => ({ tag, text });
const mi = (/** @type {string} */ text) => word("mi", text);
const mn = (/** @type {string} */ text) => word("mn", text);
const mo = (/** @type {string} */ text) => word("mo", text);
/** @param {string} text @returns {Math} */
const between = (text) => ({ ...mo(text), between: true });
/** @param {...Math} children @returns {Math} */
const row = (...children) => (children.length === 1 ? children[0] : { tag: "mrow", children });
/** @param {string} tag @param {...Math} children @returns {Math} */
const tree = (tag, ...children) => ({ tag, children });
/** @param {Math} inside */
const brackets = (inside, open = "(", close = ")") => row(mo(open), inside, mo(close));

/** @param {Symbol} symbol @returns {Math} */
export function letter({ letter: name, below, above, slope }) {
  const base = mi(name);
  const [low, high] = [mn(below), above.startsWith("(") ? mn(above) : word("mtext", above)];
  const own = below && above ? tree("msubsup", base, low, high) : below ? tree("msub", base, low) : above ? tree("msup", base, high) : base;
  return slope ? tree("mfrac", row(mi("∂"), mi("L")), row(mi("∂"), own)) : own;
}

/**
 * An expression with each long sum folded to its largest terms, in a fraction to one, since no line can be broken there;
 * and the maximum of many to the one that it is.
 * @param {Expression} node @param {number} most terms of a long sum that stay @returns {Expression}
 */
export function folded(node, most = FEW - 1) {
  if (!("operator" in node)) return node;
  const operands = node.operands.map((operand) => folded(operand, node.operator === "divide" ? 1 : most));
  const left = node.operator === "sum" ? most : node.operator === "maximum" ? 1 : Infinity;
  const count = operands.length + (node.rest?.count ?? 0);
  if (count <= Math.max(FEW, left) || operands.length <= left) return { ...node, operands };
  const size = (/** @type {number} */ k) => (node.operator === "sum" ? Math.abs(valueOf(operands[k])) : valueOf(operands[k]));
  const kept = new Set(operands.map((_, k) => k).sort((a, b) => size(b) - size(a)).slice(0, left));
  const others = operands.filter((_, k) => !kept.has(k));
  const rest = { count: others.length + (node.rest?.count ?? 0), value: others.reduce((sum, one) => sum + valueOf(one), node.rest?.value ?? 0) };
  return { ...node, operands: operands.filter((_, k) => kept.has(k)), rest };
}

/** @param {Expression} node @returns {number} */
export const valueOf = (node) => ("number" in node ? node.number : node.value);

/** The longest sum in an expression, with what was left out. @param {Expression} node @returns {number} */
export function longest(node) {
  if (!("operator" in node)) return 0;
  const own = node.operator === "sum" ? node.operands.length + (node.rest?.count ?? 0) : 0;
  return Math.max(own, ...node.operands.map(longest));
}

/** Every named number of an expression. @param {Expression} node @returns {{name: string, index: number[], value: number}[]} */
export function leavesOf(node) {
  if ("name" in node) return [node];
  return "operator" in node ? node.operands.flatMap(leavesOf) : [];
}

/** @param {Expression} node @param {Manner} manner @param {boolean} first nothing stands directly before it @returns {Made} */
function render(node, manner, first) {
  if ("number" in node) return constant(node.number, manner, first);
  if ("name" in node) return leaf(node, manner, first);
  return operation(node, manner, first);
}

/** @param {number} value @param {Manner} manner @param {boolean} first @returns {Made} */
function constant(value, manner, first) {
  const n = manner.exact && manner.numbers ? 0 : oneOver(Math.abs(value));
  if (!n) return signed(mn(figure(value, manner.exact && manner.numbers)), value, first);
  const share = tree("mfrac", mn("1"), mn(`${n}`));
  return value < 0 ? { math: first ? row(mo("−"), share) : brackets(row(mo("−"), share)), level: ATOM } : { math: share, level: ATOM };
}

/** @param {{name: string, index: number[], value: number}} node @param {Manner} manner @param {boolean} first @returns {Made} */
function leaf({ name, index, value }, manner, first) {
  const mark = { name, index, value, symbol: symbolOf(name, index, manner.column) };
  if (!manner.numbers) return { math: { tag: "mrow", children: [letter(mark.symbol)], mark }, level: ATOM };
  const made = signed(mn(figure(value, manner.exact)), value, first);
  return { math: { tag: "mrow", children: [made.math], mark }, level: made.level };
}

/** @param {Math} math @param {number} value @param {boolean} first @returns {Made} */
const signed = (math, value, first) => (value < 0 && !first ? { math: brackets(math), level: ATOM } : { math, level: value < 0 ? PRODUCT : ATOM });

/** @param {Made} made @param {number} level @returns {Math} */
const within = ({ math, level: own }, level) => (own < level ? brackets(math) : math);

/** @type {Record<string, string>} functions that are written with their name */
const NAMED = { sigmoid: "σ", tanh: "tanh", log: "ln", sin: "sin", cos: "cos", erf: "erf", sign: "sign", maximum: "max", minimum: "min" };

/** @param {Operation} node @param {Manner} manner @param {boolean} first @returns {Made} */
function operation(node, manner, first) {
  const { operator, operands } = node;
  const inner = (/** @type {number} */ k) => render(operands[k], manner, true).math;
  switch (operator) {
    case "sum": return { math: row(...terms(node, manner, first)), level: SUM };
    case "product": return product(operands, manner, first);
    case "subtract": return { math: row(within(render(operands[0], manner, first), SUM), between("−"), within(render(operands[1], manner, false), PRODUCT)), level: SUM };
    case "negative": return { math: row(mo("−"), within(render(operands[0], manner, false), PRODUCT)), level: SUM };
    case "positive": return render(operands[0], manner, first);
    case "divide": return { math: tree("mfrac", inner(0), inner(1)), level: ATOM };
    case "reciprocal": return { math: tree("mfrac", mn("1"), inner(0)), level: ATOM };
    case "sqrt": return { math: tree("msqrt", inner(0)), level: ATOM };
    case "square": return { math: tree("msup", within(render(operands[0], manner, false), ATOM), mn("2")), level: ATOM };
    case "exp": return { math: tree("msup", mi("e"), inner(0)), level: ATOM };
    case "expm1": return { math: row(tree("msup", mi("e"), inner(0)), between("−"), mn("1")), level: SUM };
    case "logaddexp": return { math: row(mi("ln"), brackets(row(...operands.flatMap((operand, k) => [...(k ? [between("+")] : []), power(operand, manner)])))), level: ATOM };
    case "absolute": return { math: brackets(inner(0), "|", "|"), level: ATOM };
    case "heaviside": return { math: brackets(row(inner(0), mo(valueOf(operands[1]) === 1 ? "≥" : ">"), mn("0")), "[", "]"), level: ATOM };
    default: {
      const inside = operands.flatMap((_, k) => [...(k ? [mo(",")] : []), inner(k)]);
      if (node.rest) inside.push(mo(","), mo("…"));
      return { math: row(mi(NAMED[operator] ?? operator), brackets(row(...inside))), level: ATOM };
    }
  }
}

/** e to a power; e⁰ is 1. @param {Expression} operand @param {Manner} manner @returns {Math} */
const power = (operand, manner) => (valueOf(operand) === 0 && "number" in operand ? mn("1") : tree("msup", mi("e"), render(operand, manner, true).math));

/** @param {Operation} node @param {Manner} manner @param {boolean} first @returns {Math[]} one each, the sign before it included */
function terms({ operands, rest }, manner, first) {
  const all = operands.map((operand, k) => {
    const made = within(render(operand, manner, first && k === 0), PRODUCT);
    return k ? row(between("+"), made) : made;
  });
  if (rest) {
    const left = word("mtext", manner.more(rest.count));
    all.push(row(between("+"), manner.numbers ? brackets(row(left, between("="), mn(figure(rest.value, manner.exact)))) : left));
  }
  return all;
}

/** @param {Expression[]} operands @param {Manner} manner @param {boolean} first @returns {Made} */
function product(operands, manner, first) {
  const parts = operands.flatMap((operand, k) => {
    const made = within(render(operand, manner, first && k === 0), PRODUCT);
    return k ? [between("·"), made] : [made];
  });
  return { math: row(...parts), level: PRODUCT };
}

/** The sum that an expression is, or that its other factors stand before. @param {Expression} node @returns {Operation | null} */
function sumIn(node) {
  const last = "operator" in node && node.operator === "product" ? node.operands[node.operands.length - 1] : node;
  return "operator" in last && last.operator === "sum" && last.operands.length > 1 ? last : null;
}

/** What one goes through term by term; an expression that is no sum is one term. @param {Expression} node @returns {Expression[]} */
export const termsOf = (node) => sumIn(node)?.operands ?? [node];

/** A line in pieces, one a term. @param {Expression} node @param {Manner} manner @returns {Math[]} */
function pieces(node, manner) {
  const sum = sumIn(node);
  if (!sum) return [render(node, manner, true).math];
  if (sum === node) return terms(sum, manner, true);
  const before = /** @type {Operation} */ (node).operands.slice(0, -1).map((operand, k) => row(within(render(operand, manner, k === 0), PRODUCT), between("·")));
  const inside = terms(sum, manner, true);
  return [row(...before, mo("("), inside[0]), ...inside.slice(1, -1), row(...inside.slice(1).slice(-1), mo(")"))];
}

/**
 * @typedef {object} Lines
 * @property {Math} name of what is computed
 * @property {Math[]} symbols
 * @property {Math[]} numbers
 * @property {Math} result
 * @property {boolean} renewed it is computed from its own former value, so that "=" would be wrong
 */

/**
 * @param {import("./walk.js").Explained} explained @param {{exact: boolean, column: number, whole: boolean, more?: More}} how
 * @returns {Lines}
 */
export function linesOf({ name, index, expression, value }, { exact, column, whole, more = (count) => `… ${count}` }) {
  const node = whole ? expression : folded(expression);
  const mark = { name, index, value, symbol: symbolOf(name, index, column) };
  const renewed = leavesOf(expression).some((one) => one.name === name && String(one.index) === String(index));
  return {
    name: { tag: "mrow", children: [letter(mark.symbol)], mark },
    symbols: pieces(node, { numbers: false, exact, column, more }),
    numbers: pieces(node, { numbers: true, exact, column, more }),
    result: { tag: "mrow", children: [mn(figure(value, exact))], mark },
    renewed,
  };
}

/** A formula as plain text, for tests and for those who cannot see it. @param {Math | Math[]} math @returns {string} */
export function spoken(math) {
  if (Array.isArray(math)) return math.map(spoken).join(" ");
  if (math.text !== undefined) return math.text;
  const parts = (math.children ?? []).map(spoken);
  if (math.tag === "mfrac") return `(${parts[0]})/(${parts[1]})`;
  if (math.tag === "msub") return `${parts[0]}_${parts[1]}`;
  if (math.tag === "msup") return `${parts[0]}^${parts[1]}`;
  if (math.tag === "msubsup") return `${parts[0]}_${parts[1]}^${parts[2]}`;
  if (math.tag === "msqrt") return `√(${parts[0]})`;
  return parts.join(" ");
}
