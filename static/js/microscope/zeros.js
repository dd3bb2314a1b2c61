// @ts-check
/** Units through which no gradient passes: the session says which, and why; here are the words for it. */

import { layerName } from "../elements/names.js";
import { figure } from "./figure.js";

/** @typedef {import("./walk.js").Walk} Walk */
/** @typedef {import("./walk.js").ClosedUnit} ClosedUnit */

/** @param {Walk} walk @param {number} layer @param {number} unit @returns {ClosedUnit | null} */
export const zeroOf = (walk, layer, unit) => walk.closed[layer]?.find((closed) => closed.unit === unit) ?? null;

/** Whether nothing passes at all. @param {ClosedUnit} zero */
export const shuts = ({ slope }) => slope === 0;

/** Why no gradient passes a unit; without one, how many of its layer are so; null where none is. @param {import("../lib/text.js").Text} text @param {Walk} walk @param {import("../store/columns.js").Column} column @param {number} unit */
export function zeroWords(text, walk, column, unit) {
  const zeros = walk.closed[column.layer] ?? [];
  if (zeros.length === 0) return null;
  const zero = zeroOf(walk, column.layer, unit);
  if (!zero) return text("microscope.zeros", { count: zeros.length, of: column.units, layer: layerName(text, column.layer) });
  return text(`microscope.zero.${zero.reason}`, {
    unit: unit + 1, slope: figure(zero.slope), steepest: figure(Number(zero.steepest.toPrecision(4))), value: figure(walk.layers[column.layer]?.a?.[unit] ?? null),
    z: figure(walk.layers[column.layer]?.z?.[unit] ?? null), count: zero.silent_in, of: walk.samples.length,
  });
}
