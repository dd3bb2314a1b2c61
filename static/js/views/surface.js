// @ts-check
/** The output over the plane, one pixel a value: a diverging colour, or a class's colour as strong as the network is sure. */

import { halfFloats } from "../protocol/float16.js";
import { paintPixels } from "./atlas.js";
import { mix, pixel, readColour } from "./theme.js";

/** @typedef {import("../protocol/frame.js").FrameArray} FrameArray */
/** @typedef {import("./theme.js").Theme} Theme */

const LEVELS = 32;

/**
 * @param {CanvasRenderingContext2D} ctx of a canvas that is as large as the array @param {FrameArray} array its last axes are rows and columns
 * @param {import("./scale.js").Shade} shade @param {Theme} theme
 */
export function drawSurface(ctx, array, shade, theme) {
  const [height, width] = array.shape.slice(-2);
  const image = ctx.createImageData(width, height);
  paintPixels(new Uint32Array(image.data.buffer), 0, width, array, array.shape.length > 2 ? 0 : -1, width, height, shade, theme.palette);
  ctx.putImageData(image, 0, 0);
}

/**
 * @param {CanvasRenderingContext2D} ctx @param {FrameArray} classes @param {FrameArray} confidence from 1/classes to 1
 * @param {number} count of classes @param {Theme} theme
 */
export function drawClasses(ctx, classes, confidence, count, theme) {
  const [height, width] = classes.shape.slice(-2);
  const image = ctx.createImageData(width, height);
  const pixels = new Uint32Array(image.data.buffer);
  const shades = classShades(theme);
  const table = confidence.half ? halfFloats() : null;
  const floor = 1 / count;
  for (let k = 0; k < pixels.length; k += 1) {
    const sure = table ? table[confidence.elements[k]] : confidence.elements[k];
    const level = Math.max(0, Math.min(LEVELS, Math.round(((sure - floor) / (1 - floor)) * LEVELS)));
    pixels[k] = shades[(classes.elements[k] % theme.classes.length) * (LEVELS + 1) + level];
  }
  ctx.putImageData(image, 0, 0);
}

/** Every class's colours, unsure to sure, muted so that the samples stand out. @param {Theme} theme */
function classShades(theme) {
  const ground = readColour(theme.neutral);
  const shades = new Uint32Array(theme.classes.length * (LEVELS + 1));
  theme.classColours.forEach((colour, index) => {
    for (let level = 0; level <= LEVELS; level += 1) {
      shades[index * (LEVELS + 1) + level] = pixel(mix(ground, colour, 0.08 + (0.54 * level) / LEVELS));
    }
  });
  return shades;
}
