// @ts-check
/** All heatmaps and weight images of the graph in one image, filled once a frame and drawn from piece by piece. */

import { halfFloats } from "../protocol/float16.js";
import { STEPS } from "./theme.js";

/** @typedef {import("../protocol/frame.js").FrameArray} FrameArray */
/** @typedef {import("./scale.js").Shade} Shade */

const ACROSS = 8;
const MIDDLE = (STEPS - 1) / 2;

/**
 * Puts one picture of an array as pixels into an image: a row of it, or all of it for row -1. Its last two axes are
 * lines and columns; where they are one axis, line follows line.
 * @param {Uint32Array} pixels @param {number} at first pixel @param {number} stride pixels a line
 * @param {FrameArray} array @param {number} row @param {number} width @param {number} height
 * @param {Shade} shade @param {Uint32Array} palette
 */
export function paintPixels(pixels, at, stride, array, row, width, height, shade, palette) {
  const axes = array.strides.slice(row < 0 ? 0 : 1);
  const across = axes[axes.length - 1];
  const down = axes.length > 1 ? axes[axes.length - 2] : across * width;
  const start = row < 0 ? 0 : row * array.strides[0];
  const table = array.half ? halfFloats() : null;
  const { elements } = array;
  const gain = MIDDLE / shade.reach;
  const base = MIDDLE - shade.middle * gain + 0.5;
  for (let y = 0; y < height; y += 1) {
    let from = start + y * down;
    let to = at + y * stride;
    for (let x = 0; x < width; x += 1, from += across, to += 1) {
      const value = table ? table[elements[from]] : elements[from];
      const index = value * gain + base;
      pixels[to] = palette[index < 0 ? 0 : index >= STEPS ? STEPS - 1 : index | 0];
    }
  }
}

export class Atlas {
  /** @param {(width: number, height: number) => HTMLCanvasElement | OffscreenCanvas} create a canvas */
  constructor(create) {
    this.create = create;
    this.cell = 0;
    this.places = 0;
    this.used = 0;
  }

  /** Makes room for so many pictures and begins anew. @param {number} pictures @param {number} cell pixels a side */
  begin(pictures, cell) {
    if (pictures > 0 && (pictures > this.places || cell !== this.cell)) {
      this.cell = cell;
      this.places = Math.ceil(pictures / ACROSS) * ACROSS;
      this.canvas = this.create(cell * ACROSS, (cell * this.places) / ACROSS);
      this.context = /** @type {CanvasRenderingContext2D} */ (this.canvas.getContext("2d", { alpha: false }));
      this.image = this.context.createImageData(this.canvas.width, this.canvas.height);
      this.pixels = new Uint32Array(this.image.data.buffer);
    }
    this.used = 0;
  }

  /**
   * @param {FrameArray} array @param {number} row @param {number} width @param {number} height @param {Shade} shade
   * @param {Uint32Array} palette @returns {number} its place
   */
  add(array, row, width, height, shade, palette) {
    const place = this.used;
    this.used += 1;
    if (this.pixels && this.canvas) {
      const at = Math.floor(place / ACROSS) * this.cell * this.canvas.width + (place % ACROSS) * this.cell;
      paintPixels(this.pixels, at, this.canvas.width, array, row, width, height, shade, palette);
    }
    return place;
  }

  /** All pictures are in: one copy to the canvas. */
  finish() {
    const lines = Math.ceil(this.used / ACROSS) * this.cell;
    if (this.image && lines) this.context?.putImageData(this.image, 0, 0, 0, 0, this.image.width, lines);
  }

  /** @param {CanvasRenderingContext2D} ctx @param {number} place @param {number} width @param {number} height @param {number} x @param {number} y @param {number} size */
  draw(ctx, place, width, height, x, y, size) {
    if (!this.canvas) return;
    ctx.imageSmoothingEnabled = width > 16;
    const left = (place % ACROSS) * this.cell;
    const top = Math.floor(place / ACROSS) * this.cell;
    const trim = width > 16 ? 0.5 : 0; // else the neighbour's pixels bleed in
    ctx.drawImage(this.canvas, left + trim, top + trim, width - 2 * trim, height - 2 * trim, x, y, size, size);
  }
}
