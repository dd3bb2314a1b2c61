// @ts-check
/** After a change in mid-walk: what each number was before it, struck out, and the path along which numbers are others. */

import { formatNumber } from "../lib/number.js";
import { traceEdge } from "../views/edges.js";
import { traceTile } from "./outline.js";

/** @typedef {import("../views/geometry.js").Geometry} Geometry */
/** @typedef {import("../views/theme.js").Theme} Theme */
/** @typedef {import("./walk_frame.js").WalkFrame} WalkFrame */
/** @typedef {import("./walk.js").Walk} Walk */

const ROOM = 34; // px between two tiles in which a number and its ghost find place
const OF_UNITS = ["z", "a", "da", "delta"];

/** Which number of a unit stands below its tile: δ on the way back, else a, else z; null where none is known. @param {WalkFrame} frame @param {number} layer @param {number} unit @returns {"delta" | "a" | "z" | null} */
export function shownName(frame, layer, unit) {
  const known = (/** @type {"delta" | "a" | "z"} */ name) => (frame.known(layer, name)?.[unit] ?? null) !== null;
  if (frame.slopes && known("delta")) return "delta";
  return known("a") ? "a" : known("z") ? "z" : null;
}

/** What a unit's number was before the changes. @param {Walk} walk @param {number} layer @param {string} name @param {number} unit */
function before({ before: was }, layer, name, unit) {
  return (layer < 0 ? was?.inputs : was?.layers[layer]?.[name])?.[unit] ?? null;
}

/** Whether any number of a unit is another than before the changes. @param {Walk} walk @param {number} layer @param {number} unit */
export function changedUnit(walk, layer, unit) {
  if (!walk.before) return false;
  if (layer < 0) return walk.before.inputs[unit] !== walk.inputs[unit];
  return OF_UNITS.some((name) => walk.before?.layers[layer]?.[name]?.[unit] !== walk.layers[layer]?.[name]?.[unit]);
}

/** @param {CanvasRenderingContext2D} ctx @param {Geometry} geometry @param {WalkFrame} frame @param {Theme} theme */
export function drawChangedPath(ctx, geometry, { walk }, theme) {
  if (!walk.before) return;
  const set = new Set(walk.changes.map(({ name, index }) => `${name} ${index}`));
  ctx.strokeStyle = theme.ink;
  ctx.globalAlpha = 0.14;
  ctx.lineWidth = 11;
  for (const group of geometry.groups) {
    if (group.role === "bundle") continue;
    for (let k = 0; k < group.units.length; k += 1) {
      const [unit, input] = [group.units[k], group.role === "weight" ? group.inputs[k] : group.units[k]];
      const own = set.has(`${group.name} ${group.role === "weight" ? [unit, input] : [unit]}`);
      if (!own && !(changedUnit(walk, group.layer - 1, input) && changedUnit(walk, group.layer, unit))) continue;
      traceEdge(ctx, group.ends, k);
      ctx.stroke();
    }
  }
  ctx.globalAlpha = 0.5;
  ctx.lineWidth = 1.25;
  for (const column of geometry.columns) {
    for (const slot of column.slots) {
      if (!changedUnit(walk, column.layer, slot.unit)) continue;
      traceTile(ctx, column, slot, 4);
      ctx.stroke();
    }
  }
  ctx.globalAlpha = 1;
}

/** Below the number of a tile; where the next tile is near, to the left of it. @param {CanvasRenderingContext2D} ctx @param {Geometry} geometry @param {WalkFrame} frame @param {Theme} theme */
export function drawGhosts(ctx, geometry, frame, theme) {
  const { walk } = frame;
  if (!walk.before) return;
  const { zoom } = theme;
  ctx.font = `500 ${10.5 * zoom}px ${theme.font}`;
  ctx.textAlign = "center";
  ctx.textBaseline = "top";
  ctx.fillStyle = theme.quiet;
  const width = (/** @type {string} */ text) => ctx.measureText(text)?.width ?? 0;
  for (const column of geometry.columns) {
    if (column.image) continue;
    const near = column.more !== null || column.slots.some(({ y }, k) => k > 0 && y - column.slots[k - 1].y - column.tile < ROOM * zoom);
    for (const { unit, x, y } of column.slots) {
      const name = shownName(frame, column.layer, unit);
      const was = name && before(walk, column.layer, name, unit);
      if (!name || was === null) continue;
      const [text, now] = [was, frame.known(column.layer, name)?.[unit]].map((value) => formatNumber(value));
      if (text === now) continue;
      const wide = width(text);
      const middle = near ? x - (width(name === "delta" ? now : ` ${now}`) + wide) / 2 - 6 * zoom : x;
      const top = y + column.tile / 2 + (near ? 6 : 19) * zoom;
      ctx.fillText(text, middle, top);
      ctx.fillRect(middle - wide / 2, top + 5 * zoom, wide, 1);
    }
  }
}
