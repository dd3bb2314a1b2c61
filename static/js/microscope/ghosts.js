// @ts-check
/** After a change in mid-walk: what each number was before it, struck out, and the path along which numbers are others. */

import { formatNumber } from "../lib/number.js";
import { traceEdge } from "../views/edges.js";
import { traceTile } from "./outline.js";

/** @typedef {import("../views/geometry.js").Geometry} Geometry */
/** @typedef {import("../views/theme.js").Theme} Theme */
/** @typedef {import("./walk_frame.js").WalkFrame} WalkFrame */
/** @typedef {import("./walk.js").Walk} Walk */

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

/** @param {CanvasRenderingContext2D} ctx @param {Geometry} geometry @param {WalkFrame} frame @param {Theme} theme */
export function drawGhosts(ctx, geometry, frame, theme) {
  const { walk } = frame;
  if (!walk.before) return;
  ctx.font = `500 10.5px ${theme.font}`;
  ctx.textAlign = "center";
  ctx.textBaseline = "top";
  ctx.fillStyle = theme.quiet;
  for (const column of geometry.columns) {
    if (column.image) continue;
    for (const { unit, x, y } of column.slots) {
      const name = shownName(frame, column.layer, unit);
      const was = name && before(walk, column.layer, name, unit);
      if (!name || was === null || was === frame.known(column.layer, name)?.[unit]) continue;
      const text = formatNumber(was);
      const top = y + column.tile / 2 + 19;
      const wide = ctx.measureText(text)?.width ?? 0;
      ctx.fillText(text, x, top);
      ctx.fillRect(x - wide / 2, top + 5, wide, 1);
    }
  }
}
