// @ts-check
/** Small worlds for the tests: a design, its data, a frame of its numbers, and a context that remembers what is drawn. */

import { columnsOf } from "../../static/js/store/columns.js";
import { layOut } from "../../static/js/views/geometry.js";
import { makeTheme } from "../../static/js/views/theme.js";
import { frameOf } from "./frames.js";

/** @type {import("../../static/js/store/state.js").Design} */
export const DESIGN = {
  data: { kind: "circle" },
  layers: [{ kind: "dense", units: 3, activation: "tanh" }, { kind: "dense", units: 1, activation: "sigmoid" }],
  loss: { kind: "binary_cross_entropy" },
};

/** @type {import("../../static/js/store/state.js").Data} */
export const DATA = {
  name: "circle", task: "binary", shape: "plane", domain: [[-6, 6], [-6, 6]], input_names: ["x1", "x2"],
  feature_names: ["x1", "x2"], class_names: ["0", "1"], target_names: [], image_size: null, samples: 4,
  points: [[-3, -3], [3, 3], [3, -3], [-3, 3]], labels: [0, 1, 1, 0], parts: "ttvs",
};

export const WEIGHTS = [0.5, -1.25, 2, -0.125, 0, 0.75];
export const OUTPUT_WEIGHTS = [-2.5, 1, 0.25];

/** @param {Record<string, import("./frames.js").Given>} [more] */
export function networkFrame(more = {}) {
  const tile = (/** @type {number} */ count) => Array.from({ length: count * 4 }, (_, k) => (k % 5) / 4 - 0.5);
  return frameOf({
    "layers/0/weight": { shape: [3, 2], values: WEIGHTS },
    "layers/0/bias": { shape: [3], values: [0.1, -0.2, 0.3] },
    "layers/1/weight": { shape: [1, 3], values: OUTPUT_WEIGHTS },
    "layers/1/bias": { shape: [1], values: [-0.4] },
    "probe/inputs": { shape: [2], values: [1, -2] },
    "probe/layers/0/a": { shape: [3], values: [0.5, -0.25, 1] },
    "probe/layers/1/a": { shape: [1], values: [0.875] },
    "probe/layers/0/delta": { shape: [3], values: [0.1, 0.2, -0.3] },
    "probe/layers/1/delta": { shape: [1], values: [-0.125] },
    "surfaces/inputs": { shape: [2, 2, 2], values: tile(2), dtype: "float16" },
    "surfaces/layers/0": { shape: [3, 2, 2], values: tile(3), dtype: "float16" },
    "surfaces/layers/1": { shape: [1, 2, 2], values: tile(1), dtype: "float16" },
    ...more,
  }, { step: 42, number: 9 });
}

/** @param {Partial<{width: number, height: number, pins: Record<number, number[]>}>} [size] */
export function geometryOf(design = DESIGN, data = DATA, size = {}) {
  return layOut({ width: 800, height: 600, columns: columnsOf(design, data), ...size });
}

export const THEME = makeTheme((name) => `#${[...name].reduce((sum, letter) => (sum * 7919 + letter.charCodeAt(0) * 65537) % 0xffffff, 7).toString(16).padStart(6, "0")}`);

/** @typedef {{call: string, args: any[], strokeStyle: string, fillStyle: string, lineWidth: number, globalAlpha: number}} Call */

/** A 2D context that draws nothing and remembers every call with the style that held. @returns {CanvasRenderingContext2D & {calls: Call[]}} */
export function recordingContext() {
  /** @type {Call[]} */
  const calls = [];
  /** @type {Record<string, any>} */
  const own = { calls, strokeStyle: "", fillStyle: "", lineWidth: 1, globalAlpha: 1 };
  return /** @type {any} */ (new Proxy(own, {
    get(target, name) {
      if (name in target) return target[String(name)];
      return (/** @type {any[]} */ ...args) => {
        if (name === "createImageData") return { width: args[0], height: args[1], data: new Uint8ClampedArray(args[0] * args[1] * 4) };
        const { strokeStyle, fillStyle, lineWidth, globalAlpha } = target;
        calls.push({ call: String(name), args, strokeStyle, fillStyle, lineWidth, globalAlpha });
        return undefined;
      };
    },
    set(target, name, value) {
      target[String(name)] = value;
      return true;
    },
  }));
}
