// @ts-check
/**
 * The probe's own numbers on their way: forward |w·a|, backward |w·δ|, as dots whose area is the number. Where they are
 * depends on nothing but the clock, which counts rounds: half of each goes forward, half backward.
 */

import { along } from "./geometry.js";

/** @typedef {import("./geometry.js").EdgeGroup} EdgeGroup */
/** @typedef {import("../protocol/frame.js").Frame} Frame */
/** @typedef {import("./theme.js").Theme} Theme */
/** @typedef {{geometry: import("./geometry.js").Geometry, frame: Frame | null}} PulseModel */

const LARGEST = 6.5;
const CROWDED = 4;
const SMALLEST = 0.7;

/** @param {Frame} frame @param {number} layer @param {number} unit */
function activation(frame, layer, unit) {
  return frame.value(layer < 0 ? "probe/inputs" : `probe/layers/${layer}/a`, unit) ?? 0;
}

/**
 * What travels along one edge.
 * @param {Frame} frame @param {EdgeGroup} group @param {number} k @param {boolean} forward
 */
export function carried(frame, group, k, forward) {
  const unit = group.units[k];
  if (group.role === "bundle") return 0;
  const weight = group.role === "weight" ? frame.value(/** @type {string} */ (group.name), unit, group.inputs[k]) ?? 0 : 1;
  const source = group.role === "weight" ? group.inputs[k] : unit;
  if (forward) return weight * activation(frame, group.layer - 1, source);
  return weight * (frame.value(`probe/layers/${group.layer}/delta`, unit) ?? 0);
}

/** The largest number on its way anywhere in the network. @param {PulseModel} model @param {boolean} forward */
export function most({ geometry, frame }, forward) {
  let largest = 0;
  if (!frame) return 0;
  for (const group of geometry.groups) {
    for (let k = 0; k < group.units.length; k += 1) largest = Math.max(largest, Math.abs(carried(frame, group, k, forward)));
  }
  return largest;
}

/** Where the pulses of a group can be: the left end, and how wide. @param {EdgeGroup} group @returns {[number, number]} */
export function spanOf({ ends }) {
  if (ends.length === 0) return [0, 0];
  const left = Math.floor(ends[0] - LARGEST - 1);
  return [left, Math.ceil(ends[2] + LARGEST + 1) - left];
}

/** Where the clock is: which way, which group of edges, how far along. @param {number} clock in rounds @param {number} groups */
export function position(clock, groups) {
  const round = clock - Math.floor(clock);
  const forward = round < 0.5;
  const way = (forward ? round : round - 0.5) * 2 * groups;
  const place = Math.min(groups - 1, Math.floor(way));
  const t = way - place;
  const eased = t * t * (3 - 2 * t);
  return { forward, group: forward ? place : groups - 1 - place, t: forward ? eased : 1 - eased };
}

/**
 * @param {CanvasRenderingContext2D} ctx @param {PulseModel} model @param {Theme} theme @param {number} clock
 * @param {{forward: number, backward: number}} largest what has the full size
 */
export function drawPulses(ctx, model, theme, clock, largest) {
  const { geometry, frame } = model;
  if (!frame || geometry.groups.length === 0) return;
  const { forward, group: index, t } = position(clock, geometry.groups.length);
  const group = geometry.groups[index];
  const full = forward ? largest.forward : largest.backward;
  if (!(full > 0)) return;
  ctx.fillStyle = forward ? theme.forward : theme.backward;
  ctx.beginPath();
  const size = group.units.length > 60 ? CROWDED : LARGEST;
  for (let k = 0; k < group.units.length; k += 1) {
    const radius = size * Math.sqrt(Math.min(1, Math.abs(carried(frame, group, k, forward)) / full));
    if (radius < SMALLEST) continue;
    const [x, y] = along(group.ends, k, t);
    ctx.moveTo(x + radius, y);
    ctx.arc(x, y, radius, 0, 2 * Math.PI);
  }
  ctx.fill();
}
