// @ts-check
/** What a colour or a width stands for: the largest weight shown, and the value that has a tile's full colour. */

import { ceiling } from "../lib/number.js";
import { halfFloats } from "../protocol/float16.js";

/** @typedef {import("../protocol/frame.js").Frame} Frame */
/** @typedef {{middle: number, reach: number}} Shade a value's colour is (value - middle) / reach */

const BOUNDED = new Set(["sigmoid", "tanh", "softsign", "hard_sigmoid", "sine", "gaussian", "step", "softmax"]);
const PROBABLE = new Set(["sigmoid", "hard_sigmoid", "softmax", "step"]);

/** The largest size among all numbers of an array. @param {import("../protocol/frame.js").FrameArray | null} array */
export function largest(array) {
  if (!array) return 0;
  const { elements, half, dense } = array;
  const table = half ? halfFloats() : null;
  const values = dense ? elements : array.values();
  let most = 0;
  for (let k = 0; k < values.length; k += 1) {
    const size = Math.abs(table && dense ? table[values[k]] : values[k]);
    if (size > most) most = size;
  }
  return most;
}

/**
 * The weight that is drawn at full width. It falls only when it would fall by a good step, so that it does not flicker.
 * @param {Frame | null} frame @param {{name: string | null, layer: number}[]} groups @param {number} before
 */
export function weightScale(frame, groups, before = 0) {
  let most = 0;
  for (const { name, layer } of groups) {
    if (name) most = Math.max(most, largest(frame?.array(name) ?? null));
    most = Math.max(most, largest(frame?.array(`layers/${layer}/bias`) ?? null));
  }
  const wish = ceiling(Math.max(most, 0.5));
  return wish > before || most < before * 0.6 ? wish : before;
}

/**
 * How a layer's values become colours: bounded activations on -1 to 1, the others on what is there; the probability of
 * two classes around one half.
 * @param {string | null} activation @param {boolean} output of a network that tells two classes apart @param {number} most
 * @returns {Shade}
 */
export function shadeOf(activation, output, most) {
  if (output && activation !== null && PROBABLE.has(activation)) return { middle: 0.5, reach: 0.5 };
  if (activation !== null && BOUNDED.has(activation)) return { middle: 0, reach: 1 };
  return { middle: 0, reach: Math.max(most, 1e-6) };
}
