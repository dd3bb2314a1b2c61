// @ts-check
/** What the numbers of a step are called in a formula: w with layer, unit and input below it, ∂L/∂w, m̂ and so on. */

import { neuron, ofUnit, weight } from "../store/targets.js";

/** @typedef {import("../store/state.js").Target} Target */
/** @typedef {"forward" | "backward" | "update" | "loss" | "target" | "sign" | "plain"} Tone what a symbol's colour says; "sign" is that of its value */
/**
 * @typedef {object} Symbol
 * @property {string} letter
 * @property {string} below indices, counted from one
 * @property {string} above
 * @property {boolean} slope whether it is the derivative of the loss by that letter
 * @property {Tone} tone
 * @property {string} word code of what it is called in the texts
 * @property {Target | null} target what of the graph it is
 */

/** Letters by the own name of an array: letter, tone. @type {Record<string, [string, Tone]>} */
const LETTERS = {
  z: ["z", "forward"], a: ["a", "forward"], mask: ["r", "forward"], mean: ["μ", "forward"], variance: ["σ²", "forward"],
  normal: ["x̂", "forward"], square: ["q", "forward"],
  running_mean: ["μ̄", "forward"], running_mean_column: ["μ̄", "forward"], running_variance: ["σ̄²", "forward"], running_variance_column: ["σ̄²", "forward"],
  loss: ["L", "loss"], shifted: ["z̃", "loss"], total: ["Σ", "loss"],
  delta: ["δ", "backward"], weight: ["w", "sign"], bias: ["b", "sign"], scale: ["γ", "sign"], shift: ["β", "sign"],
};
/** Of the update, for every parameter. @type {Record<string, [string, string]>} letter, above */
const BLOCKS = {
  parameters: ["w", "new"], free: ["g", ""], l1_gradient: ["g", "L1"], l2_gradient: ["g", "L2"], clipped: ["g", "clip"],
  velocity: ["v", ""], ahead: ["v", "ahead"], square: ["s", ""], m: ["m", ""], v: ["v", ""], m_hat: ["m̂", ""], v_hat: ["v̂", ""],
  direction: ["d", ""], change: ["Δ", ""], trainable: ["f", ""], weights: ["k", ""],
};
/** One number for the whole step. @type {Record<string, [string, string, Tone]>} letter, below */
const SINGLE = {
  learning_rate: ["η", "", "update"], scale: ["s", "", "update"], correction1: ["c", "1", "update"], correction2: ["c", "2", "update"],
};

/**
 * @param {string} name of an array, or of a block and a parameter @param {number[]} index @param {number} column the sample
 * that is looked at; others are told by their number
 * @returns {Symbol}
 */
export function symbolOf(name, index, column) {
  const parts = name.split("/");
  const own = parts[parts.length - 1];
  const at = parts.indexOf("layers");
  const layer = at < 0 ? -1 : Number(parts[at + 1]);
  const [unit, second] = index;
  const other = (/** @type {number | undefined} */ sample) => (sample === undefined || sample === column ? "" : `(${sample + 1})`);
  const made = (/** @type {Partial<Symbol> & {letter: string, tone: Tone}} */ fields) => ({ below: "", above: "", slope: false, target: null, word: `microscope.word.${own}`, ...fields });

  if (own === "inputs") return made({ letter: "x", below: `${unit + 1}`, above: other(second), tone: "forward", target: neuron(-1, unit) });
  if (own === "targets") return made({ letter: "t", below: `${unit + 1}`, above: other(second), tone: "target" });
  if (at < 0) {
    const [letter, below, tone] = SINGLE[own] ?? [own.replaceAll("_", " "), "", "plain"];
    return made({ letter, below, tone });
  }
  if (["weight", "bias", "scale", "shift"].includes(own)) return parameter(own, layer, index, parts.slice(0, at).join("/"));
  if (own === "da" || own === "dx") {
    const below = own === "dx" ? layer - 1 : layer;
    const place = below < 0 ? `${unit + 1}` : `${below + 1},${unit + 1}`;
    return made({ letter: below < 0 ? "x" : "a", below: place, above: other(second), slope: true, tone: "backward", word: "microscope.word.da", target: neuron(below, unit) });
  }
  const [letter, tone] = LETTERS[own] ?? [own.replaceAll("_", " "), "plain"];
  if (index.length === 0) return made({ letter, tone });
  return made({ letter, below: `${layer + 1},${unit + 1}`, above: other(index.length > 1 && !["mean", "variance", "running_mean_column", "running_variance_column"].includes(own) ? second : undefined), tone, target: neuron(layer, unit) });
}

/** A parameter, its gradient, or what the update has for it. @param {string} role @param {number} layer @param {number[]} index @param {string} block @returns {Symbol} */
function parameter(role, layer, index, block) {
  const [letter] = LETTERS[role];
  const below = [layer, ...index].map((k) => k + 1).join(",");
  const target = role === "weight" ? weight(layer, index[0], index[1]) : ofUnit(layer, /** @type {"bias"} */ (role), index[0]);
  const own = { below, target, slope: false, above: "" };
  if (!block) return { ...own, letter, tone: "sign", word: `microscope.word.${role}` };
  if (block === "gradient") return { ...own, letter, slope: true, tone: "backward", word: "microscope.word.gradient" };
  const [mark, above] = BLOCKS[block] ?? [block.replaceAll("_", " "), ""];
  if (block === "parameters") return { ...own, letter, above, tone: "sign", word: "microscope.word.parameters" };
  return { ...own, letter: mark, above, tone: block === "clipped" || mark === "g" ? "backward" : "update", word: `microscope.word.${block}` };
}

const SUBSCRIPTS = "₀₁₂₃₄₅₆₇₈₉";

/** A symbol in a line of text: "∂L/∂w₃,₁,₁". @param {Symbol} symbol @param {boolean} [whole] with what is below it */
export function inLine({ letter, below, slope }, whole = true) {
  const digits = [...below].map((one) => SUBSCRIPTS[Number(one)] ?? one).join("");
  return `${slope ? "∂L/∂" : ""}${letter}${whole ? digits : ""}`;
}
