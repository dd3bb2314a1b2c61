// @ts-check
/** What can be pointed at and selected: neurons, and the numbers that belong to them. */

/** @typedef {import("./state.js").NeuronTarget} NeuronTarget */
/** @typedef {import("./state.js").ParameterTarget} ParameterTarget */
/** @typedef {import("./columns.js").Column} Column */

/** @param {number} layer @param {number} unit @returns {NeuronTarget} */
export function neuron(layer, unit) {
  return { kind: "neuron", layer, unit };
}

/** @param {number} layer @param {number} unit @param {number} input @returns {ParameterTarget} */
export function weight(layer, unit, input) {
  return { kind: "parameter", name: `layers/${layer}/weight`, index: [unit, input], layer, unit, input };
}

/** A number that each unit has one of. @param {number} layer @param {"bias" | "scale" | "shift"} role @param {number} unit @returns {ParameterTarget} */
export function ofUnit(layer, role, unit) {
  return { kind: "parameter", name: `layers/${layer}/${role}`, index: [unit], layer, unit, input: null };
}

/** What each unit of a column adds by itself; null where it has nothing. @param {Column} column @returns {"bias" | "shift" | null} */
export function offsetRole(column) {
  if (column.layer < 0) return null;
  return column.dense ? "bias" : column.kind === "batch_norm" ? "shift" : null;
}

/** Every number that leads into a neuron, its bias last. @param {Column[]} columns @param {number} layer @param {number} unit @returns {ParameterTarget[]} */
export function numbersInto(columns, layer, unit) {
  const column = columns[layer + 1];
  if (!column || layer < 0) return [];
  if (column.kind === "batch_norm") return [ofUnit(layer, "scale", unit), ofUnit(layer, "shift", unit)];
  if (!column.dense) return [];
  const weights = Array.from({ length: columns[layer].units }, (_, input) => weight(layer, unit, input));
  return [...weights, ofUnit(layer, "bias", unit)];
}
