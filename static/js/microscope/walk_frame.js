// @ts-check
/**
 * The picture of a walk: a frame in which the walk's own numbers stand where the probe's were. On the way back its edges
 * show what each weight has to answer for in this sample, ∂L/∂w = δ·a.
 */

import { ceiling } from "../lib/number.js";
import { eventAt } from "./walk.js";

/** @typedef {import("../protocol/frame.js").Frame} Frame */
/** @typedef {import("./walk.js").Walk} Walk */

const UNKNOWN = NaN;

/** Numbers under the interface of a frame's array: of one axis, or δ·a of two. */
class Numbers {
  units = null;
  inputs = null;
  half = false;
  dense = true;

  /** @param {(number | null)[]} values @param {(number | null)[] | null} [across] */
  constructor(values, across = null) {
    const known = (/** @type {(number | null)[]} */ list) => list.map((value) => value ?? UNKNOWN);
    const columns = across ? known(across) : [1];
    this.shape = across ? [values.length, across.length] : [values.length];
    this.strides = across ? [across.length, 1] : [1];
    this.elements = Float64Array.from(known(values).flatMap((value) => columns.map((column) => value * column)));
  }

  /** @param {...number} index */
  at(...index) {
    return this.elements[index.reduce((sum, k, axis) => sum + k * this.strides[axis], 0)];
  }

  /** @param {number} unit */
  rowOf = (unit) => (unit < this.shape[0] ? unit : -1);

  /** @param {number} input */
  columnOf = (input) => (input < this.shape[1] ? input : -1);

  values(row = -1) {
    return Float32Array.from(row < 0 ? this.elements : this.elements.subarray(row * this.strides[0], (row + 1) * this.strides[0]));
  }
}

export class WalkFrame {
  /** @type {Map<string, any>} */
  #made = new Map();

  /** @param {Walk} walk @param {Frame} frame of the step that is walked */
  constructor(walk, frame) {
    this.walk = walk;
    this.base = frame;
    this.step = frame.step;
    this.number = frame.number;
    /** Whether edges stand for ∂L/∂w instead of w. */
    this.slopes = eventAt(walk)?.phase === "backward";
  }

  /** What the walk knows of a layer's units; of the inputs for -1. @param {number} layer @param {"z" | "a" | "delta" | "da" | "dx" | "mask"} name */
  known(layer, name) {
    return layer < 0 ? (name === "a" ? this.walk.inputs : undefined) : this.walk.layers[layer]?.[name];
  }

  /** @param {string} name @returns {any} */
  array(name) {
    if (!this.#made.has(name)) this.#made.set(name, this.#find(name));
    return this.#made.get(name);
  }

  /** @param {string} name */
  #find(name) {
    if (name === "probe/inputs") return new Numbers(this.walk.inputs);
    const probe = /^probe\/layers\/(\d+)\/(a|z|delta)$/.exec(name);
    if (probe) {
      const known = this.known(Number(probe[1]), /** @type {"a"} */ (probe[2]));
      return known ? new Numbers(known) : null;
    }
    return this.base.array(name);
  }

  /** What stands for the parameters of the edges: the parameters or, on the way back, ∂L/∂w of this sample. */
  get edges() {
    return this.slopes ? { array: (/** @type {string} */ name) => this.slope(name), value: () => null } : this.base;
  }

  /** The slopes of a parameter, as far as they are known. @param {string} name @returns {any} */
  slope(name) {
    const key = `slope/${name}`;
    if (!this.#made.has(key)) this.#made.set(key, this.#slope(name));
    return this.#made.get(key);
  }

  /** @param {string} name */
  #slope(name) {
    const [, path, role] = name.split("/");
    const layer = Number(path);
    const [delta, a] = [this.known(layer, "delta") ?? this.linear(layer), this.known(layer - 1, "a")];
    if (delta && role === "bias") return new Numbers(delta);
    return delta && a && role === "weight" ? new Numbers(delta, a) : null;
  }

  /** Where the activation is the identity, ∂L/∂a is ∂L/∂z. @param {number} layer */
  linear(layer) {
    if (this.walk.events.some(({ outputs }) => outputs.includes(`layers/${layer}/delta`))) return undefined;
    return this.known(layer, "da") ?? this.known(layer + 1, "dx");
  }

  /** One number, or null. @param {string} name @param {...number} index */
  value(name, ...index) {
    const array = this.array(name);
    if (!array) return null;
    const where = [...index];
    if (where.length > 0) where[0] = array.rowOf(where[0]);
    if (where.length > 1) where[1] = array.columnOf(where[1]);
    const value = where.some((position) => position < 0) ? NaN : array.at(...where);
    return Number.isNaN(value) ? null : value;
  }

  /** The ∂L/∂w that has full width. @param {{name: string | null}[]} groups */
  scale(groups) {
    let most = 0;
    for (const { name } of groups) {
      for (const value of (name && this.slope(name)?.elements) || []) if (Math.abs(value) > most) most = Math.abs(value);
    }
    return ceiling(most);
  }
}

/** @type {WeakMap<object, {frame: Frame, made: WalkFrame}>} */
const made = new WeakMap();

/** The frame that is to be drawn: the walk's, where one walks. @param {import("../store/state.js").State} state @returns {any} */
export function shownFrame({ walk, frame }) {
  if (!walk || !frame) return frame;
  const before = made.get(walk);
  if (before?.frame === frame) return before.made;
  const next = new WalkFrame(walk, frame);
  made.set(walk, { frame, made: next });
  return next;
}
