// @ts-check
/** What lies under a pointer: a neuron's tile, the number at its corner, or the edge that passes nearest. */

import { neuron, offsetRole, ofUnit, weight } from "../store/targets.js";
import { edgeAt } from "../views/geometry.js";

/** @param {import("../views/geometry.js").Geometry} geometry @param {number} x @param {number} y @returns {import("../store/state.js").Target | null} */
export function targetAt(geometry, x, y, reach = 6) {
  for (const column of geometry.columns) {
    const half = column.tile / 2;
    const role = offsetRole(column);
    for (const slot of column.slots) {
      if (role && Math.hypot(x - slot.x + half, y - slot.y - half) < 9) return ofUnit(column.layer, role, slot.unit);
      if (Math.abs(x - slot.x) <= half && Math.abs(y - slot.y) <= half) return neuron(column.layer, slot.unit);
    }
  }
  const found = edgeAt(geometry, x, y, reach);
  if (!found) return null;
  const { group, k } = found;
  return group.role === "scale" ? ofUnit(group.layer, "scale", group.units[k]) : weight(group.layer, group.units[k], group.inputs[k]);
}
