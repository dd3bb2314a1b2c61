// @ts-check
/**
 * A picture as it came over the wire: a header and raw little-endian arrays, seen through the layout that was sent
 * before it. Arrays are views into the message, never copies, and are known by name only (`layers/0/weight`).
 */

import { halfFloats } from "./float16.js";

/** Bytes before the arrays: layout id (u32), frame number (u32), step (u64). */
export const HEADER_BYTES = 16;

/**
 * @typedef {object} ArrayLayout
 * @property {string} dtype
 * @property {number[]} shape
 * @property {number[]} strides in elements
 * @property {number} offset in bytes, from the end of the header
 * @property {number[] | null} [units] the rows that are there, when not all are
 * @property {number[] | null} [inputs] the columns that are there, when not all are
 */
/** @typedef {{arrays: Record<string, ArrayLayout>, size: number}} FrameLayout */
/** @typedef {Float32Array | Float64Array | Uint8Array | Uint16Array | Int32Array} Elements */

/** @type {Record<string, {new (buffer: ArrayBuffer, offset: number, length: number): Elements, BYTES_PER_ELEMENT: number}>} */
const TYPES = { float64: Float64Array, float32: Float32Array, float16: Uint16Array, uint8: Uint8Array, int32: Int32Array };

/** One named array of a frame. Float16 stays as its bits in `elements`; `at` and `values` give numbers. */
export class FrameArray {
  /** @param {ArrayBuffer} buffer @param {ArrayLayout} layout */
  constructor(buffer, layout) {
    const type = TYPES[layout.dtype];
    if (!type) throw new Error(`a frame holds an array of unknown type ${layout.dtype}`);
    const { shape, strides } = layout;
    const empty = shape.some((length) => length === 0);
    const last = shape.reduce((sum, length, axis) => sum + (length - 1) * strides[axis], 0);
    this.shape = shape;
    this.strides = strides;
    this.units = layout.units ?? null;
    this.inputs = layout.inputs ?? null;
    this.half = layout.dtype === "float16";
    this.elements = new type(buffer, HEADER_BYTES + layout.offset, empty ? 0 : last + 1);
    /** Whether its elements lie side by side, in whatever order of axes. */
    this.dense = this.elements.length === shape.reduce((product, length) => product * length, 1);
  }

  /** The number at an index, one position an axis. @param {...number} index */
  at(...index) {
    let position = 0;
    for (let axis = 0; axis < index.length; axis += 1) position += index[axis] * this.strides[axis];
    const element = this.elements[position];
    return this.half ? halfFloats()[element] : element;
  }

  /** Which row holds this unit; -1 when the frame leaves it out. @param {number} unit */
  rowOf(unit) {
    if (this.units) return this.units.indexOf(unit);
    return unit < this.shape[0] ? unit : -1;
  }

  /** Which column holds this input; -1 when the frame leaves it out. @param {number} input */
  columnOf(input) {
    if (this.inputs) return this.inputs.indexOf(input);
    return input < this.shape[1] ? input : -1;
  }

  /** One row (or the whole, for -1) as numbers, copied out in row order. @param {number} row @returns {Float32Array} */
  values(row = -1) {
    const shape = row < 0 ? this.shape : this.shape.slice(1);
    const strides = row < 0 ? this.strides : this.strides.slice(1);
    const table = this.half ? halfFloats() : null;
    const out = new Float32Array(shape.reduce((product, length) => product * length, 1));
    const index = shape.map(() => 0);
    let position = row < 0 ? 0 : row * this.strides[0];
    for (let k = 0; k < out.length; k += 1) {
      out[k] = table ? table[this.elements[position]] : this.elements[position];
      for (let axis = shape.length - 1; axis >= 0; axis -= 1) {
        index[axis] += 1;
        position += strides[axis];
        if (index[axis] < shape[axis]) break;
        position -= strides[axis] * shape[axis];
        index[axis] = 0;
      }
    }
    return out;
  }
}

/** A decoded frame: its numbers at one step. */
export class Frame {
  /** @param {ArrayBuffer} buffer @param {FrameLayout} layout */
  constructor(buffer, layout) {
    const header = readHeader(buffer);
    this.layoutId = header.layoutId;
    this.number = header.number;
    this.step = header.step;
    this.buffer = buffer;
    this.layout = layout;
    /** @type {Map<string, FrameArray>} */
    this.seen = new Map();
  }

  /** @param {string} name @returns {FrameArray | null} */
  array(name) {
    const known = this.seen.get(name);
    if (known) return known;
    if (!Object.hasOwn(this.layout.arrays, name)) return null;
    const array = new FrameArray(this.buffer, this.layout.arrays[name]);
    this.seen.set(name, array);
    return array;
  }

  /** One number, or null when the frame does not hold it. @param {string} name @param {...number} index */
  value(name, ...index) {
    const array = this.array(name);
    if (!array) return null;
    const where = [...index];
    if (where.length > 0) where[0] = array.rowOf(where[0]);
    if (where.length > 1) where[1] = array.columnOf(where[1]);
    return where.some((position) => position < 0) ? null : array.at(...where);
  }
}

/** @param {ArrayBuffer} buffer */
export function readHeader(buffer) {
  const view = new DataView(buffer, 0, HEADER_BYTES);
  return {
    layoutId: view.getUint32(0, true),
    number: view.getUint32(4, true),
    step: Number(view.getBigUint64(8, true)),
  };
}
