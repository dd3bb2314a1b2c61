// @ts-check
/** Frames as the server sends them, made for the tests: every array by name, at offsets that only the layout knows. */

import { Frame, HEADER_BYTES } from "../../static/js/protocol/frame.js";

/** @typedef {import("../../static/js/protocol/frame.js").ArrayLayout} ArrayLayout */
/** @typedef {{shape: number[], values: number[], dtype?: string, strides?: number[], units?: number[], inputs?: number[]}} Given */

/** The bits of a half float that holds a value exactly. @param {number} value */
export function halfBits(value) {
  if (value === 0) return Object.is(value, -0) ? 0x8000 : 0;
  const exponent = Math.floor(Math.log2(Math.abs(value)));
  return (value < 0 ? 0x8000 : 0) | ((exponent + 15) << 10) | Math.round((Math.abs(value) / 2 ** exponent - 1) * 1024);
}

/** @param {number[]} shape @returns {number[]} */
export function rowMajor(shape) {
  return shape.map((_, axis) => shape.slice(axis + 1).reduce((product, length) => product * length, 1));
}

/** @param {Record<string, Given>} arrays values in memory order @param {{layoutId?: number, number?: number, step?: number}} [header] */
export function message(arrays, { layoutId = 7, number = 1, step = 0 } = {}) {
  /** @type {Record<string, ArrayLayout>} */
  const layouts = {};
  let offset = 0;
  for (const [name, { shape, values, dtype = "float32", strides = rowMajor(shape), units, inputs }] of Object.entries(arrays)) {
    const bytes = { float32: 4, float16: 2, uint8: 1 }[dtype] ?? 8;
    layouts[name] = { dtype, shape, strides, offset, units: units ?? null, inputs: inputs ?? null };
    offset += Math.ceil((values.length * bytes) / 8) * 8;
  }
  const buffer = new ArrayBuffer(HEADER_BYTES + offset);
  const view = new DataView(buffer);
  view.setUint32(0, layoutId, true);
  view.setUint32(4, number, true);
  view.setBigUint64(8, BigInt(step), true);
  for (const [name, { values, dtype = "float32" }] of Object.entries(arrays)) {
    values.forEach((value, k) => {
      const at = HEADER_BYTES + layouts[name].offset;
      if (dtype === "float16") view.setUint16(at + 2 * k, halfBits(value), true);
      else if (dtype === "uint8") view.setUint8(at + k, value);
      else view.setFloat32(at + 4 * k, value, true);
    });
  }
  return { buffer, layout: { arrays: layouts, size: offset } };
}

/** @param {Record<string, Given>} arrays @param {{layoutId?: number, number?: number, step?: number}} [header] */
export function frameOf(arrays, header) {
  const { buffer, layout } = message(arrays, header);
  return new Frame(buffer, layout);
}
