// @ts-check
/** What the network says of the plane or the line, then, now and how far apart, each drawn on a canvas of its own. */

import { drawCurve } from "../views/response.js";
import { largest, shadeOf } from "../views/scale.js";
import { drawClasses, drawSurface } from "../views/surface.js";

/** @typedef {import("./past.js").Answers} Answers */
/** @typedef {import("../store/state.js").Data} Data */
/** @typedef {import("../views/theme.js").Theme} Theme */

const LINE = { width: 160, height: 160 };

/** @param {string} text base64 */
const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));

/** Numbers under the interface of a frame's array. @param {ArrayLike<number>} elements @param {number[]} shape @returns {any} */
function arrayOf(elements, shape) {
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((product, size) => product * size, 1));
  return { elements, shape, strides, half: false, dense: true, at: (/** @type {number} */ k) => elements[k] };
}

/** @param {string} text base64 of float32 @param {number[]} shape */
export const numbersOf = (text, shape) => arrayOf(new Float32Array(bytes(text).buffer), shape);

/**
 * @param {HTMLCanvasElement[]} canvases then, now, apart @param {Answers} answers
 * @param {{data: Data, activation: string | null}} network what it learns, and how its output is squeezed @param {Theme} theme
 */
export function drawAnswers(canvases, answers, { data, activation }, theme) {
  const { shape, then_class: before, now_class: after } = answers;
  const [then, now, apart] = [answers.then, answers.now, answers.apart].map((text) => numbersOf(text, shape));
  const line = shape.length === 1;
  const contexts = canvases.map((canvas) => {
    const [width, height] = line ? [LINE.width, LINE.height] : [shape[1], shape[0]];
    if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
    return /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  });
  if (line) return drawLines(contexts, [then, now, apart], theme);
  if (before !== null && after !== null) {
    drawClasses(contexts[0], arrayOf(bytes(before), shape), then, data.class_names.length, theme);
    drawClasses(contexts[1], arrayOf(bytes(after), shape), now, data.class_names.length, theme);
  } else {
    const shade = shadeOf(activation, data.task === "binary", Math.max(largest(then), largest(now)));
    drawSurface(contexts[0], then, shade, theme);
    drawSurface(contexts[1], now, shade, theme);
  }
  drawSurface(contexts[2], apart, { middle: 0, reach: Math.max(1e-9, largest(apart)) }, theme);
}

/** Curves over one input: both moments on one scale, the difference around the middle. @param {CanvasRenderingContext2D[]} contexts @param {any[]} arrays @param {Theme} theme */
function drawLines(contexts, arrays, theme) {
  const [most, apart] = [Math.max(1e-9, largest(arrays[0]), largest(arrays[1])), Math.max(1e-9, largest(arrays[2]))];
  contexts.forEach((ctx, k) => {
    const reach = k < 2 ? most : apart;
    const axes = { x: (/** @type {number} */ x) => x * LINE.width, y: (/** @type {number} */ y) => LINE.height / 2 - (y / reach) * LINE.height * 0.45 };
    ctx.clearRect(0, 0, LINE.width, LINE.height);
    ctx.fillStyle = theme.line;
    ctx.fillRect(0, LINE.height / 2, LINE.width, 1);
    drawCurve(ctx, arrays[k], 0, [0, 1], axes, k < 2 ? theme.accent : theme.update);
  });
}
