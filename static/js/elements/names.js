// @ts-check
/** What the parts of a network are called, in words, from the texts. */

/** @typedef {import("../lib/text.js").Text} Text */
/** @typedef {import("../store/columns.js").Column} Column */
/** @typedef {import("../store/state.js").Target} Target */

/** "Layer 2", or "Input". @param {Text} text @param {number} layer */
export function layerName(text, layer) {
  return layer < 0 ? text("island.input") : text("island.layer", { layer: layer + 1 });
}

/** @param {Text} text @param {Column} column */
export function kindName(text, column) {
  return column.layer < 0 ? text("island.input") : text(`layer.${column.kind}`);
}

/** "Layer 2, neuron 3", an input's own name, or a class's. @param {Text} text @param {Column} column @param {number} unit */
export function neuronName(text, column, unit) {
  if (column.image) return text("island.image", { count: column.units });
  if (column.layer < 0) return text("island.input_named", { name: column.names[unit] ?? unit + 1 });
  const layer = column.layer + 1;
  const name = column.names[unit];
  return name ? text("island.output_named", { layer, name }) : text("island.neuron", { layer, unit: unit + 1 });
}

/** @param {Text} text @param {Column[]} columns @param {Target} target */
export function targetName(text, columns, target) {
  const column = columns[target.layer + 1];
  if (!column) return "";
  const neuron = neuronName(text, column, target.unit);
  if (target.kind === "neuron") return neuron;
  const role = target.name.slice(target.name.lastIndexOf("/") + 1);
  if (target.input === null) return text(`island.parameter.${role}`, { neuron });
  return text("island.weight", { from: neuronName(text, columns[target.layer], target.input), to: neuron });
}
